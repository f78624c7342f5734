/**
 * What happened since somebody last looked, with what there is to say of it: the lines of the journal, and the letters
 * that left, which have none. A look costs two short reads at the ends of indexes.
 */
import { and, asc, eq, gte, inArray } from 'drizzle-orm';
import type { Database } from './database.ts';
import { journalEnd, journalSince } from './journal-since.ts';

export interface Happened {
  readonly at: number;
  readonly ticket: number | null;
  readonly mail: number | null;
  readonly who: string;
  /** The journal's word, or `sent`. */
  readonly action: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly because: readonly string[];
  readonly decision: string;
  readonly subject: string | null;
  readonly queue: string | null;
  readonly owner: string | null;
  /** Of a message: who wrote it, and its words. */
  readonly author: string | null;
  readonly words: string | null;
}

export interface Follow {
  /** What is new since the last call, in its order. */
  next(): Promise<Happened[]>;
}

/** ms that the clocks of two machines may differ by. */
const CLOCKS = 10_000;
const MOST_LETTERS = 1_000;

/** From the end of the journal, or from that instant on. */
export async function follow(database: Database, clock: () => number, since?: number): Promise<Follow> {
  const { db, schema } = database;
  const { letters } = schema;
  const from = since ?? clock();
  let mark = await journalEnd(database, clock(), since);
  let sentFrom = from;
  let sent = new Set<number>();
  return { next };

  async function next(): Promise<Happened[]> {
    const found = await journalSince(database, mark, clock());
    mark = found.mark;
    const left = await newLetters();
    return furnish(
      database,
      [...found.lines, ...left].sort((a, b) => a.at - b.at),
    );
  }

  /** Those of the last seconds are asked for again, for the clocks of two machines differ. */
  async function newLetters(): Promise<Bare[]> {
    const rows = await db
      .select({ id: letters.id, at: letters.sentAt, ticket: letters.ticket, to: letters.envelopeTo })
      .from(letters)
      .where(and(eq(letters.state, 'sent'), gte(letters.sentAt, sentFrom)))
      .orderBy(asc(letters.sentAt))
      .limit(MOST_LETTERS);
    const fresh = rows.filter(({ id }) => !sent.has(id));
    const latest = rows.at(-1)?.at ?? sentFrom;
    sentFrom = Math.max(from, latest - CLOCKS);
    sent = new Set(rows.filter(({ at }) => at! >= sentFrom).map(({ id }) => id));
    return fresh.map(({ id, at, ticket, to }) => ({
      ...{ at: at!, ticket, mail: null, who: 'desk', action: 'sent' },
      ...{ data: { letter: id, to }, because: [], decision: '' },
    }));
  }
}

type Bare = Omit<Happened, 'subject' | 'queue' | 'owner' | 'author' | 'words'>;

const MOST_WORDS = 400;

async function furnish({ db, schema }: Database, rows: readonly Bare[]): Promise<Happened[]> {
  const { tickets, messages, people } = schema;
  const numbers = [...new Set(rows.flatMap(({ ticket }) => ticket ?? []))];
  const ids = rows.flatMap(messageOf);
  const known =
    numbers.length === 0
      ? []
      : await db
          .select({ number: tickets.number, subject: tickets.subject, queue: tickets.queue, owner: tickets.owner })
          .from(tickets)
          .where(inArray(tickets.number, numbers));
  const said =
    ids.length === 0
      ? []
      : await db
          .select({ id: messages.id, text: messages.text, operator: messages.operator, name: people.name })
          .from(messages)
          .leftJoin(people, eq(people.id, messages.person))
          .where(inArray(messages.id, ids));
  return rows.map(row => {
    const about = known.find(({ number }) => number === row.ticket);
    const message = said.find(({ id }) => id === messageOf(row)[0]);
    return {
      ...{ at: row.at, ticket: row.ticket, mail: row.mail, who: row.who, action: row.action, data: row.data },
      ...{ because: row.because, decision: row.decision },
      subject: about?.subject ?? null,
      queue: about?.queue ?? null,
      owner: about?.owner ?? null,
      author: message ? (message.operator ?? message.name) : null,
      words: message ? message.text.trim().slice(0, MOST_WORDS) : null,
    };
  });
}

function messageOf({ action, data }: Bare): number[] {
  const says = action === 'addMessage' || action === 'addNote';
  return says && typeof data.message === 'number' ? [data.message] : [];
}
