import type { Handle } from './handle.ts';

/** A handle in somebody's hands. `spoiled` when it may be inside a transaction that could not be ended: it is not used again. */
export interface Lease {
  readonly handle: Handle;
  release(spoiled: boolean): void;
}

/** Where transactions.ts gets its handles: one writer and some readers of a file, a pool of a server. */
export interface Connections {
  /** The statement that starts a transaction. */
  readonly begin: string;
  /** A handle that may write and belongs to the caller alone until it is released. */
  writer(): Promise<Lease>;
  /** A handle for one reading statement. */
  reader(): Promise<Lease>;
  /** The statement that starts a transaction in which all reads see the same moment. */
  readonly beginReading: string;
  /** A handle for such a transaction; it belongs to the caller alone and keeps no writer waiting. */
  snapshot(): Promise<Lease>;
  /** Waits for the running writer; nothing can be leased afterwards. */
  close(): Promise<void>;
}
