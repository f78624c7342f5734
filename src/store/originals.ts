/** Mails as they came. What is read back has the very bytes that came in; deflated only where that saves a fifth. */
import { promisify } from 'node:util';
import { deflateRaw, deflateRawSync, inflateRaw } from 'node:zlib';
import { eq } from 'drizzle-orm';
import type { Database } from './database.ts';

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

const LEVEL = { level: 3 };
/** Below this many bytes the way to another thread and back takes longer than the work. */
const AT_ONCE = 32 * 1024;

export interface Packed {
  readonly sha256: string;
  readonly size: number;
  readonly packed: boolean;
  readonly bytes: Buffer;
}

/** Done before the transaction: compressing is slow, and the writer is shared. */
export async function pack(bytes: Uint8Array, sha256: string): Promise<Packed> {
  const small = bytes.length < AT_ONCE ? deflateRawSync(bytes, LEVEL) : await deflate(bytes, LEVEL);
  const pays = small.length < bytes.length * 0.8;
  return { sha256, size: bytes.length, packed: pays, bytes: pays ? small : viewed(bytes) };
}

/** The same memory, not a copy of it. */
function viewed(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The row's id; the same bytes are kept once. */
export async function keepOriginal({ db, schema: { originals } }: Database, packed: Packed): Promise<number> {
  const [row] = await db.insert(originals).values(packed).onConflictDoNothing().returning({ id: originals.id });
  if (row) return row.id;
  const [known] = await db.select({ id: originals.id }).from(originals).where(eq(originals.sha256, packed.sha256));
  return known!.id;
}

export async function readOriginal(database: Database, mail: number): Promise<Buffer | undefined> {
  const { db, schema } = database;
  const { originals, ledger } = schema;
  const [row] = await db
    .select({ packed: originals.packed, bytes: originals.bytes })
    .from(ledger)
    .innerJoin(originals, eq(originals.id, ledger.originalId))
    .where(eq(ledger.id, mail));
  return row && (row.packed ? inflate(row.bytes) : row.bytes);
}
