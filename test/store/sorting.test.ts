import { expect } from 'chai';
import type { Action } from '../../src/desk/decision.ts';
import { commit } from '../../src/store/commit.ts';
import type { Database } from '../../src/store/database.ts';
import { ticketsByNumber } from '../../src/store/find-tickets.ts';
import { found } from '../../src/store/founding.ts';
import { showTicket } from '../../src/store/lists.ts';
import { describeOnEveryDatabase } from '../databases.ts';
import { ann, MONDAY } from '../scene.ts';

async function carryOut(database: Database, actions: readonly Action[]): Promise<void> {
  const compose = async () => ({ unsendable: 'nothing is sent here' });
  await database.transaction(() =>
    commit(database, { actions, because: ['a test'] }, { now: MONDAY, nonce: 'n', who: 'bob', compose }),
  );
}

const opened: readonly Action[] = [
  { do: 'meet', person: { ...ann, id: 1 } },
  {
    do: 'openTicket',
    ticket: 1,
    queue: 'support',
    subject: 'It beeps',
    requester: 1,
    source: 'phone',
    sorted: { category: 'fault', tags: ['vip'], watchers: ['eve'], group: 'first' },
  },
];

describeOnEveryDatabase('a sorted ticket', open => {
  it('has from its first moment what it was opened with, for decisions and for lists', async () => {
    const database = await open();
    await found(database, [], MONDAY);
    await carryOut(database, opened);
    const sorted = {
      category: 'fault',
      tags: ['vip'],
      watchers: ['eve'],
      helpers: [],
      group: 'first',
      source: 'phone',
    };
    expect((await ticketsByNumber(database, [1])).get(1)).to.deep.include(sorted);
    expect(await showTicket(database, 1, MONDAY)).to.deep.include(sorted);
  });

  it('keeps every change, and what it was is in the journal', async () => {
    const database = await open();
    await found(database, [], MONDAY);
    await carryOut(database, opened);
    await carryOut(database, [
      { do: 'setField', ticket: 1, field: 'category', from: 'fault', to: null },
      { do: 'setField', ticket: 1, field: 'criticality', from: null, to: 'high' },
      { do: 'tag', ticket: 1, tag: 'printer' },
      { do: 'untag', ticket: 1, tag: 'vip' },
      { do: 'involve', ticket: 1, login: 'bob', as: 'helper' },
      { do: 'dismiss', ticket: 1, login: 'eve', as: 'watcher' },
      { do: 'setStatus', ticket: 1, from: 'new', to: 'waiting', toName: 'at-supplier' },
    ]);
    expect((await ticketsByNumber(database, [1])).get(1)).to.deep.include({
      category: null,
      criticality: 'high',
      tags: ['printer'],
      helpers: ['bob'],
      watchers: [],
      status: 'waiting',
      statusName: 'at-supplier',
    });
    const { journal } = database.schema;
    const lines = await database.db.select({ action: journal.action, data: journal.data }).from(journal);
    expect(lines).to.deep.include({ action: 'setField', data: { field: 'category', from: 'fault', to: null } });
    expect(lines).to.deep.include({ action: 'dismiss', data: { login: 'eve', as: 'watcher' } });
  });

  it('queues the call of another program in the same commit', async () => {
    const database = await open();
    await found(database, [], MONDAY);
    const call = { rule: 'tell', url: 'http://127.0.0.1:1/x', body: { ticket: 1 } };
    await carryOut(database, [...opened, { do: 'callWebhook', ticket: 1, ...call }]);
    const rows = await database.db.select().from(database.schema.webhooks);
    expect(rows).to.have.lengthOf(1);
    expect(rows[0]).to.deep.include({ ...call, ticket: 1, state: 'queued', attempts: 0, notBefore: MONDAY });
  });
});
