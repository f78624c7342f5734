/** The nouns of the desk. People are ids, operators are logins, tickets are numbers, instants are ms since 1970 (UTC). */
export type Status = 'new' | 'open' | 'waiting' | 'closed';
export const STATUSES: readonly Status[] = ['new', 'open', 'waiting', 'closed'];

/** Words that anybody concerned may read. */
export type PublicText = string & { readonly audience: 'public' };
/** Words that only staff may read. Nothing turns a NoteText into a PublicText: that is the first wall around notes. */
export type NoteText = string & { readonly audience: 'staff' };

export interface Person {
  readonly id: number;
  readonly name: string;
  /** Lower-cased; letters go to the first that is not silent. */
  readonly addresses: readonly string[];
  /** Those of the addresses that no letter goes to: a server refused them for good, or the person does. */
  readonly silent?: readonly string[];
  /** Those of the silent ones that a server refused: who writes from there shows that it is alive. */
  readonly bounced?: readonly string[];
}

/** Where letters to this person go; undefined when nobody can be mailed. */
export function mailAddress({ addresses, silent = [] }: Person): string | undefined {
  return addresses.find(address => !silent.includes(address));
}

export interface Ticket {
  readonly number: number;
  readonly subject: string;
  readonly status: Status;
  readonly queue: string;
  /** Login of the operator who is responsible, null when nobody is. */
  readonly owner: string | null;
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

/** A ticket's subject as it is kept: never empty. */
export function ticketSubject(subject: string): string {
  return subject.trim() === '' ? '(no subject)' : subject.trim();
}
