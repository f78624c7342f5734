/**
 * The keys that sign reply tokens. A new one takes over from time to time and the old ones are still believed, so that
 * no conversation breaks; what leaked long ago ends with its key. A retired key keeps its row: its tokens can be told
 * from forged ones.
 */
import { randomBytes } from 'node:crypto';
import { asc, eq, isNull } from 'drizzle-orm';
import type { Policy } from '../desk/policy.ts';
import type { TokenKey } from '../mail/reply-token.ts';
import type { Database } from './database.ts';

export interface KeyView {
  readonly id: string;
  readonly createdAt: number;
  readonly retiredAt: number | null;
  /** New tokens are signed with it. */
  readonly signs: boolean;
}

const IDS = [...'abcdefghijklmnopqrstuvwxyz0123456789'];

export async function listKeys({ db, schema: { keys } }: Database): Promise<KeyView[]> {
  const { id, createdAt, retiredAt } = keys;
  const rows = await db.select({ id, createdAt, retiredAt }).from(keys).orderBy(asc(createdAt), asc(id));
  const newest = rows.findLast(row => row.retiredAt === null);
  return rows.map(row => ({ ...row, signs: row === newest }));
}

/** Newest first; retired ones last, so that a token signed by one can be told from a forged one. */
export async function tokenKeys({ db, schema: { keys } }: Database): Promise<TokenKey[]> {
  const rows = await db.select().from(keys);
  const newestFirst = rows.sort(
    (a, b) => Number(a.retiredAt !== null) - Number(b.retiredAt !== null) || b.createdAt - a.createdAt,
  );
  return newestFirst.map(row => ({ id: row.id, secret: row.secret, retired: row.retiredAt !== null }));
}

/** A new key from now on; `who` is an operator's login or `desk`. @returns its id */
export function rotateKey(database: Database, who: string, because: string, now: number): Promise<string> {
  return database.transaction(async () => {
    const known = await listKeys(database);
    const id = IDS.find(one => !known.some(key => key.id === one)) ?? known.find(key => key.retiredAt !== null)?.id;
    if (id === undefined) throw new Error('36 keys are in use: retire one of them first');
    const fresh = { secret: randomBytes(32), createdAt: later(now, known), retiredAt: null };
    const { db, schema } = database;
    await db
      .insert(schema.keys)
      .values({ id, ...fresh })
      .onConflictDoUpdate({ target: schema.keys.id, set: fresh });
    await journal(database, 'rotateKey', id, who, because, now);
    return id;
  });
}

/** The newest signs, also when the clock was set back. */
function later(now: number, known: readonly KeyView[]): number {
  return Math.max(now, ...known.map(key => key.createdAt + 1));
}

/** False when there is no such key in use, or when it is the one that signs. */
export function retireKey(database: Database, id: string, who: string, because: string, now: number): Promise<boolean> {
  return database.transaction(async () => {
    const key = (await listKeys(database)).find(one => one.id === id);
    if (!key || key.signs || key.retiredAt !== null) return false;
    const { db, schema } = database;
    await db.update(schema.keys).set({ retiredAt: now }).where(eq(schema.keys.id, id));
    await journal(database, 'retireKey', id, who, because, now);
    return true;
  });
}

/** What the clock does with keys; how many changes it made. */
export async function turnKeys(
  database: Database,
  { rotateAfter, retireAfter }: Policy['keys'],
  now: number,
): Promise<number> {
  const { db, schema } = database;
  const { id, createdAt } = schema.keys;
  const inUse = await db
    .select({ id, createdAt })
    .from(schema.keys)
    .where(isNull(schema.keys.retiredAt))
    .orderBy(asc(createdAt));
  const newest = inUse.at(-1);
  let changes = 0;
  for (const key of inUse.slice(0, -1)) {
    if (retireAfter === 0 || now - key.createdAt <= retireAfter) continue;
    changes += Number(await retireKey(database, key.id, 'desk', 'it is too old (policy.retire_keys)', now));
  }
  if (newest && rotateAfter > 0 && now - newest.createdAt > rotateAfter) {
    await rotateKey(database, 'desk', 'its time had come (policy.rotate_keys)', now);
    changes++;
  }
  return changes;
}

async function journal(
  { db, schema }: Database,
  action: string,
  key: string,
  who: string,
  because: string,
  at: number,
): Promise<void> {
  await db
    .insert(schema.journal)
    .values({ ticket: null, mail: null, at, who, action, data: { key }, because: [because] });
}
