/**
 * What a template may print. What answers a first mail (confirmation, too-large) has no word of its sender: not the
 * subject, not the name, nothing that somebody could have written to have us mail it to a third person; so it cannot be
 * printed by mistake either.
 */
import type { Letter, LetterInTicket, TemplateName, TicketlessLetter } from '../desk/letter.ts';
import type { Person } from '../desk/ticket.ts';
import { baseSubject, bodyText, oneLine } from './header-text.ts';

/** Texts, and one level of texts with names below. */
export type View = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

/** Names as the administrator gave them. */
export interface House {
  readonly desk: string;
  /** Display name of the queue. */
  readonly queue: string;
}

/** Longer requests are cut in notices; the whole stands in the ticket. */
const NOTICE_WORDS = 20_000;

export function viewOf(letter: Letter, house: House): View {
  return letter.ticket === null ? viewWithoutTicket(letter, house) : viewInTicket(letter, house);
}

/** What is too large is rounded so that the mail never seems to fit. */
function viewWithoutTicket(letter: TicketlessLetter, house: House): View {
  switch (letter.template) {
    case 'too-large':
      return { ...house, limit: inWords(letter.limit, Math.floor), size: inWords(letter.size, Math.ceil) };
    case 'quarantined':
      return {
        ...house,
        name: nameOf(letter.to),
        mail: String(letter.mail ?? ''),
        sender: oneLine(letter.sender, 320) || '-',
        subject: baseSubject(letter.about, 150) || '-',
        reason: oneLine(letter.reason, 1_000),
        again: letter.again ? 'yes' : '',
      };
    case 'digest':
      return {
        ...house,
        name: nameOf(letter.to),
        held: countOf(letter.held),
        quarantined: countOf(letter.quarantined),
        spam: countOf(letter.spam),
        latest: letter.latest.map(digestLine).join('\n'),
      };
    case 'loop':
      return {
        ...house,
        name: nameOf(letter.to),
        mail: String(letter.mail ?? ''),
        sender: oneLine(letter.sender, 320),
        subject: baseSubject(letter.about, 150) || '-',
        reason: oneLine(letter.reason, 1_000),
      };
    default:
      return letter satisfies never;
  }
}

/** '' for none, so that a template can leave the line out. */
function countOf(count: number): string {
  return count === 0 ? '' : String(count);
}

function digestLine({ mail, sender, subject }: { mail: number; sender: string; subject: string }): string {
  return `  ${mail}  ${oneLine(sender, 40) || '-'}: ${oneLine(subject, 60) || '-'}`;
}

/** Whole megabytes, or kilobytes below ten of them, so that no language's decimal mark is needed. */
function inWords(bytes: number, round: (n: number) => number): string {
  return bytes < 10_000_000 ? `${round(bytes / 1_000)} kB` : `${round(bytes / 1_000_000)} MB`;
}

function viewInTicket(letter: LetterInTicket, house: House): View {
  const ticket = String(letter.ticket);
  if (letter.template === 'confirmation') return { ...house, ticket };
  const common = {
    ...house,
    ticket,
    subject: baseSubject(letter.subject, 150) || `#${ticket}`,
    name: nameOf(letter.to),
  };
  switch (letter.template) {
    case 'answer':
    case 'closing':
      return { ...common, words: bodyText(letter.words), signedBy: oneLine(letter.signedBy, 100) };
    case 'new-ticket':
    case 'new-message':
      return { ...common, words: shortened(letter.words), requester: contact(letter.requester) };
    case 'assigned':
      return { ...common, by: oneLine(letter.by, 100), requester: contact(letter.requester) };
    case 'note':
      return { ...common, words: shortened(letter.words), by: oneLine(letter.by, 100) };
    case 'not-delivered':
      return { ...common, recipient: oneLine(letter.recipient, 320), reason: oneLine(letter.reason, 500) };
    default:
      return letter satisfies never;
  }
}

function nameOf(person: Person): string {
  return oneLine(person.name, 100) || oneLine(person.addresses[0] ?? '', 320);
}

function contact(person: Person) {
  return { name: nameOf(person), address: oneLine(person.addresses[0] ?? '', 320) };
}

function shortened(words: string): string {
  const text = bodyText(words.slice(0, NOTICE_WORDS));
  return words.length > NOTICE_WORDS ? `${text}\n[…]` : text;
}

const HOUSE = { desk: 'Example Desk', queue: 'Example Support' };
const COMMON = { ...HOUSE, ticket: '1042', subject: 'The printer prints blue pages', name: 'Ann Example' };
const WORDS = 'The first line.\nThe second line.';
const REQUESTER = { name: 'Ann Example', address: 'ann@example.org' };

/** One view of each kind, as the check of templates renders it; its keys are the variables a template may use. */
export const SAMPLE_VIEWS: Readonly<Record<TemplateName, View>> = {
  confirmation: { ...HOUSE, ticket: '1042' },
  answer: { ...COMMON, words: WORDS, signedBy: 'Bob Operator' },
  closing: { ...COMMON, words: WORDS, signedBy: 'Bob Operator' },
  'new-ticket': { ...COMMON, words: WORDS, requester: REQUESTER },
  'new-message': { ...COMMON, words: WORDS, requester: REQUESTER },
  assigned: { ...COMMON, by: 'Eve Operator', requester: REQUESTER },
  note: { ...COMMON, words: WORDS, by: 'Eve Operator' },
  'not-delivered': { ...COMMON, recipient: 'ann@example.org', reason: '550 5.1.1 no such user' },
  'too-large': { ...HOUSE, limit: '50 MB', size: '61 MB' },
  digest: {
    ...HOUSE,
    name: 'Bob Operator',
    held: '2',
    quarantined: '1',
    spam: '12',
    latest: '  31  win@example.org: You have won',
  },
  loop: {
    ...HOUSE,
    name: 'Bob Operator',
    mail: '31',
    sender: 'robot@example.org',
    subject: 'We have received your request',
    reason: '5 mails with this subject within an hour',
  },
  quarantined: {
    ...HOUSE,
    name: 'Bob Operator',
    mail: '31',
    sender: 'ann@example.org',
    subject: 'The printer prints blue pages',
    reason: 'reading it took too long',
    again: 'yes',
  },
};
