/** The actions that put tickets right: messages and people come and go, tickets are taken in and let go, links are made. */
import { and, eq, inArray, or, sql } from 'drizzle-orm';
import type { Action } from '../desk/decision.ts';
import { changeTicket } from './carry-ticket.ts';
import type { Database } from './database.ts';
import type { Occasion } from './occasion.ts';

type At = Pick<Occasion, 'now'>;
type Repair = Extract<Action, { do: 'moveMessages' | 'mergeInto' | 'join' | 'leave' | 'relate' | 'unrelate' }>;

export async function carryRepair(database: Database, action: Repair, at: At): Promise<undefined> {
  switch (action.do) {
    case 'moveMessages':
      return moveMessages(database, action, at);
    case 'mergeInto':
      return changeTicket(database, action.ticket, at, { mergedInto: action.into });
    case 'join':
    case 'leave':
      return participate(database, action, at);
    case 'relate':
      return relate(database, action);
    case 'unrelate':
      return unrelate(database, action);
  }
}

/** What concerns two tickets is in the journal of both: the line of the other one says where it came from. */
export function echoOf(action: Action): { ticket: number; data: Record<string, unknown> } | undefined {
  switch (action.do) {
    case 'moveMessages':
      return { ticket: action.to, data: { from: action.ticket, messages: action.messages } };
    case 'mergeInto':
      return action.into === null ? undefined : { ticket: action.into, data: { from: action.ticket } };
    case 'relate':
    case 'unrelate':
      return { ticket: action.to, data: { from: action.ticket } };
    default:
      return undefined;
  }
}

/** A statement takes only so many parameters. */
const AT_ONCE = 1000;

async function moveMessages(
  database: Database,
  { ticket, to, messages: ids }: Extract<Repair, { do: 'moveMessages' }>,
  at: At,
): Promise<undefined> {
  const { db, schema } = database;
  const { messages, tickets } = schema;
  let moved = 0;
  for (let i = 0; i < ids.length; i += AT_ONCE) {
    const rows = await db
      .update(messages)
      .set({ ticket: to })
      .where(and(eq(messages.ticket, ticket), inArray(messages.id, ids.slice(i, i + AT_ONCE))))
      .returning({ id: messages.id });
    moved += rows.length;
  }
  if (moved !== ids.length) throw new Error(`${ids.length} messages should leave ticket ${ticket}, ${moved} are there`);
  await changeTicket(database, ticket, at, { messages: sql`${tickets.messages} - ${moved}` });
  await changeTicket(database, to, at, { messages: sql`${tickets.messages} + ${moved}` });
}

async function participate(
  database: Database,
  { do: verb, ticket, person }: Extract<Repair, { do: 'join' | 'leave' }>,
  at: At,
): Promise<undefined> {
  const { db, schema } = database;
  const { participants } = schema;
  if (verb === 'join') await db.insert(participants).values({ ticket, person, since: at.now }).onConflictDoNothing();
  else await db.delete(participants).where(and(eq(participants.ticket, ticket), eq(participants.person, person)));
  await changeTicket(database, ticket, at, {});
}

type Link = Extract<Repair, { do: 'relate' | 'unrelate' }>;

async function relate({ db, schema: { relations } }: Database, { ticket, to }: Link): Promise<undefined> {
  const pairs = [
    { ticket, other: to },
    { ticket: to, other: ticket },
  ];
  await db.insert(relations).values(pairs).onConflictDoNothing();
}

async function unrelate({ db, schema: { relations } }: Database, { ticket, to }: Link): Promise<undefined> {
  const way = (one: number, other: number) => and(eq(relations.ticket, one), eq(relations.other, other));
  await db.delete(relations).where(or(way(ticket, to), way(to, ticket)));
}
