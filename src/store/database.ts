import type { BaseSQLiteDatabase } from 'drizzle-orm/sqlite-core';
import type { Changes } from './handle.ts';
import type { Kit } from './kit.ts';
import type { Schema } from './schema.ts';

/**
 * The database as the store sees it, the same for both dialects. There is no transaction object to pass on: whatever runs
 * inside the work of `transaction` belongs to it, and `db` used there joins it.
 * What a reader would get wrong: a drizzle query that is not awaited never runs at all; and a statement that fails spoils
 * its transaction (on SQLite too), so put one that may fail into a nested `transaction`.
 */
export interface Database {
  readonly dialect: 'sqlite' | 'pg';
  readonly kit: Kit;
  readonly schema: Schema;
  readonly db: Db;
  /** One transaction; nested calls are savepoints. Resolves after the commit. */
  transaction<T>(work: () => Promise<T>): Promise<T>;
  /** The same, but its commit may be shared with works that wait at the same time. On PostgreSQL a plain transaction. */
  grouped<T>(work: () => Promise<T>): Promise<T>;
  /** Reads that all see the same moment, while others go on writing. Nothing can be written in it. */
  snapshot<T>(work: () => Promise<T>): Promise<T>;
  /** Raw statements, for migrations, backup and tests. */
  execute(sql: string): Promise<void>;
  /** Raw rows; parameters are `$1`, `$2` … on both dialects. */
  all(sql: string, params?: readonly unknown[]): Promise<unknown[][]>;
  close(): Promise<void>;
}

/** Of drizzle only what both dialects have. Await the queries: `.get()`, `.all()` and `.run()` exist on SQLite only. */
export type Db = Pick<
  BaseSQLiteDatabase<'async', Changes, Record<string, never>>,
  'select' | 'selectDistinct' | 'insert' | 'update' | 'delete' | '$count'
>;
