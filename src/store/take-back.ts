/**
 * An answer that is undone before it left. Its letters are locked while that is decided, so that no dispatcher takes one
 * meanwhile; nothing is deleted: the message stays, marked, and its letters stay, dropped.
 */
import { and, eq, inArray } from 'drizzle-orm';
import type { Action } from '../desk/decision.ts';
import type { PastDecision, WaitingLetter } from '../desk/repair-situation.ts';
import { changeTicket } from './carry-ticket.ts';
import type { Database } from './database.ts';
import type { Occasion } from './occasion.ts';

/** The letters of a decision as they are, by their Message-IDs. */
export async function lettersOf(database: Database, { lines }: PastDecision): Promise<WaitingLetter[]> {
  const { db, kit, schema } = database;
  const { letters } = schema;
  const ids = lines.flatMap(({ action, data }) =>
    action === 'send' && typeof data.messageId === 'string' ? [data.messageId] : [],
  );
  if (ids.length === 0) return [];
  return kit.forUpdate(
    db
      .select({
        id: letters.id,
        message: letters.message,
        audience: letters.audience,
        state: letters.state,
        notBefore: letters.notBefore,
      })
      .from(letters)
      .where(inArray(letters.messageId, ids)),
  );
}

export async function takeBack(
  database: Database,
  { ticket, message }: Extract<Action, { do: 'takeBack' }>,
  at: Pick<Occasion, 'now'>,
): Promise<undefined> {
  const { db, schema } = database;
  const { messages } = schema;
  const rows = await db
    .update(messages)
    .set({ takenBackAt: at.now })
    .where(and(eq(messages.id, message), eq(messages.kind, 'answer')))
    .returning({ id: messages.id });
  if (rows.length !== 1) throw new Error(`message ${message} is no answer that could be taken back`);
  return changeTicket(database, ticket, at, {});
}

/** Only one that still waits; a dispatcher that took it meanwhile makes all of the decision fail. */
export async function dropLetter(
  { db, schema: { letters } }: Database,
  { letter, reason }: Extract<Action, { do: 'dropLetter' }>,
): Promise<undefined> {
  const rows = await db
    .update(letters)
    .set({ state: 'dropped', lastReply: reason })
    .where(and(eq(letters.id, letter), eq(letters.state, 'queued')))
    .returning({ id: letters.id });
  if (rows.length !== 1) throw new Error(`letter ${letter} does not wait any more`);
}
