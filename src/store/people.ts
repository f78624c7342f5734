/**
 * What an order about people or organisations may look at, and how what was decided is written: every action and its
 * journal line in the caller's transaction, or not at all. A merge is also told in the journal of each ticket it moves.
 */
import { and, asc, count, eq, inArray, notInArray, or, sql } from 'drizzle-orm';
import { keptAddress, type PeopleAction, type PeopleDecision, type Requester } from '../desk/people.ts';
import { addAddress, freeRank, rankAnew } from './addresses.ts';
import type { Database } from './database.ts';
import { peopleById } from './find-people.ts';

/** How a person is named in an order. */
export type Who = { readonly id: number } | { readonly address: string };

/** Somebody who was merged into another answers with that one, who then has `askedFor`. */
export async function findRequester(database: Database, who: Who): Promise<Requester | undefined> {
  const { db, schema } = database;
  const { people, tickets, organisations } = schema;
  const id = 'id' in who ? who.id : await holderOf(database, who.address);
  const person = id === undefined ? undefined : (await peopleById(database, [id])).get(id);
  if (person === undefined) return undefined;
  const [hand] = await db
    .select({ id: organisations.id, name: organisations.name, level: people.level })
    .from(people)
    .leftJoin(organisations, eq(organisations.id, people.organisation))
    .where(eq(people.id, person.id));
  const [open] = await db
    .select({ n: count() })
    .from(tickets)
    .where(and(eq(tickets.requester, person.id), notInArray(tickets.status, ['solved', 'closed'])));
  const { id: at, name, level = null } = hand ?? {};
  const organisation = at == null ? null : { id: at, name: name! };
  const found: Requester = { ...person, organisation, level, open: open!.n };
  return person.id === id ? found : { ...found, askedFor: id! };
}

async function holderOf({ db, schema: { addresses } }: Database, address: string): Promise<number | undefined> {
  const [row] = await db
    .select({ person: addresses.person })
    .from(addresses)
    .where(eq(addresses.address, keptAddress(address) ?? ''));
  return row?.person;
}

export interface Order {
  readonly now: number;
  /** Names the decision in the journal. */
  readonly nonce: string;
  /** The operator's login. */
  readonly who: string;
}

export async function commitPeople(database: Database, decision: PeopleDecision, order: Order): Promise<void> {
  const journal: JournalLine[] = [];
  const line = (action: string, data: Record<string, unknown>, ticket: number | null = null) =>
    journal.push({
      ticket,
      mail: null,
      at: order.now,
      who: order.who,
      action,
      data,
      because: [...decision.because],
      decision: order.nonce,
    });
  for (const action of decision.actions) {
    const { do: verb, ...data } = withoutNames(action);
    line(verb, data);
    await carryOut(database, action, { ...order, line });
  }
  for (let at = 0; at < journal.length; at += LINES_AT_ONCE)
    await database.db.insert(database.schema.journal).values(journal.slice(at, at + LINES_AT_ONCE));
}

type JournalLine = Database['schema']['journal']['$inferInsert'];

/** As many as surely go in one statement. */
const LINES_AT_ONCE = 500;

interface Moment extends Order {
  readonly line: (action: string, data: Record<string, unknown>, ticket: number) => void;
}

/** People's names come from mails and have no place in the journal. */
function withoutNames(action: PeopleAction): { readonly do: string } {
  if (action.do !== 'renamePerson') return action;
  return { do: action.do, person: action.person } as { readonly do: string };
}

async function carryOut(database: Database, action: PeopleAction, moment: Moment): Promise<void> {
  const { db, schema } = database;
  const { people, organisations, domains } = schema;
  switch (action.do) {
    case 'renamePerson':
      await db.update(people).set({ name: action.name }).where(eq(people.id, action.person));
      return;
    case 'addAddress':
    case 'removeAddress':
    case 'putAddressFirst':
    case 'refuseLetters':
    case 'acceptLetters':
      return changeAddress(database, action, moment);
    case 'setOrganisation':
      await db.update(people).set({ organisation: action.to }).where(eq(people.id, action.person));
      return;
    case 'setLevel':
      await db.update(people).set({ level: action.level }).where(eq(people.id, action.person));
      return;
    case 'setLanguage':
      await db.update(people).set({ language: action.language }).where(eq(people.id, action.person));
      return;
    case 'setWish':
      await db
        .update(people)
        .set(action.wish === 'confirmation' ? { wantsConfirmation: action.wanted } : { wantsAnswers: action.wanted })
        .where(eq(people.id, action.person));
      return;
    case 'mergePerson':
      return merge(database, action, moment);
    case 'newOrganisation':
      return foundOrganisation(database, action, moment);
    case 'renameOrganisation':
      await db.update(organisations).set({ name: action.name }).where(eq(organisations.id, action.organisation));
      return;
    case 'setOrganisationLevel':
      await db.update(organisations).set({ level: action.level }).where(eq(organisations.id, action.organisation));
      return;
    case 'addDomain':
      await db.insert(domains).values({ domain: action.domain, organisation: action.organisation });
      return;
    case 'removeDomain':
      await db
        .delete(domains)
        .where(and(eq(domains.domain, action.domain), eq(domains.organisation, action.organisation)));
      return;
  }
}

type AddressAction = Extract<PeopleAction, { readonly address: string }>;

async function changeAddress(database: Database, action: AddressAction, { who }: Moment): Promise<void> {
  const { db, schema } = database;
  const { addresses } = schema;
  const { person, address } = action;
  const own = and(eq(addresses.person, person), eq(addresses.address, address));
  switch (action.do) {
    case 'addAddress':
      return addAddress(database, action);
    case 'removeAddress':
      await db.delete(addresses).where(own);
      return rankAnew(database, person);
    case 'putAddressFirst':
      await db.update(addresses).set({ rank: -1 }).where(own);
      return rankAnew(database, person);
    case 'refuseLetters':
      await db
        .update(addresses)
        .set({ silent: 'refused', silentBecause: `noted by ${who}` })
        .where(own);
      return;
    case 'acceptLetters':
      await db.update(addresses).set({ silent: null, silentBecause: '' }).where(own);
      return;
  }
}

/** Messages and letters keep the id they were written with, as tokens do: that is what happened. */
async function merge(
  database: Database,
  { person: one, into }: Extract<PeopleAction, { readonly do: 'mergePerson' }>,
  { line }: Moment,
): Promise<void> {
  const { db, schema } = database;
  const { people, addresses, tickets } = schema;
  const rank = await freeRank(database, into);
  await db
    .update(addresses)
    .set({ person: into, rank: sql`${addresses.rank} + ${rank}` })
    .where(eq(addresses.person, one));
  const moved = await db
    .update(tickets)
    .set({ requester: into })
    .where(eq(tickets.requester, one))
    .returning({ number: tickets.number });
  for (const { number } of moved) line('changeRequester', { from: one, to: into }, number);
  for (const number of await moveParticipant(database, one, into))
    line('changeParticipant', { from: one, to: into }, number);
  await db
    .update(people)
    .set({ mergedInto: into })
    .where(or(eq(people.id, one), eq(people.mergedInto, one)));
}

/** Nobody takes part twice, and no requester in the own ticket. The tickets the first took part in. */
async function moveParticipant({ db, schema }: Database, one: number, into: number): Promise<number[]> {
  const { participants, tickets } = schema;
  const rows = await db
    .select({ ticket: participants.ticket })
    .from(participants)
    .where(eq(participants.person, one))
    .orderBy(asc(participants.ticket));
  const asked = db.select({ number: tickets.number }).from(tickets).where(eq(tickets.requester, into));
  await db
    .delete(participants)
    .where(and(inArray(participants.person, [one, into]), inArray(participants.ticket, asked)));
  const twice = sql`(select p.ticket from participants p where p.person = ${into})`;
  await db.delete(participants).where(and(eq(participants.person, one), inArray(participants.ticket, twice)));
  await db.update(participants).set({ person: into }).where(eq(participants.person, one));
  return rows.map(row => row.ticket);
}

async function foundOrganisation(
  { db, schema }: Database,
  { name, domains, level }: Extract<PeopleAction, { readonly do: 'newOrganisation' }>,
  { now }: Moment,
): Promise<void> {
  const [row] = await db
    .insert(schema.organisations)
    .values({ name, since: now, ...(level === undefined ? {} : { level }) })
    .returning({ id: schema.organisations.id });
  const rows = domains.map(domain => ({ domain, organisation: row!.id }));
  if (rows.length > 0) await db.insert(schema.domains).values(rows);
}
