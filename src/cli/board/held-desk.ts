/**
 * The desk of a board that stays open for days: works on the database itself, so a daemon may come and go. When the file
 * is another one than was opened, it is opened anew; when it is gone or cannot be read, that is thrown, and the next try
 * may succeed.
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../config/config.ts';
import type { FrontDesk } from '../../front-desk.ts';
import type { Changed, Mark } from '../../store/changed-since.ts';

/** Looks in vain before it is tried with new connections. */
const PATIENCE = 6;

export class HeldDesk {
  readonly #config: Config;
  readonly #open: () => Promise<FrontDesk>;
  #desk: FrontDesk | undefined;
  #file: string | undefined;
  #mark: Mark | undefined;
  #failures = 0;

  constructor(config: Config, open: () => Promise<FrontDesk>) {
    this.#config = config;
    this.#open = open;
  }

  /** The desk as it was opened last. */
  get desk(): FrontDesk {
    if (this.#desk === undefined) throw new Error('the desk is not open');
    return this.#desk;
  }

  async open(): Promise<void> {
    const file = await this.#identity();
    const before = this.#desk;
    const desk = await this.#open();
    const { mark } = await desk.changedSince();
    // on the first start the file is made by opening it
    this.#file = file ?? (await this.#identity());
    this.#desk = desk;
    this.#mark = mark;
    this.#failures = 0;
    await before?.close().catch(() => {});
  }

  /** What happened since the last look; `reopened`: everything may be different. */
  async look(): Promise<Changed | 'reopened'> {
    try {
      const file = await this.#identity();
      if (file === undefined) throw new DatabaseGone();
      if (file !== this.#file || this.#failures >= PATIENCE) {
        await this.open();
        return 'reopened';
      }
      const changed = await this.desk.changedSince(this.#mark);
      this.#mark = changed.mark;
      this.#failures = 0;
      return changed;
    } catch (error) {
      this.#failures++;
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#desk?.close();
  }

  /** Of the file; a server has none that could be another one. */
  async #identity(): Promise<string | undefined> {
    if (this.#config.store.url !== undefined) return 'server';
    try {
      const { dev, ino } = await stat(join(this.#config.state, 'desk.db'));
      return `${dev}:${ino}`;
    } catch {
      return undefined;
    }
  }
}

/** An opened file that was removed would be read for ever, and a new one may not be made in its place. */
export class DatabaseGone extends Error {
  constructor() {
    super('the database is gone');
  }
}
