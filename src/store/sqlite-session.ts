import type { Query } from 'drizzle-orm';
import { BaseSQLiteDatabase, SQLiteAsyncDialect } from 'drizzle-orm/sqlite-core';
import { RemotePreparedQuery, SQLiteRemoteSession } from 'drizzle-orm/sqlite-proxy/session';
import type { Db } from './database.ts';
import type { Transactions } from './transactions.ts';
import { withUniqueColumns } from './unique-columns.ts';

/**
 * drizzle on our transactions, for SQLite. drizzle builds the text and maps the rows; which handle runs it is decided by
 * Transactions. drizzle's own `transaction` is left out on purpose: Database.transaction is the only one.
 */
export function sqliteDb(transactions: Transactions): Db {
  const dialect = new SQLiteAsyncDialect();
  return new BaseSQLiteDatabase(
    'async',
    dialect,
    new Session(transactions, dialect) as never,
    undefined,
  ) as unknown as Db;
}

type Prepare = ConstructorParameters<typeof RemotePreparedQuery>;
type Fields = Prepare[6];
type Client = Prepare[0];

class Session extends SQLiteRemoteSession<Record<string, never>, Record<string, never>> {
  readonly #transactions: Transactions;

  constructor(transactions: Transactions, dialect: SQLiteAsyncDialect) {
    super(neverCalled, dialect, undefined, undefined, {});
    this.#transactions = transactions;
  }

  override prepareQuery(query: Query, fields: Fields, method: Prepare[7], arrays: boolean, map?: Prepare[9]): never {
    const client = clientOf(this.#transactions, fields?.length);
    const sql = fields ? withUniqueColumns(query.sql, fields) : query.sql;
    return new Statement(
      client,
      { ...query, sql },
      SILENT,
      undefined as never,
      undefined,
      undefined,
      fields,
      method,
      arrays,
      map,
    ) as never;
  }
}

class Statement extends RemotePreparedQuery {
  /** Replaces drizzle's, which puts every parameter, words of mails and notes included, into the message of an error. */
  queryWithCache<T>(_sql: string, _params: unknown[], query: () => Promise<T>): Promise<T> {
    return query();
  }
}

function clientOf(transactions: Transactions, columns: number | undefined): Client {
  return (async (sql: string, params: unknown[], method: 'run' | 'all' | 'get' | 'values') => {
    if (method === 'run') return transactions.run(sql, params);
    const rows = await transactions.all(sql, params, columns);
    return { rows: method === 'get' ? rows[0] : rows };
  }) as unknown as Client;
}

const SILENT = { logQuery() {} };

async function neverCalled(): Promise<never> {
  throw new Error('every query goes through prepareQuery');
}
