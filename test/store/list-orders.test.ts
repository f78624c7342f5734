import { expect } from 'chai';
import fc from 'fast-check';
import { COUNTED, LIST_COLUMNS, type ListColumn } from '../../src/desk/list-columns.ts';
import { STATUSES, type Status } from '../../src/desk/ticket.ts';
import type { Database } from '../../src/store/database.ts';
import { countTickets, countTicketsBy } from '../../src/store/list-counts.ts';
import { listTickets } from '../../src/store/lists.ts';
import type { ListFilter, MoreColumn } from '../../src/store/views.ts';
import { describeOnEveryDatabase } from '../databases.ts';

/** Lists of random desks, against what is counted and sorted here, ticket by ticket. */
const WORDS = ['alpha', 'beta', 'delta', 'omega'];
const word = fc.constantFrom(...WORDS);
const wordOrNone = fc.option(word);
const some = (most: number) => fc.integer({ min: 0, max: most });

const aPerson = fc.record({
  name: fc.constantFrom('', ...WORDS),
  domains: fc.array(fc.constantFrom('one.example', 'two.example', 'three.example'), { maxLength: 3 }),
  byHand: fc.option(fc.constantFrom(1, 2)),
  level: fc.option(fc.constantFrom('basic', 'gold')),
});
const aMessage = fc.record({
  kind: fc.constantFrom<'request' | 'answer' | 'note'>('request', 'answer', 'note'),
  files: fc.constantFrom(0, 0, 0, 1, 3),
  isTakenBack: fc.boolean(),
});
const aTicket = fc.record({
  subject: word,
  status: fc.constantFrom<Status>(...STATUSES),
  queue: word,
  owner: wordOrNone,
  group: wordOrNone,
  category: wordOrNone,
  criticality: wordOrNone,
  complexity: wordOrNone,
  kind: wordOrNone,
  source: word,
  tags: fc.constantFrom<string[]>([], ['alpha'], ['alpha', 'beta']),
  helpers: fc.constantFrom<string[]>([], ['beta']),
  watchers: fc.constantFrom<string[]>([], ['delta']),
  spam: fc.option(fc.constantFrom<'unsure' | 'spam'>('unsure', 'spam')),
  requester: some(7),
  openedAt: some(20),
  changedAt: some(20),
  closedAt: fc.option(some(20)),
  due: fc.option(some(20)),
  mergedInto: fc.option(fc.constant(1), { freq: 9 }),
  participants: some(3),
  related: some(3),
  messages: fc.array(aMessage, { maxLength: 4 }),
});
const aWorld = fc.record({
  people: fc.array(aPerson, { minLength: 8, maxLength: 8 }),
  tickets: fc.array(aTicket, { minLength: 60, maxLength: 60 }),
});
type World = typeof aWorld extends fc.Arbitrary<infer W> ? W : never;
type Ticket = World['tickets'][number] & { readonly number: number };

/** The domain three.example is nobody's. */
const HOLDERS: Readonly<Record<string, number>> = { 'one.example': 1, 'two.example': 2 };
const ORGANISATIONS = ['Works', 'Mills'];
const addressesOf = ({ domains }: World['people'][number], i: number) =>
  domains.map((domain, rank) => `p${i}r${rank}@${domain}`);

async function write(database: Database, { people, tickets }: World): Promise<void> {
  const { db, schema } = database;
  await db
    .insert(schema.organisations)
    .values(ORGANISATIONS.map((name, i) => ({ id: i + 1, name, since: 1, level: LEVELS[i]! })));
  await db
    .insert(schema.domains)
    .values(Object.entries(HOLDERS).map(([domain, organisation]) => ({ domain, organisation })));
  await db
    .insert(schema.people)
    .values(people.map(({ name, byHand, level }, i) => ({ id: i + 1, name, since: 1, organisation: byHand, level })));
  const addresses = people.flatMap((person, i) =>
    addressesOf(person, i).map((address, rank) => ({ address, person: i + 1, rank })),
  );
  if (addresses.length > 0) await db.insert(schema.addresses).values(addresses);
  for (const { number, requester, messages, participants, related, ...ticket } of numbered(tickets)) {
    await db.insert(schema.tickets).values({ ...ticket, number, requester: requester + 1, messages: messages.length });
    const others = [1, 2, 3];
    if (participants > 0)
      await db
        .insert(schema.participants)
        .values(others.slice(0, participants).map(person => ({ ticket: number, person, since: 1 })));
    if (related > 0)
      await db.insert(schema.relations).values(others.slice(0, related).map(other => ({ ticket: number, other })));
    for (const { kind, files, isTakenBack } of messages) {
      const file = { name: 'a.txt', type: 'text/plain', size: 1, sha256: '', inline: false };
      const attachments = Array.from({ length: files }, () => file) as never;
      const takenBackAt = kind === 'answer' && isTakenBack ? 5 : null;
      await db
        .insert(schema.messages)
        .values({ ticket: number, kind, text: 'x', attachments, at: 1, origin: number, remarks: [], takenBackAt });
    }
  }
}

const numbered = (tickets: World['tickets']): Ticket[] => tickets.map((ticket, i) => ({ ...ticket, number: i + 1 }));

const lastOf = ({ messages }: Ticket) => {
  const last = messages.findLast(({ kind, isTakenBack }) => kind === 'request' || (kind === 'answer' && !isTakenBack));
  return last === undefined ? null : last.kind === 'request' ? 'requester' : 'staff';
};

function organisationOf({ people }: World, { requester }: Ticket): string | null {
  const { byHand, domains } = people[requester]!;
  const id = byHand ?? HOLDERS[domains.find(domain => domain in HOLDERS) ?? ''];
  return id === undefined ? null : ORGANISATIONS[id - 1]!;
}

const LEVELS = [null, 'gold'];
function levelOf(world: World, ticket: Ticket): string | null {
  const own = world.people[ticket.requester]!.level;
  const organisation = organisationOf(world, ticket);
  return own ?? (organisation === null ? null : LEVELS[ORGANISATIONS.indexOf(organisation)]!);
}

function othersOf({ tickets }: World, { requester, number }: Ticket): number {
  return numbered(tickets).filter(o => o.requester === requester && o.number !== number && o.mergedInto === null)
    .length;
}

const KIND: Readonly<Record<string, string>> = { requester: 'request', staff: 'answer' };

/** Stands last, whichever way. */
const NEVER = 'never';

/** What a list is sorted by: numbers, or words of the letters a to z, which every database sorts alike. */
function sortValue(world: World, ticket: Ticket, column: ListColumn): number | string {
  switch (column) {
    case 'number':
      return ticket.number;
    case 'status':
    case 'means':
      return STATUSES.indexOf(ticket.status);
    case 'requester':
    case 'name':
      return world.people[ticket.requester]!.name;
    case 'address':
      return addressesOf(world.people[ticket.requester]!, ticket.requester)[0] ?? '';
    case 'organisation':
      return (organisationOf(world, ticket) ?? '').toLowerCase();
    case 'level':
      return levelOf(world, ticket) ?? '';
    case 'participants':
    case 'related':
      return ticket[column];
    case 'messages':
      return ticket.messages.length;
    case 'attachments':
      return ticket.messages.reduce((sum, { files }) => sum + files, 0);
    case 'others':
      return othersOf(world, ticket);
    case 'last':
      return KIND[lastOf(ticket) ?? ''] ?? '';
    case 'opened':
      return ticket.openedAt;
    case 'changed':
      return ticket.changedAt;
    case 'closed':
      return ticket.closedAt ?? 0;
    case 'due':
      return ticket.due ?? NEVER;
    case 'age':
      return -ticket.openedAt;
    case 'idle':
      return -ticket.changedAt;
    case 'tags':
    case 'helpers':
    case 'watchers':
    case 'guess':
      return '';
    default:
      return ticket[column] ?? '';
  }
}

/** What stands in them is JSON, whose signs the databases sort each in its way. */
const OF_JSON: readonly ListColumn[] = ['tags', 'helpers', 'watchers', 'guess'];
const MORE: readonly MoreColumn[] = [
  'last',
  'organisation',
  'level',
  'participants',
  'attachments',
  'others',
  'related',
  'closed',
];

function fits(world: World, ticket: Ticket, filter: Omit<ListFilter, 'limit'>): boolean {
  const status = filter.status ?? ['new', 'open', 'waiting'];
  const address = addressesOf(world.people[ticket.requester]!, ticket.requester);
  return (
    ticket.mergedInto === null &&
    status.includes(ticket.status) &&
    (filter.organisation === undefined || organisationOf(world, ticket) === filter.organisation) &&
    (filter.levels === undefined || filter.levels.includes(levelOf(world, ticket))) &&
    (filter.requester === undefined || address.includes(filter.requester)) &&
    (filter.last === undefined || lastOf(ticket) === filter.last) &&
    (filter.owner === undefined || ticket.owner === filter.owner)
  );
}

function expected(world: World, filter: ListFilter): Ticket[] {
  const { sort = { by: 'changed', descending: true }, limit } = filter;
  const up = sort.descending ? -1 : 1;
  const found = numbered(world.tickets).filter(ticket => fits(world, ticket, filter));
  const compared = (one: Ticket, other: Ticket) => {
    const [a, b] = [sortValue(world, one, sort.by), sortValue(world, other, sort.by)];
    if (sort.by === 'due' && a !== b && (a === NEVER || b === NEVER)) return a === NEVER ? 1 : -1;
    return a < b ? -up : a > b ? up : other.number - one.number;
  };
  return found.sort(compared).slice(0, limit);
}

const FILTERS: readonly Omit<ListFilter, 'limit'>[] = [
  {},
  { status: STATUSES },
  { status: ['closed', 'solved'] },
  { status: STATUSES, organisation: 'Works' },
  { status: STATUSES, levels: ['gold'] },
  { levels: ['basic', null] },
  { status: STATUSES, requester: 'p3r0@one.example' },
  { status: STATUSES, last: 'requester' },
  { last: 'staff', owner: null },
];

const seed = Number(process.env.SEED ?? Date.now());

describeOnEveryDatabase('a list of a random desk', opened => {
  it('has the tickets, the order and the figures that counting by hand gives, whatever it is sorted by', async () => {
    const database = await opened();
    const [world] = fc.sample(aWorld, { seed, numRuns: 1 }) as [World];
    await write(database, world);
    for (const filter of FILTERS)
      for (const by of LIST_COLUMNS.filter(column => !OF_JSON.includes(column)))
        for (const [descending, limit] of [[true, 7] as const, [false, 99] as const]) {
          const asked = { ...filter, sort: { by, descending }, limit };
          const said = `seed ${seed}, ${JSON.stringify(asked)}`;
          const rows = await listTickets(database, { ...asked, more: MORE });
          const wanted = expected(world, asked);
          expect(
            rows.map(({ number }) => number),
            said,
          ).to.deep.equal(wanted.map(({ number }) => number));
          expect(
            rows.map(({ more }) => more),
            said,
          ).to.deep.equal(
            wanted.map(ticket => ({
              last: lastOf(ticket),
              organisation: organisationOf(world, ticket),
              level: levelOf(world, ticket),
              closedAt: ticket.closedAt,
              participants: ticket.participants,
              related: ticket.related,
              attachments: sortValue(world, ticket, 'attachments'),
              others: othersOf(world, ticket),
            })),
          );
        }
  });

  it('is counted as it is counted by hand, in all and by every column', async () => {
    const database = await opened();
    const [world] = fc.sample(aWorld, { seed, numRuns: 1 }) as [World];
    await write(database, world);
    const each = (ticket: Ticket, column: (typeof COUNTED)[number]): readonly (string | null)[] => {
      switch (column) {
        case 'tags':
        case 'helpers':
        case 'watchers':
          return ticket[column].length === 0 ? [null] : ticket[column];
        case 'status':
        case 'means':
          return [ticket.status];
        case 'address':
          return [addressesOf(world.people[ticket.requester]!, ticket.requester)[0] ?? null];
        case 'organisation':
          return [organisationOf(world, ticket)];
        case 'level':
          return [levelOf(world, ticket)];
        case 'last':
          return [lastOf(ticket)];
        default:
          return [ticket[column]];
      }
    };
    for (const filter of FILTERS) {
      const wanted = expected(world, { ...filter, limit: 99 });
      expect(await countTickets(database, filter), `seed ${seed}`).to.equal(wanted.length);
      for (const column of COUNTED) {
        const sums = new Map<string | null, number>();
        for (const value of wanted.flatMap(ticket => each(ticket, column))) sums.set(value, (sums.get(value) ?? 0) + 1);
        const counts = await countTicketsBy(database, filter, column);
        const found = counts.map(({ value, means, count }) => [column === 'status' ? means : value, count]);
        expect(found, `seed ${seed}, ${column}, ${JSON.stringify(filter)}`).to.have.deep.members([...sums]);
      }
    }
  });

  it('takes no longer for the tickets of one requester than they are more, and shows them all', async () => {
    const database = await opened();
    const { people } = database.schema;
    await database.db.insert(people).values({ id: 1, name: 'alarm', since: 1 });
    const cpuOf = async (by: ListColumn) => {
      const before = process.cpuUsage();
      await listTickets(database, { sort: { by, descending: true }, limit: 1 });
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    };
    const least = async (tickets: number, bound: number) => {
      await database.execute(`insert into tickets (number, subject, status, queue, requester, source, opened_at, changed_at)
        with recursive n(i) as (select coalesce(max(number), 0) + 1 from tickets union all select i + 1 from n where i < ${tickets})
        select i, 'beep', 'new', 'support', 1, 'mail', i, i from n`);
      let best = Number.POSITIVE_INFINITY;
      for (let round = 0; round < 12 && best >= bound; round++) best = Math.min(best, await cpuOf('others'));
      return best;
    };
    const few = await least(5_000, 5);
    const many = await least(20_000, 9 * few + 20);
    expect(many, `ms of CPU for 20,000; ${few} for 5,000`).to.be.below(9 * few + 20);
    const rows = await listTickets(database, { limit: 99_999, more: ['last', 'others'] });
    expect(rows.filter(({ more }) => more?.others === 19_999)).to.have.length(20_000);
  });
});
