/**
 * Which messages of a SQLite file fit a search, newest first. What says most is asked first: the index, a person, a
 * number, the tickets; whatever has few answers gives all of them, and the rest only has to be held against those.
 * When everything has many answers, the newest that fit all are soon found by walking back from the last.
 */
import type { Condition } from '../desk/search-operators.ts';
import type { Clause } from '../desk/search-query.ts';
import type { Database } from './database.ts';
import {
  authorsLike,
  clauseSql,
  expressionOf,
  indexed,
  isOfTickets,
  isSaid,
  lettersTo,
  personsOf,
  Statement,
} from './search-sql.ts';

/** So many ids are few. */
const FEW = 3000;
/** The index is asked for so few ids one by one; for more it is read through. */
const ONE_BY_ONE = 300;

interface Search {
  readonly database: Database;
  /** The question to the index; undefined: there is none. */
  readonly expression: string | undefined;
  /** What the index does not answer. */
  readonly rest: readonly Clause[];
  readonly bounds: Bounds | undefined;
  readonly most: number;
  readonly enough: number;
}

/** The newest that fit, and whether there are no others. */
export interface Candidates {
  readonly ids: readonly number[];
  readonly all: boolean;
}

/** `enough` are enough where to look for more would take long; else there are at most `most`. */
export interface HowMany {
  readonly most: number;
  readonly enough: number;
}

export const candidates = (ids: readonly number[], most: number): Candidates => ({ ids, all: ids.length < most });

interface Bounds {
  readonly first: number;
  readonly last: number;
}

export async function candidatesOnSqlite(
  database: Database,
  clauses: readonly Clause[],
  { most, enough }: HowMany,
): Promise<Candidates> {
  const bounds = await boundsOf(database, clauses);
  if (bounds === 'none') return { ids: [], all: true };
  const expression = expressionOf('sqlite', clauses);
  const rest = clauses.filter(clause => expression === undefined || !isSaid(clause));
  const search: Search = { database, expression, rest, bounds, most, enough };
  let known: readonly number[] = [];
  let unseen = search;
  if (expression !== undefined) {
    const found = await fromIndex(search, rest.length === 0 ? most : FEW + 1);
    if (rest.length === 0) return candidates(found, most);
    const fit = await fitting(search, found.slice(0, FEW), rest);
    if (found.length <= FEW) return candidates(fit, most);
    if (fit.length >= enough) return { ids: fit, all: false };
    known = fit;
    unseen = { ...search, bounds: { first: bounds?.first ?? 0, last: found[FEW - 1]! - 1 } };
  }
  for (const driver of drivers(search)) {
    const found = await idsOf(database, driver);
    if (found.length > FEW) continue;
    const indexedToo = expression === undefined ? found : await ofIndex(search, found);
    return candidates(await fitting(search, indexedToo, rest), most);
  }
  return candidates([...known, ...(await walk(unseen, enough - known.length))], enough);
}

/** Ids between those that were written in the time that is asked for; `none`: nothing was. */
async function boundsOf(database: Database, clauses: readonly Clause[]): Promise<Bounds | 'none' | undefined> {
  const spans = clauses.flatMap(([term, ...others]) =>
    term!.is.about === 'time' && !term!.not && others.length === 0 ? [term!.is] : [],
  );
  if (spans.length === 0) return undefined;
  const from = Math.max(...spans.map(span => span.from));
  const until = Math.min(...spans.map(span => span.until));
  const [row] = await database.all(
    'select min(span) << 10 as first, (max(span) << 10) + 1023 as last from search_spans where last >= $1 and first < $2',
    [from, until],
  );
  return row?.[0] == null ? 'none' : { first: Number(row[0]), last: Number(row[1]) };
}

function within(statement: Statement, id: string, bounds: Bounds | undefined): string {
  return bounds ? ` and ${id} between ${statement.bind(bounds.first)} and ${statement.bind(bounds.last)}` : '';
}

async function fromIndex({ database, expression, bounds }: Search, most: number): Promise<number[]> {
  const statement = new Statement('sqlite');
  const sql = indexed(statement, expression!) + within(statement, 's.rowid', bounds);
  return numbers(database, `${sql} order by s.rowid desc limit ${most}`, statement);
}

/** Those of the ids that the index names too. */
async function ofIndex({ database, expression }: Search, ids: readonly number[]): Promise<number[]> {
  if (ids.length === 0) return [];
  const statement = new Statement('sqlite');
  const few = ids.length <= ONE_BY_ONE;
  const bounds = { first: Math.min(...ids), last: Math.max(...ids) };
  const range = few ? '' : within(statement, 's.rowid', bounds);
  const sql = `${indexed(statement, expression!)}${range} and ${few ? '' : '+'}s.rowid in ${statement.list(ids)}`;
  return numbers(database, sql, statement);
}

/** Those of the ids that fit the clauses, newest first. */
async function fitting({ database, most }: Search, ids: readonly number[], rest: readonly Clause[]): Promise<number[]> {
  if (ids.length === 0) return [];
  const statement = new Statement('sqlite');
  const list = statement.list(ids);
  const conditions = rest.map(clause => clauseSql(statement, clause));
  return numbers(
    database,
    `select m.id from messages m cross join tickets t on t.number = m.ticket
      where m.id in ${list}${conditions.map(sql => ` and ${sql}`).join('')} order by m.id desc limit ${most}`,
    statement,
  );
}

type Driver = (statement: Statement) => string;

/** Statements that give ids, most telling first. */
function drivers({ rest }: Search): Driver[] {
  const alone = rest.flatMap(clause => (clause.length === 1 && !clause[0]!.not ? [clause[0]!.is] : []));
  const ofTickets = rest.filter(isOfTickets);
  const tickets: Driver = statement => {
    const conditions = ofTickets.map(clause => clauseSql(statement, clause)).join(' and ');
    return `select m.id from tickets t cross join messages m on m.ticket = t.number where ${conditions}`;
  };
  return [...alone.flatMap(driverOf), ...(ofTickets.length > 0 ? [tickets] : [])];
}

function driverOf(is: Condition): Driver[] {
  switch (is.about) {
    case 'author':
      // an operator wrote much, and there is no index of it
      if (is.login !== undefined) return [];
      return [s => `select m.id from messages m where m.person in (${personsOf(`a.address = ${s.bind(is.address)}`)})`];
    case 'authorLike':
      return [s => `select m.id from messages m where m.person in (${authorsLike(s, is)})`];
    case 'recipient':
      return [s => lettersTo(s, is)];
    case 'attachment':
      return [() => `select m.id from messages m where m.attachments <> '[]'`];
    default:
      return [];
  }
}

function idsOf(database: Database, driver: Driver): Promise<number[]> {
  const statement = new Statement('sqlite');
  return numbers(database, `select * from (${driver(statement)}) limit ${FEW + 1}`, statement);
}

/**
 * Back from the newest of what was not looked at. Without anything about messages the tickets are walked, and each stands
 * for its last message.
 */
function walk({ database, expression, rest, bounds }: Search, most: number): Promise<number[]> {
  const statement = new Statement('sqlite');
  if (expression === undefined && rest.every(isOfTickets)) {
    const conditions = rest.map(clause => clauseSql(statement, clause)).join(' and ');
    const sql = `select (select max(m.id) from messages m where m.ticket = t.number) as id from tickets t
      where t.messages > 0 and ${conditions} order by t.number desc limit ${most}`;
    return numbers(database, sql, statement);
  }
  const from = expression === undefined ? 'messages m' : `search s cross join messages m on m.id = s.rowid`;
  const id = expression === undefined ? 'm.id' : 's.rowid';
  const asked = expression === undefined ? 'true' : `s.search match ${statement.bind(expression)}`;
  const range = within(statement, id, bounds);
  const conditions = rest.map(clause => ` and ${clauseSql(statement, clause)}`).join('');
  const sql = `select m.id from ${from} cross join tickets t on t.number = m.ticket
    where ${asked}${range}${conditions} order by ${id} desc limit ${most}`;
  return numbers(database, sql, statement);
}

async function numbers(database: Database, sql: string, { params }: Statement): Promise<number[]> {
  return (await database.all(sql, params)).map(([id]) => Number(id));
}
