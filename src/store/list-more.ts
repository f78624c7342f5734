/** What a list shows of its tickets beside their own rows: read for the rows that are shown, and only what is asked for. */
import { eq, inArray } from 'drizzle-orm';
import type { Database } from './database.ts';
import { countOf, lastKind, organisationName } from './list-values.ts';
import type { ListRow, More, MoreColumn } from './views.ts';

export async function withMore(
  database: Database,
  rows: readonly ListRow[],
  wanted: readonly MoreColumn[] = [],
): Promise<ListRow[]> {
  if (wanted.length === 0 || rows.length === 0) return [...rows];
  const { db, schema } = database;
  const { tickets, people } = schema;
  const values = {
    last: lastKind(database),
    organisation: organisationName(database),
    participants: countOf('participants', database),
    attachments: countOf('attachments', database),
    others: countOf('others', database),
    related: countOf('related', database),
    closed: tickets.closedAt,
    guess: tickets.guess,
  } as const;
  const chosen = Object.fromEntries(wanted.map(column => [column, values[column]])) as Partial<typeof values>;
  const found = await db
    .select({ number: tickets.number, ...chosen })
    .from(tickets)
    .innerJoin(people, eq(people.id, tickets.requester))
    .where(
      inArray(
        tickets.number,
        rows.map(({ number }) => number),
      ),
    );
  const byNumber = new Map(found.map(({ number, ...more }) => [number, moreOf(more as Found)]));
  return rows.map(row => ({ ...row, more: byNumber.get(row.number) ?? {} }));
}

interface Found {
  readonly last?: string | null;
  readonly organisation?: string | null;
  readonly participants?: number | string;
  readonly attachments?: number | string;
  readonly others?: number | string;
  readonly related?: number | string;
  readonly closed?: number | null;
  readonly guess?: { readonly category: string } | null;
}

/** PostgreSQL gives counts as text. */
function moreOf({ last, organisation, closed, guess, ...counts }: Found): More {
  return {
    ...(last === undefined ? {} : { last: last === 'request' ? 'requester' : last === 'answer' ? 'staff' : null }),
    ...(organisation === undefined ? {} : { organisation }),
    ...(closed === undefined ? {} : { closedAt: closed }),
    ...(guess === undefined ? {} : { guess: guess?.category ?? null }),
    ...Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, Number(count)])),
  };
}
