/** Who may own a ticket now, whose turn it was last, and how much everybody has to do. */
import { count, inArray } from 'drizzle-orm';
import type { Action } from '../desk/decision.ts';
import type { Policy } from '../desk/policy.ts';
import type { Crew } from '../desk/rules/choose-owner.ts';
import { needsOf } from '../desk/rules/needs.ts';
import type { Database } from './database.ts';

/** Looked up only where a rule chooses among several. */
export async function crewNow(database: Database, policy: Policy, now: number): Promise<Crew | undefined> {
  if (!needsOf(policy.rules).crew) return undefined;
  const { db, schema } = database;
  const { absences, turns, tickets } = schema;
  const away = await db.select().from(absences);
  const absent = new Set(
    away.filter(({ since, until }) => since <= now && (until ?? now) >= now).map(one => one.login),
  );
  const able = policy.operators.filter(({ active, role }) => active && role !== 'read-only').map(({ login }) => login);
  const last = await db.select().from(turns);
  const busy = await db
    .select({ owner: tickets.owner, n: count() })
    .from(tickets)
    .where(inArray(tickets.status, ['new', 'open', 'waiting']))
    .groupBy(tickets.owner);
  return {
    present: new Set(able.filter(login => !absent.has(login))),
    lastTurn: new Map(last.map(one => [one.name, one.last])),
    load: new Map(busy.flatMap(({ owner, n }) => (owner === null ? [] : [[owner, n] as const]))),
  };
}

/** In the transaction that gives the ticket away, so that no two mails take the same turn. */
export async function takeTurn(
  { db, schema: { turns } }: Database,
  { name, login }: Extract<Action, { do: 'takeTurn' }>,
): Promise<undefined> {
  await db
    .insert(turns)
    .values({ name, last: login })
    .onConflictDoUpdate({ target: turns.name, set: { last: login } });
}
