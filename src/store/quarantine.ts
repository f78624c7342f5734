/** Quarantined mails: which are due to be tried again, and what becomes of a header when its whole mail comes in. */
import { and, asc, eq, lte } from 'drizzle-orm';
import type { Database } from './database.ts';

/** Mails whose next try is due, the longest waiting first. */
export async function dueForRetry({ db, schema: { ledger } }: Database, now: number, limit: number): Promise<number[]> {
  const rows = await db
    .select({ mail: ledger.id })
    .from(ledger)
    .where(and(eq(ledger.end, 'quarantined'), lte(ledger.retryAt, now)))
    .orderBy(asc(ledger.retryAt), asc(ledger.id))
    .limit(limit);
  return rows.map(row => row.mail);
}

/**
 * Of a mail that was too large only the header is kept, as a quarantined mail; now all of it came from the same place of
 * the same mailbox. The header's row ends, and its arrivals are those of the whole mail. false: it was not like that.
 */
export async function supersedeHeader(
  { db, schema: { ledger, arrivals, journal } }: Database,
  header: number,
  whole: { readonly mail: number; readonly ticket: number | null },
  now: number,
): Promise<boolean> {
  const because = [`all of it came in as mail ${whole.mail}`];
  const ended = await db
    .update(ledger)
    .set({ end: 'ignored', ticket: whole.ticket, because, retryAt: null })
    .where(and(eq(ledger.id, header), eq(ledger.end, 'quarantined'), eq(ledger.unread, 'oversize')))
    .returning({ id: ledger.id });
  if (ended.length === 0) return false;
  await db.update(arrivals).set({ mail: whole.mail }).where(eq(arrivals.mail, header));
  const line = { ticket: whole.ticket, mail: header, at: now, who: 'mail', action: 'fileMail', because };
  await db.insert(journal).values({ ...line, data: { as: 'ignored' } });
  return true;
}
