import type { Handle } from './handle.ts';
import { loadNodeSqlite, openNodeSqliteHandle } from './node-sqlite-handle.ts';
import { loadSqlite3, openSqlite3Handle } from './sqlite3-handle.ts';

/** Which of the two drivers opens the file: sqlite3, which does not stall the event loop, else the one inside Node. */
export type SqliteAdapter = 'sqlite3' | 'node:sqlite';
export type OpenFile = (file: string, access: 'read' | 'write') => Promise<Handle>;

/** @throws with what to install when neither driver can be had. */
export async function sqliteDriver(wanted?: SqliteAdapter): Promise<OpenFile> {
  if (wanted === 'node:sqlite')
    return (await nodeSqlite()) ?? missing(new Error('this Node.js has no usable node:sqlite'));
  try {
    const driver = await loadSqlite3();
    return (file, access) => openSqlite3Handle(driver, file, access);
  } catch (error) {
    const other = wanted === undefined ? await nodeSqlite() : undefined;
    return other ?? missing(error);
  }
}

async function nodeSqlite(): Promise<OpenFile | undefined> {
  const driver = await loadNodeSqlite();
  return driver && ((file, access) => openNodeSqliteHandle(driver, file, access));
}

function missing(reason: unknown): never {
  const first = reason instanceof Error ? reason.message.split('\n', 1)[0] : String(reason);
  throw new Error(
    `no SQLite driver: ${first}. Either let npm build the package sqlite3 (npm rebuild sqlite3; npm 12 and later need allowScripts for it), ` +
      `or run on Node.js 24 or later, which has SQLite inside. This is Node.js ${process.version}.`,
  );
}
