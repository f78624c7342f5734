/** The actions that sort a ticket: its words, its tags, who else works on it. */
import { eq } from 'drizzle-orm';
import type { Action } from '../desk/decision.ts';
import { changeTicket } from './carry-ticket.ts';
import type { Database } from './database.ts';
import type { Occasion } from './occasion.ts';

type Sorting = Extract<Action, { do: 'setField' | 'setDue' | 'tag' | 'untag' | 'involve' | 'dismiss' }>;

export async function carrySorting(database: Database, action: Sorting, occasion: Occasion): Promise<undefined> {
  await changeTicket(database, action.ticket, occasion, await changeOf(database, action));
}

function changeOf(database: Database, action: Sorting) {
  if (action.do === 'setField') return { [action.field]: action.to };
  return action.do === 'setDue' ? { due: action.to } : listChange(database, action);
}

/** Lists stand in the ticket's own row, so that whoever reads it has them. */
async function listChange(
  { db, schema: { tickets } }: Database,
  action: Exclude<Sorting, { do: 'setField' | 'setDue' }>,
) {
  const [row] = await db
    .select({ tags: tickets.tags, helpers: tickets.helpers, watchers: tickets.watchers })
    .from(tickets)
    .where(eq(tickets.number, action.ticket));
  const [column, word] = 'tag' in action ? (['tags', action.tag] as const) : ([`${action.as}s`, action.login] as const);
  const without = (row?.[column] ?? []).filter(one => one !== word);
  const comes = action.do === 'tag' || action.do === 'involve';
  return { [column]: comes ? [...without, word] : without };
}
