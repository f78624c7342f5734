/** What is known of a decision while it is written, beside its actions. */
import type { Letter } from '../desk/letter.ts';
import type { Attachment, Mail } from '../mail/mail.ts';
import type { Composed } from '../outbox/compose.ts';
import type { Database } from './database.ts';

export interface Occasion {
  readonly now: number;
  /** Names the decision in the journal. */
  readonly nonce: string;
  /** Journal: `mail`, an operator's login, or `desk`. */
  readonly who: string;
  /** The mail the decision is about, and its row in the ledger. */
  readonly mail?: { readonly row: number; readonly parsed?: Mail };
  /** `unsendable` says why no letter can be made: there is nobody to mail at that address. */
  readonly compose: (letter: Letter, date: number) => Promise<Composed | { readonly unsendable: string }>;
  /** Words that stand in a note too, and that somebody says are no secret. */
  readonly published?: string;
}

/** Within one decision: the message whose words a letter carries, and a place for what else has to be said. */
export interface Moment extends Occasion {
  readonly message: number | null;
  /** Those of that message; none of a note. */
  readonly files: readonly Attachment[];
  readonly remark: (line: JournalLine) => void;
  readonly post: (letter: LetterToQueue) => void;
  /** Tickets in which a message stands for the mail already: the next one is somebody's comment on it. */
  readonly linked: Set<number>;
}

export type LetterToQueue = Database['schema']['letters']['$inferInsert'];

export type JournalLine = Database['schema']['journal']['$inferInsert'];
