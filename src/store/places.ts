/** In which queue tickets, mails and letters are: what decides who may see them. */
import { eq, inArray } from 'drizzle-orm';
import type { Database } from './database.ts';

export interface Places {
  readonly tickets?: readonly number[];
  readonly mails?: readonly number[];
  readonly letters?: readonly number[];
}

/** By number; of what is not there, or in no queue, nothing. A mail may have become tickets in several. */
export interface QueuesOf {
  readonly tickets: ReadonlyMap<number, readonly string[]>;
  readonly mails: ReadonlyMap<number, readonly string[]>;
  readonly letters: ReadonlyMap<number, readonly string[]>;
}

export async function queuesOf(database: Database, { tickets, mails, letters }: Places): Promise<QueuesOf> {
  return {
    tickets: await asked(tickets, numbers => ofTickets(database, numbers)),
    mails: await asked(mails, numbers => ofMails(database, numbers)),
    letters: await asked(letters, numbers => ofLetters(database, numbers)),
  };
}

type Row = { readonly number: number; readonly queue: string | null };

/** Fewer than the most parameters that a statement may have. */
const AT_ONCE = 500;

async function asked(numbers: readonly number[] = [], load: (some: number[]) => Promise<Row[]>) {
  const found = new Map<number, string[]>();
  for (let i = 0; i < numbers.length; i += AT_ONCE)
    for (const { number, queue } of await load(numbers.slice(i, i + AT_ONCE)))
      if (queue !== null) found.set(number, [...(found.get(number) ?? []), queue]);
  return found;
}

function ofTickets({ db, schema: { tickets } }: Database, numbers: number[]): Promise<Row[]> {
  return db
    .select({ number: tickets.number, queue: tickets.queue })
    .from(tickets)
    .where(inArray(tickets.number, numbers));
}

/** Where its messages are; without any, where the ledger has it; in no ticket, where it came in. */
async function ofMails({ db, schema }: Database, numbers: number[]): Promise<Row[]> {
  const { ledger, messages, tickets } = schema;
  const said: Row[] = await db
    .select({ number: ledger.id, queue: tickets.queue })
    .from(ledger)
    .innerJoin(messages, eq(messages.mail, ledger.id))
    .innerJoin(tickets, eq(tickets.number, messages.ticket))
    .where(inArray(ledger.id, numbers));
  const filed = await db
    .select({ number: ledger.id, queue: tickets.queue, cameIn: ledger.queue })
    .from(ledger)
    .leftJoin(tickets, eq(tickets.number, ledger.ticket))
    .where(inArray(ledger.id, numbers));
  const placed = new Set(said.map(({ number }) => number));
  return [
    ...said,
    ...filed.flatMap(({ number, queue, cameIn }) => (placed.has(number) ? [] : [{ number, queue: queue ?? cameIn }])),
  ];
}

function ofLetters({ db, schema: { letters, tickets } }: Database, numbers: number[]): Promise<Row[]> {
  return db
    .select({ number: letters.id, queue: tickets.queue })
    .from(letters)
    .innerJoin(tickets, eq(tickets.number, letters.ticket))
    .where(inArray(letters.id, numbers));
}
