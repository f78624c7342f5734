/**
 * What was said in a ticket, for the letters that go on from it. Of messages only those that are no notes are ever asked
 * for, and none that was moved here from somebody else's ticket: its words were for that person.
 */
import { and, asc, desc, eq, exists, isNull, lte, ne, or, type SQL } from 'drizzle-orm';
import type { Quoted } from '../desk/letter.ts';
import type { Policy } from '../desk/policy.ts';
import type { Said } from '../desk/situation.ts';
import type { Person, PublicText, Ticket } from '../desk/ticket.ts';
import { languageOf } from '../mail/language.ts';
import type { Database } from './database.ts';
import { isNotFromOthers, originsOf } from './own-words.ts';

/** With quote = "all": longer conversations are quoted from their end. */
const MOST_QUOTED = 20;
/** Enough to tell a language by. */
const SAMPLE = 4_000;

/** `now` in ms since 1970. */
export async function saidIn(database: Database, policy: Policy, ticket: Ticket, now: number): Promise<Said> {
  const language = await languageIn(database, ticket);
  return {
    ...(language === undefined ? {} : { language }),
    history: await quotable(database, policy, ticket, now),
    mailed: await wasMailed(database, policy, ticket),
  };
}

/** Texts of all that was said in public in the ticket, but for the message `without`. */
export async function publicTexts(
  database: Database,
  ticket: number,
  without: number | null,
  now: number,
): Promise<string[]> {
  const { db, schema } = database;
  const { messages, tickets } = schema;
  const origins = originsOf(database);
  const rows = await db
    .select({ text: messages.text, folded: messages.folded })
    .from(messages)
    .innerJoin(tickets, eq(tickets.number, messages.ticket))
    .innerJoin(origins, eq(origins.number, messages.origin))
    .where(
      and(
        eq(messages.ticket, ticket),
        isPublic(database, origins, now),
        without === null ? undefined : ne(messages.id, without),
      ),
    );
  return rows.flatMap(({ text, folded }) => [text, folded]);
}

/**
 * The requester wrote it, or could read it: an answer counts when the time of a letter of it has come, so neither what was
 * taken back, dropped or withheld, nor what may be so yet.
 */
function isPublic(database: Database, origins: ReturnType<typeof originsOf>, now: number): SQL | undefined {
  const { db, schema } = database;
  const { letters, messages } = schema;
  const left = db
    .select({ id: letters.id })
    .from(letters)
    .where(
      and(
        eq(letters.ticket, messages.origin),
        eq(letters.message, messages.id),
        eq(letters.audience, 'requester'),
        ne(letters.state, 'dropped'),
        lte(letters.notBefore, now),
      ),
    );
  return and(
    ne(messages.kind, 'note'),
    isNull(messages.takenBackAt),
    isNotFromOthers(database, origins),
    or(ne(messages.kind, 'answer'), exists(left)),
  );
}

/** Of the request itself: later words may be a few only. */
async function languageIn({ db, schema: { messages } }: Database, { number, requester }: Ticket) {
  const rows = await db
    .select({ text: messages.text })
    .from(messages)
    .where(and(eq(messages.ticket, number), eq(messages.kind, 'request'), eq(messages.person, requester.id)))
    .orderBy(asc(messages.id))
    .limit(1);
  return languageOf((rows[0]?.text ?? '').slice(0, SAMPLE));
}

async function quotable(database: Database, policy: Policy, ticket: Ticket, now: number): Promise<Quoted[]> {
  const { quote } = policy.letters;
  if (quote === 'none') return [];
  const { db, schema } = database;
  const { messages, people, tickets } = schema;
  const origins = originsOf(database);
  const rows = await db
    .select({
      text: messages.text,
      at: messages.at,
      person: messages.person,
      operator: messages.operator,
      name: people.name,
    })
    .from(messages)
    .innerJoin(tickets, eq(tickets.number, messages.ticket))
    .innerJoin(origins, eq(origins.number, messages.origin))
    .leftJoin(people, eq(people.id, messages.person))
    .where(
      and(
        eq(messages.ticket, ticket.number),
        isPublic(database, origins, now),
        quote === 'last' ? eq(messages.kind, 'request') : undefined,
      ),
    )
    .orderBy(desc(messages.id))
    .limit(quote === 'last' ? 1 : MOST_QUOTED);
  return rows.map(({ text, at, ...row }) => ({ words: text as PublicText, author: authorOf(row, ticket, policy), at }));
}

/** The name a person gave, else the address of one who hears the answers anyway; operators by their name alone. */
function authorOf(
  { person, operator, name }: { person: number | null; operator: string | null; name: string | null },
  ticket: Ticket,
  policy: Policy,
): string {
  const house = policy.queues.find(queue => queue.name === ticket.queue)?.fromName ?? policy.deskName;
  if (operator !== null) return policy.operators.find(({ login }) => login === operator)?.name ?? house;
  const known: Person | undefined = [ticket.requester, ...ticket.participants].find(({ id }) => id === person);
  return name || known?.addresses[0] || house;
}

/** Asked only where it decides something. */
async function wasMailed({ db, schema: { letters } }: Database, policy: Policy, { number, requester }: Ticket) {
  if (!policy.letters.status && !policy.letters.owner) return false;
  const [row] = await db
    .select({ id: letters.id })
    .from(letters)
    .where(
      and(
        eq(letters.ticket, number),
        eq(letters.person, requester.id),
        eq(letters.audience, 'requester'),
        ne(letters.state, 'dropped'),
      ),
    )
    .limit(1);
  return row !== undefined;
}
