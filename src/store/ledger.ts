/**
 * Where every mail is. A mail's row is written in the transaction of its decision, its arrival and the mailbox's cursor
 * with it: a crash leaves all of them or none (G1, G2). Uniqueness is the table's, not a check before an insert.
 */
import { and, eq, sql } from 'drizzle-orm';
import type { Envelope, Mail } from '../mail/mail.ts';
import type { Database } from './database.ts';
import { keepOriginal, type Packed } from './originals.ts';
import { PARTS } from './spam.ts';

export interface Route {
  readonly route: string;
  readonly uidValidity?: string;
  readonly uid?: number;
  /** Queue of the mailbox. */
  readonly queue?: string;
  /** From an archive: nobody is mailed. */
  readonly quiet?: boolean;
}

/** How a mail ended, and why. */
export interface Ending {
  readonly end: 'handled' | 'ignored' | 'held' | 'quarantined' | 'spam';
  readonly ticket: number | null;
  readonly because: readonly string[];
  /** Of a quarantined mail: when it is tried again by itself; without it, never. */
  readonly retryAt?: number;
}

/** A new row; call only when the content was not seen before. */
export async function enterMail(
  database: Database,
  mail: Mail,
  original: Packed,
  ending: Ending,
  now: number,
  queue?: string,
): Promise<number> {
  const { db, schema } = database;
  const [row] = await db
    .insert(schema.ledger)
    .values({
      contentKey: mail.contentKey,
      originalId: await keepOriginal(database, original),
      ...headOf(mail),
      ...columnsOf(ending, mail),
      queue: queue ?? null,
      envelope: { ...mail.envelope, to: [...mail.envelope.to] },
      seenAt: now,
    })
    .returning({ id: schema.ledger.id });
  return row!.id;
}

export function headOf(mail: Mail) {
  const { trust } = mail;
  const head = { messageId: mail.messageId ?? null, sender: mail.from[0]?.address ?? '', subject: mail.subject };
  const judged = mail.spam ? { spam: mail.spam.verdict, spamScore: Math.round(mail.spam.probability * PARTS) } : {};
  return { ...head, trust: trust.verdict, trustBecause: trust.because, ...judged };
}

export function columnsOf({ end, ticket, because, retryAt }: Ending, mail: Mail) {
  const unread = end === 'quarantined' ? (mail.unread?.why ?? mail.stopped?.why ?? 'fault') : null;
  return { end, ticket, because: [...because], unread, retryAt: retryAt ?? null };
}

/** @returns the other mail that was noted under the same UID before: then only the header of this one had been taken. */
export async function noteArrival(
  database: Database,
  mail: number,
  { route, uidValidity, uid }: Route,
  now: number,
): Promise<number | undefined> {
  const { db, schema } = database;
  const noted = await db
    .insert(schema.arrivals)
    .values({ mail, route, uidValidity: uidValidity ?? null, uid: uid ?? null, at: now })
    .onConflictDoNothing()
    .returning({ id: schema.arrivals.id });
  if (uidValidity === undefined || uid === undefined) return undefined;
  await moveCursor(database, route, uidValidity, uid);
  return noted.length > 0 ? undefined : otherUnderUid(database, mail, { route, uidValidity, uid });
}

async function otherUnderUid(
  { db, schema: { arrivals } }: Database,
  mail: number,
  { route, uidValidity, uid }: Required<Pick<Route, 'route' | 'uidValidity' | 'uid'>>,
): Promise<number | undefined> {
  const here = and(eq(arrivals.route, route), eq(arrivals.uidValidity, uidValidity), eq(arrivals.uid, uid));
  const [row] = await db.select({ mail: arrivals.mail }).from(arrivals).where(here);
  return row?.mail === mail ? undefined : row?.mail;
}

/** Forward only: a mail that is brought in late, or of an older numbering, does not set the mailbox back. */
async function moveCursor(
  { db, schema: { cursors } }: Database,
  route: string,
  uidValidity: string,
  lastUid: number,
): Promise<void> {
  await db
    .insert(cursors)
    .values({ route, uidValidity, lastUid })
    .onConflictDoUpdate({
      target: cursors.route,
      set: { lastUid },
      setWhere: sql`${cursors.uidValidity} = ${uidValidity} and ${cursors.lastUid} < ${lastUid}`,
    });
}

/** The first look at a mailbox, or at a new numbering of it, also says where the desk begins to read. */
export async function setCursor(
  { db, schema: { cursors } }: Database,
  route: string,
  uidValidity: string,
  lastUid: number,
): Promise<void> {
  await db
    .insert(cursors)
    .values({ route, uidValidity, lastUid, floor: lastUid })
    .onConflictDoUpdate({
      target: cursors.route,
      set: {
        uidValidity,
        lastUid,
        floor: sql`case when ${cursors.uidValidity} = ${uidValidity} then ${cursors.floor} else ${lastUid} end`,
      },
    });
}

export async function cursor(
  { db, schema: { cursors } }: Database,
  route: string,
): Promise<{ uidValidity: string; lastUid: number; floor: number } | undefined> {
  const [row] = await db.select().from(cursors).where(eq(cursors.route, route));
  return row && { uidValidity: row.uidValidity, lastUid: row.lastUid, floor: row.floor };
}

export async function ledgerRow({ db, schema: { ledger } }: Database, mail: number) {
  const [row] = await db.select().from(ledger).where(eq(ledger.id, mail));
  return row as (Omit<typeof row, 'envelope'> & { envelope: Envelope } & NonNullable<typeof row>) | undefined;
}

/** A held or quarantined mail gets another end; why it had the old one is in the journal. */
export async function refile(
  { db, schema: { ledger } }: Database,
  row: number,
  ending: Ending,
  mail: Mail,
  tries?: number,
): Promise<void> {
  await db
    .update(ledger)
    .set({ ...headOf(mail), ...columnsOf(ending, mail), ...(tries === undefined ? {} : { tries }) })
    .where(eq(ledger.id, row));
}

/** An operator let it be: end and reason, and nothing else, for the mail is not read for that. */
export async function letBe(
  { db, schema: { ledger } }: Database,
  row: number,
  because: readonly string[],
): Promise<void> {
  await db
    .update(ledger)
    .set({ end: 'ignored', because: [...because], retryAt: null })
    .where(eq(ledger.id, row));
}
