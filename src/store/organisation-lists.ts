/** Organisations as the terminal shows them; reads only. */
import { asc, sql } from 'drizzle-orm';
import { nearest } from '../desk/near.ts';
import type { Database } from './database.ts';
import { listTickets } from './lists.ts';
import { BELONGING, organisationNamed, peopleIn } from './organisations.ts';
import type { OrganisationRow, OrganisationView } from './people-views.ts';
import { requesterRows } from './requester-lists.ts';

const MOST_SHOWN = 100;

/** By name. */
export async function listOrganisations(database: Database): Promise<OrganisationRow[]> {
  const { db, schema } = database;
  const { organisations, domains } = schema;
  const rows = await db
    .select({
      id: organisations.id,
      name: organisations.name,
      since: organisations.since,
      level: organisations.level,
      people: sql`coalesce(n.people, 0)`.mapWith(Number),
      // a sum of counts is numeric on PostgreSQL, and comes as a string
      open: sql`coalesce(n.open, 0)`.mapWith(Number),
    })
    .from(organisations)
    .leftJoin(counted(), sql`n.organisation = ${organisations.id}`)
    .orderBy(asc(organisations.name));
  const every = await db.select().from(domains).orderBy(asc(domains.domain));
  const byId = new Map<number, string[]>();
  for (const { domain, organisation } of every) byId.set(organisation, [...(byId.get(organisation) ?? []), domain]);
  return rows.map(({ id, ...row }) => ({ ...row, domains: byId.get(id) ?? [] }));
}

/** How many people each has, and how many of their tickets are not closed. */
function counted() {
  return sql`(select b.organisation as organisation, count(*) as people, sum(
    (select count(*) from tickets t where t.requester = b.person and t.status not in ('solved', 'closed'))) as open
    from ${BELONGING} b group by b.organisation) n`;
}

export async function showOrganisation(database: Database, name: string): Promise<OrganisationView | undefined> {
  const found = await organisationNamed(database, name);
  if (!found) return undefined;
  const row = (await listOrganisations(database)).find(each => each.name === found.name)!;
  const members = await requesterRows(database, sql`people.id in ${peopleIn(found.id)}`, MOST_SHOWN);
  return { ...row, members, tickets: await listTickets(database, { organisation: found.name, limit: MOST_SHOWN }) };
}

/** Names that somebody may have meant, at most five. */
export async function nearOrganisations({ db, schema }: Database, name: string): Promise<string[]> {
  const { organisations } = schema;
  const rows = await db.select({ name: organisations.name }).from(organisations).orderBy(asc(organisations.name));
  const word = name.trim().toLowerCase();
  if (word === '') return [];
  const lower = new Map(rows.map(row => [row.name.toLowerCase(), row.name]));
  const near = nearest(word, [...lower.keys()], { distance: 3, most: 5 });
  const alike = [...lower.keys()].filter(each => each.includes(word) || word.includes(each));
  return [...new Set([...near, ...alike])].slice(0, 5).map(each => lower.get(each)!);
}
