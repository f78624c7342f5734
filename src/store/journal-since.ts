/**
 * Lines of the journal that somebody has not seen yet, each once, in their order: one look at the end of its primary key.
 * Every change of a ticket has its line (G8).
 */
import { asc, gt, gte, inArray, lt, max, or } from 'drizzle-orm';
import type { Database } from './database.ts';

/** Where somebody stopped looking. */
export interface JournalMark {
  readonly line: number;
  /**
   * Numbers up to it that were not there, and since when that is known: on PostgreSQL a transaction may commit a lower
   * number after a higher one, or never.
   */
  readonly missing: ReadonlyMap<number, number>;
}

/** Lines that are given at once. */
export const MOST_LINES = 1_000;
/** ms that a transaction may take from its first line to its commit. */
const LATE = 10_000;
/** Farther below a line that is there no missing one is looked for. */
const FARTHEST = 200;

/** The end of it now, or before the first line of `since` (ms). */
export async function journalEnd(database: Database, now: number, since?: number): Promise<JournalMark> {
  const { db, schema, dialect } = database;
  const { journal } = schema;
  const [last] = await db
    .select({ id: max(journal.id) })
    .from(journal)
    .where(since === undefined ? undefined : lt(journal.at, since));
  const line = last?.id ?? 0;
  if (dialect !== 'pg') return { line, missing: new Map() };
  const near = await db
    .select({ id: journal.id })
    .from(journal)
    .where(gte(journal.id, line - FARTHEST));
  const there = new Set(near.map(({ id }) => id));
  return { line, missing: new Map(below(line, 0).flatMap(id => (there.has(id) ? [] : [[id, now] as const]))) };
}

export async function journalSince(database: Database, mark: JournalMark, now: number) {
  const { db, schema, dialect } = database;
  const { journal } = schema;
  const missing = new Map([...mark.missing].filter(([, at]) => now - at <= LATE));
  const lines = await db
    .select()
    .from(journal)
    .where(or(gt(journal.id, mark.line), missing.size === 0 ? undefined : inArray(journal.id, [...missing.keys()])))
    .orderBy(asc(journal.id))
    .limit(MOST_LINES);
  let { line } = mark;
  for (const { id } of lines) {
    missing.delete(id);
    if (dialect === 'pg') for (const gap of below(id, line)) missing.set(gap, now);
    line = Math.max(line, id);
  }
  return { lines, mark: { line, missing } };
}

/** The numbers between two, as far as they are looked for. */
function below(id: number, after: number): number[] {
  const first = Math.max(after + 1, id - FARTHEST);
  return Array.from({ length: Math.max(0, id - first) }, (_, n) => first + n);
}
