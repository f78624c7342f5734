/**
 * One daemon for one state directory. The lock is SQLite's own, on a file of its own: the system lets go of it when the
 * process dies, however it dies, so there is no stale lock to remove by hand.
 */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sqliteDriver } from '../store/sqlite-driver.ts';

export interface Lock {
  release(): Promise<void>;
}

/** ms: whoever looks whether a daemon is at work holds the file for less than one. */
const LOOKS_END = 500;

/**
 * Whether one is at work on that state. Its lock lets nobody read the file; whoever may read holds it no longer than
 * that takes, and a daemon that starts meanwhile waits for it. undefined: it cannot be told.
 */
export async function isDaemonAtWork(state: string): Promise<boolean | undefined> {
  const file = join(state, 'daemon.lock');
  if (!existsSync(file)) return false;
  const handle = await (await sqliteDriver())(file, 'read').catch(() => undefined);
  if (handle === undefined) return undefined;
  try {
    await handle.exec('PRAGMA busy_timeout=0');
    await handle.exec('SELECT count(*) FROM sqlite_master');
    return false;
  } catch (error) {
    return isBusy(error) ? true : undefined;
  } finally {
    await handle.close();
  }
}

/** As either driver says it. */
function isBusy(error: unknown): boolean {
  return /SQLITE_BUSY|database is locked/.test(String(error));
}

export class AlreadyRunning extends Error {}

export async function holdLock(state: string): Promise<Lock> {
  await mkdir(state, { recursive: true, mode: 0o700 });
  const file = join(state, 'daemon.lock');
  const open = await sqliteDriver();
  const handle = await open(file, 'write');
  try {
    await handle.exec(`PRAGMA busy_timeout=${LOOKS_END}`);
    await handle.exec('BEGIN EXCLUSIVE');
  } catch {
    await handle.close();
    throw new AlreadyRunning(
      `another desk serve runs on ${state}: stop it first, or give this one a state directory of its own`,
    );
  }
  return {
    release: async () => {
      await handle.exec('ROLLBACK');
      await handle.close();
    },
  };
}
