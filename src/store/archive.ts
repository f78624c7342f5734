/** All mails that were kept, for taking them elsewhere, and whether a mail is among them. */
import { and, asc, desc, eq, gt, inArray, notExists, or } from 'drizzle-orm';
import { contentKey } from '../mail/content-key.ts';
import type { Database } from './database.ts';
import { readOriginal } from './originals.ts';

export interface KeptMail {
  readonly mail: number;
  /** Address of the first author, '' when there is none. */
  readonly sender: string;
  /** ms since 1970. */
  readonly seenAt: number;
  readonly bytes: Uint8Array;
}

const PAGE = 500;

/** One original in memory at a time. */
export async function* archivedMails(database: Database, ticket?: number): AsyncGenerator<KeptMail> {
  for (
    let rows = await page(database, 0, ticket);
    rows.length > 0;
    rows = await page(database, rows.at(-1)!.mail, ticket)
  )
    for (const row of rows) {
      const bytes = await readOriginal(database, row.mail);
      if (bytes) yield { ...row, bytes };
    }
}

function page({ db, schema: { ledger, messages } }: Database, after: number, ticket: number | undefined) {
  const own = db.select({ mail: messages.mail }).from(messages);
  const anywhere = db.select({ mail: messages.mail }).from(messages).where(eq(messages.mail, ledger.id));
  // a mail is where its message is now; one without, such as a bounce of a lost letter, where the ledger has it
  const isHere =
    ticket === undefined
      ? undefined
      : or(
          inArray(ledger.id, own.where(eq(messages.ticket, ticket))),
          and(eq(ledger.ticket, ticket), notExists(anywhere)),
        );
  return db
    .select({ mail: ledger.id, sender: ledger.sender, seenAt: ledger.seenAt })
    .from(ledger)
    .where(and(gt(ledger.id, after), isHere))
    .orderBy(asc(ledger.id))
    .limit(PAGE);
}

/** Numbers of the last mails, oldest first. */
export async function latestMails({ db, schema: { ledger } }: Database, limit: number): Promise<number[]> {
  const rows = await db.select({ mail: ledger.id }).from(ledger).orderBy(desc(ledger.id)).limit(limit);
  return rows.map(row => row.mail).reverse();
}

/** Told by their content, without reading them as mails. */
export async function knownContents(
  { db, schema: { ledger } }: Database,
  mails: readonly Uint8Array[],
): Promise<Set<Uint8Array>> {
  if (mails.length === 0) return new Set();
  const keys = new Map(mails.map(bytes => [bytes, contentKey(bytes)]));
  const rows = await db
    .select({ key: ledger.contentKey })
    .from(ledger)
    .where(inArray(ledger.contentKey, [...keys.values()]));
  const found = new Set(rows.map(row => row.key));
  return new Set(mails.filter(bytes => found.has(keys.get(bytes)!)));
}
