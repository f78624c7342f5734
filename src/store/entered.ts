/** What the ledger knows of a mailbox, for holding it against the server. */
import { and, eq } from 'drizzle-orm';
import type { Database } from './database.ts';

export interface EnteredMail {
  readonly mail: number;
  readonly end: string;
  /** Bytes of the original that is kept. */
  readonly kept: number;
}

/** By UID. An arrival whose mail is not in the ledger any more counts for nothing. */
export async function enteredMails(
  { db, schema: { arrivals, ledger, originals } }: Database,
  route: string,
  uidValidity: string,
): Promise<Map<number, EnteredMail>> {
  const rows = await db
    .select({ uid: arrivals.uid, mail: ledger.id, end: ledger.end, kept: originals.size })
    .from(arrivals)
    .innerJoin(ledger, eq(ledger.id, arrivals.mail))
    .leftJoin(originals, eq(originals.id, ledger.originalId))
    .where(and(eq(arrivals.route, route), eq(arrivals.uidValidity, uidValidity)));
  return new Map(
    rows.flatMap(({ uid, mail, end, kept }) => (uid === null ? [] : [[uid, { mail, end, kept: kept ?? 0 }]])),
  );
}
