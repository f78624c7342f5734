import type { MailEnd } from '../desk/decision.ts';
import type { Envelope } from '../mail/mail.ts';

/** A mail at one of our doors: the bytes and how they came. The same for IMAP, SMTP, LMTP, pipe and file. */
export interface Arrival {
  /** `imap:NAME/FOLDER`, `smtp`, `lmtp`, `inject` or `import`. */
  readonly route: string;
  /** Decimal text: IMAP's UIDVALIDITY is a BigInt that SQLite would bind as NULL. */
  readonly uidValidity?: string;
  readonly uid?: number;
  readonly bytes: Uint8Array;
  readonly envelope: Envelope;
  /** Queue of the mailbox, for mail whose recipients do not tell. */
  readonly queue?: string;
  /** From an archive: opens tickets and continues them, and mails nobody. */
  readonly quiet?: boolean;
  /** Set when the mail is larger than the limit: `bytes` is then its header only, and this its whole size. */
  readonly oversize?: number;
}

/** The answer after the commit: from here on the mail is ours and may be filed away or answered with 250. */
export interface Receipt {
  readonly mail: number;
  readonly end: MailEnd;
  readonly ticket: number | null;
  readonly because: readonly string[];
}

/**
 * What the networks of intake/ need of the desk. A throw means trouble: nothing happened, try again later. A mail that
 * is at fault itself is never thrown over; it is put aside, and that has a receipt.
 */
export interface Reception {
  receive(arrival: Arrival): Promise<Receipt>;
  /**
   * Several mails in their order, with shared commits. `taken` hears of each mail once it is committed, in order, and of
   * no other. Ends early when told to stop, and with a throw at the first trouble: what comes after it is not taken.
   */
  receiveInOrder(
    arrivals: readonly Arrival[],
    taken: (receipt: Receipt, arrival: Arrival) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /** Which UIDs of this numbering are in the ledger. */
  entered(route: string, uidValidity: string): Promise<{ has(uid: number): boolean }>;
  /** How far the mailbox was read; undefined when never. */
  cursor(route: string): Promise<{ readonly uidValidity: string; readonly lastUid: number } | undefined>;
  /** Sets the cursor without a mail: the first look at a mailbox that starts with what is new. */
  setCursor(route: string, uidValidity: string, lastUid: number): Promise<void>;
}
