import { databaseOf } from './assemble.ts';
import type { Connections } from './connections.ts';
import type { Database } from './database.ts';
import { pgKit } from './kit-pg.ts';
import { migratePg, readMigrations } from './migrate.ts';
import { connectPostgres } from './pg-connections.ts';
import { pgDb } from './pg-session.ts';
import { pgSchema } from './schema.pg.ts';

/** A desk on PostgreSQL, for more than one machine. Import this file only then: it loads the package pg. */
export interface PostgresOptions {
  /** postgresql://user:password@host/database; never part of an error. */
  readonly url: string;
  /** Folder with the numbered .sql files; default: the ones of the package. */
  readonly migrations?: string;
}

/** Connects and brings the tables up to date. @throws when pg is not installed, the server cannot be reached, or the tables are newer. */
export async function openPostgres(options: PostgresOptions): Promise<Database> {
  return openPgOn(await connectPostgres(options.url), options.migrations);
}

/** The same over any connections that speak PostgreSQL. */
export async function openPgOn(connections: Connections, folder?: string): Promise<Database> {
  try {
    await bringUpToDate(connections, folder);
  } catch (error) {
    await connections.close();
    throw error;
  }
  return databaseOf({ connections, kit: pgKit, schema: pgSchema, db: pgDb });
}

async function bringUpToDate(connections: Connections, folder?: string): Promise<void> {
  const { handle, release } = await connections.writer();
  let spoiled = true;
  try {
    await migratePg(handle, readMigrations('pg', folder));
    spoiled = false;
  } finally {
    release(spoiled);
  }
}
