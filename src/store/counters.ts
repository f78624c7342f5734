/**
 * The numbers that tickets and people get. Their rows are also what decisions wait for: on PostgreSQL each locks them
 * first, so that two nodes cannot decide about the same ticket at the same time; SQLite has one writer anyway.
 */
import { sql } from 'drizzle-orm';
import type { Database } from './database.ts';

type Counter = 'ticket' | 'person';

/** From here on until its end the transaction is the only one that decides. @returns the next number of each */
export async function lockCounters({ db, kit, schema: { counters } }: Database): Promise<(name: Counter) => number> {
  const rows = await kit.forUpdate(db.select().from(counters));
  return name => rows.find(row => row.name === name)?.next ?? 1;
}

export async function takeNumber({ db, schema: { counters } }: Database, name: Counter, number: number): Promise<void> {
  const taken = await db
    .update(counters)
    .set({ next: number + 1 })
    .where(sql`${counters.name} = ${name} and ${counters.next} = ${number}`)
    .returning({ next: counters.next });
  if (taken.length !== 1) throw new Error(`${name} ${number} was given out twice`);
}
