/**
 * The guarantees as questions to live data. Each check selects what breaks it, in words; no row means that it holds.
 * All of them look at one moment, so a daemon that works meanwhile raises no false alarm: whatever belongs together
 * was committed together.
 */
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import { asc, eq } from 'drizzle-orm';
import { contentKey, sha256 } from '../mail/content-key.ts';
import type { Database } from './database.ts';
import { CHECKS, type Check } from './verify-checks.ts';

const inflate = promisify(inflateRaw);

export interface CheckResult {
  readonly name: string;
  /** `G1` … `G8` of ARCHITECTURE.md. */
  readonly guarantee: string;
  /** What should be so, as a sentence. */
  readonly holds: string;
  /** What is not so, a row each; at most MOST_TOLD of them. */
  readonly broken: readonly string[];
  /** There are more than `broken` tells. */
  readonly more: boolean;
}

export const MOST_TOLD = 50;

/** `told` hears of each check when it is done. Reads only. `deep` unpacks every original, which takes its time. */
export async function verify(
  database: Database,
  { deep }: { readonly deep: boolean },
  told: (result: CheckResult) => void = () => {},
): Promise<CheckResult[]> {
  return database.snapshot(async () => {
    const results: CheckResult[] = [];
    const note = (result: CheckResult) => {
      results.push(result);
      told(result);
    };
    for (const check of CHECKS)
      if (check.only === undefined || check.only === database.dialect) note(await ask(database, check));
    if (deep) note(await unpackAll(database));
    return results;
  });
}

async function ask(database: Database, { name, guarantee, holds, broken }: Check): Promise<CheckResult> {
  const rows = await database.all(`select said from (${broken}) as found limit ${MOST_TOLD + 1}`);
  return resultOf({ name, guarantee, holds }, rows.map(String));
}

function resultOf(check: Pick<CheckResult, 'name' | 'guarantee' | 'holds'>, rows: readonly string[]): CheckResult {
  return { ...check, broken: rows.slice(0, MOST_TOLD), more: rows.length > MOST_TOLD };
}

/** One original in memory at a time. */
async function unpackAll(database: Database): Promise<CheckResult> {
  const { db, schema } = database;
  const { originals } = schema;
  const broken: string[] = [];
  const ids = await db.select({ id: originals.id }).from(originals).orderBy(asc(originals.id));
  for (const { id } of ids) {
    broken.push(...(await faultsOfOriginal(database, id)));
    if (broken.length > MOST_TOLD) break;
  }
  const holds = 'every original unpacks to the bytes that came, and its mail is filed under their content';
  return resultOf({ name: 'bytes', guarantee: 'G1', holds }, broken);
}

async function faultsOfOriginal({ db, schema }: Database, id: number): Promise<string[]> {
  const { originals, ledger } = schema;
  const [row] = await db.select().from(originals).where(eq(originals.id, id));
  const bytes = await unpacked(row!);
  if (bytes === undefined) return [`original ${id} cannot be unpacked`];
  if (bytes.length !== row!.size || sha256(bytes) !== row!.sha256)
    return [`original ${id} unpacks to other bytes than came`];
  // the key of a header also knows the size of the whole mail, which is not here any more
  if (isHeaderOnly(bytes)) return [];
  const key = contentKey(bytes);
  const mails = await db
    .select({ mail: ledger.id, contentKey: ledger.contentKey })
    .from(ledger)
    .where(eq(ledger.originalId, id));
  return mails
    .filter(mail => mail.contentKey !== key)
    .map(({ mail }) => `mail ${mail} is filed under another content than that of its original ${id}`);
}

/** No body follows the first empty line. */
function isHeaderOnly(bytes: Buffer): boolean {
  const ends = [bytes.indexOf('\r\n\r\n') + 4, bytes.indexOf('\n\n') + 2];
  return ends.includes(bytes.length) || !/\n\r?\n/.test(bytes.toString('latin1'));
}

/** undefined: what is stored is not what was packed, which is the very question. */
async function unpacked({ packed, bytes }: { packed: boolean; bytes: Buffer }): Promise<Buffer | undefined> {
  return packed ? inflate(bytes).catch(() => undefined) : bytes;
}
