/**
 * Conditions of a search as SQL over `messages m` and `tickets t`. What people typed is bound and never part of a
 * statement; for the index it is words of letters and digits only, each in quotes.
 */

import type { Condition, StatusIs } from '../desk/search-operators.ts';
import type { Clause } from '../desk/search-query.ts';
import type { Part, Sought } from '../desk/search-words.ts';
import type { Database } from './database.ts';

/** A statement that is being written: `bind` gives the place of a value. */
export class Statement {
  readonly params: (string | number)[] = [];
  readonly dialect: Database['dialect'];

  constructor(dialect: Database['dialect']) {
    this.dialect = dialect;
  }

  bind(value: string | number): string {
    this.params.push(value);
    return `$${this.params.length}`;
  }

  /** A list of numbers or of texts for `in`, as one parameter. */
  list(values: readonly (string | number)[]): string {
    const json = this.bind(JSON.stringify(values));
    if (this.dialect === 'sqlite') return `(select value from json_each(${json}))`;
    const cast = typeof values[0] === 'number' ? '::bigint' : '';
    return `(select value${cast} from json_array_elements_text(${json}::json))`;
  }
}

/** A clause of terms about texts only can be asked of the index as it is. */
export function isText(
  clause: Clause,
): clause is readonly { not: boolean; is: Extract<Condition, { about: 'text' }> }[] {
  return clause.every(({ is }) => is.about === 'text');
}

const OF_TICKETS: readonly Condition['about'][] = ['field', 'tag', 'status', 'unanswered', 'due', 'overdue', 'number'];

/** Nothing in it is about a message. */
export function isOfTickets(clause: Clause): boolean {
  return clause.every(({ is }) => OF_TICKETS.includes(is.about));
}

export function clauseSql(statement: Statement, clause: Clause): string {
  const terms = clause.map(({ not, is }) => {
    const sql = conditionSql(statement, is);
    return not ? `not coalesce((${sql}), false)` : `(${sql})`;
  });
  return terms.length === 1 ? terms[0]! : `(${terms.join(' or ')})`;
}

function conditionSql(statement: Statement, is: Condition): string {
  const bind = (value: string | number) => statement.bind(value);
  switch (is.about) {
    case 'text':
      return `m.id in (${indexed(statement, soughtIn(statement.dialect, is))})`;
    case 'author':
      return authorSql(statement, is);
    case 'authorLike':
      return `m.person in (${authorsLike(statement, is)})`;
    case 'recipient':
      return `m.kind = 'answer' and m.id in (${lettersTo(statement, is)})`;
    case 'message':
      return `m.kind in ${statement.list(is.kinds)}`;
    case 'attachment':
      return `m.attachments <> '[]'`;
    case 'time':
      return `m.at >= ${bind(is.from)} and m.at < ${bind(is.until)}`;
    case 'field':
      return valueSql(statement, `t.${is.field === 'group' ? 'crew_group' : is.field}`, is.values);
    case 'tag':
      return is.values.map(tag => tagSql(statement, tag)).join(' or ');
    case 'status':
      return is.any.map(one => statusSql(statement, one)).join(' or ');
    case 'unanswered':
      return `t.status not in ('solved', 'closed') and 'request' = (select w.kind from messages w
        where w.ticket = t.number and w.kind <> 'note' and w.taken_back_at is null order by w.id desc limit 1)`;
    case 'due':
      return is.span ? `t.due >= ${bind(is.span.from)} and t.due < ${bind(is.span.until)}` : 't.due is null';
    case 'overdue':
      return `t.status not in ('solved', 'closed') and t.due < ${bind(is.at)}`;
    case 'number':
      return `t.number between ${bind(is.from)} and ${bind(is.to)}`;
  }
}

function authorSql(statement: Statement, { address, login }: Extract<Condition, { about: 'author' }>): string {
  const person = `m.person in (${personsOf(`a.address = ${statement.bind(address)}`)})`;
  return login === undefined ? person : `${person} or m.operator = ${statement.bind(login)}`;
}

/** Messages keep the person they were written by, who may have turned out to be another. */
export function personsOf(address: string): string {
  return `select a.person from addresses a where ${address}
    union all select p.id from addresses a join people p on p.merged_into = a.person where ${address}`;
}

export function authorsLike(statement: Statement, { part }: Extract<Condition, { about: 'authorLike' }>): string {
  return personsOf(`a.address like ${statement.bind(`%${escaped(part)}`)} escape '\\'`);
}

export function lettersTo(statement: Statement, { part, whole }: Extract<Condition, { about: 'recipient' }>): string {
  const to = whole
    ? `l.envelope_to = ${statement.bind(part)}`
    : `l.envelope_to in (select a.address from addresses a where a.address like
        ${statement.bind(`%${escaped(part)}${part.startsWith('@') ? '' : '%'}`)} escape '\\')`;
  return `select l.message from letters l where ${to} and l.audience = 'requester' and l.message is not null`;
}

function valueSql(statement: Statement, column: string, values: readonly (string | null)[]): string {
  const words = values.filter(value => value !== null);
  const some = words.length === 0 ? [] : [`${column} in ${statement.list(words)}`];
  return [...some, ...(values.includes(null) ? [`${column} is null`] : [])].join(' or ') || 'false';
}

/** Tags are JSON; `like` differs between the dialects in what it takes for the same letter. */
function tagSql(statement: Statement, tag: string | null): string {
  if (tag === null) return `t.tags = '[]'`;
  return `replace(t.tags, ${statement.bind(JSON.stringify(tag))}, '') <> t.tags`;
}

function statusSql(statement: Statement, { means, name }: StatusIs): string {
  const meaning = `t.status = ${statement.bind(means)}`;
  if (name === undefined) return `(${meaning})`;
  return `(${meaning} and ${name === null ? 't.status_name is null' : `t.status_name = ${statement.bind(name)}`})`;
}

const escaped = (part: string) => part.replace(/[\\%_]/g, '\\$&');

/** The ids of messages in the index, as a statement. */
export function indexed(statement: Statement, expression: string): string {
  const place = statement.bind(expression);
  if (statement.dialect === 'sqlite') return `select s.rowid from search s where s.search match ${place}`;
  return `select s.message from search s where s.words @@ ${place}::tsquery`;
}

/** Clauses of texts as one question to the index; undefined where it has no answer: nothing is wanted, only not wanted. */
export function expressionOf(dialect: Database['dialect'], clauses: readonly Clause[]): string | undefined {
  const wanted: string[] = [];
  const unwanted: string[] = [];
  for (const clause of clauses) {
    if (!isText(clause)) continue;
    const terms = clause.map(({ is }) => soughtIn(dialect, is));
    if (clause.every(({ not }) => !not)) wanted.push(`(${terms.join(dialect === 'sqlite' ? ' OR ' : ' | ')})`);
    else if (clause.length === 1) unwanted.push(terms[0]!);
  }
  if (wanted.length === 0) return undefined;
  if (dialect === 'pg') return [...wanted, ...unwanted.map(term => `!(${term})`)].join(' & ');
  return unwanted.reduce((sql, term) => `(${sql}) NOT (${term})`, wanted.join(' AND '));
}

/** Whether expressionOf has said all that the clause says. */
export function isSaid(clause: Clause): boolean {
  return isText(clause) && (clause.length === 1 || clause.every(({ not }) => !not));
}

const FTS_COLUMN: Readonly<Record<Part, string>> = { subject: 'subject', author: 'author', files: 'files' };
const PG_WEIGHT: Readonly<Record<Part, string>> = { subject: 'A', author: 'B', files: 'C' };

function soughtIn(dialect: Database['dialect'], { words, prefix, within }: Sought): string {
  if (dialect === 'sqlite') {
    const phrase = `"${words.join(' ').replaceAll('"', '')}"${prefix ? ' *' : ''}`;
    return within === undefined ? phrase : `${FTS_COLUMN[within]} : ${phrase}`;
  }
  const weight = within === undefined ? '' : PG_WEIGHT[within];
  const lexemes = words.map((word, i) => {
    const marks = `${prefix && i === words.length - 1 ? '*' : ''}${weight}`;
    return `'${word.replaceAll("'", '')}'${marks === '' ? '' : `:${marks}`}`;
  });
  return `(${lexemes.join(' <-> ')})`;
}
