import { expect } from 'chai';
import { count, eq } from 'drizzle-orm';
import type { Database } from '../../src/store/database.ts';
import { describeOnEveryDatabase } from '../databases.ts';

const NOW = 1_795_449_672_851;

describeOnEveryDatabase('a transaction', (open, on) => {
  const add = (database: Database, id: number, name = 'Ann') =>
    database.db.insert(database.schema.people).values({ id, name, since: NOW });
  const ids = async (database: Database) => (await database.all('select id from people order by id')).map(([id]) => id);

  it('keeps everything when its work resolves', async () => {
    const database = await open();
    const answer = await database.transaction(async () => {
      await add(database, 1);
      await add(database, 2);
      return 'done';
    });
    expect(answer).to.equal('done');
    expect(await ids(database)).to.deep.equal([1, 2]);
  });

  it('keeps nothing when its work throws', async () => {
    const database = await open();
    const work = database.transaction(async () => {
      await add(database, 1);
      throw new Error('changed my mind');
    });
    expect(await messageOf(work)).to.equal('changed my mind');
    expect(await ids(database)).to.deep.equal([]);
  });

  it('sees its own writes through the same db', async () => {
    const database = await open();
    const seen = await database.transaction(async () => {
      await add(database, 1);
      return database.db.$count(database.schema.people);
    });
    expect(seen).to.equal(1);
  });

  it('undoes only the nested part that threw', async () => {
    const database = await open();
    await database.transaction(async () => {
      await add(database, 1);
      const nested = database.transaction(async () => {
        await add(database, 2);
        await database.transaction(() => add(database, 3));
        throw new Error('not this');
      });
      expect(await messageOf(nested)).to.equal('not this');
      await add(database, 4);
    });
    expect(await ids(database)).to.deep.equal([1, 4]);
  });

  it('goes on after a unique violation that was expected and nested', async () => {
    const database = await open();
    await add(database, 1);
    await database.transaction(async () => {
      const again = database.transaction(() => add(database, 1));
      const error = await again.then(
        () => undefined,
        reason => reason,
      );
      expect(database.kit.isUnique(error)).to.equal(true);
      await add(database, 2);
    });
    expect(await ids(database)).to.deep.equal([1, 2]);
  });

  it('is spoiled by a failed statement even when somebody catches the error', async () => {
    const database = await open();
    const work = database.transaction(async () => {
      await add(database, 1);
      await add(database, 1).catch(() => {});
    });
    expect(await messageOf(work)).to.match(/unique/i);
    expect(await ids(database)).to.deep.equal([]);
  });

  it('refuses further statements after one has failed', async () => {
    const database = await open();
    const work = database.transaction(async () => {
      await add(database, 1);
      await add(database, 1).catch(() => {});
      await add(database, 2);
    });
    expect(await messageOf(work)).to.match(/an earlier statement of this transaction failed/);
  });

  it('runs nested transactions that start together one after the other', async () => {
    const database = await open();
    await database.transaction(async () => {
      const works = [1, 2, 3, 4, 5, 6].map(id =>
        database.transaction(async () => {
          await add(database, id);
          await pause();
          if (id % 2 === 0) throw new Error('even');
        }),
      );
      await Promise.allSettled(works);
    });
    expect(await ids(database)).to.deep.equal([1, 3, 5]);
  });

  it('throws at a statement that comes after its end', async () => {
    const database = await open();
    let late: Promise<unknown> | undefined;
    let goOn: () => void = () => {};
    const ended = new Promise<void>(resolve => {
      goOn = resolve;
    });
    await database.transaction(async () => {
      late = ended.then(async () => add(database, 9));
      await add(database, 1);
    });
    goOn();
    expect(await messageOf(late!)).to.match(/after the end of its transaction/);
    expect(await ids(database)).to.deep.equal([1]);
  });

  it('throws at a nested transaction that nobody awaited, and leaves nothing of it', async () => {
    const database = await open();
    let late: Promise<unknown> | undefined;
    await database.transaction(async () => {
      await add(database, 1);
      late = database.transaction(async () => {
        await add(database, 2);
        await pause();
        await add(database, 3);
      });
      late.catch(() => {});
    });
    expect(await messageOf(late!)).to.match(/after the end of its transaction/);
    expect(await ids(database)).to.deep.equal([1]);
  });

  it('is one of fifty at once, half of which fail, and exactly the others are kept', async () => {
    const database = await open();
    let running = 0;
    let most = 0;
    const works = Array.from({ length: 50 }, (_, id) =>
      database.transaction(async () => {
        most = Math.max(most, ++running);
        try {
          await add(database, id);
          await database.db.$count(database.schema.people);
          if (id % 2 === 1) throw new Error('odd');
        } finally {
          running--;
        }
      }),
    );
    const results = await Promise.allSettled(works);
    expect(results.map(({ status }) => status === 'fulfilled')).to.deep.equal(works.map((_, id) => id % 2 === 0));
    expect(await ids(database)).to.deep.equal(works.map((_, id) => id).filter(id => id % 2 === 0));
    if (on.dialect === 'sqlite') expect(most).to.equal(1);
  });

  it('does not swallow a lone write of somebody else when it is undone', async () => {
    const database = await open();
    let lone: Promise<unknown> | undefined;
    let begun: () => void = () => {};
    const inside = new Promise<void>(resolve => {
      begun = resolve;
    });
    const outside = inside.then(() => {
      lone = (async () => add(database, 2))();
    });
    const work = database.transaction(async () => {
      await add(database, 1);
      begun();
      await outside;
      await pause();
      throw new Error('undone');
    });
    expect(await messageOf(work)).to.equal('undone');
    await lone;
    expect(await ids(database)).to.deep.equal([2]);
  });

  it('says which statement failed and keeps its parameters to itself', async () => {
    const database = await open();
    await add(database, 1);
    const message = await messageOf((async () => add(database, 1, 'the secret words of a note'))());
    expect(message).to.match(/insert into "people"/);
    expect(message).not.to.contain('secret words');
    const error = await (async () => add(database, 1, 'the secret words of a note'))().catch(reason => reason);
    expect(JSON.stringify({ ...error, cause: error.cause })).not.to.contain('secret words');
  });

  it('cannot be closed over', async () => {
    const database = await open();
    expect(await messageOf(database.transaction(() => database.close()))).to.match(/inside a transaction/);
    await database.close();
    expect(await messageOf((async () => add(database, 1))())).to.match(/clos|end/);
  });

  it('counts what an update changed', async () => {
    const database = await open();
    const { people } = database.schema;
    await add(database, 1);
    await add(database, 2);
    expect(await database.db.update(people).set({ name: 'Bob' }).where(eq(people.id, 2))).to.deep.equal({ changes: 1 });
    const [row] = await database.db.select({ n: count() }).from(people).where(eq(people.name, 'Bob'));
    expect(row).to.deep.equal({ n: 1 });
  });
});

async function messageOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'nothing was thrown',
    (error: Error) => error.message,
  );
}

/** Lets everything that is ready run. */
function pause(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}
