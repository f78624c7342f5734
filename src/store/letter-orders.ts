/** An operator's word about a letter that stands still. What was ordered, and by whom, is in the journal of its ticket. */
import { and, eq, inArray } from 'drizzle-orm';
import type { Database } from './database.ts';
import type { LetterState } from './views.ts';

export type LetterOrder = 'retry' | 'drop';

/** What may be ordered from where; a letter on its way or sent is nobody's to order about. */
const FROM: Readonly<Record<LetterOrder, readonly LetterState[]>> = {
  retry: ['failed', 'uncertain'],
  drop: ['queued', 'failed', 'uncertain'],
};

/** undefined: there is no such letter. `obeyed` false: it is in a state in which that cannot be done. */
export function orderLetter(
  database: Database,
  order: LetterOrder,
  id: number,
  login: string,
  now: number,
): Promise<{ readonly obeyed: boolean; readonly state: LetterState } | undefined> {
  const { db, kit, schema } = database;
  const { letters } = schema;
  return database.transaction(async () => {
    const columns = { ticket: letters.ticket, state: letters.state, lastReply: letters.lastReply };
    const [letter] = await kit.forUpdate(db.select(columns).from(letters).where(eq(letters.id, id)));
    if (letter === undefined) return undefined;
    const obeyed = await change(database, order, id, order === 'drop' ? dropped(login, letter.lastReply) : again(now));
    if (obeyed) await journal(database, order, id, letter, login, now);
    return { obeyed, state: letter.state };
  });
}

/** Once more from the start, the very same bytes. */
function again(now: number) {
  return { state: 'queued', notBefore: now, createdAt: now, attempts: 0, handedOver: false } as const;
}

function dropped(login: string, lastReply: string | null) {
  const before = lastReply === null ? '' : `; before that: ${lastReply}`;
  return { state: 'dropped', lastReply: `dropped by ${login}${before}` } as const;
}

async function change(
  { db, schema: { letters } }: Database,
  order: LetterOrder,
  id: number,
  set: ReturnType<typeof again> | ReturnType<typeof dropped>,
): Promise<boolean> {
  const rows = await db
    .update(letters)
    .set(set)
    .where(and(eq(letters.id, id), inArray(letters.state, [...FROM[order]])))
    .returning({ id: letters.id });
  return rows.length === 1;
}

async function journal(
  { db, schema }: Database,
  order: LetterOrder,
  letter: number,
  { ticket, state }: { readonly ticket: number | null; readonly state: LetterState },
  login: string,
  at: number,
): Promise<void> {
  const action = order === 'retry' ? 'retryLetter' : 'dropLetter';
  const because = [`${login} ${order === 'retry' ? 'had it sent once more' : 'dropped it'}`];
  const line = { ticket, mail: null, at, who: login, action, data: { letter, from: state }, because };
  await db.insert(schema.journal).values(line);
}
