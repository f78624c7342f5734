/** What repairing may look at. Tickets stand for themselves here: one that was merged into another is not followed. */
import type { Person, Ticket } from './ticket.ts';

export interface RepairSituation {
  /** The tickets the command names; for undo, those that the decision to undo touched. */
  readonly tickets: ReadonlyMap<number, RepairTicket>;
  /** Of undo: what was decided about the ticket, the latest first. */
  readonly past: readonly PastDecision[];
  /** Of the decision that undo would take back. */
  readonly letters: readonly WaitingLetter[];
}

export interface WaitingLetter {
  readonly id: number;
  readonly message: number | null;
  readonly audience: 'requester' | 'staff';
  /** Only `queued` ones have not left. */
  readonly state: string;
  readonly notBefore: number;
}

export interface RepairTicket extends Ticket {
  readonly mergedInto: number | null;
  readonly messages: readonly KeptMessage[];
  readonly related: readonly number[];
}

export interface KeptMessage {
  readonly id: number;
  readonly kind: 'request' | 'answer' | 'note';
  /** Null: an operator or the desk wrote it. */
  readonly person: Person | null;
  readonly byMail: boolean;
}

/** One decision as the journal has it, with its lines on every ticket it touched. */
export interface PastDecision {
  readonly name: string;
  readonly who: string;
  readonly because: readonly string[];
  readonly lines: readonly PastLine[];
}

export interface PastLine {
  readonly ticket: number | null;
  readonly mail: number | null;
  readonly action: string;
  readonly data: Readonly<Record<string, unknown>>;
}
