/** How many tickets a list would have, in all and by a column. */
import { type SQL, sql } from 'drizzle-orm';
import type { Counted } from '../desk/list-columns.ts';
import type { Status } from '../desk/ticket.ts';
import type { Database } from './database.ts';
import { conditionsOf } from './list-filter.ts';
import { addressBeside, type Beside, lastKind, levelBeside, organisationBeside } from './list-values.ts';
import type { TicketFilter } from './views.ts';

/** `value` null: those without. Of statuses the meaning, and the word where it is not the usual one. */
export interface Count {
  readonly value: string | null;
  readonly means?: Status;
  readonly count: number;
}

export async function countTickets(database: Database, filter: TicketFilter): Promise<number> {
  const where = await conditionsOf(database, filter);
  if (!where) return 0;
  const [row] = await database.db.select({ count: sql<number>`count(*)` }).from(database.schema.tickets).where(where);
  return Number(row?.count ?? 0);
}

/** A ticket with several tags counts with each of them. */
export async function countTicketsBy(database: Database, filter: TicketFilter, column: Counted): Promise<Count[]> {
  const where = await conditionsOf(database, filter);
  if (!where) return [];
  const counts = await grouped(database, where, column);
  return counts.sort((a, b) => b.count - a.count || (a.value ?? '').localeCompare(b.value ?? ''));
}

async function grouped(database: Database, where: SQL, column: Counted): Promise<Count[]> {
  const { tickets } = database.schema;
  if (column === 'tags' || column === 'helpers' || column === 'watchers')
    return byEach(await groupBy(database, where, { value: sql`${tickets[column]}` }));
  if (column !== 'status') return groupBy(database, where, counted(column, database));
  const value = sql`${tickets.status} || ' ' || coalesce(${tickets.statusName}, '')`;
  const rows = await groupBy(database, where, { value });
  return rows.map(({ value, count }) => {
    const [means, name] = value!.split(' ') as [Status, string];
    return { value: name || null, means, count };
  });
}

function counted(column: Exclude<Counted, 'status' | 'tags' | 'helpers' | 'watchers'>, database: Database): Beside {
  const { tickets } = database.schema;
  switch (column) {
    case 'means':
      return { value: sql`${tickets.status}` };
    case 'address':
      return addressBeside(database);
    case 'organisation':
      return organisationBeside(database);
    case 'level':
      return levelBeside(database);
    case 'last':
      return { value: sql`case ${lastKind(database)} when 'request' then 'requester' when 'answer' then 'staff' end` };
    default:
      return { value: sql`${tickets[column]}` };
  }
}

async function groupBy({ db, schema }: Database, where: SQL, { value, joined }: Beside): Promise<Count[]> {
  const rows = await db
    .select({ value: sql<string | null>`${value}`, count: sql<number>`count(*)` })
    .from(sql`${schema.tickets} ${joined}`)
    .where(where)
    .groupBy(sql`1`);
  return rows.map(row => ({ value: row.value, count: Number(row.count) }));
}

/** Of JSON lists of words: each word of its own. */
function byEach(lists: readonly Count[]): Count[] {
  const counts = new Map<string | null, number>();
  for (const { value, count } of lists) {
    const words = JSON.parse(value ?? '[]') as string[];
    for (const word of words.length === 0 ? [null] : words) counts.set(word, (counts.get(word) ?? 0) + count);
  }
  return [...counts].map(([value, count]) => ({ value, count }));
}
