import type { FaqAnswer } from '../mail/mail.ts';
import type { NoteText, Person, PublicFile, PublicText, Status } from './ticket.ts';

/**
 * A letter is an e-mail we intend to send, as data: compose turns it into bytes inside the commit.
 * What goes to a requester has no field that could hold a NoteText; the compiler is the first wall around notes.
 */
interface Envelope {
  readonly to: Person;
  readonly queue: string;
  /** Fixed before the first try, without brackets; a resent letter has the same. */
  readonly messageId: string;
  readonly inReplyTo?: string;
  readonly references: readonly string[];
  /** Tags of RFC 5646, the best first: it is written in the first that there are templates for, else in the desk's. */
  readonly languages?: readonly string[];
}

interface InTicket extends Envelope {
  readonly ticket: number;
  /** Reply token of (ticket, person): goes into Reply-To, return path and subject. */
  readonly token: string;
  /** The ticket's subject, untouched; compose adds Re: and the token. */
  readonly subject: string;
}

/** About a mail that is in no ticket: no token, so nothing in it leads a reply anywhere but to the queue. */
interface Ticketless extends Envelope {
  readonly ticket: null;
  readonly token: null;
  /** The mail's number in the ledger; only the commit knows it and fills it in. */
  readonly mail?: number;
}

/** A message of the ticket as it is quoted below an answer; never a note. */
export interface Quoted {
  readonly words: PublicText;
  /** A name that is shown, never an address of the staff. */
  readonly author: string;
  /** ms since 1970. */
  readonly at: number;
}

/** What an operator wrote to a requester. */
interface Written {
  readonly words: PublicText;
  /** The operator's name; '' when nobody signed. */
  readonly signedBy: string;
  /** A rule sent it, in answer to a mail. */
  readonly automatic?: true;
  /** The operator's own, Markdown. */
  readonly signature?: string;
  /** What was said before, newest first. */
  readonly history?: readonly Quoted[];
  /** Never one of a note. */
  readonly files?: readonly PublicFile[];
  /** ms since 1970: it leaves no earlier, and can be taken back until then. */
  readonly notBefore?: number;
}

interface Confirmation {
  readonly template: 'confirmation';
  /** Answers of the desk that may be what they look for. */
  readonly faq?: readonly FaqAnswer[];
}

export type RequesterLetter =
  /** `alongside`: who else gets the same words in a letter of their own. */
  | (InTicket & {
      readonly audience: 'requester';
      readonly alongside?: readonly Person[];
    } & (
        | Confirmation
        | (Written & { readonly template: 'answer' | 'closing' })
        /** An answer that is a question: nothing goes on before they reply. */
        | (Written & { readonly template: 'need-info' })
        /** `status` is the desk's own word for it. */
        | { readonly template: 'status'; readonly status: string; readonly means: Status }
        /** The display name of the new owner, '' when nobody owns it any more. */
        | { readonly template: 'owner'; readonly owner: string }
      ))
  /** Bytes. */
  | (Ticketless & {
      readonly audience: 'requester';
      readonly template: 'too-large';
      readonly limit: number;
      readonly size: number;
    });

/** A field of the ticket; '' where there was, or is, nothing. */
export interface Change {
  readonly what: string;
  readonly from: string;
  readonly to: string;
}

export type StaffLetter =
  | (InTicket & { readonly audience: 'staff' } & (
        | { readonly template: 'new-ticket'; readonly words: PublicText; readonly requester: Person }
        /** `requester` is who wrote it: the requester or another participant. */
        | { readonly template: 'new-message'; readonly words: PublicText; readonly requester: Person }
        | { readonly template: 'assigned'; readonly by: string; readonly requester: Person }
        | { readonly template: 'note'; readonly words: NoteText; readonly by: string }
        /** What a colleague answered the requester. */
        | { readonly template: 'answered'; readonly words: PublicText; readonly by: string }
        /** What a colleague changed. */
        | { readonly template: 'changed'; readonly by: string; readonly changes: readonly Change[] }
        | { readonly template: 'not-delivered'; readonly recipient: string; readonly reason: string }
      ))
  | (Ticketless & {
      readonly audience: 'staff';
      readonly template: 'quarantined';
      readonly sender: string;
      readonly about: string;
      readonly reason: string;
      /** It is tried again by itself. */
      readonly again: boolean;
    })
  /** What waits for a word of the staff and shows in no list of tickets. */
  | (Ticketless & {
      readonly audience: 'staff';
      readonly template: 'digest';
      readonly held: number;
      readonly quarantined: number;
      readonly spam: number;
      /** The latest of what was taken for spam. */
      readonly latest: readonly { readonly mail: number; readonly sender: string; readonly subject: string }[];
    })
  /** A sender writes the same again and again, and is held from now on. */
  | (Ticketless & {
      readonly audience: 'staff';
      readonly template: 'loop';
      readonly sender: string;
      readonly about: string;
      readonly reason: string;
    });

export type Letter = RequesterLetter | StaffLetter;
export type LetterInTicket = Extract<Letter, { readonly ticket: number }>;
export type TicketlessLetter = Extract<Letter, { readonly ticket: null }>;
export type TemplateName = Letter['template'];
export type RequesterTemplate = RequesterLetter['template'];
