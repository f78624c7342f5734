/** What a desk needs before its first decision: a key to sign with, and its operators as people letters can go to. */
import { randomBytes } from 'node:crypto';
import { eq, inArray, isNull } from 'drizzle-orm';
import type { Operator } from '../desk/policy.ts';
import type { Database } from './database.ts';

export async function found(database: Database, operators: readonly Operator[], now: number): Promise<void> {
  if (await founded(database, operators)) return;
  await database.transaction(async () => {
    await ensureKey(database, now);
    await ensurePeople(database, operators, now);
  });
}

async function founded(database: Database, operators: readonly Operator[]): Promise<boolean> {
  const missing = await strangers(database, operators);
  return missing.length === 0 && (await hasKey(database));
}

async function hasKey({ db, schema: { keys } }: Database): Promise<boolean> {
  return (await db.select({ id: keys.id }).from(keys).where(isNull(keys.retiredAt)).limit(1)).length > 0;
}

async function ensureKey(database: Database, now: number): Promise<void> {
  if (await hasKey(database)) return;
  await database.db
    .insert(database.schema.keys)
    .values({ id: 'a', secret: randomBytes(32), createdAt: now })
    .onConflictDoNothing();
}

async function strangers({ db, schema: { addresses } }: Database, operators: readonly Operator[]): Promise<Operator[]> {
  if (operators.length === 0) return [];
  const rows = await db
    .select({ address: addresses.address })
    .from(addresses)
    .where(inArray(addresses.address, operators.map(addressOf)));
  return operators.filter(o => !rows.some(row => row.address === addressOf(o)));
}

async function ensurePeople(database: Database, operators: readonly Operator[], now: number): Promise<void> {
  const { db, kit, schema } = database;
  const { counters, people, addresses } = schema;
  const missing = await strangers(database, operators);
  if (missing.length === 0) return;
  const rows = await kit.forUpdate(db.select().from(counters));
  const first = rows.find(row => row.name === 'person')!.next;
  await db
    .update(counters)
    .set({ next: first + missing.length })
    .where(eq(counters.name, 'person'));
  await db.insert(people).values(missing.map((o, i) => ({ id: first + i, name: o.name, since: now })));
  await db.insert(addresses).values(missing.map((o, i) => ({ address: addressOf(o), person: first + i, rank: 0 })));
}

/** As addresses are kept: lower-cased, as people's are. */
function addressOf({ address }: Operator): string {
  return address.toLowerCase();
}
