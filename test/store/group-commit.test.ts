import { expect } from 'chai';
import type { Database } from '../../src/store/database.ts';
import { GroupCommit } from '../../src/store/group-commit.ts';
import { describeOnEveryDatabase } from '../databases.ts';

describeOnEveryDatabase('a group commit', (open, on) => {
  const add = (database: Database, id: number) =>
    database.db.insert(database.schema.people).values({ id, name: 'Ann', since: 1 });
  const ids = async (database: Database) => (await database.all('select id from people order by id')).map(([id]) => id);

  it('keeps every work and gives each caller its own answer', async () => {
    const database = await open();
    const works = Array.from({ length: 300 }, (_, id) =>
      database.grouped(async () => {
        await add(database, id);
        return `answer ${id}`;
      }),
    );
    expect(await Promise.all(works)).to.deep.equal(works.map((_, id) => `answer ${id}`));
    expect(await ids(database)).to.have.length(300);
  });

  it('fails one work alone, whether it throws or its statement is refused', async () => {
    const database = await open();
    const results = await Promise.allSettled([
      database.grouped(() => add(database, 1)),
      database.grouped(async () => {
        await add(database, 2);
        throw new Error('bad mail');
      }),
      database.grouped(async () => {
        await add(database, 3);
        await add(database, 1);
      }),
      database.grouped(() => add(database, 4)),
    ]);
    expect(results.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect(await ids(database)).to.deep.equal([1, 4]);
  });

  it('joins the transaction it is asked for in', async () => {
    const database = await open();
    const work = database.transaction(async () => {
      await database.grouped(() => add(database, 1));
      throw new Error('undone');
    });
    await work.catch(() => {});
    expect(await ids(database)).to.deep.equal([]);
  });

  it('lets other writers take their turn', async () => {
    const database = await open();
    const order: string[] = [];
    const first = database.grouped(async () => {
      await add(database, 1);
    });
    const lone = database.transaction(async () => void order.push('lone'));
    const more = Array.from({ length: 20 }, (_, at) =>
      first.then(() => database.grouped(async () => void order.push(`grouped ${at}`))),
    );
    await Promise.all([lone, ...more]);
    expect(order).to.have.length(21);
    if (on.dialect === 'sqlite') expect(order[0]).to.equal('lone');
  });
});

describe('a group whose commit fails', () => {
  it('tells every member, and the next group goes on', async () => {
    let depth = 0;
    let commits = 0;
    const transaction = async <T>(work: () => Promise<T>): Promise<T> => {
      const outermost = depth++ === 0;
      const value = await work().finally(() => depth--);
      if (outermost && ++commits === 1) throw new Error('disk full');
      return value;
    };
    const group = new GroupCommit(transaction);
    const lost = await Promise.allSettled([group.join(async () => 'a'), group.join(async () => 'b')]);
    expect(lost.map(({ status }) => status)).to.include('rejected');
    expect(await group.join(async () => 'c')).to.equal('c');
  });

  it('keeps nobody waiting when the transaction cannot begin', async () => {
    const group = new GroupCommit(async () => {
      throw new Error('database is locked');
    });
    const results = await Promise.allSettled([group.join(async () => 'a'), group.join(async () => 'b')]);
    expect(results.map(result => result.status === 'rejected' && result.reason.message)).to.deep.equal([
      'database is locked',
      'database is locked',
    ]);
  });
});
