import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { databaseOf } from './assemble.ts';
import type { Database } from './database.ts';
import { sqliteKit } from './kit.ts';
import { migrateSqlite, readMigrations } from './migrate.ts';
import { sqliteSchema } from './schema.sqlite.ts';
import { SqliteConnections } from './sqlite-connections.ts';
import { type SqliteAdapter, sqliteDriver } from './sqlite-driver.ts';
import { sqliteDb } from './sqlite-session.ts';

/** The default database: one file, beside it SQLite's -wal and -shm. It holds letters and notes, so only its owner reads it. */
export interface SqliteOptions {
  /** Absolute path; file and directory are made when missing. */
  readonly file: string;
  /** `full` (default) survives a power cut; `normal` may lose the last commits then, and never the file. */
  readonly synchronous?: 'full' | 'normal';
  /** Connections for reading, at most; opened when they are used. */
  readonly readers?: number;
  /** Default: sqlite3, and node:sqlite where its addon is missing. */
  readonly adapter?: SqliteAdapter;
  /** Folder with the numbered .sql files; default: the ones of the package. */
  readonly migrations?: string;
}

/** Opens the file and brings its tables up to date. @throws when it is not ours, newer than the program, or cannot be opened. */
export async function openSqlite(options: SqliteOptions): Promise<Database> {
  const driver = await sqliteDriver(options.adapter);
  makePrivate(options.file);
  const connections = new SqliteConnections({
    open: access => opened(options.file, () => driver(options.file, access)),
    synchronous: options.synchronous ?? 'full',
    readers: options.readers ?? 2,
  });
  try {
    await bringUpToDate(connections, options.migrations);
  } catch (error) {
    await connections.close();
    throw error;
  }
  return databaseOf({ connections, kit: sqliteKit, schema: sqliteSchema, db: sqliteDb });
}

async function bringUpToDate(connections: SqliteConnections, folder?: string): Promise<void> {
  const { handle, release } = await connections.writer();
  try {
    await migrateSqlite(handle, readMigrations('sqlite', folder));
  } finally {
    release(false);
  }
}

/** SQLite gives -wal and -shm the mode of the file. */
function makePrivate(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', 0o600));
}

async function opened<T>(file: string, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    throw new Error(`cannot open the database ${file}: ${error instanceof Error ? error.message : error}`);
  }
}
