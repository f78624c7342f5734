/** Requesters as the terminal shows them; reads only. Tickets are counted for the rows that are shown and no others. */
import { and, asc, desc, eq, inArray, isNull, like, or, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { nearest } from '../desk/near.ts';
import { splitAddress } from '../mail/addresses.ts';
import type { Database } from './database.ts';
import { organisationNamed, organisationsOf, peopleIn } from './organisations.ts';
import type { AddressView, RequesterFilter, RequesterRow, RequesterView, TicketLine } from './people-views.ts';

/** The latest first. Operators are among them only when they asked something themselves. */
export async function listRequesters(
  database: Database,
  filter: RequesterFilter,
  operators: readonly string[],
): Promise<RequesterRow[]> {
  const { organisation: name, search, limit } = filter;
  const organisation = name === undefined ? undefined : await organisationNamed(database, name);
  if (name !== undefined && !organisation) return [];
  const wanted = [
    operators.length === 0 ? undefined : notOnlyOperator(database, operators),
    organisation && sql`people.id in ${peopleIn(organisation.id)}`,
    search === undefined ? undefined : nameOrAddressHas(database, search),
  ];
  return requesterRows(database, and(...wanted), limit);
}

function notOnlyOperator({ db, schema: { addresses } }: Database, operators: readonly string[]): SQL {
  const theirs = db
    .select({ id: addresses.person })
    .from(addresses)
    .where(inArray(addresses.address, [...operators]));
  return sql`(people.id not in ${theirs} or exists (select 1 from tickets t where t.requester = people.id))`;
}

/** Of people. */
export function nameOrAddressHas({ db, schema: { people, addresses } }: Database, text: string): SQL | undefined {
  // lower() of SQLite knows ASCII only, so the words are looked for as they are typed too
  const [typed, lower] = [containing(text.trim()), containing(text.trim().toLowerCase())];
  const having = db.select({ id: addresses.person }).from(addresses).where(escaped(addresses.address, lower));
  return or(escaped(people.name, typed), escaped(sql`lower(people.name)`, lower), sql`people.id in ${having}`);
}

function containing(text: string): string {
  return `%${text.replace(/[!%_]/g, '!$&')}%`;
}

function escaped(column: SQLWrapper, pattern: string): SQL {
  return sql`${like(column as SQL, pattern)} escape '!'`;
}

export async function requesterRows(
  database: Database,
  where: SQL | undefined,
  limit: number,
): Promise<RequesterRow[]> {
  const { db, schema } = database;
  const { people } = schema;
  const shown = and(isNull(people.mergedInto), where);
  const rows = await db
    .select({
      id: people.id,
      name: people.name,
      since: people.since,
      own: people.level,
      open: sql<number>`(select count(*) from tickets t where t.requester = people.id and t.status not in ('solved', 'closed'))`,
      all: sql<number>`(select count(*) from tickets t where t.requester = people.id)`,
      lastHeard: LAST_HEARD,
    })
    .from(people)
    .where(shown)
    .orderBy(desc(people.id))
    .limit(limit);
  const page = rows.length > FEW ? db.select({ id: people.id }).from(people).where(shown) : rows.map(({ id }) => id);
  const organisations = await organisationsOf(database, page);
  const addresses = await addressesOf(database, page);
  return rows.map(({ own, ...row }) => {
    const belongs = organisations.get(row.id);
    return {
      ...row,
      addresses: addresses.get(row.id) ?? [],
      organisation: belongs ? { name: belongs.name, by: belongs.domain ?? 'hand' } : null,
      level: own ?? belongs?.level ?? null,
    };
  });
}

/** More ids than this are not named one by one: a statement has room for so many parameters only. */
const FEW = 5000;

/** What the person wrote in tickets asked or taken part in, also as somebody who was merged since. */
const LAST_HEARD = sql<number | null>`(select max(m.at) from messages m join people q on q.id = m.person
  where m.kind = 'request' and coalesce(q.merged_into, q.id) = people.id and m.ticket in (
    select t.number from tickets t where t.requester = people.id
    union select r.ticket from participants r where r.person = people.id))`;

/** By the number of the person; of who was merged into another, that of the other. */
export async function firstAddresses(
  { db, schema: { people, addresses } }: Database,
  ids: readonly number[],
): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map();
  const person = sql`coalesce(${people.mergedInto}, ${people.id})`;
  const rows = await db
    .select({ id: people.id, address: addresses.address })
    .from(people)
    .innerJoin(addresses, and(eq(addresses.person, person), eq(addresses.rank, 0)))
    .where(inArray(people.id, [...ids]));
  return new Map(rows.map(({ id, address }) => [id, address]));
}

async function addressesOf(
  { db, schema: { addresses } }: Database,
  people: readonly number[] | SQLWrapper,
): Promise<Map<number, AddressView[]>> {
  if (Array.isArray(people) && people.length === 0) return new Map();
  const rows = await db
    .select()
    .from(addresses)
    .where(inArray(addresses.person, people as SQLWrapper))
    .orderBy(asc(addresses.person), asc(addresses.rank));
  const found = new Map<number, AddressView[]>();
  for (const { person, address, silent, silentBecause } of rows) {
    const own = found.get(person) ?? [];
    own.push({ address, silent, because: silentBecause });
    found.set(person, own);
  }
  return found;
}

const MOST_TICKETS = 100;

export async function showRequester(database: Database, id: number): Promise<RequesterView | undefined> {
  const { db, schema } = database;
  const { people, tickets, participants } = schema;
  const [row] = await requesterRows(database, eq(people.id, id), 1);
  if (!row) return undefined;
  const merged = await db
    .select({ id: people.id })
    .from(people)
    .where(eq(people.mergedInto, id))
    .orderBy(asc(people.id));
  const [said] = await db
    .select({ language: people.language, confirmation: people.wantsConfirmation, answers: people.wantsAnswers })
    .from(people)
    .where(eq(people.id, id));
  const joined = db.select({ ticket: participants.ticket }).from(participants).where(eq(participants.person, id));
  return {
    ...row,
    language: said?.language ?? null,
    wants: { confirmation: said?.confirmation ?? true, answers: said?.answers ?? true },
    merged: merged.map(each => each.id),
    tickets: await ticketLines(database, eq(tickets.requester, id)),
    takesPart: await ticketLines(database, inArray(tickets.number, joined)),
  };
}

function ticketLines({ db, schema: { tickets } }: Database, where: SQL): Promise<TicketLine[]> {
  return db
    .select({
      number: tickets.number,
      status: tickets.status,
      statusName: tickets.statusName,
      subject: tickets.subject,
      changedAt: tickets.changedAt,
    })
    .from(tickets)
    .where(where)
    .orderBy(desc(tickets.number))
    .limit(MOST_TICKETS);
}

/** Looked at when nobody has the address that was asked for. */
const MOST_CANDIDATES = 3000;
const FEW_LETTERS = 3;

/** People somebody may have meant by this address or name, `Ann <ann@example.org>`, nearest first, at most five. */
export async function nearRequesters(database: Database, text: string): Promise<{ name: string; address: string }[]> {
  const { db, schema } = database;
  const { people, addresses } = schema;
  const word = text.trim().toLowerCase();
  const { local, domain } = splitAddress(word);
  if (local === '') return [];
  const rows = await db
    .select({ address: addresses.address, name: people.name })
    .from(addresses)
    .innerJoin(people, eq(people.id, addresses.person))
    .where(
      or(
        escaped(addresses.address, containing(local)),
        escaped(people.name, containing(text.trim())),
        escaped(sql`lower(${people.name})`, containing(word)),
        domain === '' ? undefined : escaped(addresses.address, containing(`@${domain}`)),
      ),
    )
    .limit(MOST_CANDIDATES);
  const byAddress = new Map(rows.map(row => [row.address, row]));
  const near = nearest(word, [...byAddress.keys()], { distance: FEW_LETTERS, most: 5 });
  const alike = rows.filter(row => isAlike(word, local, row)).map(row => row.address);
  return [...new Set([...near, ...alike])].slice(0, 5).map(address => byAddress.get(address)!);
}

function isAlike(word: string, local: string, row: { readonly address: string; readonly name: string }): boolean {
  const other = splitAddress(row.address).local;
  return other === local || row.name.toLowerCase().includes(word);
}
