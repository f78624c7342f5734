import type sqlite3 from 'sqlite3';
import { FairLock } from './fair-lock.ts';
import type { Changes, Handle } from './handle.ts';
import { sqliteParameters } from './parameters.ts';

/**
 * A Handle over the package sqlite3. Three things it would do wrong by itself: several statements at once on one
 * connection each hold a thread of libuv's pool while they wait; `Statement#get` leaves its read snapshot open, and the
 * WAL then grows without end; rows are objects, so equal column names collapse and names like `1` change places.
 */
type Sqlite3 = typeof sqlite3;
const MOST_STATEMENTS = 200;

/** Throws when the addon was not built for this machine or not installed. */
export async function loadSqlite3(): Promise<Sqlite3> {
  return ((await import('sqlite3')) as unknown as { default: Sqlite3 }).default;
}

export function openSqlite3Handle(driver: Sqlite3, file: string, access: 'read' | 'write'): Promise<Handle> {
  const mode = access === 'read' ? driver.OPEN_READONLY : driver.OPEN_READWRITE | driver.OPEN_CREATE;
  return new Promise((resolve, reject) => {
    const database = new driver.Database(file, mode | driver.OPEN_FULLMUTEX, error =>
      error ? reject(error) : resolve(new Sqlite3Handle(database)),
    );
  });
}

interface Prepared {
  readonly statement: sqlite3.Statement;
  /** Known once somebody needed it. */
  columns?: number;
}

class Sqlite3Handle implements Handle {
  readonly #database: sqlite3.Database;
  readonly #lock = new FairLock();
  /** In the order of last use. */
  readonly #prepared = new Map<string, Prepared>();

  constructor(database: sqlite3.Database) {
    this.#database = database;
  }

  exec(sql: string): Promise<void> {
    return this.#lock.hold(() => settled(done => this.#database.exec(sql, done)));
  }

  run(sql: string, params: readonly unknown[]): Promise<Changes> {
    const values = sqliteParameters(params);
    return this.#lock.hold(async () => {
      const { statement } = await this.#prepare(sql);
      return new Promise<Changes>((resolve, reject) => {
        statement.run(values, function (this: sqlite3.RunResult, error: Error | null) {
          error ? reject(error) : resolve({ changes: this.changes });
        });
      });
    });
  }

  all(sql: string, params: readonly unknown[], columns?: number): Promise<unknown[][]> {
    const values = sqliteParameters(params);
    return this.#lock.hold(async () => {
      const prepared = await this.#prepare(sql);
      const rows = await allRows(prepared.statement, values);
      if (rows.length === 0) return [];
      // all rows have the names of the first
      checkNames(Object.keys(rows[0]!), columns ?? (await this.#width(prepared, sql)));
      return rows.map(row => Object.values(row));
    });
  }

  close(): Promise<void> {
    return this.#lock.hold(async () => {
      // an open statement makes close() fail with SQLITE_BUSY
      for (const { statement } of this.#prepared.values()) await settled(done => statement.finalize(() => done(null)));
      this.#prepared.clear();
      await settled(done => this.#database.close(done));
    });
  }

  async #prepare(sql: string): Promise<Prepared> {
    const known = this.#prepared.get(sql);
    if (known) {
      this.#prepared.delete(sql);
      this.#prepared.set(sql, known);
      return known;
    }
    const prepared = { statement: await prepare(this.#database, sql) };
    this.#prepared.set(sql, prepared);
    this.#forgetOldest();
    return prepared;
  }

  #forgetOldest(): void {
    const oldest = this.#prepared.entries().next().value;
    if (this.#prepared.size <= MOST_STATEMENTS || oldest === undefined) return;
    this.#prepared.delete(oldest[0]);
    oldest[1].statement.finalize();
  }

  /** How many columns a hand-written statement has: the driver does not tell, but the byte code of the statement does. */
  async #width(prepared: Prepared, sql: string): Promise<number | undefined> {
    if (prepared.columns === undefined && !/^\s*(pragma|explain)\b/i.test(sql)) {
      const explain = await prepare(this.#database, `explain ${sql}`);
      const code = (await allRows(explain, [])) as { opcode: string; p2: number }[];
      await settled(done => explain.finalize(() => done(null)));
      const result = code.find(line => line.opcode === 'ResultRow');
      if (result) prepared.columns = result.p2;
    }
    return prepared.columns;
  }
}

function prepare(database: sqlite3.Database, sql: string): Promise<sqlite3.Statement> {
  return new Promise((resolve, reject) => {
    const statement = database.prepare(sql, (error: Error | null) => (error ? reject(error) : resolve(statement)));
  });
}

function allRows(statement: sqlite3.Statement, values: readonly unknown[]): Promise<object[]> {
  return new Promise((resolve, reject) => {
    statement.all(values, (error: Error | null, rows: object[]) => (error ? reject(error) : resolve(rows)));
  });
}

function checkNames(names: readonly string[], columns: number | undefined): void {
  if (columns !== undefined && names.length !== columns) {
    throw new Error(
      `${columns} columns were selected and ${names.length} came back: two have the same name, rename one with AS`,
    );
  }
  // JavaScript puts keys that look like array indexes first
  if (names.length > 1 && names.some(name => /^\d+$/.test(name))) {
    throw new Error('a selected column is named like a number and would change its place: rename it with AS');
  }
}

function settled(start: (done: (error: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => start(error => (error ? reject(error) : resolve())));
}
