/** Tickets as decisions see them: with their people and their conversation. */
import { and, asc, eq, inArray, isNotNull, isNull, ne } from 'drizzle-orm';
import type { Ticket } from '../desk/ticket.ts';
import type { Database } from './database.ts';
import { peopleById } from './find-people.ts';
import { isNotFromOthers, originsOf } from './own-words.ts';

/** Merged into merged into …: longer chains than this do not come about by hand. */
const LONGEST_CHAIN = 50;

/** By the number asked for; a ticket that was merged into another answers with that one. */
export async function ticketsByNumber(database: Database, numbers: readonly number[]): Promise<Map<number, Ticket>> {
  const { db, schema } = database;
  const found = await followMerges(numbers, wanted =>
    db.select().from(schema.tickets).where(inArray(schema.tickets.number, wanted)),
  );
  const tickets = await furnish(database, [...new Set(found.values())]);
  return new Map([...found].map(([asked, row]) => [asked, tickets.get(row.number)!]));
}

type TicketRow = Database['schema']['tickets']['$inferSelect'];

async function followMerges(
  numbers: readonly number[],
  load: (wanted: number[]) => Promise<TicketRow[]>,
): Promise<Map<number, TicketRow>> {
  const known = new Map<number, TicketRow>();
  let wanted = [...new Set(numbers)];
  for (let step = 0; wanted.length > 0 && step < LONGEST_CHAIN; step++) {
    const rows = await load(wanted);
    for (const row of rows) known.set(row.number, row);
    wanted = rows.flatMap(({ mergedInto }) => (mergedInto === null || known.has(mergedInto) ? [] : [mergedInto]));
  }
  const survivor = (number: number, steps = 0): TicketRow | undefined => {
    const row = known.get(number);
    return row?.mergedInto == null || steps > LONGEST_CHAIN ? row : survivor(row.mergedInto, steps + 1);
  };
  return new Map(
    [...new Set(numbers)].flatMap(number => {
      const row = survivor(number);
      return row ? [[number, row] as const] : [];
    }),
  );
}

/** Rows with the people and the conversation that belong to them. */
export async function furnish(database: Database, rows: readonly TicketRow[]): Promise<Map<number, Ticket>> {
  const { db, schema } = database;
  const { messages, participants, tickets } = schema;
  const origins = originsOf(database);
  const numbers = rows.map(row => row.number);
  if (numbers.length === 0) return new Map();
  const joined = await db
    .select({ ticket: participants.ticket, person: participants.person })
    .from(participants)
    .where(inArray(participants.ticket, numbers))
    .orderBy(asc(participants.since), asc(participants.person));
  const everybody = await peopleById(database, [...rows.map(row => row.requester), ...joined.map(row => row.person)]);
  const ids = await db
    .select({ ticket: messages.ticket, messageId: messages.messageId })
    .from(messages)
    .innerJoin(tickets, eq(tickets.number, messages.ticket))
    .innerJoin(origins, eq(origins.number, messages.origin))
    .where(
      and(
        inArray(messages.ticket, numbers),
        ne(messages.kind, 'note'),
        isNotNull(messages.messageId),
        isNull(messages.takenBackAt),
        isNotFromOthers(database, origins),
      ),
    )
    .orderBy(asc(messages.id));
  return new Map(
    rows.map(row => [
      row.number,
      {
        number: row.number,
        subject: row.subject,
        status: row.status,
        statusName: row.statusName,
        queue: row.queue,
        owner: row.owner,
        group: row.group,
        helpers: row.helpers,
        watchers: row.watchers,
        category: row.category,
        criticality: row.criticality,
        complexity: row.complexity,
        kind: row.kind,
        due: row.due,
        ...(row.spam === null ? {} : { spam: row.spam }),
        source: row.source,
        tags: row.tags,
        requester: everybody.get(row.requester)!,
        participants: joined.filter(j => j.ticket === row.number).map(j => everybody.get(j.person)!),
        closedAt: row.closedAt,
        ...(row.tokenSerial > 0 ? { serial: row.tokenSerial } : {}),
        conversation: ids.filter(m => m.ticket === row.number).map(m => m.messageId!),
      },
    ]),
  );
}
