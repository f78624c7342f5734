/**
 * What changed since somebody last looked, cheap enough to be asked twice a second: one look at the end of the journal and
 * one at the end of an index of letters, for that a letter left has no line.
 */
import { max } from 'drizzle-orm';
import type { Database } from './database.ts';
import { type JournalMark, journalEnd, journalSince, MOST_LINES } from './journal-since.ts';

/** Where somebody stopped looking. */
export interface Mark {
  readonly journal: JournalMark;
  readonly sent: number;
}

export interface Change {
  readonly ticket: number | null;
  /** `mail`, a login, or `desk`. */
  readonly who: string;
  /** The journal's word, such as `openTicket`. */
  readonly action: string;
}

export interface Changed {
  readonly mark: Mark;
  readonly changes: readonly Change[];
  /** A letter has left. */
  readonly letters: boolean;
}

/** So much at once is an import: one change of no ticket stands for all of it. */
const MANY: Change = { ticket: null, who: 'desk', action: 'many' };

/** `now`: ms since 1970. Without a mark nothing has changed yet. */
export async function changedSince(database: Database, now: number, mark?: Mark): Promise<Changed> {
  const found = mark && (await journalSince(database, mark.journal, now));
  const sent = await lastSent(database);
  const letters = mark !== undefined && sent !== mark.sent;
  if (found === undefined || found.lines.length === MOST_LINES) {
    const journal = await journalEnd(database, now);
    return { mark: { journal, sent }, changes: found ? [MANY] : [], letters };
  }
  const changes = found.lines.map(({ ticket, who, action }) => ({ ticket, who, action }));
  return { mark: { journal: found.mark, sent }, changes, letters };
}

async function lastSent({ db, schema: { letters } }: Database): Promise<number> {
  const [last] = await db.select({ at: max(letters.sentAt) }).from(letters);
  return last?.at ?? 0;
}
