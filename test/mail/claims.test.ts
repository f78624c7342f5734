import { expect } from 'chai';
import type { Queue } from '../../src/desk/policy.ts';
import { claimsIn, strongestFirst } from '../../src/mail/claims.ts';
import type { TokenKey } from '../../src/mail/reply-token.ts';
import { makeToken } from '../../src/mail/reply-token.ts';

const key: TokenKey = { id: 'k', secret: Buffer.alloc(32, 7), retired: false };
const queues: Queue[] = [
  {
    name: 'support',
    address: 'Support@desk.example',
    aliases: ['help@old.example'],
    fromName: 'Desk',
    separator: '+',
    hidden: false,
  },
  { name: 'billing', address: 'billing@desk.example', aliases: [], fromName: 'Desk', separator: '', hidden: false },
];
const context = { keys: [key], queues, host: 'desk.example' };
const token = makeToken({ ticket: 12, person: 7 }, key);
const forged = token.replace(/.$/, letter => (letter === 'a' ? 'b' : 'a'));

interface Given {
  headers?: [string, string][];
  envelopeTo?: string[];
  inReplyTo?: string[];
  references?: string[];
  subject?: string;
  text?: string;
}

function claims(given: Given) {
  const { headers = [], envelopeTo = [], inReplyTo = [], references = [], subject = '', text = '' } = given;
  return claimsIn({ headers, envelope: { to: envelopeTo }, inReplyTo, references, subject, text }, context);
}

describe('claims of a mail', () => {
  for (const field of ['To', 'Cc', 'Delivered-To', 'X-Original-To', 'Envelope-To', 'Resent-To']) {
    it(`come from ${field} alone`, () => {
      const found = claims({ headers: [[field.toLowerCase(), `Desk <support+${token}@desk.example>`]] });
      expect(found).to.deep.equal([{ carrier: 'recipient', where: field, verdict: 'valid', ticket: 12, person: 7 }]);
    });
  }

  it('come from the envelope alone', () => {
    expect(claims({ envelopeTo: [`support+${token}@desk.example`] })[0]?.where).to.equal('envelope');
  });

  it('come from In-Reply-To, References, the subject and the text alone', () => {
    expect(claims({ inReplyTo: [`${token}.x1@desk.example`] })[0]?.carrier).to.equal('in-reply-to');
    expect(claims({ references: ['a@b', `${token}.x1@desk.example`, 'c@d'] })[0]?.carrier).to.equal('references');
    expect(claims({ subject: `AW: Drucker [#${token}]` })[0]?.carrier).to.equal('subject');
    expect(claims({ text: `Nein.\n\n> Papier?\n> [#${token}]` })[0]?.carrier).to.equal('body');
  });

  it('come from ids that kept a bracket, and from ids of an earlier host name when they are signed', () => {
    expect(claims({ inReplyTo: [`<${token}.x1@desk.example>`] })[0]?.verdict).to.equal('valid');
    expect(claims({ inReplyTo: [`${token}.x1@former.example`] })[0]?.verdict).to.equal('valid');
    expect(claims({ inReplyTo: [`${forged}.x1@another-desk.example`] })).to.deep.equal([]);
  });

  it('see the address in any case, and the token only exactly', () => {
    expect(claims({ envelopeTo: [`SUPPORT+${token}@DESK.example`] })[0]?.verdict).to.equal('valid');
    expect(claims({ envelopeTo: [`help+${token}@old.example`] })[0]?.verdict).to.equal('valid');
    expect(claims({ envelopeTo: [`support+${token.toUpperCase()}@desk.example`] })[0]?.verdict).to.equal('forged');
  });

  it('say forged when somebody tried, in each carrier', () => {
    const tries = [
      claims({ envelopeTo: [`support+${forged}@desk.example`] }),
      claims({ inReplyTo: [`${forged}.x1@desk.example`] }),
      claims({ references: [`${forged}.x1@desk.example`] }),
      claims({ subject: `Re: x [#${forged}]` }),
      claims({ text: `> x\n> [#${forged}]` }),
    ];
    for (const found of tries) expect(found.map(({ verdict }) => verdict)).to.deep.equal(['forged']);
  });

  it('do not come from addresses that are not ours, nor from a queue without sub-addresses', () => {
    const addresses = [`support+${token}@evil.example`, `billing+${token}@desk.example`, `other+${token}@desk.example`];
    expect(claims({ envelopeTo: addresses })).to.deep.equal([]);
  });

  it('stand in falling strength, References from the right, each once', () => {
    const [a, b, c] = [1, 2, 3].map(ticket => makeToken({ ticket, person: 7 }, key));
    const found = claims({
      envelopeTo: [`support+${token}@desk.example`],
      headers: [['to', `support+${token}@desk.example`]],
      inReplyTo: [`${a}.n@desk.example`],
      references: [`${b}.n@desk.example`, `${c}.n@desk.example`, `${a}.n@desk.example`],
      subject: `[#${token}] [#9]`,
      text: `[#${b}]`,
    });
    expect(found.map(({ carrier, ticket }) => `${carrier} ${ticket}`)).to.deep.equal([
      'recipient 12',
      'in-reply-to 1',
      'references 3',
      'references 2',
      'number 9',
    ]);
    expect(found.map(({ also = [] }) => also.map(({ where }) => where))).to.deep.equal([
      ['Subject'],
      ['References'],
      [],
      ['Text'],
      [],
    ]);
  });

  it('of a bare token in the text are only those that hold; elsewhere it is no try', () => {
    expect(claims({ text: `see ${token}.` })[0]?.verdict).to.equal('valid');
    expect(claims({ text: `see ${forged}.` })).to.deep.equal([]);
  });

  it('name a ticket by its bracketed number in the subject only, signed by nobody, at most three', () => {
    const number = (ticket: number) => ({ carrier: 'number', where: 'Subject', verdict: 'unsigned', ticket });
    expect(claims({ subject: 'Re: x [#12]' })).to.deep.equal([number(12)]);
    expect(claims({ subject: '[#4][#3] [#4] [#2] [#1]' })).to.deep.equal([number(4), number(3), number(2)]);
    for (const subject of ['#12', '[12]', '(#12)', '[#012]', '[#0]', '[#12', '[# 12]', '[#1234567890123456]']) {
      expect(claims({ subject }), subject).to.deep.equal([]);
    }
    expect(claims({ text: '[#12]' })).to.deep.equal([]);
  });

  it('can be put in order of strength again', () => {
    const found = claims({ subject: `[#12] [#${token}]` });
    const known = { carrier: 'known', where: 'In-Reply-To', verdict: 'unsigned', ticket: 3 } as const;
    const carriers = strongestFirst([...found, known]).map(({ carrier }) => carrier);
    expect(carriers).to.deep.equal(['subject', 'known', 'number']);
  });

  it('are bounded when a mail is full of them', () => {
    const references = Array.from(
      { length: 10_000 },
      (_, n) => `${makeToken({ ticket: n, person: 1 }, key)}.n@desk.example`,
    );
    expect(claims({ references }).length).to.be.at.most(40);
  });
});
