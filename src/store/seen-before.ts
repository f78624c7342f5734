/** Mails in the ledger that are, or call themselves, the same as one that comes in. */
import { and, eq, ne } from 'drizzle-orm';
import type { Mail } from '../mail/mail.ts';
import type { Database } from './database.ts';

export async function findSeen({ db, schema: { ledger } }: Database, contentKey: string) {
  const [row] = await db
    .select({ mail: ledger.id, end: ledger.end, ticket: ledger.ticket })
    .from(ledger)
    .where(eq(ledger.contentKey, contentKey));
  return row;
}

export async function findNamesake({ db, schema: { ledger } }: Database, mail: Mail) {
  if (mail.messageId === undefined) return undefined;
  const [row] = await db
    .select({ mail: ledger.id })
    .from(ledger)
    .where(and(eq(ledger.messageId, mail.messageId), ne(ledger.contentKey, mail.contentKey)))
    .limit(1);
  return row;
}
