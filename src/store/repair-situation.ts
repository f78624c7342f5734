/**
 * What a command that repairs may look at: the tickets it names as they are, and for undo what was decided about them.
 * A decision has lines on several tickets; those name each other, so the index of the journal by ticket finds all of them.
 */
import { and, asc, eq, inArray, ne } from 'drizzle-orm';
import type { Command } from '../desk/command.ts';
import { lastToUndo, ticketsTouched } from '../desk/deeds.ts';
import type { KeptMessage, PastDecision, RepairSituation, RepairTicket } from '../desk/repair-situation.ts';
import type { Database } from './database.ts';
import { peopleById } from './find-people.ts';
import { furnish } from './find-tickets.ts';
import { lettersOf } from './take-back.ts';

/** undefined: the command repairs nothing. */
export async function repairSituation(database: Database, command: Command): Promise<RepairSituation | undefined> {
  switch (command.do) {
    case 'merge':
      return { tickets: await ticketsAsTheyAre(database, [command.ticket, command.into]), past: [], letters: [] };
    case 'move':
    case 'link':
    case 'unlink':
      return { tickets: await ticketsAsTheyAre(database, [command.ticket, command.to]), past: [], letters: [] };
    case 'split':
      return { tickets: await ticketsAsTheyAre(database, [command.ticket]), past: [], letters: [] };
    case 'undo': {
      const past = await pastOf(database, command.ticket);
      const last = lastToUndo(past);
      return {
        tickets: await ticketsAsTheyAre(database, last ? ticketsTouched(last) : []),
        past,
        letters: last ? await lettersOf(database, last) : [],
      };
    }
    default:
      return undefined;
  }
}

async function ticketsAsTheyAre(database: Database, numbers: readonly number[]): Promise<Map<number, RepairTicket>> {
  const { db, schema } = database;
  const { tickets, relations } = schema;
  const wanted = [...new Set(numbers)];
  if (wanted.length === 0) return new Map();
  const rows = await db.select().from(tickets).where(inArray(tickets.number, wanted));
  const furnished = await furnish(database, rows);
  const kept = await messagesOf(database, wanted);
  const links = await db.select().from(relations).where(inArray(relations.ticket, wanted));
  return new Map(
    rows.map(({ number, mergedInto }) => [
      number,
      {
        ...furnished.get(number)!,
        mergedInto,
        messages: kept.filter(({ ticket }) => ticket === number).map(({ ticket: _, ...message }) => message),
        related: links.filter(({ ticket }) => ticket === number).map(({ other }) => other),
      },
    ]),
  );
}

async function messagesOf(
  database: Database,
  numbers: readonly number[],
): Promise<(KeptMessage & { ticket: number })[]> {
  const { messages } = database.schema;
  const rows = await database.db
    .select({
      ticket: messages.ticket,
      id: messages.id,
      kind: messages.kind,
      person: messages.person,
      mail: messages.mail,
    })
    .from(messages)
    .where(inArray(messages.ticket, [...numbers]))
    .orderBy(asc(messages.id));
  const authors = await peopleById(
    database,
    rows.flatMap(({ person }) => person ?? []),
  );
  return rows.map(({ mail, person, ...row }) => ({
    ...row,
    person: person === null ? null : (authors.get(person) ?? null),
    byMail: mail !== null,
  }));
}

async function pastOf(database: Database, ticket: number): Promise<PastDecision[]> {
  const own = await linesOf(database, [ticket]);
  const names = new Set(own.map(({ decision }) => decision));
  const partners = new Set(own.flatMap(partnersOf));
  partners.delete(ticket);
  const others = (await linesOf(database, [...partners])).filter(({ decision }) => names.has(decision));
  return decisionsOf([...own, ...others].sort((a, b) => a.id - b.id)).reverse();
}

function decisionsOf(lines: readonly Line[]): PastDecision[] {
  const found = new Map<string, Line[]>();
  for (const line of lines) found.set(line.decision, [...(found.get(line.decision) ?? []), line]);
  return [...found].map(([name, own]) => ({ name, who: own[0]!.who, because: own[0]!.because, lines: own }));
}

type Line = Awaited<ReturnType<typeof linesOf>>[number];

async function linesOf({ db, schema: { journal } }: Database, tickets: readonly number[]) {
  if (tickets.length === 0) return [];
  // lines from before decisions had names cannot be told apart
  const named = ne(journal.decision, '');
  return db
    .select()
    .from(journal)
    .where(and(tickets.length === 1 ? eq(journal.ticket, tickets[0]!) : inArray(journal.ticket, [...tickets]), named))
    .orderBy(asc(journal.id));
}

/** An instant is no number of a ticket. */
function partnersOf({ action, data }: Line): number[] {
  if (action === 'setStatus' || action === 'assign' || action === 'setDue') return [];
  return [data.to, data.into, data.from].filter(one => typeof one === 'number');
}
