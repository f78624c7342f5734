/** What happened lately, for the limits of desk/storms.ts: counts over indexes that end at the window, never over a table. */
import { and, count, desc, eq, gt, or, sql } from 'drizzle-orm';
import type { Recent } from '../desk/situation.ts';
import type { Database } from './database.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MOST_SUBJECTS = 50;

/** `answered`: where an automatic letter would go, lower case. `ticket`: which the mail continues. */
export async function recently(
  database: Database,
  of: { readonly sender: string; readonly answered: string; readonly ticket?: number },
  now: number,
): Promise<Recent> {
  const { db, schema } = database;
  const { letters, ledger } = schema;
  const automatic = eq(letters.automatic, true);
  const [all] = await db
    .select({ n: count() })
    .from(letters)
    .where(and(sql`${letters.automatic}`, gt(letters.createdAt, now - HOUR)));
  const [own] = await db
    .select({
      hour: sql<number>`sum(case when ${letters.createdAt} > ${now - HOUR} then 1 else 0 end)`.mapWith(Number),
      day: count(),
    })
    .from(letters)
    .where(and(eq(letters.envelopeTo, of.answered), gt(letters.createdAt, now - DAY), automatic));
  const mails = await db
    .select({ subject: ledger.subject })
    .from(ledger)
    .where(and(eq(ledger.sender, of.sender), gt(ledger.seenAt, now - HOUR)))
    .orderBy(desc(ledger.seenAt))
    .limit(MOST_SUBJECTS);
  return {
    toSenderInHour: own?.hour ?? 0,
    toSenderInDay: own?.day ?? 0,
    automaticInHour: all?.n ?? 0,
    subjects: mails.map(({ subject }) => subject),
    noticesInHour: of.ticket === undefined ? 0 : await noticesOf(database, of.ticket, now - HOUR),
  };
}

async function noticesOf({ db, schema: { letters } }: Database, ticket: number, since: number): Promise<number> {
  const rows = await db
    .select({ n: count() })
    .from(letters)
    .where(and(eq(letters.ticket, ticket), eq(letters.template, 'new-message'), gt(letters.createdAt, since)))
    .groupBy(letters.person);
  return Math.max(0, ...rows.map(({ n }) => n));
}

/** Letters that left, or may have, since that instant; those on their way too. */
export async function leftSince({ db, schema: { letters } }: Database, since: number): Promise<number> {
  const [row] = await db
    .select({ n: count() })
    .from(letters)
    .where(or(gt(letters.sentAt, since), eq(letters.state, 'sending')));
  return row?.n ?? 0;
}

/** `outbox-resumed`: letters began to leave again after a stop. `digest`: the staff were told what waits. */
export type Instant = 'outbox-resumed' | 'digest';

/** When it was last; 0 when never. */
export async function instantOf({ db, schema: { instants } }: Database, name: Instant): Promise<number> {
  const [row] = await db.select({ at: instants.at }).from(instants).where(eq(instants.name, name));
  return row?.at ?? 0;
}

export async function noteInstant({ db, schema: { instants } }: Database, name: Instant, at: number): Promise<void> {
  await db.insert(instants).values({ name, at }).onConflictDoUpdate({ target: instants.name, set: { at } });
}
