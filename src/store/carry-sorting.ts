/** The actions that sort a ticket: its words, its tags, who else works on it. */
import { eq } from 'drizzle-orm';
import type { Action, Sorted } from '../desk/decision.ts';
import type { Database } from './database.ts';

type Sorting = Extract<Action, { do: 'setField' | 'setDue' | 'tag' | 'untag' | 'involve' | 'dismiss' }>;

export async function carrySorting(database: Database, action: Sorting, now: number): Promise<undefined> {
  const set = await changeOf(database, action);
  const { db, schema } = database;
  await db
    .update(schema.tickets)
    .set({ ...set, changedAt: now })
    .where(eq(schema.tickets.number, action.ticket));
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

/** Columns of a ticket that is sorted from its first moment on. */
export function columnsOf({ tags = [], helpers = [], watchers = [], ...words }: Sorted) {
  return { ...words, tags: [...tags], helpers: [...helpers], watchers: [...watchers] };
}
