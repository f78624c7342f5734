/** People as decisions see them: their addresses, which of them are silent, and what they wish. */
import { asc, eq, inArray } from 'drizzle-orm';
import type { Person } from '../desk/ticket.ts';
import type { Database } from './database.ts';

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

/** Whose these addresses are, by the address asked for; in lower case. */
export async function peopleByAddress(
  database: Database,
  wanted: readonly string[],
): Promise<ReadonlyMap<string, Person>> {
  const { db, schema } = database;
  const { addresses } = schema;
  if (wanted.length === 0) return new Map();
  const rows = await db
    .select({ address: addresses.address, person: addresses.person })
    .from(addresses)
    .where(inArray(addresses.address, [...wanted]));
  const people = await peopleById(
    database,
    rows.map(row => row.person),
  );
  return new Map(rows.map(({ address, person }) => [address, people.get(person)!]));
}
