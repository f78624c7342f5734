/** The outbox in the database: claims with a lease, so that two processes never send the same letter. */
import { and, asc, eq, inArray, lte, notExists, type SQL, sql } from 'drizzle-orm';
import type { DueLetter } from '../outbox/outbox.ts';
import type { Database } from './database.ts';
import { switchRow } from './switches.ts';

/** Longer than any delivery may take. */
export const LEASE = 15 * 60_000;

export async function isLetterDue({ db, schema: { letters } }: Database, now: number): Promise<boolean> {
  const [row] = await db
    .select({ id: letters.id })
    .from(letters)
    .where(and(eq(letters.state, 'queued'), lte(letters.notBefore, now)))
    .limit(1);
  return row !== undefined;
}

/** Takes letters that are due; none while the outbox is paused. */
export async function claimLetters(database: Database, by: string, limit: number, now: number): Promise<DueLetter[]> {
  const { db, kit, schema } = database;
  const { letters } = schema;
  const due = kit.skipLocked(
    db
      .select({ id: letters.id })
      .from(letters)
      .where(and(eq(letters.state, 'queued'), lte(letters.notBefore, now), notExists(switchRow(database, 'outbox'))))
      .orderBy(asc(letters.notBefore), asc(letters.id))
      .limit(limit),
  );
  const rows = await db
    .update(letters)
    .set({ state: 'sending', claimedBy: by, leaseUntil: now + LEASE, attempts: sql`${letters.attempts} + 1` })
    .where(inArray(letters.id, due))
    .returning();
  return rows
    .sort((a, b) => a.id - b.id)
    .map(row => ({
      id: row.id,
      messageId: row.messageId,
      envelopeFrom: row.envelopeFrom,
      envelopeTo: row.envelopeTo,
      bytes: row.bytes,
      attempts: row.attempts,
      createdAt: row.createdAt,
    }));
}

/**
 * Before the last byte leaves: whoever finds this letter in `sending` later knows that it may have arrived.
 * false: the lease was lost to somebody else, and the letter must not leave.
 */
export function markHandedOver(database: Database, by: string, id: number): Promise<boolean> {
  const { letters } = database.schema;
  return database.grouped(async () => {
    const rows = await database.db
      .update(letters)
      .set({ handedOver: true })
      .where(claimed(database, by, id))
      .returning({ id: letters.id });
    return rows.length === 1;
  });
}

/** Letters left in `sending` that cannot have arrived: they wait again, the same bytes. Returns how many. */
export async function queueLeft(database: Database, leaseUntil: number, now: number): Promise<number> {
  const { letters } = database.schema;
  const rows = await database.db
    .update(letters)
    .set({ ...FREE, state: 'queued', notBefore: now, lastReply: 'the desk stopped before it was handed over' })
    .where(left(database, leaseUntil, false))
    .returning({ id: letters.id });
  return rows.length;
}

/** Letters left in `sending` that may have arrived: they are in the hands of `by` from now on, who settles them. */
export async function takeOverLeft(database: Database, by: string, leaseUntil: number, now: number): Promise<number[]> {
  const { letters } = database.schema;
  const rows = await database.db
    .update(letters)
    .set({ claimedBy: by, leaseUntil: now + LEASE })
    .where(left(database, leaseUntil, true))
    .returning({ id: letters.id });
  return rows.map(row => row.id).sort((a, b) => a - b);
}

const FREE = { claimedBy: null, leaseUntil: null, handedOver: false };

function left({ schema: { letters } }: Database, leaseUntil: number, handedOver: boolean): SQL | undefined {
  return and(eq(letters.state, 'sending'), lte(letters.leaseUntil, leaseUntil), eq(letters.handedOver, handedOver));
}

function claimed({ schema: { letters } }: Database, by: string, id: number): SQL | undefined {
  return and(eq(letters.id, id), eq(letters.claimedBy, by), eq(letters.state, 'sending'));
}

export type Settled =
  | { readonly state: 'sent'; readonly reply: string; readonly at: number }
  | { readonly state: 'queued'; readonly reply: string; readonly notBefore: number }
  | { readonly state: 'uncertain' | 'failed'; readonly reply: string };

/** false: the lease was lost to somebody else meanwhile, and nothing is recorded. */
export async function settleLetter(database: Database, by: string, id: number, settled: Settled): Promise<boolean> {
  const { letters } = database.schema;
  const rows = await database.db
    .update(letters)
    .set({
      state: settled.state,
      lastReply: settled.reply,
      claimedBy: null,
      leaseUntil: null,
      ...(settled.state === 'sent' ? { sentAt: settled.at } : {}),
      ...(settled.state === 'queued' ? { notBefore: settled.notBefore, handedOver: false } : {}),
    })
    .where(claimed(database, by, id))
    .returning({ id: letters.id });
  return rows.length === 1;
}

export async function letterById({ db, schema: { letters } }: Database, id: number) {
  const [row] = await db
    .select({
      id: letters.id,
      ticket: letters.ticket,
      audience: letters.audience,
      to: letters.envelopeTo,
      state: letters.state,
      claimedBy: letters.claimedBy,
    })
    .from(letters)
    .where(eq(letters.id, id));
  return row;
}

export async function letterBytes({ db, schema: { letters } }: Database, id: number): Promise<Buffer | undefined> {
  const [row] = await db.select({ bytes: letters.bytes }).from(letters).where(eq(letters.id, id));
  return row?.bytes;
}
