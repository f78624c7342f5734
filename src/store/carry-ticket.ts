/** The actions that open a ticket and change what its row says. */
import { eq, type SQL } from 'drizzle-orm';
import type { Action, Sorted } from '../desk/decision.ts';
import { takeNumber } from './counters.ts';
import type { Database } from './database.ts';
import type { Occasion } from './occasion.ts';

export async function openTicket(
  database: Database,
  action: Extract<Action, { do: 'openTicket' }>,
  { now, mail }: Occasion,
): Promise<undefined> {
  const { db, schema } = database;
  const { ticket: number, queue, subject, requester, source, sorted = {} } = action;
  const { guess } = mail?.parsed ?? {};
  await takeNumber(database, 'ticket', number);
  await db.insert(schema.tickets).values({
    ...columnsOf(sorted),
    number,
    queue,
    subject,
    requester,
    source,
    status: 'new',
    guess: guess ? { ...guess, because: [...guess.because] } : null,
    openedAt: now,
    changedAt: now,
  });
}

/** Columns of a ticket that is sorted from its first moment on. */
function columnsOf({ tags = [], helpers = [], watchers = [], ...words }: Sorted) {
  return { ...words, tags: [...tags], helpers: [...helpers], watchers: [...watchers] };
}

type TicketRow = Database['schema']['tickets']['$inferInsert'];

export async function changeTicket(
  { db, schema: { tickets } }: Database,
  number: number,
  { now }: Pick<Occasion, 'now'>,
  set: { readonly [Column in keyof TicketRow]?: TicketRow[Column] | SQL },
): Promise<undefined> {
  await db
    .update(tickets)
    .set({ ...set, changedAt: now })
    .where(eq(tickets.number, number));
}
