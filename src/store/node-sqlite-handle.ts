import type { Changes, Handle } from './handle.ts';
import { sqliteParameters } from './parameters.ts';

/**
 * A Handle over node:sqlite, which needs no addon. Node 20 does not have it and early versions give rows as objects only,
 * so it is looked for when it is needed. It is synchronous: a slow query stalls the event loop; sqlite3 is preferred.
 */
interface Statement {
  setReturnArrays(on: boolean): void;
  run(...params: unknown[]): { changes: number | bigint };
  all(...params: unknown[]): unknown[][];
}
interface DatabaseSync {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
}
export interface NodeSqlite {
  readonly DatabaseSync: new (file: string, options: { readOnly: boolean }) => DatabaseSync;
  readonly StatementSync: { readonly prototype: object };
}

const MOST_STATEMENTS = 200;

/** undefined when this Node has no node:sqlite, or one that cannot return rows as arrays. */
export async function loadNodeSqlite(): Promise<NodeSqlite | undefined> {
  const builtin = process.getBuiltinModule?.('node:sqlite') as NodeSqlite | undefined;
  return builtin && 'setReturnArrays' in builtin.StatementSync.prototype ? builtin : undefined;
}

export async function openNodeSqliteHandle(
  driver: NodeSqlite,
  file: string,
  access: 'read' | 'write',
): Promise<Handle> {
  return new NodeSqliteHandle(new driver.DatabaseSync(file, { readOnly: access === 'read' }));
}

class NodeSqliteHandle implements Handle {
  readonly #database: DatabaseSync;
  /** In the order of last use. */
  readonly #prepared = new Map<string, Statement>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  async exec(sql: string): Promise<void> {
    this.#database.exec(sql);
  }

  async run(sql: string, params: readonly unknown[]): Promise<Changes> {
    return { changes: Number(this.#prepare(sql).run(...sqliteParameters(params)).changes) };
  }

  async all(sql: string, params: readonly unknown[], columns?: number): Promise<unknown[][]> {
    const rows = this.#prepare(sql).all(...sqliteParameters(params));
    if (columns !== undefined && rows[0] && rows[0].length !== columns) {
      throw new Error(`${columns} columns were selected and ${rows[0].length} came back`);
    }
    return rows.map(row => row.map(asBuffer));
  }

  async close(): Promise<void> {
    this.#prepared.clear();
    this.#database.close();
  }

  #prepare(sql: string): Statement {
    const statement = this.#prepared.get(sql) ?? this.#database.prepare(sql);
    statement.setReturnArrays(true);
    this.#prepared.delete(sql);
    this.#prepared.set(sql, statement);
    const oldest = this.#prepared.keys().next().value;
    if (this.#prepared.size > MOST_STATEMENTS && oldest !== undefined) this.#prepared.delete(oldest);
    return statement;
  }
}

function asBuffer(value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value;
}
