/**
 * Who belongs to which organisation: as set by hand, else by the first of the person's addresses whose domain is an
 * organisation's. A domain counts as a whole: mail.example.org is not example.org.
 * It is said twice, once for given people, over indexes, and once for all of them; a test holds that both agree.
 */
import { and, asc, eq, inArray, isNotNull, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { type NamedOrganisation, tidyName } from '../desk/people.ts';
import { splitAddress } from '../mail/addresses.ts';
import type { Database } from './database.ts';

/** What follows the last @, in words of both dialects. */
export function domainOf(address: SQLWrapper): SQL {
  return sql`substr(${address}, length(rtrim(${address}, replace(${address}, '@', ''))) + 1)`;
}

export interface Belonging extends NamedOrganisation {
  /** Of support; null: none was given. */
  readonly level: string | null;
  /** The domain that tells; null: set by hand. */
  readonly domain: string | null;
}

/** By the person's id; who belongs nowhere is left out. */
export async function organisationsOf(
  database: Database,
  people: readonly number[] | SQLWrapper,
): Promise<Map<number, Belonging>> {
  if (Array.isArray(people) && people.length === 0) return new Map();
  const { db, schema } = database;
  const { people: table, addresses, domains, organisations } = schema;
  const rows = await db
    .select({
      person: table.id,
      byHand: table.organisation,
      id: organisations.id,
      name: organisations.name,
      level: organisations.level,
      domain: domains.domain,
    })
    .from(table)
    .leftJoin(addresses, eq(addresses.person, table.id))
    .leftJoin(domains, eq(domains.domain, domainOf(addresses.address)))
    .innerJoin(organisations, eq(organisations.id, sql`coalesce(${table.organisation}, ${domains.organisation})`))
    .where(inArray(table.id, people as SQLWrapper))
    .orderBy(asc(table.id), asc(addresses.rank));
  const found = new Map<number, Belonging>();
  for (const { person, byHand, id, name, level, domain } of rows)
    if (!found.has(person)) found.set(person, { id, name, level, domain: byHand === null ? domain : null });
  return found;
}

/** `person` and `organisation` of everybody who belongs to one; looks at every address. */
export const BELONGING = sql`(
  select p.id as person, p.organisation as organisation from people p
  where p.organisation is not null and p.merged_into is null
  union all
  select t.person, d.organisation from (
    select a.person as person, min(a."rank") as "rank" from addresses a
    join domains d on d.domain = ${domainOf(sql`a.address`)} group by a.person) t
  join people p on p.id = t.person and p.organisation is null
  join addresses a on a.person = t.person and a."rank" = t."rank"
  join domains d on d.domain = ${domainOf(sql`a.address`)})`;

/** `person` and `level` of everybody: one's own before that of the organisation; null: none was given. */
export const LEVELLED = sql`(
  select q.id as person, coalesce(q.level, o.level) as level from people q
  left join ${BELONGING} b on b.person = q.id left join organisations o on o.id = b.organisation)`;

/** For `in`: the ids of its people. */
export function peopleIn(organisation: number): SQL {
  return sql`(select b.person from ${BELONGING} b where b.organisation = ${organisation})`;
}

/**
 * Which of these people belong to the same organisation as whoever writes from `address`: the one the sender was put
 * in by hand, else that of this very address. Whether the sender's address can be believed is for the caller to know.
 */
export async function colleaguesOf(
  database: Database,
  address: string,
  people: readonly number[],
): Promise<ReadonlySet<number>> {
  if (people.length === 0) return new Set();
  const organisation = await organisationOfSender(database, address.toLowerCase());
  if (organisation === undefined) return new Set();
  const theirs = await organisationsOf(database, people);
  return new Set(people.filter(person => theirs.get(person)?.id === organisation));
}

export interface Standing {
  /** Its name. */
  readonly organisation?: string;
  readonly level?: string;
}

/** What whoever writes from `address` is to the desk: the organisation, and the level of support, one's own before its. */
export async function standingOf(database: Database, address: string): Promise<Standing> {
  const { db, schema } = database;
  const { organisations, addresses, people } = schema;
  const id = await organisationOfSender(database, address.toLowerCase());
  const [theirs] =
    id === undefined
      ? []
      : await db
          .select({ name: organisations.name, level: organisations.level })
          .from(organisations)
          .where(eq(organisations.id, id));
  const [own] = await db
    .select({ level: people.level })
    .from(addresses)
    .innerJoin(people, eq(people.id, addresses.person))
    .where(eq(addresses.address, address.toLowerCase()));
  const level = own?.level ?? theirs?.level;
  return { ...(theirs ? { organisation: theirs.name } : {}), ...(level == null ? {} : { level }) };
}

async function organisationOfSender({ db, schema }: Database, address: string): Promise<number | undefined> {
  const { people, addresses, domains } = schema;
  const [byHand] = await db
    .select({ organisation: people.organisation })
    .from(addresses)
    .innerJoin(people, eq(people.id, addresses.person))
    .where(and(eq(addresses.address, address), isNotNull(people.organisation)));
  if (byHand) return byHand.organisation!;
  const { domain } = splitAddress(address);
  const [byDomain] = await db
    .select({ organisation: domains.organisation })
    .from(domains)
    .where(eq(domains.domain, domain));
  return byDomain?.organisation;
}

/** By its name as it is written, else in any case, when only one is called so. */
export async function organisationNamed(
  database: Database,
  name: string,
): Promise<(NamedOrganisation & { readonly level: string | null }) | undefined> {
  const { db, schema } = database;
  const { organisations } = schema;
  const columns = { id: organisations.id, name: organisations.name, level: organisations.level };
  const wanted = tidyName(name);
  const [exact] = await db.select(columns).from(organisations).where(eq(organisations.name, wanted));
  if (exact) return exact;
  const all = await db.select(columns).from(organisations);
  // lower() of SQLite knows ASCII only
  const alike = all.filter(row => row.name.toLowerCase() === wanted.toLowerCase());
  return alike.length === 1 ? alike[0] : undefined;
}

/** Whose these domains are. */
export async function domainHolders(
  { db, schema }: Database,
  names: readonly string[],
): Promise<Map<string, NamedOrganisation>> {
  const { domains, organisations } = schema;
  if (names.length === 0) return new Map();
  const rows = await db
    .select({ domain: domains.domain, id: organisations.id, name: organisations.name })
    .from(domains)
    .innerJoin(organisations, eq(organisations.id, domains.organisation))
    .where(inArray(domains.domain, [...names]));
  return new Map(rows.map(({ domain, ...organisation }) => [domain, organisation]));
}

export async function domainsOf({ db, schema: { domains } }: Database, organisation: number): Promise<string[]> {
  const rows = await db
    .select({ domain: domains.domain })
    .from(domains)
    .where(eq(domains.organisation, organisation))
    .orderBy(asc(domains.domain));
  return rows.map(row => row.domain);
}
