/**
 * Where every mail is. A mail's row is written in the transaction of its decision, its arrival and the mailbox's cursor
 * with it: a crash leaves all of them or none (G1, G2). Uniqueness is the table's, not a check before an insert.
 */
import { eq, sql } from 'drizzle-orm';
import type { Envelope, Mail } from '../mail/mail.ts';
import type { Database } from './database.ts';
import { keepOriginal, type Packed } from './originals.ts';

export interface Route {
  readonly route: string;
  readonly uidValidity?: string;
  readonly uid?: number;
}

/** How a mail ended, and why. */
export interface Ending {
  readonly end: 'handled' | 'ignored' | 'held' | 'quarantined';
  readonly ticket: number | null;
  readonly because: readonly string[];
}

/** A new row; call only when the content was not seen before. */
export async function enterMail(
  database: Database,
  mail: Mail,
  original: Packed,
  { end, ticket, because }: Ending,
  now: number,
): Promise<number> {
  const { db, schema } = database;
  const [row] = await db
    .insert(schema.ledger)
    .values({
      contentKey: mail.contentKey,
      messageId: mail.messageId ?? null,
      originalId: await keepOriginal(database, original),
      sender: mail.from[0]?.address ?? '',
      subject: mail.subject,
      end,
      ticket,
      because: [...because],
      envelope: { ...mail.envelope, to: [...mail.envelope.to] },
      seenAt: now,
    })
    .returning({ id: schema.ledger.id });
  return row!.id;
}

export async function noteArrival(
  database: Database,
  mail: number,
  { route, uidValidity, uid }: Route,
  now: number,
): Promise<void> {
  const { db, schema } = database;
  await db
    .insert(schema.arrivals)
    .values({ mail, route, uidValidity: uidValidity ?? null, uid: uid ?? null, at: now })
    .onConflictDoNothing();
  if (uidValidity !== undefined && uid !== undefined) await moveCursor(database, route, uidValidity, uid);
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

/** The whole of a mail takes the place of its header; the row stays the same. */
export async function replaceContent(database: Database, row: number, mail: Mail, original: Packed): Promise<void> {
  const { ledger } = database.schema;
  const originalId = await keepOriginal(database, original);
  await database.db.update(ledger).set({ contentKey: mail.contentKey, originalId }).where(eq(ledger.id, row));
}

/** A held mail gets another end; why it was held before is in the journal. */
export async function refile(
  { db, schema: { ledger } }: Database,
  mail: number,
  { end, ticket, because }: Ending,
): Promise<void> {
  await db
    .update(ledger)
    .set({ end, ticket, because: [...because] })
    .where(eq(ledger.id, mail));
}
