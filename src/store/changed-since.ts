/**
 * What happened since somebody last looked, cheap enough to be asked twice a second: one look at the end of the journal's
 * primary key and one at the end of an index of letters. Every change of a ticket has its journal line (G8); that a letter
 * left has none, so the letters are asked too.
 */
import { asc, gt, max } from 'drizzle-orm';
import type { Database } from './database.ts';

/** Where somebody stopped looking. */
export interface Mark {
  readonly line: number;
  /** Lines near the end that were seen: on PostgreSQL a transaction may commit a lower number after a higher one. */
  readonly seen: ReadonlySet<number>;
  readonly sent: number;
}

export interface Change {
  readonly ticket: number | null;
  /** `mail`, a login, or `desk`. */
  readonly who: string;
  /** The journal's word, such as `openTicket`. */
  readonly action: string;
}

export interface Changed {
  readonly mark: Mark;
  readonly changes: readonly Change[];
  /** A letter has left. */
  readonly letters: boolean;
}

/** Lines looked at once; of more, one change stands for all. */
const MOST = 1_000;
/** Lines that may still be committed behind the last one seen. */
const BEHIND = { sqlite: 0, pg: 200 } as const;

export async function changedSince(database: Database, mark?: Mark): Promise<Changed> {
  if (mark === undefined) return { mark: await markNow(database), changes: [], letters: false };
  const { db, schema, dialect } = database;
  const { journal } = schema;
  const rows = await db
    .select({ id: journal.id, ticket: journal.ticket, who: journal.who, action: journal.action })
    .from(journal)
    .where(gt(journal.id, mark.line - BEHIND[dialect]))
    .orderBy(asc(journal.id))
    .limit(MOST);
  const sent = await lastSent(database);
  if (rows.length === MOST) return { ...(await skipped(database)), letters: sent !== mark.sent };
  const line = Math.max(mark.line, rows.at(-1)?.id ?? 0);
  const seen = new Set(rows.map(({ id }) => id).filter(id => id > line - BEHIND[dialect]));
  const changes = rows.filter(({ id }) => !mark.seen.has(id)).map(({ id: _, ...change }) => change);
  return { mark: { line, seen, sent }, changes, letters: sent !== mark.sent };
}

/** So much at once is an import: one change of no ticket stands for all of it. */
async function skipped(database: Database): Promise<Omit<Changed, 'letters'>> {
  return { mark: await markNow(database), changes: [{ ticket: null, who: 'desk', action: 'many' }] };
}

async function markNow(database: Database): Promise<Mark> {
  const { db, schema, dialect } = database;
  const { journal } = schema;
  const [last] = await db.select({ id: max(journal.id) }).from(journal);
  const line = last?.id ?? 0;
  const near = await db
    .select({ id: journal.id })
    .from(journal)
    .where(gt(journal.id, line - BEHIND[dialect]));
  return { line, seen: new Set(near.map(({ id }) => id)), sent: await lastSent(database) };
}

async function lastSent({ db, schema: { letters } }: Database): Promise<number> {
  const [last] = await db.select({ at: max(letters.sentAt) }).from(letters);
  return last?.at ?? 0;
}
