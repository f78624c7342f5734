import { AsyncLocalStorage } from 'node:async_hooks';
import type { Connections, Lease } from './connections.ts';
import { FairLock } from './fair-lock.ts';
import type { Changes, Handle } from './handle.ts';
import { StatementError } from './statement-error.ts';

/**
 * Which statement runs on which handle. Whatever a piece of work does, however deep in its calls, belongs to the
 * transaction the work was started in: AsyncLocalStorage carries the scope. Outside of a transaction a read goes to a
 * reader and a write is a transaction of its own.
 *
 * Every scope has a lock: a nested transaction holds its parent's lock as a transaction holds the writer, so two of them
 * never interleave their savepoints. A statement that failed spoils its scope, as PostgreSQL has it anyway; where failure
 * is expected, wrap the statement in a nested transaction.
 */
interface Scope {
  readonly handle: Handle;
  readonly parent: Scope | undefined;
  readonly depth: number;
  readonly lock: FairLock;
  open: boolean;
  failure: Error | undefined;
}

export class Transactions {
  readonly #connections: Connections;
  readonly #scope = new AsyncLocalStorage<Scope>();
  #closing: Promise<void> | undefined;

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  /** True also after the end of the transaction, for work that it started and nobody awaited. */
  get inside(): boolean {
    return this.#scope.getStore() !== undefined;
  }

  exec(sql: string): Promise<void> {
    return this.#statement(sql, handle => handle.exec(sql));
  }

  run(sql: string, params: readonly unknown[]): Promise<Changes> {
    return this.#statement(sql, handle => handle.run(sql, params));
  }

  all(sql: string, params: readonly unknown[], columns?: number): Promise<unknown[][]> {
    return this.#statement(sql, handle => handle.all(sql, params, columns));
  }

  /** Commits when the work resolves, undoes everything when it throws. Inside a transaction it nests as a savepoint. */
  transaction<T>(work: () => Promise<T>): Promise<T> {
    const scope = this.#scope.getStore();
    if (scope) return this.#nested(scope, work);
    return this.#outermost(work, this.#connections.begin, () => this.#connections.writer());
  }

  /** Reads that all see one moment, however long they take; writers go on meanwhile. Writing in it fails. */
  snapshot<T>(work: () => Promise<T>): Promise<T> {
    const scope = this.#scope.getStore();
    if (scope) return this.#nested(scope, work);
    return this.#outermost(work, this.#connections.beginReading, () => this.#connections.snapshot());
  }

  /** Waits for the running transaction. Closing again changes nothing. */
  async close(): Promise<void> {
    if (this.#scope.getStore()?.open) throw new Error('the database cannot be closed inside a transaction');
    this.#closing ??= this.#connections.close();
    return this.#closing;
  }

  async #statement<T>(sql: string, use: (handle: Handle) => Promise<T>): Promise<T> {
    const scope = this.#scope.getStore();
    if (!scope) return this.#alone(sql, use);
    refuseWhenOver(scope);
    return scope.lock.hold(() => inScope(scope, sql, use));
  }

  async #alone<T>(sql: string, use: (handle: Handle) => Promise<T>): Promise<T> {
    const lease = await (isRead(sql) ? this.#connections.reader() : this.#connections.writer());
    try {
      return await explained(sql, () => use(lease.handle));
    } finally {
      lease.release(false);
    }
  }

  async #outermost<T>(work: () => Promise<T>, begin: string, lease: () => Promise<Lease>): Promise<T> {
    const { handle, release } = await lease();
    let spoiled = true;
    try {
      await explained(begin, () => handle.run(begin, []));
      try {
        const result = await this.#work(newScope(handle), work);
        await explained('commit', () => handle.run('commit', []));
        spoiled = false;
        return result;
      } catch (error) {
        spoiled = !(await succeeds(handle.run('rollback', [])));
        throw error;
      }
    } finally {
      release(spoiled);
    }
  }

  async #nested<T>(parent: Scope, work: () => Promise<T>): Promise<T> {
    refuseWhenOver(parent);
    return parent.lock.hold(async () => {
      const savepoint = `nested_${parent.depth + 1}`;
      const command = (sql: string) => inScope(parent, sql, handle => handle.run(sql, []));
      await command(`savepoint ${savepoint}`);
      try {
        const result = await this.#work(newScope(parent.handle, parent), work);
        await command(`release ${savepoint}`);
        return result;
      } catch (error) {
        // when this fails SQLite has given up the whole transaction; inScope has then spoiled the parent
        await succeeds(command(`rollback to ${savepoint}`).then(() => command(`release ${savepoint}`)));
        throw error;
      }
    });
  }

  /** Runs the work in the scope, then lets statements that nobody awaited finish before the scope ends. */
  async #work<T>(scope: Scope, work: () => Promise<T>): Promise<T> {
    let result: T;
    try {
      // a drizzle query starts when it is awaited: that has to be inside the scope
      result = await this.#scope.run(scope, async () => await work());
    } finally {
      scope.open = false;
      await scope.lock.passed();
    }
    if (scope.failure) throw scope.failure;
    return result;
  }
}

function newScope(handle: Handle, parent?: Scope): Scope {
  const depth = parent ? parent.depth + 1 : 0;
  return { handle, parent, depth, lock: new FairLock(), open: true, failure: undefined };
}

async function inScope<T>(scope: Scope, sql: string, use: (handle: Handle) => Promise<T>): Promise<T> {
  if (scope.failure) throw new Error(`an earlier statement of this transaction failed: ${scope.failure.message}`);
  try {
    return await explained(sql, () => use(scope.handle));
  } catch (error) {
    scope.failure = error as Error;
    throw error;
  }
}

function refuseWhenOver(scope: Scope): void {
  for (let each: Scope | undefined = scope; each; each = each.parent) {
    if (!each.open) {
      throw new Error(
        'a statement came after the end of its transaction: something the transaction started was not awaited',
      );
    }
  }
}

async function explained<T>(sql: string, use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (error) {
    throw new StatementError(error, sql);
  }
}

async function succeeds(promise: Promise<unknown>): Promise<boolean> {
  return promise.then(
    () => true,
    () => false,
  );
}

/** When in doubt it is a write: a reader refuses to write, the writer does not refuse to read. */
function isRead(sql: string): boolean {
  return /^\s*(select|values)\b/i.test(sql) || isReadingWith(sql);
}

function isReadingWith(sql: string): boolean {
  return /^\s*with\b/i.test(sql) && !/\b(insert|update|delete)\b/i.test(sql);
}
