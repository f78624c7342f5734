import { expect } from 'chai';
import type { Database } from '../../src/store/database.ts';
import { openSqlite } from '../../src/store/open-sqlite.ts';
import { freshFile, openHandle } from '../databases.ts';

/** SQLite gives up a whole transaction by itself after some errors; `insert or rollback` does it on demand. */
const GIVES_UP = `insert or rollback into people (id, name, since) values (1, 'Ann again', 1)`;

describe('when SQLite is in trouble', () => {
  let database: Database;
  let file: string;
  beforeEach(async () => {
    file = freshFile();
    database = await openSqlite({ file });
    await add(1);
  });
  afterEach(() => database.close());

  const add = (id: number) => database.execute(`insert into people (id, name, since) values (${id}, 'Ann', 1)`);
  const ids = async () => (await database.all('select id from people order by id')).map(([id]) => id);

  it('keeps nothing of a transaction that was given up inside a nested one, and the next one works', async () => {
    const work = database.transaction(async () => {
      await add(2);
      await database.transaction(() => database.execute(GIVES_UP)).catch(() => {});
      await add(3);
    });
    expect(await failure(work)).to.match(/an earlier statement of this transaction failed/);
    expect(await ids()).to.deep.equal([1]);
    await database.transaction(() => add(4));
    expect(await ids()).to.deep.equal([1, 4]);
  });

  it('tells every work of a group whose transaction was given up, and the next group works', async () => {
    const [first, second] = await Promise.allSettled([
      database.grouped(() => add(2)),
      database.grouped(() => database.execute(GIVES_UP)),
    ]);
    expect([first.status, second.status]).to.deep.equal(['rejected', 'rejected']);
    expect(await ids()).to.deep.equal([1]);
    await database.grouped(() => add(3));
    expect(await ids()).to.deep.equal([1, 3]);
  });

  it('says that another process has the database, and goes on when that one has finished', async () => {
    const other = await openHandle(file);
    await other.exec('begin immediate');
    await database.execute('pragma busy_timeout=20');
    const errors = await Promise.allSettled([database.grouped(() => add(2)), database.grouped(() => add(3))]);
    await other.exec('rollback');
    await other.close();
    for (const error of errors) {
      expect(error.status === 'rejected' && database.kit.isBusy(error.reason)).to.equal(true);
    }
    await database.grouped(() => add(4));
    expect(await ids()).to.deep.equal([1, 4]);
  });

  it('undoes only the nested part when the disk is full', async () => {
    await database.transaction(async () => {
      await database.execute('pragma max_page_count=80');
      await add(2);
      const bytes = Buffer.alloc(400_000);
      const tooMuch = database.transaction(async () =>
        database.db.insert(database.schema.originals).values({ sha256: 'a', size: 1, packed: false, bytes }),
      );
      expect(await failure(tooMuch)).to.match(/full/);
      await add(3);
    });
    expect(await ids()).to.deep.equal([1, 2, 3]);
  });
});

async function failure(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'nothing was thrown',
    (error: Error) => error.message,
  );
}
