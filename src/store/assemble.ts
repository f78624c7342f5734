import type { Connections } from './connections.ts';
import type { Database, Db } from './database.ts';
import { GroupCommit } from './group-commit.ts';
import type { Kit } from './kit.ts';
import type { Schema } from './schema.ts';
import { Transactions } from './transactions.ts';

/** What a dialect brings to a Database. */
export interface Parts {
  readonly connections: Connections;
  readonly kit: Kit;
  readonly schema: Schema;
  readonly db: (transactions: Transactions) => Db;
}

/** Puts a Database together from the parts that open-sqlite.ts and open-postgres.ts know. */
export function databaseOf({ connections, kit, schema, db }: Parts): Database {
  const transactions = new Transactions(connections);
  const transaction = <T>(work: () => Promise<T>) => transactions.transaction(work);
  const group = new GroupCommit(transaction);
  const sqlite = kit.dialect === 'sqlite';
  return {
    dialect: kit.dialect,
    kit,
    schema,
    db: db(transactions),
    transaction,
    // inside a transaction the group would wait for us and we for it
    grouped: work => (sqlite && !transactions.inside ? group.join(work) : transaction(work)),
    snapshot: work => transactions.snapshot(work),
    execute: sql => transactions.exec(sql),
    all: (sql, params = []) => {
      const statement = sqlite ? positional(sql, params) : { sql, params };
      return transactions.all(statement.sql, statement.params);
    },
    close: () => transactions.close(),
  };
}

/** `$1` is a name to SQLite, and node:sqlite does not bind names by position. */
function positional(sql: string, params: readonly unknown[]): { sql: string; params: unknown[] } {
  const ordered: unknown[] = [];
  const text = sql.replace(/\$(\d+)/g, (_, number) => {
    ordered.push(params[Number(number) - 1]);
    return '?';
  });
  return { sql: text, params: ordered };
}
