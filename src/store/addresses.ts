/** Whom we meet, and their addresses in the order of their rank: letters go to the first that is not silent. */
import { and, asc, eq, isNull, max } from 'drizzle-orm';
import type { Action } from '../desk/decision.ts';
import { takeNumber } from './counters.ts';
import type { Database } from './database.ts';
import type { Occasion } from './occasion.ts';

export async function meet(
  database: Database,
  { person }: Extract<Action, { do: 'meet' }>,
  { now }: Occasion,
): Promise<undefined> {
  const { db, schema } = database;
  await takeNumber(database, 'person', person.id);
  await db.insert(schema.people).values({ id: person.id, name: person.name, since: now });
  const rows = person.addresses.map((address, rank) => ({ address, person: person.id, rank }));
  if (rows.length > 0) await db.insert(schema.addresses).values(rows);
}

/** Last in rank: letters go where they went before. */
export async function addAddress(
  database: Database,
  { person, address }: { readonly person: number; readonly address: string },
): Promise<undefined> {
  const { db, schema } = database;
  await db.insert(schema.addresses).values({ address, person, rank: await freeRank(database, person) });
}

export async function freeRank({ db, schema: { addresses } }: Database, person: number): Promise<number> {
  const [row] = await db
    .select({ last: max(addresses.rank) })
    .from(addresses)
    .where(eq(addresses.person, person));
  return row?.last == null ? 0 : row.last + 1;
}

/** Lists show the address of rank 0, so there always is one. */
export async function rankAnew({ db, schema: { addresses } }: Database, person: number): Promise<void> {
  const rows = await db
    .select({ address: addresses.address, rank: addresses.rank })
    .from(addresses)
    .where(eq(addresses.person, person))
    .orderBy(asc(addresses.rank));
  for (const [rank, row] of rows.entries())
    if (row.rank !== rank) await db.update(addresses).set({ rank }).where(eq(addresses.address, row.address));
}

/** Whoever wants no letters is left as that; only what a server said is taken back when mail comes from there. */
export async function silence(
  { db, schema: { addresses } }: Database,
  action: Extract<Action, { do: 'silence' | 'unsilence' }>,
): Promise<undefined> {
  const here = eq(addresses.address, action.address.toLowerCase());
  if (action.do === 'silence')
    await db
      .update(addresses)
      .set({ silent: 'bounced', silentBecause: action.because })
      .where(and(here, isNull(addresses.silent)));
  else
    await db
      .update(addresses)
      .set({ silent: null, silentBecause: '' })
      .where(and(here, eq(addresses.silent, 'bounced')));
}
