import { expect } from 'chai';
import { and, eq } from 'drizzle-orm';
import type { Action, Sorted } from '../../src/desk/decision.ts';
import { COUNTED, LIST_COLUMNS } from '../../src/desk/list-columns.ts';
import type { NoteText, PublicText } from '../../src/desk/ticket.ts';
import { commit } from '../../src/store/commit.ts';
import type { Database } from '../../src/store/database.ts';
import { found } from '../../src/store/founding.ts';
import { countTickets, countTicketsBy } from '../../src/store/list-counts.ts';
import { listTickets } from '../../src/store/lists.ts';
import type { ListFilter } from '../../src/store/views.ts';
import { describeOnEveryDatabase } from '../databases.ts';
import { MONDAY } from '../scene.ts';

const HOUR = 3_600_000;

async function carryOut(database: Database, now: number, ...actions: Action[]): Promise<void> {
  const compose = async () => ({ unsendable: 'nothing is sent here' });
  await database.transaction(() =>
    commit(database, { actions, because: ['a test'] }, { now, nonce: `n${now}`, who: 'bob', compose }),
  );
}

const meet = (id: number, name: string): Action => ({
  do: 'meet',
  person: { id, name, addresses: [`${name.toLowerCase()}@example.org`] },
});
const open = (ticket: number, requester: number, subject: string, sorted: Sorted = {}, queue = 'support'): Action => ({
  do: 'openTicket',
  ticket,
  queue,
  subject,
  requester,
  source: 'mail',
  sorted,
});
const asks = (ticket: number, person: number): Action => ({
  do: 'addMessage',
  ticket,
  kind: 'request',
  author: { by: 'person', person },
  text: 'It beeps.' as PublicText,
  folded: '',
});
const answers = (ticket: number): Action => ({
  do: 'addMessage',
  ticket,
  kind: 'answer',
  author: { by: 'operator', login: 'bob' },
  text: 'Press it.' as PublicText,
  folded: '',
});
const notes = (ticket: number): Action => ({
  do: 'addNote',
  ticket,
  author: { by: 'operator', login: 'bob' },
  text: 'Strange.' as NoteText,
});

/** 1 high, answered · 2 low, waiting at the supplier, unanswered · 3 plain, a note last · 4 closed · 5 solved. */
async function filled(opened: Promise<Database>): Promise<Database> {
  const database = await opened;
  await found(database, [], MONDAY);
  await carryOut(database, MONDAY, meet(1, 'Ann'), meet(2, 'carl'));
  const first: Sorted = {
    category: 'fault',
    criticality: 'high',
    tags: ['vip', 'a_b'],
    owner: 'eve',
    watchers: ['bob'],
  };
  await carryOut(database, MONDAY + HOUR, open(1, 1, 'It beeps', first), asks(1, 1), answers(1));
  await carryOut(
    database,
    MONDAY + 2 * HOUR,
    open(
      2,
      2,
      'an invoice, 100%',
      { category: 'billing', criticality: 'low', tags: ['vip'], group: 'first' },
      'billing',
    ),
    asks(2, 2),
    { do: 'setStatus', ticket: 2, from: 'new', to: 'waiting', toName: 'at-supplier' },
  );
  await carryOut(
    database,
    MONDAY + 3 * HOUR,
    open(3, 1, 'Zoom', { tags: ['VIP'], helpers: ['bobby'] }),
    asks(3, 1),
    notes(3),
  );
  await carryOut(database, MONDAY + 4 * HOUR, open(4, 1, 'done'), asks(4, 1), {
    do: 'setStatus',
    ticket: 4,
    from: 'new',
    to: 'closed',
  });
  await carryOut(database, MONDAY + 5 * HOUR, open(5, 2, 'solved'), asks(5, 2), {
    do: 'setStatus',
    ticket: 5,
    from: 'new',
    to: 'solved',
  });
  await carryOut(database, MONDAY + 6 * HOUR, { do: 'join', ticket: 1, person: 2 }, { do: 'relate', ticket: 1, to: 2 });
  return database;
}

describeOnEveryDatabase('a list of tickets', opened => {
  it('is cut down by every filter, and by several together', async () => {
    const database = await filled(opened());
    const all = ['new', 'open', 'waiting', 'solved', 'closed'] as const;
    const numbers = async (filter: Omit<ListFilter, 'limit'>) =>
      (await listTickets(database, { ...filter, limit: 9 })).map(({ number }) => number).sort();
    const cases: [Omit<ListFilter, 'limit'>, number[]][] = [
      [{}, [1, 2, 3]],
      [{ status: ['closed', 'solved'] }, [4, 5]],
      [{ words: [{ means: 'waiting', name: 'at-supplier' }] }, [2]],
      [{ words: [{ means: 'waiting', name: null }] }, []],
      [{ status: ['closed'], words: [{ name: 'at-supplier' }] }, [2, 4]],
      [{ owner: 'eve' }, [1]],
      [{ owner: null }, [2, 3]],
      [{ queue: 'billing' }, [2]],
      [{ among: ['billing'] }, [2]],
      [{ among: [], status: all }, []],
      [{ fields: { queue: ['billing', 'support'], category: ['billing', null] } }, [2, 3]],
      [{ fields: { group: [null] } }, [1, 3]],
      [{ fields: { criticality: ['high'] } }, [1]],
      [{ tags: ['vip'] }, [1, 2]],
      [{ tags: ['vip', 'a_b'] }, [1]],
      [{ tags: ['axb'] }, []],
      [{ notTags: ['vip'] }, [3]],
      [{ helper: 'bob' }, []],
      [{ helper: 'bobby' }, [3]],
      [{ watcher: 'bob' }, [1]],
      [{ last: 'requester' }, [2, 3]],
      [{ last: 'staff' }, [1]],
      [{ spam: true }, []],
      [{ subject: 'BEEPS' }, [1]],
      [{ subject: '100%' }, [2]],
      [{ subject: '1%0' }, []],
      [{ opened: { after: MONDAY + 2 * HOUR } }, [2, 3]],
      [{ opened: { after: MONDAY + 2 * HOUR, before: MONDAY + 3 * HOUR } }, [2]],
      [{ changed: { before: MONDAY + 3 * HOUR } }, [2]],
      [{ requester: 'carl@example.org', status: all }, [2, 5]],
      [{ organisation: 'nobody' }, []],
    ];
    for (const [filter, expected] of cases) {
      expect(await numbers(filter), JSON.stringify(filter)).to.deep.equal(expected);
      expect(await countTickets(database, filter), JSON.stringify(filter)).to.equal(expected.length);
    }
  });

  it('is sorted by any column, either way, words in the order of the dictionary', async () => {
    const database = await filled(opened());
    const sorted = async (sort: ListFilter['sort']) =>
      (await listTickets(database, { limit: 9, ...(sort && { sort }) })).map(({ number }) => number).join('');
    expect(await sorted(undefined)).to.equal('132');
    expect(await sorted({ by: 'changed', descending: true })).to.equal('132');
    expect(await sorted({ by: 'opened', descending: false })).to.equal('123');
    expect(await sorted({ by: 'age', descending: false })).to.equal('321');
    expect(await sorted({ by: 'subject', descending: false })).to.equal('213');
    expect(await sorted({ by: 'requester', descending: true })).to.equal('231');
    expect(await sorted({ by: 'criticality', descending: true })).to.equal('213');
    expect(await sorted({ by: 'criticality', descending: true, words: ['low', 'high'] })).to.equal('123');
    expect(await sorted({ by: 'participants', descending: true })).to.equal('132');
    expect(await sorted({ by: 'means', descending: false })).to.equal('312');
    for (const by of LIST_COLUMNS) {
      const [up, down] = [await sorted({ by, descending: false }), await sorted({ by, descending: true })];
      expect([...up].sort().join(''), by).to.equal('123');
      expect([...down].sort().join(''), by).to.equal('123');
    }
    expect((await listTickets(database, { limit: 1, sort: { by: 'subject', descending: true } }))[0]!.number).to.equal(
      3,
    );
  });

  it('tells more of each row when it is asked', async () => {
    const database = await filled(opened());
    const rows = await listTickets(database, {
      limit: 9,
      more: ['last', 'organisation', 'participants', 'attachments', 'others', 'related', 'closed', 'guess'],
      sort: { by: 'number', descending: false },
    });
    expect(rows[0]!.more).to.deep.equal({
      last: 'staff',
      organisation: null,
      participants: 1,
      attachments: 0,
      others: 2,
      related: 1,
      closedAt: null,
      guess: null,
    });
    expect(rows.map(({ more }) => more?.last)).to.deep.equal(['staff', 'requester', 'requester']);
    expect((await listTickets(database, { limit: 1 }))[0]).not.to.have.property('more');
  });

  it('says who wrote last without an answer that was taken back', async () => {
    const database = await filled(opened());
    const { messages } = database.schema;
    await database.db
      .update(messages)
      .set({ takenBackAt: MONDAY + HOUR })
      .where(and(eq(messages.ticket, 1), eq(messages.kind, 'answer')));
    const [first] = await listTickets(database, {
      limit: 1,
      more: ['last'],
      sort: { by: 'number', descending: false },
    });
    expect([first!.number, first!.more?.last]).to.deep.equal([1, 'requester']);
    const unanswered = await listTickets(database, { limit: 9, last: 'requester' });
    expect(unanswered.map(({ number }) => number)).to.include(1);
  });

  it('is counted by every column that has few values', async () => {
    const database = await filled(opened());
    const counted = async (column: (typeof COUNTED)[number], filter = {}) =>
      (await countTicketsBy(database, filter, column)).map(({ value, count }) => `${value} ${count}`);
    expect(await counted('tags')).to.deep.equal(['vip 2', 'a_b 1', 'VIP 1']);
    expect(await counted('owner')).to.deep.equal(['null 2', 'eve 1']);
    expect(await counted('last')).to.deep.equal(['requester 2', 'staff 1']);
    expect(await counted('category', { fields: { category: ['fault'] } })).to.deep.equal(['fault 1']);
    expect(await countTicketsBy(database, {}, 'status')).to.have.deep.members([
      { value: null, means: 'new', count: 2 },
      { value: 'at-supplier', means: 'waiting', count: 1 },
    ]);
    for (const column of COUNTED) expect(await counted(column), column).not.to.deep.equal([]);
  });
});
