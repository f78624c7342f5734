/**
 * Everything a decision may look at, read inside the transaction that will commit it. On PostgreSQL the row of counters
 * is locked first, so that two nodes cannot decide about the same ticket at the same time; SQLite has one writer anyway.
 */
import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, ne, or, type SQL } from 'drizzle-orm';
import type { Policy } from '../desk/policy.ts';
import type { CannedWords } from '../desk/rules/canned-words.ts';
import { needsOf } from '../desk/rules/needs.ts';
import { askerOf } from '../desk/sender.ts';
import type { CommandSituation, MailSituation, Situation } from '../desk/situation.ts';
import type { Person, Ticket } from '../desk/ticket.ts';
import { answeredIds } from '../mail/answered-ids.ts';
import { type Claim, claimsIn, strongestFirst } from '../mail/claims.ts';
import type { Mail } from '../mail/mail.ts';
import { findTokens, type TokenKey } from '../mail/reply-token.ts';
import { absentNow } from './absences.ts';
import { crewNow } from './crew.ts';
import type { Database } from './database.ts';
import { colleaguesOf, standingOf } from './organisations.ts';
import { recently } from './recent.ts';
import { saidIn } from './said.ts';
import { labelOf, openingMail } from './spam.ts';
import { answeredAfter } from './standing.ts';

/** What is the same for every decision of a process, and the two things it may not make up itself. */
export interface Basis {
  readonly policy: Policy;
  readonly now: number;
  readonly nonce: string;
  /** Words of the canned replies that rules send. */
  readonly canned?: CannedWords;
}

export async function situation(database: Database, basis: Basis): Promise<Situation> {
  const { db, kit, schema } = database;
  const counters = await kit.forUpdate(db.select().from(schema.counters));
  const next = (name: string) => counters.find(row => row.name === name)?.next ?? 1;
  const staff = await people(
    database,
    basis.policy.operators.map(o => o.address.toLowerCase()),
  );
  return {
    ...basis,
    keys: await tokenKeys(database),
    nextTicket: next('ticket'),
    nextPerson: next('person'),
    staff: new Map(
      basis.policy.operators.flatMap(o => {
        const person = staff.find(p => p.addresses.includes(o.address.toLowerCase()));
        return person ? [[o.login, person] as const] : [];
      }),
    ),
    absent: await absentNow(database, basis.now),
  };
}

export async function mailSituation(
  database: Database,
  basis: Basis,
  mail: Mail,
  mailboxQueue?: string,
): Promise<MailSituation> {
  const at = await situation(database, basis);
  const { signed, serials } = await signedClaims(database, basis.policy, mail, at.keys);
  const claims = strongestFirst([...signed, ...(await knownClaims(database, mail))]);
  const bouncedLetter = await findBouncedLetter(database, mail, claims);
  const leading = claims.filter(c => c.verdict === 'valid' || c.verdict === 'unsigned');
  const numbers = [...leading.map(c => c.ticket), ...(bouncedLetter ? [bouncedLetter.ticket] : [])];
  const addresses = await addressBook(database, mail, basis.policy);
  const sender = addresses.get(mail.from[0]?.address.toLowerCase() ?? '');
  const asker = addresses.get(askerOf(mail, basis.policy)?.address.toLowerCase() ?? '');
  const named = claims.flatMap(c => (c.person === undefined ? [] : [c.person]));
  const seen = await findSeen(database, mail.contentKey);
  const namesake = await findNamesake(database, mail);
  const toldTooLarge = mail.unread?.why === 'oversize' ? await whenToldTooLarge(database, sender) : undefined;
  const addressees = await peopleById(database, named);
  const answeredBefore = await wasAnswered(database, mail);
  const recent = await recentlyOf(database, basis, mail, leading);
  const colleagues = await colleaguesIn(database, basis.policy, mail, claims, addressees);
  const answered = isToStaff(addressees, at) ? await answeredLetter(database, mail, at) : undefined;
  const tickets = await ticketsByNumber(database, numbers);
  const aboutIt = isToStaff(addressees, at) ? tickets.get(leading[0]?.ticket ?? 0) : undefined;
  const waiting = await ticketsWithWaitingAnswers(database, numbers, basis.now);
  return {
    ...at,
    claims,
    tickets,
    ...(waiting.size === 0 ? {} : { waiting }),
    ...(aboutIt ? { said: await saidIn(database, basis.policy, aboutIt) } : {}),
    people: addressees,
    serials,
    acquainted: addresses,
    colleagues,
    ...(recent ? { recent } : {}),
    answeredBefore,
    ...(await forRules(database, basis, mail)),
    ...(sender ? { sender } : {}),
    ...(asker ? { asker } : {}),
    ...(answered ? { answered } : {}),
    ...(seen ? { seen } : {}),
    ...(namesake ? { namesake } : {}),
    ...(bouncedLetter ? { bouncedLetter } : {}),
    ...(toldTooLarge === undefined ? {} : { toldTooLarge }),
    ...(mailboxQueue === undefined ? {} : { mailboxQueue }),
  };
}

/** What the rules ask for beside the mail. */
async function forRules(database: Database, { policy, now }: Basis, mail: Mail) {
  const crew = await crewNow(database, policy, now);
  const address = mail.from[0]?.address;
  const isAsked = address !== undefined && mail.trust.verdict !== 'fail' && needsOf(policy.rules).standing;
  const { organisation, level } = isAsked ? await standingOf(database, address) : {};
  return {
    ...(crew ? { crew } : {}),
    ...(organisation === undefined ? {} : { organisations: [organisation] }),
    ...(level === undefined ? {} : { level }),
  };
}

export async function commandSituation(
  database: Database,
  basis: Basis,
  ticket: number | undefined,
  requester: string | undefined,
): Promise<CommandSituation> {
  const at = await situation(database, basis);
  const found = ticket === undefined ? undefined : (await ticketsByNumber(database, [ticket])).get(ticket);
  const person = await personByAddress(database, requester);
  const opening = found === undefined ? undefined : await openingMail(database, found.number);
  const label = opening && (await labelOf(database, opening.contentKey));
  return {
    ...at,
    ...(found ? { said: await saidIn(database, basis.policy, found) } : {}),
    ...(found ? { ticket: found } : {}),
    ...(person ? { requester: person } : {}),
    ...(opening
      ? { opening: { mail: opening.mail, judged: opening.verdict !== null, ...(label ? { label } : {}) } }
      : {}),
  };
}

/** Newest first; retired ones last, so that a token signed by one can be told from a forged one. */
export async function tokenKeys({ db, schema: { keys } }: Database): Promise<TokenKey[]> {
  const rows = await db.select().from(keys);
  const newestFirst = rows.sort(
    (a, b) => Number(a.retiredAt !== null) - Number(b.retiredAt !== null) || b.createdAt - a.createdAt,
  );
  return newestFirst.map(row => ({ id: row.id, secret: row.secret, retired: row.retiredAt !== null }));
}

/** Merged into merged into …: longer chains than this do not come about by hand. */
const LONGEST_CHAIN = 50;

/** By the number asked for; a ticket that was merged into another answers with that one. */
export async function ticketsByNumber(database: Database, numbers: readonly number[]): Promise<Map<number, Ticket>> {
  const { db, schema } = database;
  const found = await followMerges(numbers, wanted =>
    db.select().from(schema.tickets).where(inArray(schema.tickets.number, wanted)),
  );
  const tickets = await furnish(database, [...new Set(found.values())]);
  return new Map([...found].map(([asked, row]) => [asked, tickets.get(row.number)!]));
}

type TicketRow = Database['schema']['tickets']['$inferSelect'];

async function followMerges(
  numbers: readonly number[],
  load: (wanted: number[]) => Promise<TicketRow[]>,
): Promise<Map<number, TicketRow>> {
  const known = new Map<number, TicketRow>();
  let wanted = [...new Set(numbers)];
  for (let step = 0; wanted.length > 0 && step < LONGEST_CHAIN; step++) {
    const rows = await load(wanted);
    for (const row of rows) known.set(row.number, row);
    wanted = rows.flatMap(({ mergedInto }) => (mergedInto === null || known.has(mergedInto) ? [] : [mergedInto]));
  }
  const survivor = (number: number, steps = 0): TicketRow | undefined => {
    const row = known.get(number);
    return row?.mergedInto == null || steps > LONGEST_CHAIN ? row : survivor(row.mergedInto, steps + 1);
  };
  return new Map(
    [...new Set(numbers)].flatMap(number => {
      const row = survivor(number);
      return row ? [[number, row] as const] : [];
    }),
  );
}

/** Rows with the people and the conversation that belong to them. */
export async function furnish(database: Database, rows: readonly TicketRow[]): Promise<Map<number, Ticket>> {
  const { db, schema } = database;
  const { messages, participants, tickets } = schema;
  const origins = database.kit.alias(tickets, 'origins');
  const numbers = rows.map(row => row.number);
  if (numbers.length === 0) return new Map();
  const joined = await db
    .select({ ticket: participants.ticket, person: participants.person })
    .from(participants)
    .where(inArray(participants.ticket, numbers))
    .orderBy(asc(participants.since), asc(participants.person));
  const everybody = await peopleById(database, [...rows.map(row => row.requester), ...joined.map(row => row.person)]);
  const ids = await db
    .select({ ticket: messages.ticket, messageId: messages.messageId })
    .from(messages)
    .innerJoin(tickets, eq(tickets.number, messages.ticket))
    .innerJoin(origins, eq(origins.number, messages.origin))
    .where(
      and(
        inArray(messages.ticket, numbers),
        ne(messages.kind, 'note'),
        isNotNull(messages.messageId),
        isNull(messages.takenBackAt),
        // what was moved here from somebody else's ticket would bring their reply token along
        or(eq(origins.requester, tickets.requester), eq(messages.person, tickets.requester)),
      ),
    )
    .orderBy(asc(messages.id));
  return new Map(
    rows.map(row => [
      row.number,
      {
        number: row.number,
        subject: row.subject,
        status: row.status,
        statusName: row.statusName,
        queue: row.queue,
        owner: row.owner,
        group: row.group,
        helpers: row.helpers,
        watchers: row.watchers,
        category: row.category,
        criticality: row.criticality,
        complexity: row.complexity,
        kind: row.kind,
        due: row.due,
        ...(row.spam === null ? {} : { spam: row.spam }),
        source: row.source,
        tags: row.tags,
        requester: everybody.get(row.requester)!,
        participants: joined.filter(j => j.ticket === row.number).map(j => everybody.get(j.person)!),
        closedAt: row.closedAt,
        ...(row.tokenSerial > 0 ? { serial: row.tokenSerial } : {}),
        conversation: ids.filter(m => m.ticket === row.number).map(m => m.messageId!),
      },
    ]),
  );
}

/** By the id asked for; a person who was merged into another answers with that one. */
export async function peopleById(database: Database, ids: readonly number[]): Promise<Map<number, Person>> {
  const { db, schema } = database;
  const { people: table, addresses } = schema;
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const rows = await db
    .select({
      id: table.id,
      name: table.name,
      mergedInto: table.mergedInto,
      language: table.language,
      confirmation: table.wantsConfirmation,
      answers: table.wantsAnswers,
      address: addresses.address,
      silent: addresses.silent,
    })
    .from(table)
    .leftJoin(addresses, eq(addresses.person, table.id))
    .where(inArray(table.id, wanted))
    .orderBy(asc(table.id), asc(addresses.rank));
  const found = new Map<number, Person>();
  for (const id of new Set(rows.map(row => row.id))) {
    const own = rows.filter(row => row.id === id);
    const silent = own.filter(row => row.silent !== null).map(row => row.address!);
    const bounced = own.filter(row => row.silent === 'bounced').map(row => row.address!);
    const person = { id, name: own[0]!.name, addresses: own.flatMap(({ address }) => address ?? []) };
    found.set(id, {
      ...person,
      ...(silent.length > 0 ? { silent } : {}),
      ...(bounced.length > 0 ? { bounced } : {}),
      ...wishesOf(own[0]!),
    });
  }
  const merged = new Map(
    rows.flatMap(({ id, mergedInto }) => (mergedInto === null ? [] : [[id, mergedInto] as const])),
  );
  if (merged.size === 0) return found;
  const survivors = await peopleById(database, [...merged.values()]);
  for (const [id, into] of merged) found.set(id, survivors.get(into)!);
  return found;
}

function wishesOf(row: { language: string | null; confirmation: boolean | null; answers: boolean | null }) {
  const { language, confirmation, answers } = row;
  const wishes = {
    ...(confirmation === null ? {} : { confirmation }),
    ...(answers === null ? {} : { answers }),
  };
  return { ...(language === null ? {} : { language }), ...(Object.keys(wishes).length === 0 ? {} : { wishes }) };
}

async function people(database: Database, wanted: readonly string[]): Promise<Person[]> {
  const { db, schema } = database;
  const { addresses } = schema;
  if (wanted.length === 0) return [];
  const rows = await db
    .select({ person: addresses.person })
    .from(addresses)
    .where(inArray(addresses.address, [...wanted]));
  return [
    ...(
      await peopleById(
        database,
        rows.map(row => row.person),
      )
    ).values(),
  ];
}

/** A few more than may join: beyond that nobody does. */
const MOST_COPIES = 30;

/** Whom we know of those the mail is from and to, by address in lower case; one look for all. */
async function addressBook(database: Database, mail: Mail, policy: Policy): Promise<Map<string, Person>> {
  const asker = askerOf(mail, policy);
  const copied = mail.trust.verdict === 'pass' ? [...mail.to, ...mail.cc].slice(0, MOST_COPIES) : [];
  const forwarded = mail.forwarded ? [mail.forwarded.from] : [];
  const named = [...mail.from.slice(0, 1), ...(asker ? [asker] : []), ...forwarded, ...copied];
  const wanted = named.map(one => one.address.toLowerCase());
  const found = await people(database, [...new Set(wanted)]);
  return new Map(found.flatMap(person => person.addresses.map(address => [address, person] as const)));
}

/**
 * Tokens are first read as if none had ever been revoked; the tickets named then tell whether that is so. Revoking is
 * rare, and so is the second reading.
 */
async function signedClaims(database: Database, policy: Policy, mail: Mail, keys: readonly TokenKey[]) {
  const context = { keys, queues: policy.queues, host: policy.host };
  const signed = claimsIn(mail, context);
  const own = mail.messageId === undefined ? [] : findTokens(mail.messageId);
  const numbers = [...signed.map(claim => claim.ticket), ...own.map(ticketInToken)];
  const serials = await tokenSerials(database, numbers);
  return { signed: serials.size === 0 ? signed : claimsIn(mail, { ...context, serials }), serials };
}

async function tokenSerials(
  { db, schema: { tickets } }: Database,
  numbers: readonly number[],
): Promise<Map<number, number>> {
  if (numbers.length === 0) return new Map();
  const rows = await db
    .select({ number: tickets.number, serial: tickets.tokenSerial })
    .from(tickets)
    .where(and(inArray(tickets.number, [...new Set(numbers)]), gt(tickets.tokenSerial, 0)));
  return new Map(rows.map(row => [row.number, row.serial]));
}

function ticketInToken(token: string): number {
  return Number(token.split('-', 1)[0]);
}

/** Asked only when it decides something. */
async function wasAnswered({ db, schema: { letters } }: Database, mail: Mail): Promise<boolean> {
  const address = mail.from[0]?.address.toLowerCase();
  if (address === undefined || (mail.spam?.verdict !== 'spam' && mail.spam?.verdict !== 'unsure')) return false;
  const [row] = await db
    .select({ id: letters.id })
    .from(letters)
    .where(
      and(
        eq(letters.envelopeTo, address),
        inArray(letters.template, ['answer', 'closing', 'need-info']),
        eq(letters.automatic, false),
      ),
    )
    .limit(1);
  return row !== undefined;
}

/** Counted where it may matter: for a person's mail that may be answered, and for what is added to a ticket. */
async function recentlyOf(database: Database, { policy, now }: Basis, mail: Mail, leading: readonly Claim[]) {
  const sender = mail.from[0]?.address;
  const asker = askerOf(mail, policy)?.address.toLowerCase();
  if (sender === undefined || asker === undefined || (mail.kind !== 'person' && mail.kind !== 'list')) return undefined;
  const [claim] = leading;
  return recently(database, { sender, answered: asker, ...(claim ? { ticket: claim.ticket } : {}) }, now);
}

/** Asked only where the policy lets colleagues write, and of no more than whom the tokens name. */
function colleaguesIn(
  database: Database,
  policy: Policy,
  mail: Mail,
  claims: readonly Claim[],
  named: ReadonlyMap<number, Person>,
): Promise<ReadonlySet<number>> {
  const sender = mail.from[0]?.address.toLowerCase();
  const valid = claims.filter(claim => claim.verdict === 'valid').flatMap(claim => named.get(claim.person ?? 0) ?? []);
  const others = valid.filter(person => !person.addresses.includes(sender ?? '')).map(({ id }) => id);
  const isAsked = policy.sameOrganisation === 'append' && sender !== undefined;
  return colleaguesOf(database, sender ?? '', isAsked ? others : []);
}

function isToStaff(named: ReadonlyMap<number, Person>, { staff }: Situation): boolean {
  const house = new Set([...staff.values()].map(({ id }) => id));
  return [...named.values()].some(({ id }) => house.has(id));
}

/** Those of the tickets that have an answer whose time to leave is still to come. */
async function ticketsWithWaitingAnswers(
  { db, schema: { letters } }: Database,
  numbers: readonly number[],
  now: number,
): Promise<ReadonlySet<number>> {
  if (numbers.length === 0) return new Set();
  const rows = await db
    .select({ ticket: letters.ticket })
    .from(letters)
    .where(
      and(
        inArray(letters.ticket, [...numbers]),
        eq(letters.audience, 'requester'),
        eq(letters.state, 'queued'),
        eq(letters.automatic, false),
        gt(letters.notBefore, now),
      ),
    );
  return new Set(rows.flatMap(({ ticket }) => ticket ?? []));
}

/** The nearest letter of ours that the mail says it answers. */
async function answeredLetter(database: Database, mail: Mail, { staff }: Situation) {
  const { db, schema } = database;
  const { letters } = schema;
  const ids = answeredIds(mail).map(({ messageId }) => messageId);
  if (ids.length === 0) return undefined;
  const rows = await db
    .select({
      messageId: letters.messageId,
      template: letters.template,
      audience: letters.audience,
      ticket: letters.ticket,
      person: letters.person,
      createdAt: letters.createdAt,
    })
    .from(letters)
    .where(inArray(letters.messageId, ids));
  const nearest = ids.map(id => rows.find(row => row.messageId === id)).find(row => row !== undefined);
  if (!nearest) return undefined;
  const { template, audience, ticket, person, createdAt } = nearest;
  const login = [...staff].find(([, { id }]) => id === person)?.[0];
  const since =
    ticket === null || login === undefined ? undefined : await answeredAfter(database, ticket, createdAt, login);
  return { template, audience, ...(since ? { answeredSince: since } : {}) };
}

async function personByAddress(database: Database, address: string | undefined): Promise<Person | undefined> {
  return address === undefined ? undefined : (await people(database, [address.toLowerCase()]))[0];
}

/** Unsigned traces: In-Reply-To and References that name a mail we keep, the nearest first. */
async function knownClaims(database: Database, mail: Mail): Promise<Claim[]> {
  const { db, schema } = database;
  const { messages } = schema;
  const ids = answeredIds(mail);
  if (ids.length === 0) return [];
  const rows = await db
    .select({ messageId: messages.messageId, ticket: messages.ticket })
    .from(messages)
    .where(
      inArray(
        messages.messageId,
        ids.map(id => id.messageId),
      ),
    )
    .orderBy(asc(messages.id));
  return ids.flatMap(({ messageId, where }) => {
    const row = rows.find(r => r.messageId === messageId);
    return row ? [{ carrier: 'known', where, verdict: 'unsigned', ticket: row.ticket } as const] : [];
  });
}

export async function findSeen({ db, schema: { ledger } }: Database, contentKey: string) {
  const [row] = await db
    .select({ mail: ledger.id, end: ledger.end, ticket: ledger.ticket })
    .from(ledger)
    .where(eq(ledger.contentKey, contentKey));
  return row;
}

async function findNamesake({ db, schema: { ledger } }: Database, mail: Mail) {
  if (mail.messageId === undefined) return undefined;
  const [row] = await db
    .select({ mail: ledger.id })
    .from(ledger)
    .where(and(eq(ledger.messageId, mail.messageId), ne(ledger.contentKey, mail.contentKey)))
    .limit(1);
  return row;
}

/** Letters without a ticket are few, and have their place in the index of letters by ticket. */
async function whenToldTooLarge({ db, schema: { letters } }: Database, sender: Person | undefined) {
  if (!sender) return undefined;
  const [row] = await db
    .select({ at: letters.createdAt })
    .from(letters)
    .where(and(isNull(letters.ticket), eq(letters.person, sender.id), eq(letters.template, 'too-large')))
    .orderBy(desc(letters.id))
    .limit(1);
  return row?.at;
}

/**
 * By the Message-ID of what came back; else by the token in the address it came back to: then it is the latest letter
 * to that person that left for that ticket.
 */
async function findBouncedLetter(database: Database, mail: Mail, claims: readonly Claim[]) {
  if (mail.kind !== 'bounce') return undefined;
  const { letters } = database.schema;
  const returned = [
    ...(mail.bounce?.returned === undefined ? [] : [mail.bounce.returned]),
    ...(mail.bounce?.returnedIds ?? []),
  ];
  const byId = returned.length === 0 ? undefined : await sentLetter(database, inArray(letters.messageId, returned));
  if (byId) return { ...byId, by: 'id' as const };
  const claim = claims.find(({ carrier, verdict }) => carrier === 'recipient' && verdict === 'valid');
  if (claim?.person === undefined) return undefined;
  const ofToken = and(eq(letters.ticket, claim.ticket), eq(letters.person, claim.person), ne(letters.envelopeFrom, ''));
  const byToken = await sentLetter(database, and(ofToken, inArray(letters.state, ['sent', 'uncertain', 'sending'])));
  return byToken && { ...byToken, by: 'token' as const };
}

async function sentLetter({ db, schema: { letters } }: Database, where: SQL | undefined) {
  const { id, ticket, person, audience } = letters;
  const [row] = await db
    .select({ id, ticket, person, audience, to: letters.envelopeTo })
    .from(letters)
    .where(where)
    .orderBy(desc(letters.id))
    .limit(1);
  // what comes back of a letter without ticket concerns nobody's ticket
  return row && row.ticket !== null ? { ...row, ticket: row.ticket } : undefined;
}
