/** The nouns of the desk. People are ids, operators are logins, tickets are numbers, instants are ms since 1970 (UTC). */
import type { Attachment } from '../mail/mail.ts';

/** What a status means to the desk; the dictionary may have several words for one meaning. */
export type Status = 'new' | 'open' | 'waiting' | 'solved' | 'closed';
export const STATUSES: readonly Status[] = ['new', 'open', 'waiting', 'solved', 'closed'];

/** Nobody has to do anything about it any more, unless somebody writes. */
export function isDone({ status }: { readonly status: Status }): boolean {
  return status === 'solved' || status === 'closed';
}

/** What a ticket is sorted by; each has its words in the dictionary, but `group` and `queue`, which are configured. */
export type Field = 'category' | 'criticality' | 'complexity' | 'kind' | 'source' | 'group' | 'queue';

/** How an operator has to do with a ticket beside its owner: works on it too, or is only told. */
export type Part = 'helper' | 'watcher';

/** Words that anybody concerned may read. */
export type PublicText = string & { readonly audience: 'public' };
/** Words that only staff may read. Nothing turns a NoteText into a PublicText: that is the first wall around notes. */
export type NoteText = string & { readonly audience: 'staff' };

/** The same of files: no letter to a requester has a place for the file of a note. */
export type PublicFile = Attachment & { readonly audience: 'public' };
export type NoteFile = Attachment & { readonly audience: 'staff' };

export interface Person {
  readonly id: number;
  readonly name: string;
  /** Lower-cased; letters go to the first that is not silent. */
  readonly addresses: readonly string[];
  /** Those of the addresses that no letter goes to: a server refused them for good, or the person does. */
  readonly silent?: readonly string[];
  /** Those of the silent ones that a server refused: who writes from there shows that it is alive. */
  readonly bounced?: readonly string[];
  /** RFC 5646 tag of the language they want letters in. */
  readonly language?: string;
  /** Whether they want confirmations, and answers by mail; what is not there is wanted. */
  readonly wishes?: { readonly confirmation?: boolean; readonly answers?: boolean };
}

/** Where letters to this person go; undefined when nobody can be mailed. */
export function mailAddress({ addresses, silent = [] }: Person): string | undefined {
  return addresses.find(address => !silent.includes(address));
}

export type SpamMark = 'unsure' | 'spam';

export interface Ticket {
  readonly number: number;
  readonly subject: string;
  readonly status: Status;
  /** The dictionary's word for it, when it is not the usual one. */
  readonly statusName: string | null;
  readonly queue: string;
  /** Login of the operator who is responsible, null when nobody is. */
  readonly owner: string | null;
  /** The group of operators that is responsible, null when none is. */
  readonly group: string | null;
  readonly helpers: readonly string[];
  readonly watchers: readonly string[];
  readonly category: string | null;
  readonly criticality: string | null;
  readonly complexity: string | null;
  readonly kind: string | null;
  /** When it is expected to be done, ms since 1970; null: nobody said. */
  readonly due: number | null;
  /** How it came in: mail, phone … */
  readonly source: string;
  readonly tags: readonly string[];
  /** What the filter, or an operator, called it; what nobody called spam has none. */
  readonly spam?: SpamMark;
  readonly requester: Person;
  /** Who else hears the answers. */
  readonly participants: readonly Person[];
  /** ms since 1970; null while it is not closed. */
  readonly closedAt: number | null;
  /** How often its reply tokens were revoked; 0 when never. */
  readonly serial?: number;
  /** Message-IDs of the public conversation, oldest first, without brackets: what References is made of (RFC 5322 §3.6.4). */
  readonly conversation: readonly string[];
}

/** A ticket before anything happened to it. */
export function freshTicket(
  is: Pick<Ticket, 'number' | 'subject' | 'queue' | 'requester' | 'source'> & Partial<Ticket>,
): Ticket {
  return { ...UNSORTED, ...is };
}

const UNSORTED = {
  status: 'new',
  statusName: null,
  owner: null,
  group: null,
  helpers: [],
  watchers: [],
  category: null,
  criticality: null,
  complexity: null,
  kind: null,
  due: null,
  tags: [],
  participants: [],
  closedAt: null,
  conversation: [],
} as const;

/** A ticket's subject as it is kept: never empty. */
export function ticketSubject(subject: string): string {
  return subject.trim() === '' ? '(no subject)' : subject.trim();
}
