import { mkdtempSync, rmSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type { Connections, Lease } from '../src/store/connections.ts';
import type { Database } from '../src/store/database.ts';
import { FairLock } from '../src/store/fair-lock.ts';
import type { Handle } from '../src/store/handle.ts';
import { loadNodeSqlite } from '../src/store/node-sqlite-handle.ts';
import { openPgOn, openPostgres } from '../src/store/open-postgres.ts';
import { openSqlite } from '../src/store/open-sqlite.ts';
import { checkedParameters } from '../src/store/parameters.ts';
import { PG_SNAPSHOT } from '../src/store/pg-connections.ts';
import { type SqliteAdapter, sqliteDriver } from '../src/store/sqlite-driver.ts';

/**
 * The databases every store test runs on: SQLite by sqlite3, SQLite by node:sqlite where this Node has it, PostgreSQL
 * inside the process (PGlite), and a real server when PG_URL names one. Each open() is an empty, migrated database.
 * On PGlite everything shares one connection: what runs outside a transaction waits for the transaction to end.
 *
 *   describeOnEveryDatabase('commit', open => {
 *     it('keeps the ticket', async () => { const database = await open(); … });
 *   });
 *
 * Whatever open() gave is closed after the test.
 */
export type Open = () => Promise<Database>;
export interface TestedOn {
  readonly name: string;
  readonly dialect: 'sqlite' | 'pg';
}

/** ms; seconds on an idle machine, once for all tests. */
const PGLITE_START = 120_000;

interface Kind extends TestedOn {
  open(): Promise<Database>;
}

export function describeOnEveryDatabase(name: string, tests: (open: Open, on: TestedOn) => void): void {
  for (const kind of KINDS) {
    describe(`${name} [${kind.name}]`, () => {
      const opened: Database[] = [];
      before(async function () {
        this.timeout(PGLITE_START);
        if (kind.name === 'PGlite') await pglite();
      });
      afterEach(async () => {
        for (const database of opened.splice(0)) await database.close();
      });
      tests(async () => {
        const database = await kind.open();
        opened.push(database);
        return database;
      }, kind);
    });
  }
}

/** One for the process, which may run the tests of many files. */
const scratch = mkdtempSync(join(tmpdir(), 'postdesk-test-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
let numbers = 0;

/** A path for a new SQLite file; the folder goes away when the process ends. */
export function freshFile(): string {
  return join(scratch, `${++numbers}.sqlite`);
}

/** The bare connection below a Database, without tables. */
export async function openHandle(file: string): Promise<Handle> {
  return (await sqliteDriver())(file, 'write');
}

/** Migrating each time would cost several fsyncs a test; an empty database is made once and copied. */
const emptyFile = once(async () => {
  const file = freshFile();
  await (await openSqlite({ file })).close();
  return file;
});

async function openFile(adapter: SqliteAdapter): Promise<Database> {
  const file = freshFile();
  await copyFile(await emptyFile(), file);
  return openSqlite({ file, adapter, synchronous: 'normal' });
}

const pglite = once(async () => {
  const instance = new PGlite();
  await instance.exec('set client_min_messages to warning');
  return instance;
});
const pgliteLock = new FairLock();

async function openPglite(): Promise<Database> {
  const instance = await pglite();
  const name = `test_${++numbers}`;
  await pgliteLock.hold(() => instance.exec(`create schema ${name}`));
  return openPgOn(new PgliteConnections(instance, name));
}

/** One session for all: it belongs to one lease at a time, and each test's tables are in a schema of their own. */
class PgliteConnections implements Connections {
  readonly begin = 'begin';
  readonly beginReading = PG_SNAPSHOT;
  readonly #instance: PGlite;
  readonly #schema: string;
  #closed = false;

  constructor(instance: PGlite, schema: string) {
    this.#instance = instance;
    this.#schema = schema;
  }

  async writer(): Promise<Lease> {
    const release = await pgliteLock.acquire();
    try {
      if (this.#closed) throw new Error('the database is closed');
      await this.#instance.exec(`set search_path to ${this.#schema}`);
    } catch (error) {
      release();
      throw error;
    }
    return { handle: pgliteHandle(this.#instance), release: () => release() };
  }

  reader(): Promise<Lease> {
    return this.writer();
  }

  snapshot(): Promise<Lease> {
    return this.writer();
  }

  async close(): Promise<void> {
    const { release } = await this.writer();
    this.#closed = true;
    await this.#instance.exec(`drop schema ${this.#schema} cascade`);
    release(false);
  }
}

function pgliteHandle(instance: PGlite): Handle {
  const query = (sql: string, params: readonly unknown[]) =>
    instance.query(sql, checkedParameters(params), { rowMode: 'array', parsers: { 20: Number } });
  return {
    exec: async sql => void (await instance.exec(sql)),
    run: async (sql, params) => ({ changes: (await query(sql, params)).affectedRows ?? 0 }),
    all: async (sql, params) => (await query(sql, params)).rows as unknown[][],
    close: async () => {},
  };
}

/** A schema of its own on the server that PG_URL names, dropped when the test closes it. */
async function openServer(url: string): Promise<Database> {
  const schema = `postdesk_test_${process.pid}_${++numbers}`;
  const separator = url.includes('?') ? '&' : '?';
  const inSchema = `${url}${separator}options=${encodeURIComponent(`-c search_path=${schema} -c client_min_messages=warning`)}`;
  const { connectPostgres } = await import('../src/store/pg-connections.ts');
  await onServer(await connectPostgres(url), `create schema ${schema}`);
  const database = await openPostgres({ url: inSchema });
  const close = async () => {
    await database.close();
    await onServer(await connectPostgres(url), `drop schema if exists ${schema} cascade`);
  };
  return { ...database, close };
}

async function onServer(connections: Connections, sql: string): Promise<void> {
  const { handle, release } = await connections.writer();
  await handle.exec(sql);
  release(false);
  await connections.close();
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

const KINDS: readonly Kind[] = [
  { name: 'sqlite3', dialect: 'sqlite', open: () => openFile('sqlite3') },
  ...((await loadNodeSqlite())
    ? [{ name: 'node:sqlite', dialect: 'sqlite' as const, open: () => openFile('node:sqlite') }]
    : []),
  { name: 'PGlite', dialect: 'pg', open: openPglite },
  ...(process.env.PG_URL
    ? [{ name: 'PostgreSQL', dialect: 'pg' as const, open: () => openServer(process.env.PG_URL!) }]
    : []),
];
