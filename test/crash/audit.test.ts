/** The audit is asked about one thing that is wrong at a time: it must see it, and see nothing where all is well. */
import { expect } from 'chai';
import { contentKey } from '../../src/mail/content-key.ts';
import { audit, type Witnesses } from './audit.ts';
import type { Books } from './books.ts';
import { seededDice } from './dice.ts';
import { writeMail } from './mails.ts';

const request = writeMail(1, seededDice(1));
const target = { to: request.from, replyTo: 'support+1-1-x@desk.example', messageId: 'l1', ticket: 1 };
const reply = writeMail(2, seededDice(2), target);
const names = [request.name];

function entry(mail: typeof request, id: number): Books['mails'][number] {
  const key = contentKey(Buffer.from(mail.bytes, 'latin1'));
  return { id, names: [mail.name], contentKey: key, end: 'handled', ticket: 1 };
}

function letter(id: number, state: string, message: number | null = null): Books['letters'][number] {
  const template = message === null ? 'confirmation' : 'answer';
  return { id, ticket: 1, message, template, messageId: `l${id}`, state, to: request.from };
}

function sunk(id: string): Witnesses['sunk'][number] {
  return { from: '', to: [request.from], bytes: Buffer.from(`Message-ID:\r\n <${id}>\r\n\r\n`) };
}

const books: Books = {
  messages: [
    { id: 1, ticket: 1, kind: 'request', names },
    { id: 2, ticket: 1, kind: 'request', names: [reply.name] },
    { id: 3, ticket: 1, kind: 'answer', names: ['a1'] },
  ],
  tickets: [{ number: 1, names }],
  mails: [entry(request, 1), entry(reply, 2)],
  letters: [letter(1, 'sent'), letter(2, 'uncertain', 3)],
  seenAgain: 0,
  damages: [],
};
const well: Witnesses = {
  accepted: new Map([request, reply].map(mail => [mail.name, mail])),
  answers: new Map([['a1', 1]]),
  sunk: [sunk('l1')],
  books,
};

function wrong(changes: Partial<Books>, witnesses: Partial<Witnesses> = {}): string[] {
  return audit({ ...well, ...witnesses, books: { ...books, ...changes } }).map(({ what }) => what);
}

describe('the audit after crashes', () => {
  it('says nothing where all is well, whether an uncertain letter arrived or not', () => {
    expect(wrong({})).to.deep.equal([]);
    expect(wrong({}, { sunk: [sunk('l1'), sunk('l2')] })).to.deep.equal([]);
  });

  it('sees mails that are lost, doubled or changed', () => {
    const [first, second, answer] = books.messages;
    expect(wrong({ messages: [first!, answer!] })).to.deep.equal(['mails lost']);
    expect(wrong({ messages: [...books.messages, second!] })).to.deep.equal(['messages doubled']);
    expect(wrong({ mails: [...books.mails, entry(reply, 3)] })).to.deep.equal(['mails twice in the ledger']);
    const changed = { ...entry(reply, 2), contentKey: 'another' };
    expect(wrong({ mails: [entry(request, 1), changed] })).to.deep.equal(['originals that are not what was sent']);
    const aside = { ...entry(reply, 2), end: 'quarantined' };
    expect(wrong({ mails: [entry(request, 1), aside] })).to.deep.equal(['mails that did not end as handled']);
  });

  it('sees tickets that are doubled and replies in the wrong one', () => {
    expect(wrong({ tickets: [...books.tickets, { number: 2, names }] }))
      .to.include('tickets doubled')
      .and.to.include('tickets without their one confirmation');
    const strayed = books.messages.map(message => (message.id === 2 ? { ...message, ticket: 9 } : message));
    expect(wrong({ messages: strayed })).to.deep.equal(['replies in another ticket than their token names']);
  });

  it('sees answers that are lost, doubled or without a letter', () => {
    const answer = books.messages[2]!;
    expect(wrong({ messages: books.messages.slice(0, 2) })).to.include('answers lost');
    expect(wrong({ messages: [...books.messages, { ...answer, id: 4 }] })).to.include('answers doubled');
    expect(wrong({ letters: [letter(1, 'sent')] })).to.deep.equal(['answers without their one letter']);
    expect(wrong({}, { answers: new Map() })).to.deep.equal(['answers that nobody was told were given']);
  });

  it('sees letters that never arrived, arrived twice, are unknown or not at their end', () => {
    expect(wrong({}, { sunk: [] })).to.deep.equal(['letters called sent that never arrived']);
    expect(wrong({}, { sunk: [sunk('l1'), sunk('l1')] })).to.deep.equal(['letters that arrived more than once']);
    const uncertainTwice = [sunk('l1'), sunk('l2'), sunk('l2')];
    expect(wrong({}, { sunk: uncertainTwice })).to.deep.equal(['letters that arrived more than once']);
    expect(wrong({}, { sunk: [sunk('l1'), sunk('l9')] })).to.deep.equal([
      'letters that arrived and are not in the outbox',
    ]);
    expect(wrong({ letters: [letter(1, 'sent'), letter(2, 'sending', 3)] })).to.deep.equal([
      'letters not at their end',
    ]);
    expect(wrong({ letters: [letter(1, 'sent'), letter(2, 'failed', 3)] })).to.deep.equal(['letters that failed']);
    expect(wrong({ letters: [letter(1, 'sent'), letter(2, 'sent', 3), letter(3, 'uncertain')] })).to.include(
      'tickets without their one confirmation',
    );
  });

  it('passes on what SQLite finds', () => {
    expect(wrong({ damages: ['row 7 missing from index'] })).to.deep.equal(['damage of the database']);
  });
});
