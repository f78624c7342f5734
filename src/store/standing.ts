/** How a ticket stands to the operator who is about to answer: what the others did since it was read, and who is at it. */
import { and, asc, desc, eq, gt, inArray, isNull, ne } from 'drizzle-orm';
import type { News, Standing } from '../desk/stale.ts';
import type { Database } from './database.ts';
import { lineRead, presentAt } from './looks.ts';

/** ms; of a ticket the operator never looked at, answers of colleagues are news for so long. */
export const JUST_NOW = 15 * 60_000;
const MOST_WORDS = 500;

const TELLING = ['addMessage', 'addNote', 'setStatus', 'moveMessages', 'undo'];

export async function standingOf(database: Database, ticket: number, login: string, now: number): Promise<Standing> {
  const line = await lineRead(database, ticket, login);
  const lines = await linesSince(database, ticket, line, now);
  const others = notUndone(lines).filter(own => doerOf(own) !== login);
  const wanted = line === undefined ? others.filter(own => own.some(isAnswer)) : others;
  const words = await wordsOf(database, wanted.flat().flatMap(messageIn));
  return {
    read: line !== undefined,
    news: wanted.flatMap(own => newsIn(own, words)),
    answering: (await presentAt(database, ticket, now, login)).filter(({ doing }) => doing === 'answering'),
  };
}

type Line = Awaited<ReturnType<typeof linesSince>>[number][number];

/** By decision. */
async function linesSince(
  { db, schema: { journal } }: Database,
  ticket: number,
  line: number | undefined,
  now: number,
) {
  const since = line === undefined ? gt(journal.at, now - JUST_NOW) : gt(journal.id, line);
  const rows = await db
    .select()
    .from(journal)
    .where(and(eq(journal.ticket, ticket), since, inArray(journal.action, TELLING)))
    .orderBy(asc(journal.id));
  const decisions = new Map<string, typeof rows>();
  for (const row of rows) decisions.set(row.decision, [...(decisions.get(row.decision) ?? []), row]);
  return [...decisions.values()];
}

/** What was done and undone since left nothing. */
function notUndone(decisions: readonly Line[][]): Line[][] {
  const names = new Set(decisions.map(([first]) => first!.decision));
  const undone = new Set(decisions.flat().flatMap(line => (line.action === 'undo' ? [line.data.decision] : [])));
  return decisions.filter(
    own =>
      // a note stays, whatever else of its decision was undone
      (!undone.has(own[0]!.decision) || own.some(({ action }) => action === 'addNote')) &&
      !own.some(line => line.action === 'undo' && names.has(String(line.data.decision))),
  );
}

/** Of what came by mail, the operator who wrote it, if it was one. */
function doerOf(own: readonly Line[]): string {
  const author = own.map(({ data }) => data.author as { login?: string } | undefined).find(one => one?.login);
  return author?.login ?? own[0]!.who;
}

function isAnswer({ action, data }: Line): boolean {
  return action === 'addMessage' && data.kind === 'answer';
}

function messageIn({ action, data }: Line): number[] {
  const says = action === 'addMessage' || action === 'addNote';
  return says && typeof data.message === 'number' ? [data.message] : [];
}

async function wordsOf({ db, schema: { messages, people } }: Database, ids: readonly number[]) {
  if (ids.length === 0) return new Map<number, { text: string; name: string | null }>();
  const rows = await db
    .select({ id: messages.id, text: messages.text, name: people.name })
    .from(messages)
    .leftJoin(people, eq(people.id, messages.person))
    .where(inArray(messages.id, [...ids]));
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}

/** Its messages; of a decision without any, what it did to the ticket. */
function newsIn(own: readonly Line[], words: Awaited<ReturnType<typeof wordsOf>>): News[] {
  const who = doerOf(own);
  const said = own.flatMap((line): News[] => {
    const [id] = messageIn(line);
    if (line.action !== 'addMessage' && line.action !== 'addNote') return [];
    const message = words.get(id ?? 0);
    const did = line.action === 'addNote' ? 'noted' : isAnswer(line) ? 'answered' : 'wrote';
    const name = who === 'mail' ? (message?.name ?? '') || 'somebody' : who;
    return [{ at: line.at, who: name, did, words: (message?.text ?? '').slice(0, MOST_WORDS) }];
  });
  if (said.length > 0) return said;
  return own.flatMap((line): News[] => {
    const { at, data } = line;
    if (line.action === 'setStatus') return [{ at, who, did: 'set status', words: String(data.toName ?? data.to) }];
    return line.action === 'moveMessages' && typeof data.from === 'number'
      ? [{ at, who, did: 'moved messages here', words: `from #${data.from}` }]
      : [];
  });
}

/** The last of the others who answered a ticket after that instant; what was moved here since was written elsewhere. */
export async function answeredAfter(
  { db, schema: { messages } }: Database,
  ticket: number,
  at: number,
  login: string,
): Promise<{ readonly login: string } | undefined> {
  const [row] = await db
    .select({ login: messages.operator })
    .from(messages)
    .where(
      and(
        eq(messages.ticket, ticket),
        eq(messages.kind, 'answer'),
        gt(messages.at, at),
        ne(messages.operator, login),
        isNull(messages.takenBackAt),
      ),
    )
    .orderBy(desc(messages.id))
    .limit(1);
  return row?.login == null ? undefined : { login: row.login };
}
