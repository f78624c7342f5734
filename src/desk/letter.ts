import type { NoteText, Person, PublicText } from './ticket.ts';

/**
 * A letter is an e-mail we intend to send, as data: compose turns it into bytes inside the commit.
 * What goes to a requester has no field that could hold a NoteText; the compiler is the first wall around notes.
 */
interface Envelope {
  readonly ticket: number;
  readonly to: Person;
  readonly queue: string;
  /** Fixed before the first try, without brackets; a resent letter has the same. */
  readonly messageId: string;
  readonly inReplyTo?: string;
  readonly references: readonly string[];
  /** Reply token of (ticket, person): goes into Reply-To, return path and subject. */
  readonly token: string;
  /** The ticket's subject, untouched; compose adds Re: and the token. */
  readonly subject: string;
}

export type RequesterLetter = Envelope & { readonly audience: 'requester' } & (
    | { readonly template: 'confirmation' }
    | { readonly template: 'answer'; readonly words: PublicText; readonly signedBy: string }
    | { readonly template: 'closing'; readonly words: PublicText; readonly signedBy: string }
  );

export type StaffLetter = Envelope & { readonly audience: 'staff' } & (
    | { readonly template: 'new-ticket'; readonly words: PublicText; readonly requester: Person }
    | { readonly template: 'new-message'; readonly words: PublicText; readonly requester: Person }
    | { readonly template: 'assigned'; readonly by: string; readonly requester: Person }
    | { readonly template: 'note'; readonly words: NoteText; readonly by: string }
    | { readonly template: 'not-delivered'; readonly recipient: string; readonly reason: string }
  );

export type Letter = RequesterLetter | StaffLetter;
export type TemplateName = Letter['template'];
