import * as s from 'drizzle-orm/sqlite-core';

/**
 * What schema.ts builds its tables from, and the few places where the dialects differ. The kit is typed as SQLite;
 * kit-pg.ts casts PostgreSQL to it, so the compiler sees one dialect only: use what both have, and run every test on both.
 * Instants are plain numbers (ms since 1970) in the code and whole numbers in the tables.
 */
export const sqliteKit = {
  dialect: 'sqlite' as 'sqlite' | 'pg',
  table: s.sqliteTable,
  index: s.index,
  uniqueIndex: s.uniqueIndex,
  /** A second name for a table that is joined with itself. */
  alias: s.alias,
  /** A primary key the database gives out; never given out twice, even after a delete. */
  id: () => s.integer().primaryKey({ autoIncrement: true }),
  /** A primary key we give out ourselves, from `counters`. */
  number: (name?: string) => s.integer(name!),
  /** A column that names an id or number of another table. */
  ref: (name?: string) => s.integer(name!),
  /** Whole numbers up to 2^53. */
  int: (name?: string) => s.integer(name!),
  text: s.text,
  /** ms since 1970. */
  time: (name?: string) => s.integer(name!),
  bool: (name?: string) => s.integer(name!, { mode: 'boolean' }),
  /** Kept as text on both dialects: PostgreSQL's jsonb refuses \u0000 and lone surrogates, and mails have both. */
  json: <T>(name?: string) => s.text(name!, { mode: 'json' }).$type<T>(),
  bytes: (name?: string) => s.blob(name!, { mode: 'buffer' }),
  /** Locks the rows read until the transaction ends. SQLite has one writer at a time, so there is nothing to lock. */
  forUpdate: <Q>(query: Q): Q => query,
  /** Locks the rows read and passes over those another transaction has locked. */
  skipLocked: <Q>(query: Q): Q => query,
  /** The row is there already: a primary key or a unique index refused it. */
  isUnique: (error: unknown): boolean => /UNIQUE constraint failed/.test(messageOf(error)),
  /** Another process has the database; trying again later may succeed. */
  isBusy: (error: unknown): boolean => /SQLITE_BUSY|database is locked/.test(messageOf(error)),
};

export type Kit = typeof sqliteKit;

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}
