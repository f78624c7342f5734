import type { Query, SQL } from 'drizzle-orm';
import { PgDatabase, PgDialect } from 'drizzle-orm/pg-core';
import { PgRemoteSession, PreparedQuery } from 'drizzle-orm/pg-proxy/session';
import type { Db } from './database.ts';
import type { Transactions } from './transactions.ts';

/** drizzle on our transactions, for PostgreSQL; the mirror of sqlite-session.ts. */
export function pgDb(transactions: Transactions): Db {
  const dialect = new PgDialect();
  return new PgDatabase(dialect, new Session(transactions, dialect) as never, undefined) as unknown as Db;
}

type Prepare = ConstructorParameters<typeof PreparedQuery>;
type Fields = Prepare[8];
type Client = Prepare[0];

class Session extends PgRemoteSession<Record<string, never>, Record<string, never>> {
  readonly #transactions: Transactions;
  readonly #dialect: PgDialect;

  constructor(transactions: Transactions, dialect: PgDialect) {
    super(neverCalled, dialect, undefined, {});
    this.#transactions = transactions;
    this.#dialect = dialect;
  }

  override prepareQuery(query: Query, fields: Fields, _name: unknown, arrays: boolean, map?: Prepare[10]): never {
    const client = clientOf(this.#transactions, fields?.length);
    return new Statement(
      client,
      query.sql,
      query.params,
      undefined,
      SILENT,
      undefined as never,
      undefined,
      undefined,
      fields,
      arrays,
      map,
    ) as never;
  }

  /** drizzle's reads the row by name; our rows are arrays. */
  override async count(query: SQL): Promise<number> {
    const { sql, params } = this.#dialect.sqlToQuery(query);
    const rows = await this.#transactions.all(sql, params, 1);
    return Number(rows[0]?.[0]);
  }
}

class Statement extends PreparedQuery<{ execute: unknown; all: unknown; values: unknown }> {
  /** Replaces drizzle's, which puts every parameter, words of mails and notes included, into the message of an error. */
  queryWithCache<T>(_sql: string, _params: unknown[], query: () => Promise<T>): Promise<T> {
    return query();
  }
}

/** drizzle asks to `execute` what returns no rows. */
function clientOf(transactions: Transactions, columns: number | undefined): Client {
  return (async (sql: string, params: unknown[], method: 'execute' | 'all') => {
    if (method === 'execute') return { rows: await transactions.run(sql, params) };
    return { rows: await transactions.all(sql, params, columns) };
  }) as unknown as Client;
}

const SILENT = { logQuery() {} };

async function neverCalled(): Promise<never> {
  throw new Error('every query goes through prepareQuery');
}
