/**
 * The categories that operators gave. By the journal: what a rule set is nobody's word, and learning from it would be
 * learning from one's own guesses.
 */
import { and, asc, count, eq, gt, inArray, isNotNull, lte, max, min, notInArray } from 'drizzle-orm';
import type { Database } from './database.ts';

/** How many tickets have one; a desk that sorts nothing learns nothing. */
export async function countCategorised({ db, schema: { tickets } }: Database): Promise<number> {
  const [row] = await db.select({ n: count() }).from(tickets).where(isNotNull(tickets.category));
  return row?.n ?? 0;
}

export async function newestLine({ db, schema: { journal } }: Database): Promise<number> {
  const [row] = await db.select({ id: max(journal.id) }).from(journal);
  return row?.id ?? 0;
}

/** Who is no operator in the journal. */
const NOBODY = ['mail', 'desk'];

/** Tickets whose category an operator set or took away in the journal's lines above `after` up to `upTo`, in that order. */
export async function categorisedIn(
  { db, schema: { journal } }: Database,
  after: number,
  upTo: number,
): Promise<number[]> {
  const rows = await db
    .select({ ticket: journal.ticket, data: journal.data })
    .from(journal)
    .where(
      and(
        gt(journal.id, after),
        lte(journal.id, upTo),
        eq(journal.action, 'setField'),
        notInArray(journal.who, NOBODY),
      ),
    )
    .orderBy(asc(journal.id));
  return rows.flatMap(({ ticket, data }) => (ticket !== null && data.field === 'category' ? [ticket] : []));
}

export interface Sorted {
  readonly ticket: number;
  readonly category: string | null;
  readonly subject: string;
  /** What was asked first. */
  readonly text: string;
}

/** At most some hundred at once; tickets without a request are left out. */
export async function sortedRequests(
  { db, schema: { tickets, messages } }: Database,
  numbers: readonly number[],
): Promise<Sorted[]> {
  if (numbers.length === 0) return [];
  const first = await db
    .select({ id: min(messages.id) })
    .from(messages)
    .where(and(inArray(messages.ticket, [...numbers]), eq(messages.kind, 'request')))
    .groupBy(messages.ticket);
  const ids = first.flatMap(({ id }) => id ?? []);
  if (ids.length === 0) return [];
  return db
    .select({ ticket: tickets.number, category: tickets.category, subject: tickets.subject, text: messages.text })
    .from(messages)
    .innerJoin(tickets, eq(tickets.number, messages.ticket))
    .where(inArray(messages.id, ids));
}
