import { contentKey } from '../../src/mail/content-key.ts';
import type { SunkLetter } from '../servers/sink.ts';
import type { Books, LetterEntry } from './books.ts';
import { messageIdOf } from './letter-box.ts';
import type { TestMail } from './mails.ts';

/**
 * Compares what the world was told with what the desk has: every mail that was accepted, every command that was done,
 * every letter that reached a customer. Says each difference by name; nothing at all when all is well.
 */
export interface Witnesses {
  readonly accepted: ReadonlyMap<string, TestMail>;
  readonly answers: ReadonlyMap<string, number>;
  readonly sunk: readonly SunkLetter[];
  readonly books: Books;
}

export interface Finding {
  readonly what: string;
  readonly names: readonly string[];
}

export function audit(witnesses: Witnesses): Finding[] {
  const found = [
    ...aboutMails(witnesses),
    ...aboutAnswers(witnesses),
    ...aboutLetters(witnesses),
    { what: 'damage of the database', names: witnesses.books.damages },
  ];
  return found.filter(({ names }) => names.length > 0);
}

function aboutMails({ accepted, books }: Witnesses): Finding[] {
  const requests = grouped(books.messages.filter(({ kind }) => kind === 'request'));
  const tickets = grouped(books.tickets);
  const entries = grouped(books.mails);
  const mails = [...accepted.values()];
  const is = (what: string, wrong: (mail: TestMail) => boolean): Finding => ({
    what,
    names: mails.filter(wrong).map(({ name }) => name),
  });
  const many = (of: ReadonlyMap<string, readonly unknown[]>, { name }: TestMail) => of.get(name)?.length ?? 0;
  return [
    is('mails lost', mail => many(requests, mail) === 0),
    is('messages doubled', mail => many(requests, mail) > 1),
    is('tickets doubled', mail => many(tickets, mail) > 1),
    is('mails twice in the ledger', mail => many(entries, mail) > 1),
    is('mails without a row in the ledger', mail => many(entries, mail) === 0),
    is(
      'mails that did not end as handled',
      mail => entries.get(mail.name)?.some(({ end }) => end !== 'handled') ?? false,
    ),
    is('originals that are not what was sent', mail => {
      const key = contentKey(Buffer.from(mail.bytes, 'latin1'));
      return entries.get(mail.name)?.some(entry => entry.contentKey !== key) ?? false;
    }),
    is('replies in another ticket than their token names', mail =>
      mail.ticket === undefined ? false : (requests.get(mail.name)?.some(m => m.ticket !== mail.ticket) ?? false),
    ),
    is('requests without a ticket of their own', mail => mail.ticket === undefined && many(tickets, mail) !== 1),
    {
      what: 'mails in the ledger that nobody sent',
      names: books.mails
        .filter(({ names }) => names.length !== 1 || !accepted.has(names[0]!))
        .map(({ id }) => `mail ${id}`),
    },
  ];
}

function aboutAnswers({ answers, books }: Witnesses): Finding[] {
  const kept = grouped(books.messages.filter(({ kind }) => kind === 'answer'));
  const letters = (message: number | undefined) => books.letters.filter(letter => letter.message === message);
  const is = (what: string, wrong: (name: string, ticket: number) => boolean): Finding => ({
    what,
    names: [...answers].filter(([name, ticket]) => wrong(name, ticket)).map(([name]) => name),
  });
  return [
    is('answers lost', name => !kept.has(name)),
    is('answers doubled', name => (kept.get(name)?.length ?? 0) > 1),
    is('answers in another ticket', (name, ticket) => kept.get(name)?.some(m => m.ticket !== ticket) ?? false),
    is('answers without their one letter', name => letters(kept.get(name)?.[0]?.id).length !== 1),
    { what: 'answers that nobody was told were given', names: [...kept.keys()].filter(name => !answers.has(name)) },
  ];
}

/** The customers' server refuses nothing; a letter of which nobody can know whether it arrived is `uncertain`. */
function aboutLetters({ books, sunk }: Witnesses): Finding[] {
  const copies = counted(sunk.map(messageIdOf));
  const known = new Set(books.letters.map(({ messageId }) => messageId));
  const confirmations = books.letters.filter(({ template }) => template === 'confirmation');
  const perTicket = counted(confirmations.map(({ ticket }) => String(ticket)));
  const requested = books.tickets.filter(({ names }) => names.length > 0);
  const is = (what: string, wrong: (letter: LetterEntry, copies: number) => boolean): Finding => ({
    what,
    names: books.letters
      .filter(letter => wrong(letter, copies.get(letter.messageId) ?? 0))
      .map(({ id, template, to, state }) => `letter ${id} (${template} to ${to}, ${state})`),
  });
  return [
    is('letters not at their end', ({ state }) => !['sent', 'uncertain', 'failed'].includes(state)),
    is('letters that failed', ({ state }) => state === 'failed'),
    is('letters called sent that never arrived', ({ state }, arrived) => state === 'sent' && arrived === 0),
    is('letters that arrived more than once', (_, arrived) => arrived > 1),
    { what: 'letters that arrived and are not in the outbox', names: [...copies.keys()].filter(id => !known.has(id)) },
    {
      what: 'tickets without their one confirmation',
      names: requested
        .filter(({ number }) => perTicket.get(String(number)) !== 1)
        .map(({ number }) => `ticket ${number}`),
    },
  ];
}

function grouped<T extends { readonly names: readonly string[] }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) for (const name of row.names) groups.set(name, [...(groups.get(name) ?? []), row]);
  return groups;
}

export function counted(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
