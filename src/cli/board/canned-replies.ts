import type { Refusal } from '../../desk/decision.ts';

/** Replies that were written beforehand, as the board picks and fills them. */
export interface CannedReplies {
  /** Names, those that fit the ticket best first. */
  names(ticket: number): Promise<readonly string[]>;
  /** With everything filled in; refused when something it names is not known. */
  filled(ticket: number, name: string): Promise<{ readonly text: string } | Refusal>;
}
