/** What is switched off for the whole desk, by whom and why: a row is there while it is. */
import { eq, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import type { SwitchedOff } from './views.ts';

/** `outbox`: no letter is taken out of the queue. */
export type SwitchName = 'outbox';

export async function switchedOff(database: Database, name: SwitchName): Promise<SwitchedOff | undefined> {
  const { switches } = database.schema;
  const [row] = await database.db
    .select({ who: switches.who, why: switches.why, at: switches.at })
    .from(switches)
    .where(eq(switches.name, name));
  return row;
}

/** For `notExists` inside another statement, so that nothing slips in between. */
export function switchRow({ db, schema: { switches } }: Database, name: SwitchName) {
  return db.select({ one: sql`1` }).from(switches).where(eq(switches.name, name));
}

/** false: it was off already, and whoever did that stays named. */
export function switchOff(database: Database, name: SwitchName, off: SwitchedOff): Promise<boolean> {
  const { db, schema } = database;
  return database.transaction(async () => {
    const made = await db
      .insert(schema.switches)
      .values({ name, ...off })
      .onConflictDoNothing()
      .returning({ name: schema.switches.name });
    if (made.length === 1) await journal(database, 'switchOff', name, off.who, off.why, off.at);
    return made.length === 1;
  });
}

/** false: it was not off. */
export function switchOn(database: Database, name: SwitchName, who: string, now: number): Promise<boolean> {
  const { db, schema } = database;
  return database.transaction(async () => {
    const gone = await db.delete(schema.switches).where(eq(schema.switches.name, name)).returning();
    if (gone.length === 1) await journal(database, 'switchOn', name, who, '', now);
    return gone.length === 1;
  });
}

async function journal(
  { db, schema }: Database,
  action: 'switchOff' | 'switchOn',
  name: SwitchName,
  who: string,
  why: string,
  at: number,
): Promise<void> {
  const because = why === '' ? [] : [why];
  await db.insert(schema.journal).values({ ticket: null, mail: null, at, who, action, data: { name }, because });
}
