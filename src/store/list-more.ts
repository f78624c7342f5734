/** What a list shows of its tickets beside their own rows: read for the rows that are shown, and only what is asked for. */
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { countOf, lastKind, organisationName, supportLevel } from './list-values.ts';
import type { ListRow, More, MoreColumn } from './views.ts';

/** A statement takes some ten thousand values, and no more. */
const AT_ONCE = 1000;

export async function withMore(
  database: Database,
  rows: readonly ListRow[],
  wanted: readonly MoreColumn[] = [],
): Promise<ListRow[]> {
  if (wanted.length === 0 || rows.length === 0) return [...rows];
  const found = new Map<number, More>();
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    const numbers = rows.slice(at, at + AT_ONCE).map(({ number }) => number);
    for (const [number, more] of await moreOfEach(database, numbers, wanted)) found.set(number, more);
  }
  return rows.map(row => ({ ...row, more: found.get(row.number) ?? {} }));
}

async function moreOfEach(
  database: Database,
  numbers: readonly number[],
  wanted: readonly MoreColumn[],
): Promise<[number, More][]> {
  const { db, schema } = database;
  const { tickets, people } = schema;
  const values = {
    last: lastKind(database),
    organisation: organisationName(database),
    level: supportLevel(database),
    participants: countOf('participants', database),
    attachments: countOf('attachments', database),
    related: countOf('related', database),
    closed: tickets.closedAt,
    guess: tickets.guess,
  } as const;
  const chosen = Object.fromEntries(
    wanted.flatMap(column => (column === 'others' ? [] : [[column, values[column]]])),
  ) as Partial<typeof values>;
  const found = await db
    .select({ number: tickets.number, requester: tickets.requester, ...chosen })
    .from(tickets)
    .innerJoin(people, eq(people.id, tickets.requester))
    .where(inArray(tickets.number, [...numbers]));
  const requesters = wanted.includes('others') ? [...new Set(found.map(({ requester }) => requester))] : [];
  const counts = await ticketsOfEach(database, requesters);
  return found.map(({ number, requester, ...more }) => {
    const many = counts.get(requester);
    return [number, { ...moreOf(more as Found), ...(many === undefined ? {} : { others: many - 1 }) }];
  });
}

/** Of each requester once: a look for each ticket would count all of somebody's for each of them. */
async function ticketsOfEach({ db, schema }: Database, requesters: readonly number[]): Promise<Map<number, number>> {
  const { tickets } = schema;
  if (requesters.length === 0) return new Map();
  const counted = await db
    .select({ requester: tickets.requester, count: sql<number>`count(*)` })
    .from(tickets)
    .where(and(inArray(tickets.requester, [...requesters]), isNull(tickets.mergedInto)))
    .groupBy(tickets.requester);
  return new Map(counted.map(({ requester, count }) => [requester, Number(count)]));
}

interface Found {
  readonly last?: string | null;
  readonly organisation?: string | null;
  readonly level?: string | null;
  readonly participants?: number | string;
  readonly attachments?: number | string;
  readonly related?: number | string;
  readonly closed?: number | null;
  readonly guess?: { readonly category: string } | null;
}

/** PostgreSQL gives counts as text. */
function moreOf({ last, organisation, level, closed, guess, ...counts }: Found): More {
  return {
    ...(last === undefined ? {} : { last: last === 'request' ? 'requester' : last === 'answer' ? 'staff' : null }),
    ...(organisation === undefined ? {} : { organisation }),
    ...(level === undefined ? {} : { level }),
    ...(closed === undefined ? {} : { closedAt: closed }),
    ...(guess === undefined ? {} : { guess: guess?.category ?? null }),
    ...Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, Number(count)])),
  };
}
