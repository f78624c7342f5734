import type { Limits, MailboxConfig } from '../config/config.ts';
import type { Reception } from './arrival.ts';
import type { Pace } from './back-off.ts';
import type { IntakeLog } from './intake-log.ts';

/**
 * A mailbox seen from the desk: what watching one needs of a protocol. imap.ts is the one that speaks it.
 * UIDs are those of RFC 3501 §2.3.1.1; every method may throw, and then the connection is of no more use.
 */
export interface OpenMailbox {
  /** Decimal text; another value than last time means that all UIDs were dealt out anew. */
  uidValidity(): string;
  /** The highest UID given so far, 0 in a mailbox that never had a mail. */
  lastUid(): Promise<number>;
  /** UIDs above this one, ascending. */
  uidsAbove(uid: number): Promise<readonly number[]>;
  /** Bytes of each mail as the server counts them; a mail that is gone is missing. */
  sizes(uids: readonly number[]): Promise<ReadonlyMap<number, number>>;
  /** The first `most` bytes of each mail, never marking it as read; what is gone or refused is missing. */
  sources(uids: readonly number[], most: number): Promise<ReadonlyMap<number, Uint8Array>>;
  /** UIDs up to this one that are still to be marked or moved as configured, ascending. */
  unmarked(upTo: number): Promise<readonly number[]>;
  /** Marks or moves as configured; undefined when all went well, else why not. */
  fileAway(uids: readonly number[]): Promise<string | undefined>;
  /** Returns when there may be new mail, after `within` ms, when the connection is gone, or when told to stop. */
  news(within: number, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** Waiting times in ms. */
export interface Patience {
  /** Between tries after trouble. */
  readonly trouble: Pace;
  /** Between tries after a refused log-in: hasty tries lock accounts. */
  readonly refused: Pace;
  /** For DNS, TCP, TLS and the greeting together. */
  readonly connect: number;
  /** Silence after which the server is asked for a sign of life; a second such silence ends the connection. */
  readonly silence: number;
  /** IDLE is renewed after this long (RFC 2177 §3 says 29 minutes at most). */
  readonly idle: number;
  /** For the good-bye when told to stop. */
  readonly leave: number;
}

export const PATIENCE: Patience = {
  trouble: { first: 1_000, most: 5 * 60_000 },
  refused: { first: 60_000, most: 15 * 60_000 },
  connect: 30_000,
  silence: 60_000,
  idle: 5 * 60_000,
  leave: 2_000,
};

/** What a connection is made with. */
export interface Visitor {
  readonly mailbox: MailboxConfig;
  /** Asked at every connection, so that a changed password is taken up; its value is never logged. */
  readonly password: () => Promise<string>;
  readonly limits: Pick<Limits, 'mailSize'>;
  readonly signal: AbortSignal;
}

export interface Watch extends Visitor {
  readonly reception: Reception;
  readonly log: IntakeLog;
  readonly patience?: Partial<Patience>;
  /** 0 ≤ dice() < 1, for the jitter of the back-off. */
  readonly dice?: () => number;
}

export function routeOf(mailbox: Pick<MailboxConfig, 'name' | 'folder'>): string {
  return `imap:${mailbox.name}/${mailbox.folder}`;
}
