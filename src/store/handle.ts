/**
 * One connection to a database, the only thing the store needs of a driver. Adapters: sqlite3-handle, node-sqlite-handle,
 * pg-connections. A handle knows no transactions: who uses it alone, and for how long, is decided in transactions.ts.
 * Rows are arrays: an object keyed by column name loses a column when two have the same name.
 */
export interface Handle {
  /** One statement or several; for migrations and settings. */
  exec(sql: string): Promise<void>;
  /** A statement without result rows. */
  run(sql: string, params: readonly unknown[]): Promise<Changes>;
  /** All rows. `columns` is how many the caller expects; a row of another width throws. */
  all(sql: string, params: readonly unknown[], columns?: number): Promise<unknown[][]>;
  close(): Promise<void>;
}

export interface Changes {
  /** Rows inserted, updated or deleted. */
  readonly changes: number;
}
