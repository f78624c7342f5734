/** Is there room for another mail? Asked before one is read: what is not taken in stays safe where it lies. */
import { statfs } from 'node:fs/promises';
import type { Config } from './config/config.ts';

/** @throws Error with code ENOSPC when the file system of the state directory has less free than limits.disk_free. */
export async function ensureRoom({ state, limits }: Pick<Config, 'state' | 'limits'>): Promise<void> {
  if (limits.diskFree === 0) return;
  const free = await freeBytes(state);
  if (free === undefined || free >= limits.diskFree) return;
  const words = `${megabytes(free)} free where the state is (${state}), ${megabytes(limits.diskFree)} are wanted`;
  const error = new Error(`${words} (limits.disk_free): no mail is taken in until there is room`);
  throw Object.assign(error, { code: 'ENOSPC' });
}

/** What is free for an account without privileges; undefined when the directory is not there. */
async function freeBytes(folder: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function megabytes(bytes: number): string {
  return `${Math.floor(bytes / 1_000_000)} MB`;
}
