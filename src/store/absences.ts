/** Who is away, since when and until when: a row for each. Whoever is back again has none. */
import { asc, eq, gt, isNull, or } from 'drizzle-orm';
import type { Absence } from '../desk/absence.ts';
import type { Database } from './database.ts';

/** Instants are ms since 1970. */
export interface AbsenceRow extends Absence {
  readonly login: string;
  readonly since: number;
}

/** Those that last, and those that are to begin; the first at the beginning. */
export async function listAbsences({ db, schema: { absences } }: Database, now: number): Promise<AbsenceRow[]> {
  return db
    .select()
    .from(absences)
    .where(or(isNull(absences.until), gt(absences.until, now)))
    .orderBy(asc(absences.since), asc(absences.login));
}

export async function absentNow(database: Database, now: number): Promise<Map<string, Absence>> {
  const rows = await listAbsences(database, now);
  return new Map(
    rows.filter(({ since }) => since <= now).map(({ login, until, deputy }) => [login, { until, deputy }]),
  );
}

/** Instead of what was known of that operator before. */
export function setAbsence(
  database: Database,
  row: AbsenceRow,
  by: { readonly who: string; readonly now: number; readonly because: string },
): Promise<void> {
  const { db, schema } = database;
  const { login, ...absence } = row;
  return database.transaction(async () => {
    await db.insert(schema.absences).values(row).onConflictDoUpdate({ target: schema.absences.login, set: absence });
    await journal(database, 'away', { login, ...absence }, by);
  });
}

/** false: nothing was known of an absence. */
export function endAbsence(
  database: Database,
  login: string,
  by: { readonly who: string; readonly now: number; readonly because: string },
): Promise<boolean> {
  const { db, schema } = database;
  return database.transaction(async () => {
    const gone = await db.delete(schema.absences).where(eq(schema.absences.login, login)).returning();
    if (gone.length > 0) await journal(database, 'back', { login }, by);
    return gone.some(({ until }) => until === null || until > by.now);
  });
}

async function journal(
  { db, schema }: Database,
  action: 'away' | 'back',
  data: Record<string, unknown>,
  { who, now, because }: { readonly who: string; readonly now: number; readonly because: string },
): Promise<void> {
  await db.insert(schema.journal).values({ ticket: null, mail: null, at: now, who, action, data, because: [because] });
}
