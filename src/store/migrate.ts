import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../config/package-root.ts';
import type { Handle } from './handle.ts';

/**
 * Brings the tables up to date: numbered .sql files, each run once, all that are missing in one transaction, each recorded
 * with its hash. A file that was released is never edited. drizzle's own migrator is no good here: it leaves foreign keys
 * on while SQLite rebuilds a table, and dropping the old table then deletes the rows that refer to it.
 */
export interface Migration {
  readonly number: number;
  /** `0001-the-desk.sql` */
  readonly name: string;
  readonly sql: string;
  readonly hash: string;
}

type Applied = Pick<Migration, 'number' | 'name' | 'hash'>;

/** The migrations of a dialect in order. @throws when a number is missing or there twice. */
export function readMigrations(dialect: 'sqlite' | 'pg', folder?: string): Migration[] {
  const from = folder ?? join(packageRoot(), 'src', 'store', 'migrations', dialect);
  const names = readdirSync(from).filter(name => name.endsWith('.sql'));
  return names.sort().map((name, at) => {
    const sql = readFileSync(join(from, name), 'utf8').replaceAll('\r\n', '\n');
    const number = Number(/^(\d{4})-/.exec(name)?.[1]);
    if (number !== at + 1) throw new Error(`${join(from, name)}: expected a migration with the number ${at + 1}`);
    return { number, name, sql, hash: createHash('sha256').update(sql).digest('hex') };
  });
}

/** @returns how many were run; a database that is up to date costs two short reads. */
export async function migrateSqlite(handle: Handle, migrations: readonly Migration[]): Promise<number> {
  if (pending(await appliedOnSqlite(handle), migrations).length === 0) return 0;
  // neither has an effect inside a transaction; the second lets a table be rebuilt that a view reads
  await handle.exec('pragma foreign_keys=off; pragma legacy_alter_table=on');
  try {
    return await within(handle, 'begin immediate', async () => {
      // another process may have been faster
      const missing = pending(await appliedOnSqlite(handle), migrations);
      await apply(handle, missing);
      await refuseOrphans(handle);
      return missing.length;
    });
  } finally {
    await handle.exec('pragma foreign_keys=on; pragma legacy_alter_table=off');
  }
}

export async function migratePg(handle: Handle, migrations: readonly Migration[]): Promise<number> {
  if (pending(await appliedOnPg(handle), migrations).length === 0) return 0;
  return within(handle, 'begin', async () => {
    await handle.exec(`select pg_advisory_xact_lock(hashtext('postdesk migrations'))`);
    const missing = pending(await appliedOnPg(handle), migrations);
    await apply(handle, missing);
    return missing.length;
  });
}

/** Program and database do not belong together; with the right program the same works, so mail has to wait for it. */
export class WrongDatabase extends Error {}

/** What is still to be run. @throws WrongDatabase */
function pending(applied: readonly Applied[], migrations: readonly Migration[]): Migration[] {
  const newest = applied.at(-1);
  if (newest && newest.number > migrations.length) {
    throw new WrongDatabase(
      `the database is newer than this program: it has had migration ${newest.name}, the program knows ${migrations.length}. ` +
        'Install the newer program, or restore the backup made before it was installed.',
    );
  }
  for (const [at, { name, hash }] of applied.entries()) {
    if (migrations[at]?.hash === hash) continue;
    throw new WrongDatabase(
      `migration ${name} is not the one that made this database: ${migrations[at]?.name} was changed after it ran here. ` +
        'Reinstall the program; to change tables add a migration with the next number.',
    );
  }
  return migrations.slice(applied.length);
}

async function apply(handle: Handle, migrations: readonly Migration[]): Promise<void> {
  await handle.exec(
    'create table if not exists migrations (number bigint primary key, name text not null, hash text not null)',
  );
  for (const { number, name, hash, sql } of migrations) {
    try {
      await handle.exec(sql);
    } catch (error) {
      throw new Error(
        `migration ${name} failed and nothing was changed: ${error instanceof Error ? error.message : error}`,
      );
    }
    await handle.exec(`insert into migrations values (${number}, '${name.replaceAll("'", "''")}', '${hash}')`);
  }
}

async function appliedOnSqlite(handle: Handle): Promise<Applied[]> {
  const [tables] = await handle.all(
    `select count(*) as every, coalesce(sum(name = 'migrations'), 0) as ours from sqlite_schema where type = 'table'`,
    [],
    2,
  );
  const [every, ours] = tables as [number, number];
  if (ours) return applied(handle);
  if (every)
    throw new Error('the file is a SQLite database of some other program: name another file in the configuration');
  return [];
}

async function appliedOnPg(handle: Handle): Promise<Applied[]> {
  const [there] = await handle.all(`select to_regclass('migrations') is not null`, [], 1);
  return there?.[0] ? applied(handle) : [];
}

async function applied(handle: Handle): Promise<Applied[]> {
  const rows = await handle.all('select number, name, hash from migrations order by number', [], 3);
  return rows.map(([number, name, hash]) => ({ number, name, hash }) as Applied);
}

async function refuseOrphans(handle: Handle): Promise<void> {
  const orphans = await handle.all('pragma foreign_key_check', [], 4);
  if (orphans.length === 0) return;
  const tables = [...new Set(orphans.map(([table]) => table))].join(', ');
  throw new Error(
    `the migration would leave ${orphans.length} rows that refer to nothing (in ${tables}); nothing was changed`,
  );
}

async function within<T>(handle: Handle, begin: string, work: () => Promise<T>): Promise<T> {
  await handle.exec(begin);
  try {
    const result = await work();
    await handle.exec('commit');
    return result;
  } catch (error) {
    await handle.exec('rollback').catch(() => {});
    throw error;
  }
}
