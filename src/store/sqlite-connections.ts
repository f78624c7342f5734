import type { Connections, Lease } from './connections.ts';
import { FairLock } from './fair-lock.ts';
import type { Handle } from './handle.ts';

/**
 * The connections of one SQLite file: a single writer, handed on in order, and readers that are opened when somebody
 * reads. In WAL mode readers and the writer do not wait for each other. A second process is SQLite's business:
 * `begin immediate` waits for it up to the busy timeout, where a deferred transaction would fail at once.
 */
export interface SqliteFile {
  open(access: 'read' | 'write'): Promise<Handle>;
  readonly synchronous: 'full' | 'normal';
  readonly readers: number;
}

/** ms; polled by SQLite. */
const BUSY_TIMEOUT = 10_000;

interface Reader {
  readonly handle: Promise<Handle>;
  load: number;
}

export class SqliteConnections implements Connections {
  readonly begin = 'begin immediate';
  readonly beginReading = 'begin deferred';
  readonly #file: SqliteFile;
  readonly #lock = new FairLock();
  readonly #readers: Reader[] = [];
  #writer: Promise<Handle> | undefined;
  #closed = false;

  constructor(file: SqliteFile) {
    this.#file = file;
  }

  async writer(): Promise<Lease> {
    const unlock = await this.#lock.acquire();
    try {
      this.#refuseWhenClosed();
      this.#writer ??= openWriter(this.#file);
      return { handle: await this.#writer, release: spoiled => this.#handBack(spoiled, unlock) };
    } catch (error) {
      this.#writer = undefined;
      unlock();
      throw error;
    }
  }

  async reader(): Promise<Lease> {
    this.#refuseWhenClosed();
    const reader = this.#leastLoaded();
    reader.load++;
    try {
      return { handle: await reader.handle, release: () => void reader.load-- };
    } catch (error) {
      this.#readers.splice(this.#readers.indexOf(reader), 1);
      throw error;
    }
  }

  /** A connection of its own: the readers are shared, and a transaction there would hold them all in the past. */
  async snapshot(): Promise<Lease> {
    this.#refuseWhenClosed();
    const handle = await openReader(this.#file);
    return { handle, release: () => void handle.close().catch(() => {}) };
  }

  async close(): Promise<void> {
    await this.#lock.hold(async () => {
      this.#closed = true;
      for (const reader of this.#readers) await (await reader.handle).close();
      await (await this.#writer)?.close();
    });
  }

  /** A spoiled writer is replaced by a new one; closing it undoes what it had begun. */
  #handBack(spoiled: boolean, unlock: () => void): void {
    const writer = this.#writer;
    if (spoiled && writer) {
      this.#writer = undefined;
      void writer.then(handle => handle.close()).then(unlock, unlock);
    } else {
      unlock();
    }
  }

  #leastLoaded(): Reader {
    const idle = this.#readers.find(reader => reader.load === 0);
    if (idle) return idle;
    if (this.#readers.length < this.#file.readers) {
      this.#readers.push({ handle: openReader(this.#file), load: 0 });
      return this.#readers.at(-1)!;
    }
    return this.#readers.reduce((least, reader) => (reader.load < least.load ? reader : least));
  }

  #refuseWhenClosed(): void {
    if (this.#closed) throw new Error('the database is closed');
  }
}

async function openWriter(file: SqliteFile): Promise<Handle> {
  const handle = await file.open('write');
  const level = file.synchronous === 'full' ? 'FULL' : 'NORMAL';
  await handle.exec(`pragma busy_timeout=${BUSY_TIMEOUT}; pragma foreign_keys=on; pragma synchronous=${level};`);
  await useWal(handle);
  return handle;
}

async function openReader(file: SqliteFile): Promise<Handle> {
  const handle = await file.open('read');
  await handle.exec(`pragma busy_timeout=${BUSY_TIMEOUT}; pragma query_only=on;`);
  return handle;
}

/** WAL is a property of the file; asking again when it is set costs nothing. */
async function useWal(handle: Handle): Promise<void> {
  const [answer] = await handle.all('pragma journal_mode=wal', [], 1);
  if (answer?.[0] !== 'wal') {
    throw new Error(
      `the database cannot use a write-ahead log (it says ${answer?.[0]}): is it on a network drive or read-only?`,
    );
  }
}
