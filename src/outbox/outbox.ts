/** What the dispatcher needs of the store. It sees finished letters and never a ticket, so it cannot leak one. */
export interface DueLetter {
  readonly id: number;
  readonly messageId: string;
  /** '' is the null return path. */
  readonly envelopeFrom: string;
  readonly envelopeTo: string;
  readonly bytes: Uint8Array;
  /** Tries so far, this one included. */
  readonly attempts: number;
  /** ms since 1970. */
  readonly createdAt: number;
}

/** Every answer is about a claimed letter; false means the lease was lost meanwhile and nothing was recorded. */
export interface Outbox {
  /** Takes up to `limit` due letters under a lease. */
  claim(limit: number): Promise<DueLetter[]>;
  /** Writes down that from now on the server may have the letter; on false it must not leave. */
  handedOver(id: number): Promise<boolean>;
  sent(id: number, reply: string): Promise<boolean>;
  later(id: number, reply: string, notBefore: number): Promise<boolean>;
  /** The server took the data and vanished before its answer: never sent again by itself. */
  uncertain(id: number, reply: string): Promise<boolean>;
  /** Permanent, or too old: the ticket is told. */
  failed(id: number, reply: string): Promise<boolean>;
}

/** The result of one delivery. `permanent` is the one bit the dispatcher needs. */
export type Delivery =
  | { readonly sent: true; readonly reply: string }
  | { readonly sent: false; readonly permanent: true; readonly reply: string }
  /** `courierDown`: no letter would get through now, so the others need not try. */
  | { readonly sent: false; readonly permanent: false; readonly reply: string; readonly courierDown?: boolean }
  | { readonly sent: 'uncertain'; readonly reply: string };

/** Awaited before the one step after which the letter may have arrived; on false that step is not taken. Never rejects. */
export type HandOver = () => Promise<boolean>;

/** What to say of a letter whose hand-over could not be noted: it stays here and is tried again. */
export const KEPT_BACK = 'kept back: it could not be noted that it was about to leave';

export interface Courier {
  /** Ends within the lease of the letter; trouble is an answer, a throw is a bug. */
  deliver(letter: DueLetter, handOver: HandOver): Promise<Delivery>;
  close(): Promise<void>;
}
