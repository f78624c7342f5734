/** What the terminal shows. Reads only, outside any transaction, over indexes: a list of 50 costs the same at 200,000 tickets. */
import { and, asc, desc, eq, inArray, isNull, lte, max, ne, type SQL, sql } from 'drizzle-orm';
import type { Status } from '../desk/ticket.ts';
import type { Database } from './database.ts';
import { conditionsOf, inAnyCase } from './list-filter.ts';
import { withMore } from './list-more.ts';
import { type SortColumn, sortedBy } from './list-values.ts';
import { presentAt } from './looks.ts';
import { organisationsOf } from './organisations.ts';
import { PARTS } from './spam.ts';
import type {
  Correspondent,
  JournalRow,
  LetterFilter,
  LetterRow,
  ListFilter,
  ListRow,
  MailRow,
  MailView,
  MessageView,
  OpenQuestions,
  TicketView,
} from './views.ts';

export async function listTickets(database: Database, filter: ListFilter): Promise<ListRow[]> {
  const sorted = { ...filter, sort: asInstant(filter.sort) };
  const where = (await newestOfEach(database, sorted)) ?? (await conditionsOf(database, filter));
  if (!where) return [];
  return withMore(database, await selectRows(database, where, sorted), filter.more);
}

type Asked = NonNullable<ListFilter['sort']>;
type Sort = Omit<Asked, 'by'> & { readonly by: SortColumn };
type Sorted = Omit<ListFilter, 'sort'> & { readonly sort: Sort };

/** The younger, the later: an age is an instant the other way round, and of instants there are indexes. */
function asInstant({ by, ...sort }: Asked = { by: 'changed', descending: true }): Sort {
  if (by !== 'age' && by !== 'idle') return { by, ...sort };
  return { by: by === 'age' ? 'opened' : 'changed', descending: !sort.descending };
}

/**
 * Of several statuses in the order of their changes: those of each by its index, and the wanted are among them. Looked
 * for together, all of them would have to be read and sorted.
 */
async function newestOfEach(database: Database, filter: Sorted): Promise<SQL | undefined> {
  const { status = [], words = [], sort } = filter;
  if (status.length < 2 || words.length > 0 || sort.by !== 'changed' || isOfFew(filter)) return undefined;
  const parts: SQL[] = [];
  for (const one of status) {
    const where = await conditionsOf(database, { ...filter, status: [one] });
    if (!where) return undefined;
    parts.push(sql`select n.number from ${chosen(database, where, filter)} n`);
  }
  return sql`${database.schema.tickets.number} in (${sql.join(parts, sql` union all `)})`;
}

/** Whose tickets an index finds at once. */
function isOfFew({ requester, organisation, levels }: Sorted): boolean {
  return requester !== undefined || organisation !== undefined || levels !== undefined;
}

/**
 * The numbers of a list in its order, the newest of what is equal first, with nothing but the value they are sorted by:
 * all else is read of those only that are shown.
 */
function chosen(database: Database, where: SQL | undefined, { sort, limit }: Pick<Sorted, 'sort' | 'limit'>): SQL {
  const { tickets } = database.schema;
  const { value, joined } = sortedBy(sort.by, sort.words, database);
  return sql`(select ${tickets.number} as number, ${value} as value from ${tickets} ${joined} where ${where}
    order by value ${way(sort)}, number desc limit ${limit})`;
}

/** What is never due comes last, whichever way. */
function way({ by, descending }: Sort): SQL {
  const direction = descending ? sql`desc` : sql`asc`;
  return by === 'due' ? sql`${direction} nulls last` : direction;
}

/** In no order that matters. */
export function ticketsNumbered(database: Database, numbers: readonly number[]): Promise<ListRow[]> {
  const where = inArray(database.schema.tickets.number, [...numbers]);
  return selectRows(database, where, { sort: { by: 'number', descending: true }, limit: numbers.length });
}

async function selectRows(
  database: Database,
  where: SQL | undefined,
  wanted: Pick<Sorted, 'sort' | 'limit'>,
): Promise<ListRow[]> {
  const { db, schema } = database;
  const { tickets, people, addresses } = schema;
  const rows = await db
    .select({
      number: tickets.number,
      subject: tickets.subject,
      status: tickets.status,
      statusName: tickets.statusName,
      queue: tickets.queue,
      owner: tickets.owner,
      group: tickets.group,
      helpers: tickets.helpers,
      watchers: tickets.watchers,
      category: tickets.category,
      criticality: tickets.criticality,
      complexity: tickets.complexity,
      kind: tickets.kind,
      due: tickets.due,
      source: tickets.source,
      tags: tickets.tags,
      spam: tickets.spam,
      name: people.name,
      address: addresses.address,
      messages: tickets.messages,
      openedAt: tickets.openedAt,
      changedAt: tickets.changedAt,
    })
    .from(sql`${chosen(database, where, wanted)} c`)
    .innerJoin(tickets, eq(tickets.number, sql`c.number`))
    .innerJoin(people, eq(people.id, tickets.requester))
    .leftJoin(addresses, and(eq(addresses.person, people.id), eq(addresses.rank, 0)))
    .orderBy(sql`c.value ${way(wanted.sort)}`, desc(tickets.number));
  return rows.map(({ name, address, ...row }) => ({ ...row, requester: { name, address: address ?? '' } }));
}

export async function showTicket(database: Database, number: number, now: number): Promise<TicketView | undefined> {
  const { db, schema } = database;
  const { tickets, relations, journal, people } = schema;
  // asked first: what comes in meanwhile counts as unread, though it may be shown
  const [last] = await db
    .select({ line: max(journal.id) })
    .from(journal)
    .where(eq(journal.ticket, number));
  const [row] = await ticketsNumbered(database, [number]);
  if (!row) return undefined;
  const [more] = await db
    .select({
      requester: tickets.requester,
      mergedInto: tickets.mergedInto,
      guess: tickets.guess,
      language: people.language,
      level: people.level,
    })
    .from(tickets)
    .innerJoin(people, eq(people.id, tickets.requester))
    .where(eq(tickets.number, number));
  const related = await db
    .select({ other: relations.other })
    .from(relations)
    .where(eq(relations.ticket, number))
    .orderBy(asc(relations.other));
  const others = await db
    .select({
      number: tickets.number,
      subject: tickets.subject,
      status: tickets.status,
      statusName: tickets.statusName,
    })
    .from(tickets)
    .where(and(eq(tickets.requester, more!.requester), ne(tickets.number, number), isNull(tickets.mergedInto)))
    .orderBy(desc(tickets.number))
    .limit(10);
  const belongs = (await organisationsOf(database, [more!.requester])).get(more!.requester);
  return {
    ...row,
    line: last?.line ?? 0,
    present: await presentAt(database, number, now),
    guess: more!.guess,
    language: more!.language,
    organisation: belongs?.name ?? null,
    level: more!.level ?? belongs?.level ?? null,
    ...(await correspondents(database, number, more!.requester)),
    mergedInto: more!.mergedInto,
    related: related.map(r => r.other),
    timeline: await timeline(database, number),
    others,
  };
}

async function correspondents(database: Database, ticket: number, requester: number) {
  const { db, schema } = database;
  const { participants, people, addresses } = schema;
  const rows = await db
    .select({ person: participants.person })
    .from(participants)
    .where(eq(participants.ticket, ticket))
    .orderBy(asc(participants.since), asc(participants.person));
  const ids = [requester, ...rows.map(row => row.person)];
  const found = await db
    .select({
      id: people.id,
      name: people.name,
      address: addresses.address,
      silent: addresses.silent,
      why: addresses.silentBecause,
    })
    .from(people)
    .leftJoin(addresses, eq(addresses.person, people.id))
    .where(inArray(people.id, ids))
    .orderBy(asc(people.id), asc(addresses.rank));
  const seen = (id: number): Correspondent => {
    const own = found.filter(row => row.id === id);
    const { name = '', address = null, silent = null, why = '' } = own.find(row => row.silent === null) ?? own[0] ?? {};
    return { name, address: address ?? '', silent: silent === null ? '' : `${silent}${why ? ` (${why})` : ''}` };
  };
  return { requester: seen(requester), participants: rows.map(row => seen(row.person)) };
}

async function timeline({ db, kit, schema }: Database, ticket: number): Promise<MessageView[]> {
  const { messages, people, addresses, letters } = schema;
  const author = kit.alias(people, 'author');
  const rows = await db
    .select({ message: messages, name: people.name, address: addresses.address })
    .from(messages)
    .leftJoin(author, eq(author.id, messages.person))
    // whoever was merged into another is shown as that one
    .leftJoin(people, eq(people.id, sql`coalesce(${author.mergedInto}, ${author.id})`))
    .leftJoin(addresses, and(eq(addresses.person, people.id), eq(addresses.rank, 0)))
    .where(eq(messages.ticket, ticket))
    .orderBy(asc(messages.id));
  // a letter stays with the ticket its message was written in, and that is what the index knows
  const written = [...new Set([ticket, ...rows.map(({ message }) => message.origin)])];
  const carried = await db
    .select({
      id: letters.id,
      message: letters.message,
      template: letters.template,
      to: letters.envelopeTo,
      state: letters.state,
      reply: letters.lastReply,
      notBefore: letters.notBefore,
    })
    .from(letters)
    .where(and(inArray(letters.ticket, written), eq(letters.audience, 'requester')))
    .orderBy(asc(letters.id));
  return rows.map(({ message, name, address }) => ({
    id: message.id,
    kind: message.kind,
    author:
      message.operator ??
      (name === null && address === null ? 'desk' : name ? `${name} <${address ?? ''}>` : (address ?? '')),
    text: message.text,
    folded: message.folded,
    attachments: message.attachments,
    remarks: message.remarks,
    mail: message.mail,
    at: message.at,
    takenBackAt: message.takenBackAt,
    letters: carried.filter(l => l.message === message.id).map(({ message: _, ...letter }) => letter),
  }));
}

export async function journalOf({ db, schema: { journal } }: Database, ticket: number): Promise<JournalRow[]> {
  return db.select().from(journal).where(eq(journal.ticket, ticket)).orderBy(asc(journal.id));
}

export async function listLetters({ db, schema: { letters } }: Database, filter: LetterFilter): Promise<LetterRow[]> {
  const rows = await db
    .select({
      id: letters.id,
      ticket: letters.ticket,
      audience: letters.audience,
      template: letters.template,
      to: letters.envelopeTo,
      subject: letters.subject,
      messageId: letters.messageId,
      state: letters.state,
      attempts: letters.attempts,
      notBefore: letters.notBefore,
      lastReply: letters.lastReply,
      createdAt: letters.createdAt,
      sentAt: letters.sentAt,
    })
    .from(letters)
    .where(
      and(
        filter.state ? inArray(letters.state, [...filter.state]) : undefined,
        filter.ticket === undefined ? undefined : eq(letters.ticket, filter.ticket),
        filter.letter === undefined ? undefined : eq(letters.id, filter.letter),
        filter.to === undefined ? undefined : inAnyCase(letters.envelopeTo, filter.to),
      ),
    )
    .orderBy(desc(letters.id))
    .limit(filter.limit);
  return rows.reverse();
}

export async function listMails(
  { db, schema: { ledger, arrivals } }: Database,
  filter: { readonly end?: MailRow['end']; readonly limit: number },
): Promise<MailRow[]> {
  const rows = await db
    .select()
    .from(ledger)
    .where(filter.end === undefined ? undefined : eq(ledger.end, filter.end))
    .orderBy(desc(ledger.id))
    .limit(filter.limit);
  if (rows.length === 0) return [];
  const ids = rows.map(row => row.id);
  const routes = await db
    .select({ mail: arrivals.mail, route: arrivals.route })
    .from(arrivals)
    .where(inArray(arrivals.mail, ids))
    .orderBy(asc(arrivals.id));
  return rows.reverse().map(row =>
    mailRow(
      row,
      routes.filter(({ mail }) => mail === row.id).map(({ route }) => route),
    ),
  );
}

export async function showMail({ db, schema }: Database, mail: number): Promise<MailView | undefined> {
  const { ledger, arrivals } = schema;
  const [row] = await db.select().from(ledger).where(eq(ledger.id, mail));
  if (!row) return undefined;
  const places = await db
    .select({ route: arrivals.route, uidValidity: arrivals.uidValidity, uid: arrivals.uid, at: arrivals.at })
    .from(arrivals)
    .where(eq(arrivals.mail, mail))
    .orderBy(asc(arrivals.id));
  const routes = places.map(({ route }) => route);
  return { ...mailRow(row, routes), arrivals: places };
}

function mailRow(row: Database['schema']['ledger']['$inferSelect'], routes: readonly string[]): MailRow {
  return {
    mail: row.id,
    end: row.end,
    ticket: row.ticket,
    sender: row.sender,
    subject: row.subject,
    messageId: row.messageId,
    routes,
    because: row.because,
    trust: row.trust,
    trustBecause: row.trustBecause,
    spam: row.spam,
    spamProbability: row.spamScore === null || row.spam === 'unjudged' ? null : row.spamScore / PARTS,
    unread: row.unread,
    tries: row.tries,
    retryAt: row.retryAt,
    seenAt: row.seenAt,
  };
}

/** Tickets that have stood in that status since before that instant, oldest first. */
export async function standingSince(
  { db, schema: { tickets } }: Database,
  status: Status,
  before: number,
): Promise<number[]> {
  const rows = await db
    .select({ number: tickets.number })
    .from(tickets)
    .where(and(eq(tickets.status, status), lte(tickets.changedAt, before)))
    .orderBy(asc(tickets.changedAt))
    .limit(500);
  return rows.map(row => row.number);
}

const OPEN_QUESTIONS = `select
  (select count(*) from ledger where "end" = 'held') as held,
  (select count(*) from ledger where "end" = 'quarantined') as quarantined,
  (select count(*) from letters where state = 'uncertain') as uncertain,
  (select count(*) from switches where name = 'outbox') as stopped`;

/** What waits for an operator's word and shows in no list of tickets; one statement, for every list asks it. */
export async function countOpenQuestions(database: Database): Promise<OpenQuestions> {
  const [row = []] = await database.all(OPEN_QUESTIONS);
  const [held = 0, quarantined = 0, uncertain = 0, stopped = 0] = row.map(Number);
  return { held, quarantined, uncertain, stopped: stopped > 0 };
}
