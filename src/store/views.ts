import type { ListColumn } from '../desk/list-columns.ts';
import type { Piece } from '../desk/search-words.ts';
import type { Field, Status } from '../desk/ticket.ts';
import type { Attachment } from '../mail/mail.ts';
import type { Present } from './looks.ts';

/** What the terminal shows: plain rows, read without a transaction. Instants are ms since 1970. */
export interface ListFilter extends TicketFilter {
  /** Default: the latest change first. */
  readonly sort?: {
    readonly by: ListColumn;
    readonly descending: boolean;
    /** The words of the column in their order; without it they are sorted by their letters. */
    readonly words?: readonly string[];
  };
  /** What else is asked of each row. */
  readonly more?: readonly MoreColumn[];
  readonly limit: number;
}

/** All that is named must be so; of several words of one thing, any of them. */
export interface TicketFilter {
  /** Default, without `words`: everything that is neither solved nor closed. */
  readonly status?: readonly Status[];
  /** And those with these words of the dictionary, whatever they mean. null: the usual word of the meaning. */
  readonly words?: readonly { readonly means?: Status; readonly name: string | null }[];
  readonly owner?: string | null;
  readonly queue?: string;
  /** null: those without. */
  readonly fields?: Readonly<Partial<Record<Field, readonly (string | null)[]>>>;
  /** Every one of them. */
  readonly tags?: readonly string[];
  /** None of them. */
  readonly notTags?: readonly string[];
  readonly helper?: string;
  readonly watcher?: string;
  /** Where it was heard from last: the requester waits for us, or we wait. Notes do not count. */
  readonly last?: 'requester' | 'staff';
  readonly spam?: boolean;
  /** Somewhere in the subject, in any case. */
  readonly subject?: string;
  readonly opened?: Span;
  readonly changed?: Span;
  readonly due?: Span;
  /** Those that are not done and should have been by then. */
  readonly overdueAt?: number;
  /** Only those in these queues: no other may be seen. */
  readonly among?: readonly string[];
  /** An address, or a part of a name or address. */
  readonly requester?: string;
  /** Its name. */
  readonly organisation?: string;
  /** Of support that the requester has; null: those without. */
  readonly levels?: readonly (string | null)[];
}

/** From `after` on, until just before `before`. */
export interface Span {
  readonly after?: number;
  readonly before?: number;
}

/** What of a ticket is only looked up when it is asked for. */
export interface More {
  readonly last?: 'requester' | 'staff' | null;
  readonly organisation?: string | null;
  readonly level?: string | null;
  readonly participants?: number;
  readonly attachments?: number;
  /** Other tickets of the requester. */
  readonly others?: number;
  readonly related?: number;
  readonly closedAt?: number | null;
  /** The category its first mail seemed to be of. */
  readonly guess?: string | null;
}

export type MoreColumn =
  | 'last'
  | 'organisation'
  | 'level'
  | 'participants'
  | 'attachments'
  | 'others'
  | 'related'
  | 'closed'
  | 'guess';

export interface ListRow {
  readonly number: number;
  readonly subject: string;
  readonly status: Status;
  /** The dictionary's word for it, when it is not the usual one. */
  readonly statusName: string | null;
  readonly queue: string;
  readonly owner: string | null;
  readonly group: string | null;
  /** Logins. */
  readonly helpers: readonly string[];
  readonly watchers: readonly string[];
  readonly category: string | null;
  readonly criticality: string | null;
  readonly complexity: string | null;
  readonly kind: string | null;
  /** When it is expected to be done. */
  readonly due: number | null;
  /** How it came in. */
  readonly source: string;
  readonly tags: readonly string[];
  /** The spam filter was not sure about its first mail, or an operator called it spam. */
  readonly spam: 'unsure' | 'spam' | null;
  readonly requester: { readonly name: string; readonly address: string };
  readonly messages: number;
  readonly openedAt: number;
  readonly changedAt: number;
  /** Only what the filter asked for. */
  readonly more?: More;
}

/** A ticket that a search found, by the message in it that fits best. */
export interface SearchHit extends ListRow {
  /** The subject, with what was sought marked. */
  readonly marked: readonly Piece[];
  /** Of the message's text, on one line. */
  readonly snippet: readonly Piece[];
  readonly message: {
    readonly id: number;
    readonly kind: 'request' | 'answer' | 'note';
    readonly author: string;
    readonly at: number;
  };
  /** How many messages of the ticket fit. */
  readonly hits: number;
}

export interface SearchResult {
  /** The best first. */
  readonly hits: readonly SearchHit[];
  /** More tickets were found than were asked for. */
  readonly more: boolean;
  /** So many messages were ranked, the newest that fit. */
  readonly ranked: number;
  /** There are no others that fit. */
  readonly all: boolean;
}

export interface MessageView {
  readonly id: number;
  readonly kind: 'request' | 'answer' | 'note';
  /** `Ann <ann@example.org>`, or the operator's login, or `desk`. */
  readonly author: string;
  readonly text: string;
  readonly folded: string;
  readonly attachments: readonly Attachment[];
  readonly mail: number | null;
  readonly at: number;
  /** For staff: what is odd about it. */
  readonly remarks: readonly string[];
  /** Letters that carried it, for `sent`, `not delivered 5.1.1` beside the answer. */
  readonly letters: readonly {
    readonly id: number;
    readonly template: string;
    readonly to: string;
    readonly state: LetterState;
    readonly reply: string | null;
    readonly notBefore: number;
  }[];
  /** Of an answer: it was taken back then, before any letter of it left. */
  readonly takenBackAt: number | null;
}

/** `silent`: why no letter goes there, '' when letters do. */
export interface Correspondent {
  readonly name: string;
  readonly address: string;
  readonly silent: string;
}

export interface TicketView extends ListRow {
  /** The last line of its journal that is in what is shown; later ones may be in it too. */
  readonly line: number;
  /** Who views or answers it now; those who answer first. */
  readonly present: readonly Present[];
  /** RFC 5646 tag the requester asked for; null when nothing is known. */
  readonly language: string | null;
  /** What category its first mail seemed to be of. */
  readonly guess: {
    readonly category: string;
    readonly probability: number;
    readonly because: readonly string[];
  } | null;
  /** The requester's. */
  readonly organisation: string | null;
  /** Of support that the requester has. */
  readonly level: string | null;
  readonly requester: Correspondent;
  readonly participants: readonly Correspondent[];
  /** The ticket that took this one in: then it has no messages any more. */
  readonly mergedInto: number | null;
  readonly related: readonly number[];
  readonly timeline: readonly MessageView[];
  /** The requester's other tickets, newest first, at most ten. */
  readonly others: readonly {
    readonly number: number;
    readonly subject: string;
    readonly status: Status;
    readonly statusName: string | null;
  }[];
}

export interface JournalRow {
  readonly id: number;
  readonly ticket: number | null;
  readonly mail: number | null;
  readonly at: number;
  readonly who: string;
  readonly action: string;
  readonly data: Record<string, unknown>;
  readonly because: readonly string[];
}

export type LetterState = 'queued' | 'sending' | 'sent' | 'uncertain' | 'failed' | 'dropped';

/** Who switched something off for the whole desk, why ('' when nothing was said) and since when. */
export interface SwitchedOff {
  readonly who: string;
  readonly why: string;
  readonly at: number;
}

export interface LetterFilter {
  readonly state?: readonly LetterState[];
  readonly ticket?: number;
  /** Its number. */
  readonly letter?: number;
  /** A part of the address it goes to. */
  readonly to?: string;
  readonly limit: number;
}

export interface LetterRow {
  readonly id: number;
  /** Null: about a mail that is in no ticket. */
  readonly ticket: number | null;
  readonly audience: 'requester' | 'staff';
  readonly template: string;
  readonly to: string;
  readonly subject: string;
  readonly messageId: string;
  readonly state: LetterState;
  readonly attempts: number;
  readonly notBefore: number;
  readonly lastReply: string | null;
  readonly createdAt: number;
  readonly sentAt: number | null;
}

export interface MailRow {
  readonly mail: number;
  readonly end: 'handled' | 'ignored' | 'held' | 'quarantined' | 'spam';
  readonly ticket: number | null;
  readonly sender: string;
  readonly subject: string;
  readonly messageId: string | null;
  readonly routes: readonly string[];
  readonly because: readonly string[];
  /** Whether the domain in From vouched for it, and by what. */
  readonly trust: 'pass' | 'fail' | 'none' | 'unknown';
  readonly trustBecause: string;
  /** What the spam filter said when it came in; null: it was not asked. */
  readonly spam: 'ham' | 'unsure' | 'spam' | 'unjudged' | null;
  /** 0 to 1; null where there was no answer. */
  readonly spamProbability: number | null;
  /** Of a quarantined mail: why its body was not read or what was found in it, how often it was tried again, when it will be by itself. */
  readonly unread: 'time' | 'memory' | 'oversize' | 'fault' | 'virus' | 'blocked' | null;
  readonly tries: number;
  readonly retryAt: number | null;
  readonly seenAt: number;
}

/** One mail of the ledger, with every place it came from. */
export interface MailView extends MailRow {
  readonly arrivals: readonly {
    readonly route: string;
    /** Null where it did not come from a mailbox. */
    readonly uidValidity: string | null;
    readonly uid: number | null;
    readonly at: number;
  }[];
}

/** How many mails and letters wait for an operator's decision. */
export interface OpenQuestions {
  readonly held: number;
  readonly quarantined: number;
  readonly uncertain: number;
  /** No letter leaves: an operator paused the outbox, or the breaker went. */
  readonly stopped: boolean;
}
