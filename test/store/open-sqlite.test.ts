import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import type { Database } from '../../src/store/database.ts';
import { loadNodeSqlite } from '../../src/store/node-sqlite-handle.ts';
import { openPostgres } from '../../src/store/open-postgres.ts';
import { openSqlite } from '../../src/store/open-sqlite.ts';
import { freshFile } from '../databases.ts';

describe('opening a SQLite file', () => {
  const opened: Database[] = [];
  const open = async (options: Parameters<typeof openSqlite>[0]) => {
    const database = await openSqlite(options);
    opened.push(database);
    return database;
  };
  afterEach(async () => {
    for (const database of opened.splice(0)) await database.close();
  });
  const mode = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

  it('makes file, log and directory readable for their owner only', async () => {
    const file = join(`${freshFile()}-state`, 'deeper', 'desk.sqlite');
    const database = await open({ file });
    await database.execute(`insert into people (id, name, since) values (1, 'Ann', 1)`);
    expect(await mode(file)).to.equal('600');
    expect(await mode(`${file}-wal`)).to.equal('600');
    expect(await mode(dirname(file))).to.equal('700');
  });

  it('is durable by default and less so only when told', async () => {
    const file = freshFile();
    const settings = async (database: Database) =>
      database.transaction(async () => {
        const [[journal], [synchronous], [keys], [wait]] = (
          await Promise.all(
            ['journal_mode', 'synchronous', 'foreign_keys', 'busy_timeout'].map(name => database.all(`pragma ${name}`)),
          )
        ).map(rows => rows[0]!) as [unknown[], unknown[], unknown[], unknown[]];
        return { journal, synchronous, keys, wait };
      });
    expect(await settings(await open({ file }))).to.deep.equal({
      journal: 'wal',
      synchronous: 2,
      keys: 1,
      wait: 10_000,
    });
    expect(await settings(await open({ file, synchronous: 'normal' }))).to.deep.include({ synchronous: 1 });
  });

  it('reads while a transaction is open, and sees nothing of it', async () => {
    const database = await open({ file: freshFile() });
    let look: () => void = () => {};
    const ready = new Promise<void>(resolve => {
      look = resolve;
    });
    const outside = ready.then(() => database.all('select count(*) from people'));
    await database.transaction(async () => {
      await database.execute(`insert into people (id, name, since) values (1, 'Ann', 1)`);
      look();
      expect(await outside).to.deep.equal([[0]]);
    });
    expect(await database.all('select count(*) from people')).to.deep.equal([[1]]);
  });

  it('does not let a reader write, whatever the statement looks like', async () => {
    const database = await open({ file: freshFile() });
    const hidden = database.all(`with x as (select 1) /* … */ replace into counters select 'ticket', 99 from x`);
    const error = await hidden.catch((reason: Error) => reason);
    expect(error).to.be.instanceOf(Error);
    expect(await database.all(`select next from counters where name = 'ticket'`)).to.deep.equal([[1]]);
  });

  it('says which file cannot be opened', async () => {
    const message = await openSqlite({ file: dirname(freshFile()) }).catch((error: Error) => error.message);
    expect(message).to.match(/EISDIR|cannot open the database/);
  });

  it('says what to do when the wanted driver is not there', async function () {
    if (await loadNodeSqlite()) this.skip();
    const message = await openSqlite({ file: freshFile(), adapter: 'node:sqlite' }).catch(
      (error: Error) => error.message,
    );
    expect(message).to.match(/no SQLite driver: .*node:sqlite.*npm rebuild sqlite3.*Node\.js 24/);
  });
});

describe('opening a PostgreSQL database', () => {
  it('says that the server cannot be reached and keeps the password to itself', async () => {
    const url = 'postgresql://desk:very-secret@127.0.0.1:1/desk';
    const error = await openPostgres({ url }).catch((reason: Error) => reason);
    expect((error as Error).message).to.match(/PostgreSQL.*127\.0\.0\.1|ECONNREFUSED/);
    expect((error as Error).message).not.to.contain('very-secret');
  });
});
