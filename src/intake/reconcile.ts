/**
 * Holds a mailbox against the ledger: every mail that the server has, of this numbering and since the desk began to
 * read, must have come in. The server is asked first and the ledger after it, so what the daemon takes meanwhile is in.
 */
import type { Limits, MailboxConfig } from '../config/config.ts';
import type { Arrival, Receipt } from './arrival.ts';
import { plain } from './intake-log.ts';
import { type OpenMailbox, routeOf } from './mailbox.ts';
import { batches, type Sized } from './mailbox-batch.ts';
import { arrival, fetchSources } from './mailbox-round.ts';

/** What the desk knows of a mailbox, and how it takes in what is missing. */
export interface Books {
  cursor(
    route: string,
  ): Promise<{ readonly uidValidity: string; readonly lastUid: number; readonly floor: number } | undefined>;
  setCursor(route: string, uidValidity: string, lastUid: number): Promise<void>;
  /** The mails of this numbering that are in the ledger, by UID. */
  entered(route: string, uidValidity: string): Promise<ReadonlyMap<number, Entered>>;
  /** Brings in a mail that the ledger lost; when its message is in a ticket already, only its row is written again. */
  recover(arrival: Arrival): Promise<Receipt>;
}

export interface Entered {
  readonly mail: number;
  readonly end: string;
  /** Bytes that the desk keeps of it. */
  readonly kept: number;
}

export type Finding =
  /** The desk has read beyond it and does not have it. */
  | { readonly what: 'missing'; readonly uid: number }
  /** Not read yet: the daemon is on its way to it, or not running. */
  | { readonly what: 'waiting'; readonly uid: number }
  /** Once too large, so only its header is in; now it may come in whole. */
  | { readonly what: 'partial'; readonly uid: number; readonly mail: number };

export interface Reckoning {
  readonly route: string;
  readonly uidValidity: string;
  /** The numbering that the desk has read: the server gave all UIDs anew, and everything is read again. */
  readonly renumberedFrom?: string;
  /** Mails on the server that concern the desk. */
  readonly onServer: number;
  readonly findings: readonly Finding[];
}

export interface Place {
  readonly mailbox: MailboxConfig;
  readonly limits: Pick<Limits, 'mailSize'>;
}

export async function reckon(open: OpenMailbox, books: Books, { mailbox, limits }: Place): Promise<Reckoning> {
  const route = routeOf(mailbox);
  const uidValidity = open.uidValidity();
  const begun = await begin(open, books, mailbox);
  const uids = await open.uidsAbove(begun.floor);
  const entered = await books.entered(route, uidValidity);
  const absent = uids
    .filter(uid => !entered.has(uid))
    .map((uid): Finding => ({ what: uid > begun.lastUid ? 'waiting' : 'missing', uid }));
  const partial = await partials(open, entered, uids, limits.mailSize);
  return {
    route,
    uidValidity,
    ...(begun.was === undefined ? {} : { renumberedFrom: begun.was }),
    onServer: uids.length,
    findings: [...absent, ...partial].sort((a, b) => a.uid - b.uid),
  };
}

interface Begun {
  /** UIDs up to this one do not concern the desk. */
  readonly floor: number;
  readonly lastUid: number;
  readonly was?: string;
}

async function begin(open: OpenMailbox, books: Books, mailbox: MailboxConfig): Promise<Begun> {
  const cursor = await books.cursor(routeOf(mailbox));
  if (cursor?.uidValidity === open.uidValidity()) return cursor;
  if (cursor) return { floor: 0, lastUid: 0, was: cursor.uidValidity };
  const floor = mailbox.start === 'new' ? await open.lastUid() : 0;
  return { floor, lastUid: floor };
}

const SLICE = 500;

async function partials(
  open: OpenMailbox,
  entered: ReadonlyMap<number, Entered>,
  uids: readonly number[],
  limit: number,
): Promise<Finding[]> {
  const aside = uids.filter(uid => entered.get(uid)?.end === 'quarantined');
  const found: Finding[] = [];
  for (let from = 0; from < aside.length; from += SLICE) {
    const sizes = await open.sizes(aside.slice(from, from + SLICE));
    for (const [uid, size] of sizes) {
      const { mail, kept } = entered.get(uid)!;
      if (kept < size && size <= limit) found.push({ what: 'partial', uid, mail });
    }
  }
  return found;
}

/** How one finding ended. */
export type Repair =
  | { readonly finding: Finding; readonly receipt: Receipt }
  | { readonly finding: Finding; readonly left: string };

/**
 * Takes in what was found, oldest first, and tells of each. Safe beside the daemon: both enter a mail by its content,
 * once. The cursor never passes a mail that is not in: when one beyond it cannot be had, those after it are left.
 */
export async function repair(
  open: OpenMailbox,
  books: Books,
  place: Place,
  reckoning: Reckoning,
  told: (repair: Repair) => Promise<void>,
): Promise<void> {
  await settleNumbering(open, books, place.mailbox);
  const byUid = new Map(reckoning.findings.map(finding => [finding.uid, finding]));
  for (const batch of batches(await sizedOf(open, [...byUid.keys()]))) {
    const sources = await fetchSources(open, place.limits.mailSize, batch);
    for (const mail of batch) {
      const finding = byUid.get(mail.uid)!;
      const bytes = sources.get(mail.uid);
      if (bytes) await told(await repairOne(books, finding, arrival(open, place, mail, bytes)));
      else {
        await told({ finding, left: 'the server lists it and does not give it' });
        if (finding.what === 'waiting') return;
      }
    }
  }
}

/** Without a cursor of this numbering the first mail that comes in would count as the beginning. */
async function settleNumbering(open: OpenMailbox, books: Books, mailbox: MailboxConfig): Promise<void> {
  const route = routeOf(mailbox);
  const { floor } = await begin(open, books, mailbox);
  const cursor = await books.cursor(route);
  if (cursor?.uidValidity !== open.uidValidity()) await books.setCursor(route, open.uidValidity(), floor);
}

/** What is gone meanwhile is not here to be brought in. */
async function sizedOf(open: OpenMailbox, uids: readonly number[]): Promise<Sized[]> {
  const all: Sized[] = [];
  for (let from = 0; from < uids.length; from += SLICE) {
    const sizes = await open.sizes(uids.slice(from, from + SLICE));
    all.push(...[...sizes].map(([uid, size]) => ({ uid, size })));
  }
  return all.sort((a, b) => a.uid - b.uid);
}

async function repairOne(books: Books, finding: Finding, came: Arrival): Promise<Repair> {
  const receipt = await books.recover(came);
  return { finding, receipt };
}

export function findingWords(finding: Finding): string {
  switch (finding.what) {
    case 'missing':
      return 'not in the ledger';
    case 'waiting':
      return 'not in the ledger, and not read yet';
    case 'partial':
      return `mail ${finding.mail} is its header only; it is within limits.mail_size now`;
  }
}

/** The server's words are strangers' words. */
export function troubleWords(error: unknown): string {
  return plain(error instanceof Error ? error.message : String(error));
}
