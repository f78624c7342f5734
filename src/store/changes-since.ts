/**
 * What happened since somebody last looked, with what there is to say of it: the lines of the journal, and the letters
 * that left, which have none. A look costs two short reads at the ends of indexes.
 */
import { and, asc, eq, gt, gte, inArray, lt, max, or } from 'drizzle-orm';
import type { Database } from './database.ts';

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

/** ms that a transaction may take from its first line to its commit, as far as the order of lines is concerned. */
const LATE = 10_000;
const MOST = 1_000;

/** From the end of the journal, or from that instant on. */
export async function follow(database: Database, now: number, since?: number): Promise<Follow> {
  const { db, schema } = database;
  const { journal, letters } = schema;
  const [end] = await db
    .select({ id: max(journal.id) })
    .from(journal)
    .where(since === undefined ? undefined : lt(journal.at, since));
  let last = end?.id ?? 0;
  /** Numbers given out on PostgreSQL and not seen: their transaction may still come, or never. */
  const missing = new Map<number, number>();
  let sentFrom = since ?? now;
  let sent = new Set<number>();
  return { next };

  async function next(): Promise<Happened[]> {
    const lines = await newLines();
    const left = await newLetters();
    return furnish(
      database,
      [...lines, ...left].sort((a, b) => a.at - b.at),
    );
  }

  async function newLines(): Promise<Bare[]> {
    const clock = Date.now();
    for (const [id, at] of missing) if (clock - at > LATE) missing.delete(id);
    const late = missing.size === 0 ? undefined : inArray(journal.id, [...missing.keys()]);
    const rows = await db
      .select()
      .from(journal)
      .where(or(gt(journal.id, last), late))
      .orderBy(asc(journal.id))
      .limit(MOST);
    for (const { id } of rows) {
      missing.delete(id);
      if (database.dialect === 'pg') for (let gap = last + 1; gap < id; gap++) missing.set(gap, clock);
      last = Math.max(last, id);
    }
    return rows;
  }

  /** Those of the last seconds are asked for again, for the clocks of two machines differ. */
  async function newLetters(): Promise<Bare[]> {
    const rows = await db
      .select({ id: letters.id, at: letters.sentAt, ticket: letters.ticket, to: letters.envelopeTo })
      .from(letters)
      .where(and(eq(letters.state, 'sent'), gte(letters.sentAt, sentFrom)))
      .orderBy(asc(letters.sentAt))
      .limit(MOST);
    const fresh = rows.filter(({ id }) => !sent.has(id));
    const latest = rows.at(-1)?.at ?? sentFrom;
    sentFrom = Math.max(since ?? now, latest - LATE);
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
