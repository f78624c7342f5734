/**
 * The columns of a list of tickets as expressions, in words of both dialects. What is not in the ticket's own row is a
 * look into an index for each row, or a table beside the tickets that is made once: a look that reads as much as there
 * is of a person takes minutes over all tickets.
 */
import { type SQL, sql } from 'drizzle-orm';
import type { ListColumn } from '../desk/list-columns.ts';
import { STATUSES } from '../desk/ticket.ts';
import type { Database } from './database.ts';
import { BELONGING, domainOf, LEVELLED } from './organisations.ts';

/** Who wrote last what is public: `request` or `answer`. */
export function lastKind({ schema: { tickets } }: Database): SQL<string | null> {
  return sql`(select m.kind from messages m where m.ticket = ${tickets.number} and m.kind <> 'note' and m.taken_back_at is null order by m.id desc limit 1)`;
}

export function countOf(what: 'participants' | 'related' | 'attachments', database: Database): SQL<number> {
  const { tickets } = database.schema;
  switch (what) {
    case 'participants':
      return sql`(select count(*) from participants p where p.ticket = ${tickets.number})`;
    case 'related':
      return sql`(select count(*) from relations r where r.ticket = ${tickets.number})`;
    case 'attachments': {
      const length =
        database.dialect === 'pg' ? sql`json_array_length(m.attachments::json)` : sql`json_array_length(m.attachments)`;
      return sql`(select coalesce(sum(${length}), 0) from messages m where m.ticket = ${tickets.number} and m.attachments <> '[]')`;
    }
  }
}

export function organisationName(database: Database): SQL<string | null> {
  return ofOrganisation(sql`o.name`, database);
}

/** One's own before that of the organisation. */
export function supportLevel(database: Database): SQL<string | null> {
  return sql`coalesce(${database.schema.people.level}, ${ofOrganisation(sql`o.level`, database)})`;
}

/** Set by hand, else by the first address whose domain is an organisation's. See organisations.ts. */
function ofOrganisation(what: SQL, { schema: { people } }: Database): SQL<string | null> {
  return sql`(select ${what} from organisations o where o.id = coalesce(${people.organisation}, (
    select d.organisation from addresses a join domains d on d.domain = ${domainOf(sql`a.address`)}
    where a.person = ${people.id} order by a."rank" limit 1)))`;
}

/** A value of each ticket, and what is joined to `tickets` for it. */
export interface Beside {
  readonly value: SQL;
  readonly joined?: SQL;
}

function nameBeside({ schema: { tickets } }: Database): Beside {
  return { value: sql`w.name`, joined: sql`join people w on w.id = ${tickets.requester}` };
}

export function addressBeside({ schema: { tickets } }: Database): Beside {
  return {
    value: sql`w.address`,
    joined: sql`left join addresses w on w.person = ${tickets.requester} and w."rank" = 0`,
  };
}

/** The same as organisationName, of all people at once. */
export function organisationBeside({ schema: { tickets } }: Database): Beside {
  return {
    value: sql`w.name`,
    joined: sql`left join ${BELONGING} b on b.person = ${tickets.requester} left join organisations w on w.id = b.organisation`,
  };
}

/** The same as supportLevel, of all people at once. */
export function levelBeside({ schema: { tickets } }: Database): Beside {
  return { value: sql`w.level`, joined: sql`left join ${LEVELLED} w on w.person = ${tickets.requester}` };
}

/** Of all people at once, for somebody's may be very many; of tickets that were not merged into another. */
function othersBeside({ schema: { tickets } }: Database): Beside {
  const each = sql`(select o.requester as person, count(*) as many from tickets o where o.merged_into is null group by o.requester)`;
  return { value: sql`coalesce(w.many, 0)`, joined: sql`left join ${each} w on w.person = ${tickets.requester}` };
}

/** Without those that are an instant said in other words. */
export type SortColumn = Exclude<ListColumn, 'age' | 'idle'>;

/** What tickets are sorted by. Nothing sorts before every word; `words` are sorted as they stand there. */
export function sortedBy(column: SortColumn, words: readonly string[] | undefined, database: Database): Beside {
  switch (column) {
    case 'requester':
    case 'name':
      return inLetters(nameBeside(database));
    case 'address':
      return inLetters(addressBeside(database));
    case 'organisation':
      return inLetters(organisationBeside(database));
    case 'level':
      return ranked(levelBeside(database), words);
    case 'others':
      return othersBeside(database);
    default:
      return { value: ownValue(column, words, database) };
  }
}

type Own = Exclude<SortColumn, 'requester' | 'name' | 'address' | 'organisation' | 'level' | 'others'>;

function ownValue(column: Own, words: readonly string[] | undefined, database: Database): SQL {
  const { tickets } = database.schema;
  switch (column) {
    case 'number':
      return sql`${tickets.number}`;
    case 'means':
    case 'status':
      return rank(sql`${tickets.status}`, STATUSES);
    case 'subject':
      return letters(sql`${tickets.subject}`);
    case 'owner':
    case 'group':
    case 'queue':
    case 'category':
    case 'criticality':
    case 'complexity':
    case 'kind':
    case 'source':
    case 'spam':
      return words ? rank(sql`${tickets[column]}`, words) : letters(sql`${tickets[column]}`);
    case 'tags':
    case 'helpers':
    case 'watchers':
    case 'guess':
      return letters(sql`${tickets[column]}`);
    case 'messages':
      return sql`${tickets.messages}`;
    case 'participants':
    case 'related':
    case 'attachments':
      return countOf(column, database);
    case 'last':
      return letters(lastKind(database));
    case 'opened':
      return sql`${tickets.openedAt}`;
    case 'changed':
      return sql`${tickets.changedAt}`;
    case 'due':
      return sql`${tickets.due}`;
    case 'closed':
      return sql`coalesce(${tickets.closedAt}, 0)`;
  }
}

function inLetters({ value, ...joined }: Beside): Beside {
  return { value: letters(value), ...joined };
}

function ranked({ value, ...joined }: Beside, words: readonly string[] | undefined): Beside {
  return { value: words ? rank(value, words) : letters(value), ...joined };
}

function letters(value: SQL): SQL {
  return sql`lower(coalesce(${value}, ''))`;
}

function rank(value: SQL, words: readonly string[]): SQL {
  const cases = words.map((word, i) => sql` when ${word} then ${sql.raw(String(i))}`);
  return words.length === 0 ? letters(value) : sql`case ${value}${sql.join(cases)} else -1 end`;
}
