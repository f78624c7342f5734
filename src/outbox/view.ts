/**
 * What a template may print. What answers a first mail (confirmation, too-large) has no word of its sender: not the
 * subject, not the name, nothing that somebody could have written to have us mail it to a third person; so it cannot be
 * printed by mistake either.
 */
import type {
  Letter,
  LetterInTicket,
  Quoted,
  RequesterTemplate,
  TemplateName,
  TicketlessLetter,
} from '../desk/letter.ts';
import type { Person } from '../desk/ticket.ts';
import { baseSubject, bodyText, oneLine } from './header-text.ts';
import type { Piece } from './pieces.ts';
import { COLUMNS } from './wrap.ts';

type Value = string | Piece;
type Named = Readonly<Record<string, Value>>;
/** Texts, and one level below them: texts with names, and lists of those. */
export type View = Readonly<Record<string, Value | Named | readonly Named[]>>;

/** As the administrator named it. */
export interface House {
  readonly desk: string;
  /** Display name of the queue. */
  readonly queue: string;
  /** The queue's own, Markdown; '' for none. */
  readonly signature: string;
  /** The language the letter is written in. */
  readonly language: string;
  /** Of the IANA database; without one the clock of this machine. */
  readonly timeZone?: string | undefined;
}

type Names = Pick<House, 'desk' | 'queue'>;

/** Longer requests are cut in notices; the whole stands in the ticket. */
const NOTICE_WORDS = 20_000;

export function viewOf(letter: Letter, house: House): View {
  const { desk, queue } = house;
  return letter.ticket === null
    ? viewWithoutTicket(letter, { desk, queue }, house)
    : viewInTicket(letter, { desk, queue }, house);
}

/** What is too large is rounded so that the mail never seems to fit. */
function viewWithoutTicket(letter: TicketlessLetter, names: Names, house: House): View {
  switch (letter.template) {
    case 'too-large':
      return {
        ...names,
        limit: inWords(letter.limit, Math.floor, house.language),
        size: inWords(letter.size, Math.ceil, house.language),
        signature: signatureOf(house, names.desk),
      };
    case 'quarantined':
      return {
        ...names,
        name: nameOf(letter.to),
        mail: String(letter.mail ?? ''),
        sender: oneLine(letter.sender, 320) || '-',
        subject: baseSubject(letter.about, 150) || '-',
        reason: oneLine(letter.reason, 1_000),
        again: letter.again ? 'yes' : '',
      };
    case 'digest':
      return {
        ...names,
        name: nameOf(letter.to),
        held: countOf(letter.held),
        quarantined: countOf(letter.quarantined),
        spam: countOf(letter.spam),
        latest: digestLines(letter.latest),
      };
    case 'loop':
      return {
        ...names,
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

/** A mail a line, cut to the columns of a letter. */
function digestLines(latest: readonly { mail: number; sender: string; subject: string }[]): string {
  const wide = Math.max(0, ...latest.map(({ mail }) => String(mail).length));
  return latest
    .map(({ mail, sender, subject }) => {
      const words = `${oneLine(sender, 40) || '-'}: ${oneLine(subject, 60) || '-'}`;
      return `  ${String(mail).padStart(wide)}  ${oneLine(words, COLUMNS - wide - 4)}`;
    })
    .join('\n');
}

/** Whole megabytes, or kilobytes below ten of them, so that no language's decimal mark is needed. */
function inWords(bytes: number, round: (n: number) => number, language: string): string {
  const [size, unit] = bytes < 10_000_000 ? [bytes / 1_000, 'kilobyte'] : [bytes / 1_000_000, 'megabyte'];
  const format = new Intl.NumberFormat([language, 'en'], { style: 'unit', unit, useGrouping: false });
  return format.format(round(size)).replace(/\s/g, '\u00a0');
}

function viewInTicket(letter: LetterInTicket, names: Names, house: House): View {
  const ticket = String(letter.ticket);
  if (letter.template === 'confirmation') {
    const faq = (letter.faq ?? []).map(({ title, text }) => ({
      title,
      text: { as: 'words', text: bodyText(text) } as const,
    }));
    return { ...names, ticket, faq, signature: signatureOf(house, names.desk) };
  }
  const common = {
    ...names,
    ticket,
    subject: baseSubject(letter.subject, 150) || `#${ticket}`,
    name: nameOf(letter.to),
  };
  switch (letter.template) {
    case 'answer':
    case 'closing':
    case 'need-info':
      return {
        ...common,
        words: { as: 'words', text: bodyText(letter.words) },
        signedBy: oneLine(letter.signedBy, 100),
        signature: signedSignature(letter.signature, oneLine(letter.signedBy, 100), house),
        history: (letter.history ?? []).map(old => quotedView(old, house)),
      };
    case 'status':
      return {
        ...common,
        status: oneLine(letter.status, 100),
        means: letter.means,
        signature: signatureOf(house, names.queue),
      };
    case 'owner':
      return { ...common, owner: oneLine(letter.owner, 100), signature: signatureOf(house, names.queue) };
    case 'new-ticket':
    case 'new-message':
      return { ...common, words: shortened(letter.words), requester: contact(letter.requester) };
    case 'assigned':
      return { ...common, by: oneLine(letter.by, 100), requester: contact(letter.requester) };
    case 'note':
    case 'answered':
      return { ...common, words: shortened(letter.words), by: oneLine(letter.by, 100) };
    case 'changed':
      return {
        ...common,
        by: oneLine(letter.by, 100),
        changes: letter.changes.map(({ what, from, to }) => ({
          what: oneLine(what, 40),
          from: oneLine(from, 200),
          to: oneLine(to, 200),
        })),
      };
    case 'not-delivered':
      return { ...common, recipient: oneLine(letter.recipient, 320), reason: oneLine(letter.reason, 500) };
    default:
      return letter satisfies never;
  }
}

/** The queue's, else the name that stands for it. */
function signatureOf({ signature }: House, name: string): Piece {
  return { as: 'signature', text: withoutSeparator(signature) || name };
}

/** The line above a signature (RFC 3676 §4.3) is the frame's; many write it into the signature too. */
function withoutSeparator(signature: string): string {
  return bodyText(signature).replace(/^\s*-- ?\n/, '');
}

/** Who wrote, then for whom. */
function signedSignature(own: string | undefined, name: string, { signature, queue }: House): Piece {
  const isPlain = own === undefined && signature === '';
  const lines = [own ?? name, signature === '' ? queue : signature].map(withoutSeparator).filter(line => line !== '');
  return { as: 'signature', text: lines.join(isPlain ? ', ' : '\n') };
}

/** A long message is quoted from its beginning. */
const MOST_QUOTED = 10_000;

function quotedView({ words, author, at }: Quoted, house: House): Named {
  const text = bodyText(words.slice(0, MOST_QUOTED));
  return {
    author: oneLine(author, 100),
    date: dateIn(house, at),
    words: { as: 'quote', text: words.length > MOST_QUOTED ? `${text}\n[…]` : text },
  };
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** A day and a time as people write them in that language; 1/2 is no day in English. */
function dateIn({ language, timeZone }: House, at: number): string {
  const key = `${language} ${timeZone}`;
  const format = formats.get(key) ?? formatIn(language, timeZone);
  formats.set(key, format);
  return format.format(at);
}

function formatIn(language: string, timeZone: string | undefined): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat([language === 'en' ? 'en-GB' : language, 'en-GB'], {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone,
  });
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

const NAMES = { desk: 'Example Desk', queue: 'Example Support' };
const COMMON = { ...NAMES, ticket: '1042', subject: 'The printer prints blue pages', name: 'Ann Example' };
const WORDS = 'The first line.\nThe second line.';
const REQUESTER = { name: 'Ann Example', address: 'ann@example.org' };
const SIGNATURE: Piece = { as: 'signature', text: 'Bob Operator, Example Support' };
const WRITTEN: View = {
  ...COMMON,
  words: { as: 'words', text: WORDS },
  signedBy: 'Bob Operator',
  signature: SIGNATURE,
  history: [
    { author: 'Ann Example', date: '2 Mar 2026, 09:30', words: { as: 'quote', text: 'All is blue.' } satisfies Piece },
  ],
};

/** One view of each kind, as the check of templates renders it; its keys are the variables a template may use. */
const REQUESTER_VIEWS: Readonly<Record<RequesterTemplate, View>> = {
  confirmation: {
    ...NAMES,
    ticket: '1042',
    faq: [
      { title: 'The printer has a paper jam', text: { as: 'words', text: 'Open the flaps and pull the paper out.' } },
    ],
    signature: SIGNATURE,
  },
  answer: WRITTEN,
  closing: WRITTEN,
  'need-info': WRITTEN,
  status: { ...COMMON, status: 'in progress', means: 'open', signature: SIGNATURE },
  owner: { ...COMMON, owner: 'Bob Operator', signature: SIGNATURE },
  'too-large': { ...NAMES, limit: '50 MB', size: '61 MB', signature: SIGNATURE },
};

const STAFF_VIEWS: Readonly<Record<Exclude<TemplateName, RequesterTemplate>, View>> = {
  'new-ticket': { ...COMMON, words: WORDS, requester: REQUESTER },
  'new-message': { ...COMMON, words: WORDS, requester: REQUESTER },
  assigned: { ...COMMON, by: 'Eve Operator', requester: REQUESTER },
  note: { ...COMMON, words: WORDS, by: 'Eve Operator' },
  answered: { ...COMMON, words: WORDS, by: 'Eve Operator' },
  changed: { ...COMMON, by: 'Eve Operator', changes: [{ what: 'criticality', from: 'normal', to: 'high' }] },
  'not-delivered': { ...COMMON, recipient: 'ann@example.org', reason: '550 5.1.1 no such user' },
  digest: {
    ...NAMES,
    name: 'Bob Operator',
    held: '2',
    quarantined: '1',
    spam: '12',
    latest: '  31  win@example.org: You have won',
  },
  loop: {
    ...NAMES,
    name: 'Bob Operator',
    mail: '31',
    sender: 'robot@example.org',
    subject: 'We have received your request',
    reason: '5 mails with this subject within an hour',
  },
  quarantined: {
    ...NAMES,
    name: 'Bob Operator',
    mail: '31',
    sender: 'ann@example.org',
    subject: 'The printer prints blue pages',
    reason: 'reading it took too long',
    again: 'yes',
  },
};

export const SAMPLE_VIEWS: Readonly<Record<TemplateName, View>> = { ...REQUESTER_VIEWS, ...STAFF_VIEWS };

export function isForStaff(name: TemplateName): boolean {
  return name in STAFF_VIEWS;
}
