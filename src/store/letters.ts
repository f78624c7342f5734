/** The outbox in the database: claims with a lease, so that two processes never send the same letter. */
import { and, asc, eq, inArray, lte, or, sql } from 'drizzle-orm';
import type { DueLetter } from '../outbox/outbox.ts';
import type { Database } from './database.ts';

/** Longer than any delivery may take. */
export const LEASE = 15 * 60_000;

/**
 * Takes letters that are due. One whose lease ran out was in the hands of a process that died: it may have been sent,
 * so it is not taken again but shown as uncertain (G6).
 */
export async function claimLetters(database: Database, by: string, limit: number, now: number): Promise<DueLetter[]> {
  const { db, kit, schema } = database;
  const { letters } = schema;
  const due = kit.skipLocked(
    db
      .select({ id: letters.id })
      .from(letters)
      .where(and(eq(letters.state, 'queued'), lte(letters.notBefore, now)))
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

/** Letters left in `sending` by a process that is gone. Returns how many became uncertain. */
export async function settleAbandoned({ db, schema: { letters } }: Database, now: number): Promise<number> {
  const rows = await db
    .update(letters)
    .set({
      state: 'uncertain',
      claimedBy: null,
      leaseUntil: null,
      lastReply: 'the desk stopped while sending it: it may have left or not',
    })
    .where(and(eq(letters.state, 'sending'), lte(letters.leaseUntil, now)))
    .returning({ id: letters.id });
  return rows.length;
}

/** At start no other dispatcher of this desk runs: whatever is `sending` was left so. */
export async function settleAllSending(database: Database): Promise<number> {
  return settleAbandoned(database, Number.MAX_SAFE_INTEGER);
}

export type Settled =
  | { readonly state: 'sent'; readonly reply: string; readonly at: number }
  | { readonly state: 'queued'; readonly reply: string; readonly notBefore: number }
  | { readonly state: 'uncertain' | 'failed'; readonly reply: string };

/** false: the lease was lost to somebody else meanwhile, and nothing is recorded. */
export async function settleLetter(
  { db, schema: { letters } }: Database,
  by: string,
  id: number,
  settled: Settled,
): Promise<boolean> {
  const rows = await db
    .update(letters)
    .set({
      state: settled.state,
      lastReply: settled.reply,
      claimedBy: null,
      leaseUntil: null,
      ...(settled.state === 'sent' ? { sentAt: settled.at } : {}),
      ...(settled.state === 'queued' ? { notBefore: settled.notBefore } : {}),
    })
    .where(and(eq(letters.id, id), eq(letters.claimedBy, by), eq(letters.state, 'sending')))
    .returning({ id: letters.id });
  return rows.length === 1;
}

/** An operator's word: a failed or uncertain letter is queued once more, the very same bytes. */
export async function queueAgain({ db, schema: { letters } }: Database, id: number, now: number): Promise<boolean> {
  const rows = await db
    .update(letters)
    .set({ state: 'queued', notBefore: now, createdAt: now, attempts: 0 })
    .where(and(eq(letters.id, id), or(eq(letters.state, 'failed'), eq(letters.state, 'uncertain'))))
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
