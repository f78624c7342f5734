/** When tickets are due, on every database: kept, listed, sorted, found, taken back, and fast among many. */
import { expect } from 'chai';
import type { Changes } from '../../src/desk/command.ts';
import { parseSearch } from '../../src/desk/search-query.ts';
import type { Status } from '../../src/desk/ticket.ts';
import { openDesk } from '../../src/open-desk.ts';
import type { Database } from '../../src/store/database.ts';
import { ticketsByNumber } from '../../src/store/find-tickets.ts';
import { countTickets } from '../../src/store/list-counts.ts';
import { listTickets } from '../../src/store/lists.ts';
import type { TicketFilter } from '../../src/store/views.ts';
import { describeOnEveryDatabase } from '../databases.ts';
import { MONDAY } from '../scene.ts';
import { done, IN_UTC, smallConfig } from '../small-desk.ts';
import { PEOPLE, QUEUE } from '../stories/program.ts';

const HOUR = 3_600_000;
const CONFIG = `${PEOPLE}${QUEUE}
[[rule]]
name = "patience"
when = { subject = "no hurry" }
then = { due_in = "7d" }
`;

async function begin(database: Database) {
  const config = smallConfig(CONFIG);
  const desk = await openDesk(config, { database, clock: () => MONDAY });
  let n = 0;
  const order = (command: Parameters<typeof desk.operate>[0]) => done(desk.operate(command, 'bob'));
  const set = (ticket: number, changes: Changes) => order({ do: 'change', ticket, changes, hidden: false });
  return {
    desk,
    order,
    set,
    mail: async (subject: string, from = 'ann@example.org') => {
      const head = `From: ${from}\r\nTo: support@desk.example\r\nMessage-ID: <m${++n}@example.org>\r\nSubject: ${subject}`;
      const bytes = Buffer.from(`${head}\r\n\r\nHello ${n}.\r\n`);
      const filed = await desk.receive({ route: 'inject', bytes, envelope: { to: ['support@desk.example'] } });
      return filed.ticket!;
    },
    due: async (ticket: number) => (await desk.show(ticket))!.due,
    numbers: async (filter: TicketFilter, descending = false) =>
      (await listTickets(database, { ...filter, limit: 99, sort: { by: 'due', descending } })).map(row => row.number),
    found: async (typed: string) => {
      const query = parseSearch(typed, { ...IN_UTC, now: MONDAY, policy: config.policy, login: 'bob' });
      if ('faults' in query) throw new Error(JSON.stringify(query.faults));
      return (await desk.search({ query, limit: 99 })).hits.map(({ number }) => number).sort();
    },
  };
}

/** 1 due in an hour · 2 an hour ago · 3 never · 4 solved, 5 waiting, 6 closed, all two hours ago. */
async function six(database: Database) {
  const here = await begin(database);
  for (const _ of [1, 2, 3, 4, 5, 6]) await here.mail('It beeps');
  await here.set(1, { due: MONDAY + HOUR });
  await here.set(2, { due: MONDAY - HOUR });
  for (const [ticket, status] of [
    [4, 'solved'],
    [5, 'waiting'],
    [6, 'closed'],
  ] as [number, Status][])
    await here.set(ticket, { due: MONDAY - 2 * HOUR, status });
  return here;
}

describeOnEveryDatabase('when a ticket is due', (open, on) => {
  it('is in its row and in its journal, with what was before', async () => {
    const database = await open();
    const { desk, set, mail, due } = await begin(database);
    const ticket = await mail('It beeps');
    expect(await due(ticket)).to.equal(null);
    await set(ticket, { due: MONDAY + HOUR });
    await set(ticket, { due: MONDAY + 2 * HOUR });
    expect(await due(ticket)).to.equal(MONDAY + 2 * HOUR);
    expect((await ticketsByNumber(database, [ticket])).get(ticket)?.due).to.equal(MONDAY + 2 * HOUR);
    const lines = (await desk.why(ticket)).filter(({ action }) => action === 'setDue');
    expect(lines.map(({ data }) => data)).to.deep.equal([
      { from: null, to: MONDAY + HOUR },
      { from: MONDAY + HOUR, to: MONDAY + 2 * HOUR },
    ]);
  });

  it('is said by a rule from the first moment on', async () => {
    const { desk, mail, due } = await begin(await open());
    const ticket = await mail('no hurry with this');
    expect(await due(ticket)).to.equal(MONDAY + 168 * HOUR);
    const [opened] = (await desk.why(ticket)).filter(({ action }) => action === 'openTicket');
    expect(opened!.data).to.include({ due: MONDAY + 168 * HOUR });
    expect(opened!.because).to.include('rule "patience": due in 7d');
  });

  it('is taken back step by step, and not when it was changed since', async () => {
    const database = await open();
    const { order, set, mail, due, desk } = await begin(database);
    const ticket = await mail('It beeps');
    await set(ticket, { due: MONDAY + HOUR, criticality: 'high' });
    await set(ticket, { due: null });
    await order({ do: 'undo', ticket });
    expect(await due(ticket)).to.equal(MONDAY + HOUR);
    await database.all('update tickets set due = 5 where number = $1', [ticket]);
    const refused = await desk.operate({ do: 'undo', ticket }, 'bob');
    expect(refused).to.deep.include({ refused: `since then, another time was set that ticket ${ticket} is due` });
    await database.all('update tickets set due = $1 where number = $2', [MONDAY + HOUR, ticket]);
    await order({ do: 'undo', ticket });
    expect(await due(ticket)).to.equal(null);
    expect((await desk.show(ticket))!.criticality).to.equal(null);
  });

  it('stays with the ticket that takes another in, and is not given to one that is split off', async () => {
    const database = await open();
    const { order, set, mail, due, desk, numbers } = await begin(database);
    const [one, other] = [await mail('It beeps'), await mail('It hums')];
    await set(one, { due: MONDAY - HOUR });
    await set(other, { due: MONDAY - 2 * HOUR });
    await order({ do: 'merge', ticket: one, into: other, together: false });
    expect(await due(other)).to.equal(MONDAY - 2 * HOUR);
    expect(await numbers({ overdueAt: MONDAY })).to.deep.equal([other]);
    const moved = (await desk.show(other))!.timeline[0]!.id;
    const { ticket: split } = await order({ do: 'split', ticket: other, message: moved });
    expect([await due(split), await due(other)]).to.deep.equal([null, MONDAY - 2 * HOUR]);
    await order({ do: 'undo', ticket: other });
    await order({ do: 'undo', ticket: other });
    expect(await due(one)).to.equal(MONDAY - HOUR);
  });

  it('cuts lists down: overdue is what should be done and is not; and sorts them, never last', async () => {
    const database = await open();
    const { numbers } = await six(database);
    const all = ['new', 'open', 'waiting', 'solved', 'closed'] as const;
    const cases: [TicketFilter, number[]][] = [
      [{}, [5, 2, 1, 3]],
      [{ overdueAt: MONDAY }, [5, 2]],
      [{ overdueAt: MONDAY, status: all }, [5, 2]],
      [{ overdueAt: MONDAY - HOUR }, [5]],
      [{ overdueAt: MONDAY, status: ['solved'] }, []],
      [{ due: { before: MONDAY } }, [5, 2]],
      [{ due: { before: MONDAY }, status: ['solved', 'closed'] }, [6, 4]],
      [{ due: { after: MONDAY - HOUR } }, [2, 1]],
      [{ due: { after: MONDAY - HOUR, before: MONDAY } }, [2]],
    ];
    for (const [filter, expected] of cases) {
      expect(await numbers(filter), JSON.stringify(filter)).to.deep.equal(expected);
      expect(await countTickets(database, filter), JSON.stringify(filter)).to.equal(expected.length);
    }
    expect(await numbers({}, true)).to.deep.equal([1, 2, 5, 3]);
  });

  it('is found', async () => {
    const { found } = await six(await open());
    expect(await found('is:overdue')).to.deep.equal([2, 5]);
    expect(await found('beeps -is:overdue')).to.deep.equal([1, 3, 4, 6]);
    expect(await found('due:none')).to.deep.equal([3]);
    expect(await found('due:3d')).to.deep.equal([1]);
    expect(await found('beeps due:2026-11-23')).to.deep.equal([1, 2, 4, 5, 6]);
    expect(await found('due:<2026-11-23')).to.deep.equal([]);
    expect(await found('due:>yesterday is:waiting')).to.deep.equal([5]);
  });

  if (on.dialect === 'sqlite')
    it('is read off its index, the earliest first, without sorting', async () => {
      const database = await open();
      const plan = async (sql: string) => (await database.all(`explain query plan ${sql}`)).map(row => row[3]).join();
      const isOpen = "tickets.status not in ('solved', 'closed') and merged_into is null";
      expect(await plan(`select number from tickets where ${isOpen} and due < 5 order by due nulls last limit 9`))
        .to.include('tickets_due')
        .and.not.include('TEMP B-TREE');
      expect(await plan(`select number from tickets where ${isOpen} order by due nulls last limit 9`)).to.include(
        'tickets_due',
      );
    });
});
