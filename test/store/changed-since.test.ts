import { expect } from 'chai';
import { changedSince } from '../../src/store/changed-since.ts';
import type { Database } from '../../src/store/database.ts';
import { describeOnEveryDatabase } from '../databases.ts';

async function write(database: Database, ticket: number | null, who = 'mail', id?: number): Promise<void> {
  await database.db.insert(database.schema.journal).values({
    ...(id === undefined ? {} : { id }),
    ticket,
    at: 0,
    who,
    action: 'addMessage',
    data: {},
    because: [],
  });
}

describeOnEveryDatabase('what changed since a mark', (open, on) => {
  it('is nothing at first, then each line once', async () => {
    const database = await open();
    await write(database, 1);
    const first = await changedSince(database, 0);
    expect(first.changes).to.deep.equal([]);
    await write(database, 7);
    await write(database, null, 'bob');
    const second = await changedSince(database, 0, first.mark);
    expect(second.changes).to.deep.equal([
      { ticket: 7, who: 'mail', action: 'addMessage' },
      { ticket: null, who: 'bob', action: 'addMessage' },
    ]);
    const third = await changedSince(database, 0, second.mark);
    expect(third.changes).to.deep.equal([]);
    expect(third.letters).to.equal(false);
    await write(database, 8);
    expect((await changedSince(database, 0, third.mark)).changes.map(({ ticket }) => ticket)).to.deep.equal([8]);
  });

  it('is one change for all when it is more than anybody could follow, and goes on behind it', async () => {
    const database = await open();
    const { mark } = await changedSince(database, 0);
    const line = { at: 0, who: 'mail', action: 'addMessage', data: {}, because: [] };
    await database.db
      .insert(database.schema.journal)
      .values(Array.from({ length: 1_200 }, (_, i) => ({ ...line, ticket: i })));
    const many = await changedSince(database, 0, mark);
    expect(many.changes).to.deep.equal([{ ticket: null, who: 'desk', action: 'many' }]);
    expect((await changedSince(database, 0, many.mark)).changes).to.deep.equal([]);
    await write(database, 5_000);
    expect((await changedSince(database, 0, many.mark)).changes.map(({ ticket }) => ticket)).to.deep.equal([5_000]);
  });

  if (on.dialect === 'pg')
    it('misses no line that was committed behind a later one', async () => {
      const database = await open();
      await write(database, 1, 'mail', 98);
      await write(database, 1, 'mail', 100);
      const { mark } = await changedSince(database, 0);
      await write(database, 9, 'mail', 99);
      await write(database, 3, 'mail', 102);
      const later = await changedSince(database, 0, mark);
      await write(database, 2, 'mail', 101);
      const behind = await changedSince(database, 0, later.mark);
      expect(later.changes.map(({ ticket }) => ticket)).to.deep.equal([9, 3]);
      expect(behind.changes.map(({ ticket }) => ticket)).to.deep.equal([2]);
      expect((await changedSince(database, 0, behind.mark)).changes).to.deep.equal([]);
    });
});
