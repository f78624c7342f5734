/** Who may own a ticket now, whose turn it was last, and how much everybody has to do. */
import type { Action } from '../desk/decision.ts';
import type { Policy } from '../desk/policy.ts';
import type { Crew } from '../desk/rules/choose-owner.ts';
import { needsOf } from '../desk/rules/needs.ts';
import type { Database } from './database.ts';

/** Looked up only where a rule chooses among several; one look, for it is made with every mail. */
export async function crewNow(database: Database, policy: Policy, now: number): Promise<Crew | undefined> {
  if (!needsOf(policy.rules).crew) return undefined;
  const able = policy.operators.filter(({ active, role }) => active && role !== 'read-only').map(({ login }) => login);
  const holes = able.map((_, i) => `$${i + 3}`).join(', ');
  // only their own open tickets are counted, over the index of owners
  const rows = await database.all(
    `select 'away' as what, login as name, null as last, 0 as open from absences
       where since <= $1 and (until is null or until >= $2)
     union all select 'turn', name, last, 0 from turns
     union all select 'load', owner, null, count(*) from tickets
       where owner in (${holes}) and status in ('new', 'open', 'waiting') group by owner`,
    [now, now, ...able],
  );
  const those = (what: string) => rows.filter(row => row[0] === what).map(([, ...rest]) => rest as Row);
  const away = new Set(those('away').map(([login]) => login));
  return {
    present: new Set(able.filter(login => !away.has(login))),
    lastTurn: new Map(those('turn').map(([name, last]) => [name, last ?? ''])),
    load: new Map(those('load').map(([owner, , open]) => [owner, Number(open)])),
  };
}

type Row = [name: string, last: string | null, open: number | string];

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
