/** Which tickets a list shows: the conditions, in words of both dialects. */
import { and, eq, gte, inArray, isNotNull, isNull, lt, or, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { type Field, STATUSES } from '../desk/ticket.ts';
import type { Database } from './database.ts';
import { lastKind } from './list-values.ts';
import { LEVELLED, organisationNamed, peopleIn } from './organisations.ts';
import { nameOrAddressHas } from './requester-lists.ts';
import type { Span, TicketFilter } from './views.ts';

/** Said with the same words as the index tickets_open, without a parameter, or SQLite would not see that it serves. */
const isNotDone = sql`${sql.identifier('tickets')}.status not in ('solved', 'closed')`;

/** undefined: nothing can be so. */
export async function conditionsOf(database: Database, filter: TicketFilter): Promise<SQL | undefined> {
  const { tickets } = database.schema;
  const { organisation: name } = filter;
  const organisation = name === undefined ? undefined : await organisationNamed(database, name);
  if (name !== undefined && !organisation) return undefined;
  return and(
    status(database, filter),
    isNull(tickets.mergedInto),
    filter.owner === undefined ? undefined : isOneOf(tickets.owner, [filter.owner]),
    filter.queue === undefined ? undefined : eq(tickets.queue, filter.queue),
    filter.among && inArray(tickets.queue, [...filter.among]),
    ...Object.entries(filter.fields ?? {}).map(([field, words]) => isOneOf(tickets[field as Field], words)),
    ...(filter.tags ?? []).map(tag => holds(tickets.tags, tag)),
    ...(filter.notTags ?? []).map(tag => sql`not ${holds(tickets.tags, tag)}`),
    filter.helper === undefined ? undefined : holds(tickets.helpers, filter.helper),
    filter.watcher === undefined ? undefined : holds(tickets.watchers, filter.watcher),
    filter.last && sql`${lastKind(database)} = ${filter.last === 'requester' ? 'request' : 'answer'}`,
    filter.spam === undefined ? undefined : filter.spam ? isNotNull(tickets.spam) : isNull(tickets.spam),
    filter.subject === undefined ? undefined : inAnyCase(tickets.subject, filter.subject),
    within(tickets.openedAt, filter.opened),
    within(tickets.changedAt, filter.changed),
    within(tickets.due, filter.due),
    filter.overdueAt === undefined ? undefined : and(isNotDone, lt(tickets.due, filter.overdueAt)),
    filter.requester === undefined ? undefined : isAskedBy(database, filter.requester),
    organisation && inArray(tickets.requester, peopleIn(organisation.id)),
    filter.levels && inArray(tickets.requester, peopleOfLevel(filter.levels)),
  );
}

function peopleOfLevel(levels: readonly (string | null)[]): SQL {
  return sql`(select l.person from ${LEVELLED} l where ${isOneOf(sql`l.level`, levels)})`;
}

/** An address by its index; what is no whole address is sought in names and addresses. */
function isAskedBy(database: Database, who: string): SQL {
  const { db, schema } = database;
  const { tickets, people, addresses } = schema;
  if (!/^[^@]+@[^@]+$/.test(who))
    return inArray(tickets.requester, db.select({ id: people.id }).from(people).where(nameOrAddressHas(database, who)));
  const having = db.select({ id: addresses.person }).from(addresses).where(eq(addresses.address, who.toLowerCase()));
  return inArray(tickets.requester, having);
}

function status({ schema: { tickets } }: Database, { status, words = [] }: TicketFilter): SQL | undefined {
  if (!status && words.length === 0) return isNotDone;
  if (status && STATUSES.every(one => status.includes(one))) return undefined;
  const named = words.map(({ means, name }) =>
    and(
      means === undefined ? undefined : eq(tickets.status, means),
      name === null ? isNull(tickets.statusName) : eq(tickets.statusName, name),
    ),
  );
  return or(status && inArray(tickets.status, [...status]), ...named);
}

function isOneOf(column: SQLWrapper, words: readonly (string | null)[]): SQL | undefined {
  const given = words.filter(word => word !== null);
  return or(given.length === 0 ? undefined : inArray(column, given), words.includes(null) ? isNull(column) : undefined);
}

/** A word in a JSON list of words, which hold no quotes. Not by `like`: that knows no case on SQLite. */
function holds(list: SQLWrapper, word: string): SQL {
  return sql`replace(${list}, ${JSON.stringify(word)}, '') <> ${list}`;
}

/** lower() of SQLite knows ASCII only. */
export function inAnyCase(column: SQLWrapper, words: string): SQL {
  const pattern = `%${words.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  return sql`lower(${column}) like ${pattern} escape '\\'`;
}

function within(column: SQLWrapper, { after, before }: Span = {}): SQL | undefined {
  return and(
    after === undefined ? undefined : gte(column, after),
    before === undefined ? undefined : lt(column, before),
  );
}
