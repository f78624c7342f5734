import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { packageRoot } from '../../src/config/package-root.ts';
import type { Database } from '../../src/store/database.ts';
import { migratePg, migrateSqlite, readMigrations } from '../../src/store/migrate.ts';
import { openSqlite } from '../../src/store/open-sqlite.ts';
import { describeOnEveryDatabase, freshFile, openHandle } from '../databases.ts';

const shipped = (dialect: 'sqlite' | 'pg') => join(packageRoot(), 'src', 'store', 'migrations', dialect);
const made: string[] = [];
const SHIPPED = readMigrations('sqlite').length;

/** `0003-more.sql`: the nth behind the shipped ones. */
function later(nth: number, name: string): string {
  return `${String(SHIPPED + nth).padStart(4, '0')}-${name}.sql`;
}

/** A copy of the shipped migrations, with more of them. */
function folderWith(dialect: 'sqlite' | 'pg', more: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'postdesk-migrations-'));
  made.push(folder);
  cpSync(shipped(dialect), folder, { recursive: true });
  for (const [name, sql] of Object.entries(more)) writeFileSync(join(folder, name), sql);
  return folder;
}

after(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

const REBUILD = `
create table people_new (id integer primary key not null, name text not null default 'somebody', since integer not null, merged_into integer) strict;
insert into people_new select id, name, since, merged_into from people;
drop table people;
alter table people_new rename to people;`;

describe('migrating a SQLite file', () => {
  const withAnn = async (database: Database) => {
    await database.execute(
      `insert into people (id, name, since) values (1, 'Ann', 5); insert into addresses (address, person, rank) values ('ann@example.org', 1, 0)`,
    );
    await database.close();
  };

  it('keeps the rows that refer to a table which is rebuilt', async () => {
    const file = freshFile();
    await withAnn(await openSqlite({ file }));
    const database = await openSqlite({ file, migrations: folderWith('sqlite', { [later(1, 'rebuild')]: REBUILD }) });
    expect(
      await database.all('select a.address, p.name from addresses a join people p on p.id = a.person'),
    ).to.deep.equal([['ann@example.org', 'Ann']]);
    const orphan = database.execute(`insert into addresses (address, person, rank) values ('x@example.org', 99, 0)`);
    expect(await messageOf(orphan)).to.match(/FOREIGN KEY/);
    await database.close();
  });

  it('refuses a migration that would leave rows without what they refer to, and changes nothing', async () => {
    const file = freshFile();
    await withAnn(await openSqlite({ file }));
    const migrations = folderWith('sqlite', {
      [later(1, 'forget')]: 'create table more (x text); delete from people;',
    });
    expect(await messageOf(openSqlite({ file, migrations }))).to.match(
      /leave 1 rows that refer to nothing \(in addresses\)/,
    );
    const database = await openSqlite({ file });
    expect(
      await database.all('select count(*) as people, (select count(*) from migrations) as done from people'),
    ).to.deep.equal([[1, SHIPPED]]);
    await database.close();
  });

  it('says which migration failed and leaves the file as it was', async () => {
    const file = freshFile();
    await (await openSqlite({ file })).close();
    const migrations = folderWith('sqlite', {
      [later(1, 'more')]: 'create table more (x text);',
      [later(2, 'bad')]: 'creat table',
    });
    expect(await messageOf(openSqlite({ file, migrations }))).to.match(
      /migration \d{4}-bad\.sql failed and nothing was changed/,
    );
    const database = await openSqlite({ file });
    expect(await database.all(`select count(*) from sqlite_schema where name = 'more'`)).to.deep.equal([[0]]);
    await database.close();
  });

  it('refuses a migration that was changed after it ran', async () => {
    const file = freshFile();
    await (await openSqlite({ file })).close();
    const text = readFileSync(join(shipped('sqlite'), '0001-the-desk.sql'), 'utf8');
    const migrations = folderWith('sqlite', { '0001-the-desk.sql': `${text}\n-- a small correction` });
    expect(await messageOf(openSqlite({ file, migrations }))).to.match(/0001-the-desk\.sql was changed after it ran/);
  });

  it('refuses a database that is newer than the program', async () => {
    const file = freshFile();
    await (
      await openSqlite({ file, migrations: folderWith('sqlite', { [later(1, 'more')]: 'create table more (x text)' }) })
    ).close();
    expect(await messageOf(openSqlite({ file }))).to.match(
      /newer than this program: it has had migration \d{4}-more\.sql/,
    );
  });

  it('does not care whether lines end as on Windows', async () => {
    const file = freshFile();
    await (await openSqlite({ file })).close();
    const text = readFileSync(join(shipped('sqlite'), '0001-the-desk.sql'), 'utf8');
    const migrations = folderWith('sqlite', { '0001-the-desk.sql': text.replaceAll('\n', '\r\n') });
    await (await openSqlite({ file, migrations })).close();
  });

  it('refuses the file of another program', async () => {
    const file = freshFile();
    const handle = await openHandle(file);
    await handle.exec('create table bookmarks (url text)');
    await handle.close();
    expect(await messageOf(openSqlite({ file }))).to.match(/some other program/);
  });

  it('runs nothing when the tables are up to date', async () => {
    const file = freshFile();
    await (await openSqlite({ file })).close();
    const handle = await openHandle(file);
    expect(await migrateSqlite(handle, readMigrations('sqlite'))).to.equal(0);
    await handle.close();
  });

  it('wants the numbers without a gap', () => {
    const folder = folderWith('sqlite', { [later(2, 'later')]: 'select 1' });
    expect(() => readMigrations('sqlite', folder)).to.throw(
      new RegExp(`-later\\.sql: expected a migration with the number ${SHIPPED + 1}`),
    );
  });
});

describeOnEveryDatabase('the migrator', (open, on) => {
  const migrate = (database: Database, more: Record<string, string>) => {
    const handle = {
      exec: (sql: string) => database.execute(sql),
      run: async () => ({ changes: 0 }),
      all: (sql: string, params: readonly unknown[]) => database.all(sql, params),
      close: async () => {},
    };
    return (on.dialect === 'sqlite' ? migrateSqlite : migratePg)(
      handle,
      readMigrations(on.dialect, folderWith(on.dialect, more)),
    );
  };

  it('finds a fresh database up to date', async () => {
    expect(await migrate(await open(), {})).to.equal(0);
  });

  it('refuses what was changed after it ran', async () => {
    const database = await open();
    expect(await messageOf(migrate(database, { '0001-the-desk.sql': 'select 1' }))).to.match(
      /was changed after it ran/,
    );
  });
});

async function messageOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'nothing was thrown',
    (error: Error) => error.message,
  );
}
