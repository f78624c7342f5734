/**
 * One daemon for one state directory. The lock is SQLite's own, on a file of its own: the system lets go of it when the
 * process dies, however it dies, so there is no stale lock to remove by hand.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sqliteDriver } from '../store/sqlite-driver.ts';

export interface Lock {
  release(): Promise<void>;
}

export class AlreadyRunning extends Error {}

export async function holdLock(state: string): Promise<Lock> {
  await mkdir(state, { recursive: true, mode: 0o700 });
  const file = join(state, 'daemon.lock');
  const open = await sqliteDriver();
  const handle = await open(file, 'write');
  try {
    await handle.exec('PRAGMA busy_timeout=0');
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
