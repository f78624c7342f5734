/** Files that operators attach, by their hash: the same bytes are kept once, and never changed. */
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import { eq } from 'drizzle-orm';
import type { Database } from './database.ts';
import type { Packed } from './originals.ts';

const inflate = promisify(inflateRaw);

export async function keepFile({ db, schema: { files } }: Database, packed: Packed): Promise<void> {
  await db.insert(files).values(packed).onConflictDoNothing();
}

export async function readFileKept({ db, schema: { files } }: Database, sha256: string): Promise<Buffer | undefined> {
  const [row] = await db
    .select({ packed: files.packed, bytes: files.bytes })
    .from(files)
    .where(eq(files.sha256, sha256));
  return row && (row.packed ? inflate(row.bytes) : row.bytes);
}
