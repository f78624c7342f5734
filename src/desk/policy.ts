/** What the administrator decided; comes from config.toml and is the same for every decision until a reload. */
import type { Rule, RuleMode } from './rules/rule.ts';
import type { Status } from './ticket.ts';

export interface Queue {
  readonly name: string;
  /** The address letters are sent from and sub-addressed for replies. */
  readonly address: string;
  /** Further addresses whose mail belongs to this queue. */
  readonly aliases: readonly string[];
  /** Display name of letters. */
  readonly fromName: string;
  /** Between local part and reply token (RFC 5233); '' where the provider knows no sub-addresses. */
  readonly separator: string;
  /** What operators write here is a note unless they say that it is public. */
  readonly hidden: boolean;
  /** Markdown below answers. */
  readonly signature?: string;
  /** Of letters, when nothing says what the requester speaks. */
  readonly language?: string;
  /** Who is responsible for new tickets here. */
  readonly group?: string;
}

export interface Operator {
  readonly login: string;
  readonly name: string;
  readonly address: string;
  /** false: keeps the name on old messages, may do nothing, hears nothing. */
  readonly active: boolean;
  /** Hears by mail of what concerns the operator. */
  readonly notices: boolean;
  readonly role: Role;
  /** What they write is a note unless they say that it is public. */
  readonly hidden: boolean;
  /** Markdown below their answers, before that of the queue. */
  readonly signature?: string;
  /** Of notices. */
  readonly language?: string;
}

/** Each may do all that the one before it may; see roles.ts. */
export type Role = 'read-only' | 'operator' | 'lead' | 'admin';
export const ROLES: readonly Role[] = ['read-only', 'operator', 'lead', 'admin'];

/** Operators who work together. */
export interface Group {
  readonly name: string;
  /** Logins. */
  readonly members: readonly string[];
  /** The queues whose tickets its members may see; empty: all. */
  readonly queues: readonly string[];
  /** Whether the members hear by mail of what happens in tickets of the group. */
  readonly mail: boolean;
}

/** The words a desk sorts its tickets by. Every list but `levels` and `tags` has at least one. */
export interface Dictionary {
  /** In the order of a ticket's life; each meaning has at least one word, the first of them is the usual one. */
  readonly statuses: readonly StatusWord[];
  readonly categories: readonly string[];
  /** The lowest first. */
  readonly criticalities: readonly string[];
  /** The simplest first. */
  readonly complexities: readonly string[];
  readonly kinds: readonly string[];
  readonly sources: readonly string[];
  /** The worst first. */
  readonly ratings: readonly string[];
  /** What support people have a right to, the lowest first; empty: all have the same. */
  readonly levels: readonly string[];
  /** Empty: any word is a tag. */
  readonly tags: readonly string[];
}

export interface StatusWord {
  readonly name: string;
  readonly means: Status;
}

/** What letters to requesters there are and what they carry. */
export interface LetterPolicy {
  /** Tell the requester of a change of status that was made without an answer. */
  readonly status: boolean;
  /** Tell the requester who owns the ticket from now on. */
  readonly owner: boolean;
  /** What is quoted below an answer: nothing, the message that is answered, or all public messages. */
  readonly quote: 'none' | 'last' | 'all';
  /** An HTML part beside the plain one. */
  readonly html: boolean;
  /** Name matching entries of the FAQ in confirmations. */
  readonly faq: boolean;
  /** ms that an answer waits before it leaves, so that it can be undone. */
  readonly undoWindow: number;
  /** Bytes of all files of one answer. */
  readonly fileSize: number;
}

/** Against storms; see storms.ts. 0 switches sameMails, and lettersPerHour, off. */
export interface StormLimits {
  /** Automatic letters to one address within an hour, and within a day. */
  readonly perAddress: number;
  readonly perAddressDaily: number;
  /** Automatic letters to all addresses within an hour. */
  readonly perHour: number;
  /** So many mails of one sender with one subject within an hour, and the next ones are held. */
  readonly sameMails: number;
  /** Notices of new messages about one ticket to one operator within an hour. */
  readonly noticesPerTicket: number;
  /** The breaker: when so many letters of any kind left within an hour, no more leave until an operator says so. */
  readonly lettersPerHour: number;
}

export interface Policy {
  readonly rules: readonly Rule[];
  readonly ruleMode: RuleMode;
  /** A rule of which every decision tells why it did not fire: `desk rules test --rule`. */
  readonly askedRule?: string;
  readonly deskName: string;
  /** Of the tz database; undefined: this machine's. Only for words about instants. */
  readonly timeZone?: string;
  /** Template folder under templates/letters. */
  readonly language: string;
  /** Right-hand side of our Message-IDs. */
  readonly host: string;
  /** The first queue takes mail whose queue cannot be told. */
  readonly queues: readonly Queue[];
  readonly operators: readonly Operator[];
  readonly groups: readonly Group[];
  readonly dictionary: Dictionary;
  readonly letters: LetterPolicy;
  /** Confirm receipt to the person who opened a ticket. */
  readonly confirm: boolean;
  /** Which operators hear of a new ticket. */
  readonly noticeNew: 'all' | 'none';
  /** Carry the reply token in the subject too. */
  readonly subjectToken: boolean;
  /** Carry the reply token in the last line of the text too. */
  readonly bodyToken: boolean;
  /** A mail to a ticket that was closed longer ago than this opens another one; ms, 0 = every closed ticket is reopened. */
  readonly reopenWithin: number;
  /** The right token from another participant of the ticket than the one it was made for. */
  readonly otherParticipants: 'append' | 'hold';
  /** The right token from a proven address of the requester's organisation. */
  readonly sameOrganisation: 'append' | 'hold';
  /** Whom a proven sender puts in To or Cc: do they become participants? */
  readonly copies: 'join' | 'ignore';
  /** A mail to several queues: one ticket in the first of them, or one in each, linked. */
  readonly severalQueues: 'one' | 'linked';
  /** What operators write by mail, when token, address and sender are proven. */
  readonly operatorsByMail: 'trusted' | 'off';
  /** Lower case: senders such as a form on a site, whose Reply-To names who asked. */
  readonly forms: readonly string[];
  /** A key that signs reply tokens is followed by a new one after this, and believed no more after that; ms, 0 = never. */
  readonly keys: { readonly rotateAfter: number; readonly retireAfter: number };
  /** Whose mail is confirmed: any, of senders who are not disproven, of proven ones. */
  readonly confirmSenders: 'all' | 'not-forged' | 'proven';
  readonly storms: StormLimits;
  /** ms that mail taken for spam waits in its list; 0 = for ever. */
  readonly keepSpam: number;
  /** A letter a day to the staff about what waits: held, quarantined, taken for spam. */
  readonly digest: boolean;
  /** Tickets that wait for the requester longer than this are closed by the clock; ms, 0 = never. */
  readonly closeWaitingAfter: number;
  /** The same for tickets that were solved. */
  readonly closeSolvedAfter: number;
}
