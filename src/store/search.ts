/**
 * Full-text search. The newest messages that fit are the candidates; they are ranked here, the same on both dialects,
 * for a rank over all hits of a common word would read the whole index. PostgreSQL plans the statement by itself; for
 * SQLite, which knows nothing of how common a word or a tag is, the plan is made here, by trying what is small.
 */
import type { Condition } from '../desk/search-operators.ts';
import type { Clause, SearchQuery } from '../desk/search-query.ts';
import { type Fit, fitsOf } from '../desk/search-rank.ts';
import type { Sought } from '../desk/search-words.ts';
import type { Attachment } from '../mail/mail.ts';
import type { Database } from './database.ts';
import { ticketsNumbered } from './lists.ts';
import { clauseSql, expressionOf, indexed, isSaid, Statement } from './search-sql.ts';
import { type Candidates, candidates, candidatesOnSqlite, type HowMany } from './search-sqlite.ts';
import type { SearchHit, SearchResult } from './views.ts';

export interface SearchWish {
  readonly query: SearchQuery;
  /** Tickets of these queues only; undefined: of all. */
  readonly queues?: readonly string[];
  /** Tickets. */
  readonly limit: number;
}

/** So many messages are ranked, or more when more tickets are asked for; fewer where to find them would take long. */
const RANKED = 300;
const ENOUGH = 100;
/** A ticket may have several. */
const A_TICKET = 4;

export async function searchTickets(database: Database, { query, queues, limit }: SearchWish): Promise<SearchResult> {
  const howMany = { most: Math.max(RANKED, limit * A_TICKET), enough: Math.max(ENOUGH, limit * A_TICKET) };
  const clauses = [...query.all, ...(queues === undefined ? [] : [inQueues(queues)])];
  const { ids, all } = await (database.dialect === 'sqlite' ? candidatesOnSqlite : candidatesOnPg)(
    database,
    clauses,
    howMany,
  );
  const ranked = await rank(database, ids, soughtIn(query));
  const best = new Map<number, Ranked>();
  const counts = new Map<number, number>();
  for (const one of ranked) {
    counts.set(one.ticket, (counts.get(one.ticket) ?? 0) + 1);
    if (!best.has(one.ticket)) best.set(one.ticket, one);
  }
  const shown = [...best.values()].slice(0, limit);
  const rows = new Map(
    (await ticketsNumbered(database, [...best.keys()].slice(0, limit))).map(row => [row.number, row]),
  );
  const hits = shown.flatMap(({ ticket, fit, ...message }): SearchHit[] => {
    const row = rows.get(ticket);
    return row ? [{ ...row, marked: fit.subject(), snippet: fit.snippet(), message, hits: counts.get(ticket)! }] : [];
  });
  return { hits, more: best.size > limit, ranked: ids.length, all };
}

function inQueues(queues: readonly string[]): Clause {
  return [{ not: false, is: { about: 'field', field: 'queue', values: queues } }];
}

/** What is to be marked: all words that are wanted. */
function soughtIn({ all }: SearchQuery): Sought[] {
  return all.flatMap(clause =>
    clause.flatMap(({ not, is }) => (!not && is.about === 'text' ? [is as Extract<Condition, { about: 'text' }>] : [])),
  );
}

async function candidatesOnPg(database: Database, clauses: readonly Clause[], { most }: HowMany): Promise<Candidates> {
  const statement = new Statement('pg');
  const expression = expressionOf('pg', clauses);
  const rest = clauses.filter(clause => expression === undefined || !isSaid(clause));
  const conditions = [
    ...(expression === undefined ? [] : [`m.id in (${indexed(statement, expression)})`]),
    ...rest.map(clause => clauseSql(statement, clause)),
  ];
  const sql = `select m.id from messages m join tickets t on t.number = m.ticket
    where ${conditions.join(' and ')} order by m.id desc limit ${most}`;
  return candidates(
    (await database.all(sql, statement.params)).map(([id]) => Number(id)),
    most,
  );
}

interface Ranked {
  readonly id: number;
  readonly ticket: number;
  readonly kind: 'request' | 'answer' | 'note';
  readonly at: number;
  readonly author: string;
  readonly fit: Fit;
}

/** The best first, and the newer of those that are equally good. */
async function rank(database: Database, ids: readonly number[], sought: readonly Sought[]): Promise<Ranked[]> {
  if (ids.length === 0) return [];
  const statement = new Statement(database.dialect);
  const rows = await database.all(
    `select m.id, m.ticket, m.kind, m.at, m.operator, p.name, a.address, t.subject, m.text, m.attachments,
        r.name as requester, b.address as requester_address
      from messages m join tickets t on t.number = m.ticket
        left join people w on w.id = m.person left join people p on p.id = coalesce(w.merged_into, w.id)
        left join addresses a on a.person = p.id and a.rank = 0
        left join people r on r.id = t.requester left join addresses b on b.person = r.id and b.rank = 0
      where m.id in ${statement.list(ids)} order by m.id desc`,
    statement.params,
  );
  const found = rows.map(
    ([id, ticket, kind, at, operator, name, address, subject, text, attachments, requester, to]) => ({
      id: Number(id),
      ticket: Number(ticket),
      kind: kind as Ranked['kind'],
      at: Number(at),
      author: authorOf(operator, name, address),
      subject: String(subject),
      text: String(text),
      requester: `${requester ?? ''} ${to ?? ''}`,
      files: attachments === '[]' ? [] : (JSON.parse(String(attachments)) as Attachment[]).map(file => file.name),
    }),
  );
  const fits = fitsOf(found, sought);
  return found
    .map(({ id, ticket, kind, at, author }, i) => ({ id, ticket, kind, at, author, fit: fits[i]! }))
    .sort((one, other) => other.fit.score - one.fit.score || other.id - one.id);
}

function authorOf(operator: unknown, name: unknown, address: unknown): string {
  if (operator !== null) return String(operator);
  if (name === null) return 'desk';
  return name === '' ? String(address ?? '') : `${name} <${address ?? ''}>`;
}
