/**
 * A mail whose row in the ledger is lost, by hand or by a broken backup, while its message is in a ticket: its row is
 * written again under the number that arrivals, message and journal still name. Entered as new it would be doubled.
 */
import { and, asc, desc, eq, isNull, notExists, or, type SQL, sql } from 'drizzle-orm';
import type { Mail } from '../mail/mail.ts';
import type { Database } from './database.ts';
import { columnsOf, type Ending, headOf, noteArrival, type Route } from './ledger.ts';
import { keepOriginal, type Packed } from './originals.ts';

export interface Restored {
  readonly row: number;
  readonly ending: Ending;
  /** The message that is made of it. */
  readonly message?: number;
}

/** undefined when nothing was lost: then the mail is received like any other. Inside a transaction. */
export async function restoreMail(
  database: Database,
  mail: Mail,
  original: Packed,
  route: Route,
  now: number,
): Promise<Restored | undefined> {
  const lost = (await isEntered(database, mail)) ? undefined : await findLost(database, mail, route);
  if (!lost) {
    await forgetDanglingArrival(database, route);
    return undefined;
  }
  await writeRow(database, lost, mail, original, now);
  if (lost.message !== undefined) await claimMessage(database, lost.message, lost.row);
  await noteArrival(database, lost.row, route, now);
  await noteInJournal(database, lost, now);
  return lost;
}

async function isEntered({ db, schema: { ledger } }: Database, { contentKey }: Mail): Promise<boolean> {
  return (await db.select({ id: ledger.id }).from(ledger).where(eq(ledger.contentKey, contentKey))).length > 0;
}

async function findLost(database: Database, mail: Mail, route: Route): Promise<Restored | undefined> {
  const named = await danglingArrival(database, route);
  const message = named === undefined ? await messageByWords(database, mail) : await messageOf(database, named);
  const row = named ?? message?.mail ?? (message && (await journalledMail(database, message)));
  if (row === undefined || row === null) return undefined;
  const filed = await lastFiling(database, row);
  if (message) {
    const because = [
      ...(filed?.because ?? []),
      `its row in the ledger was lost; its message is in ticket ${message.ticket}`,
    ];
    return { row, ending: { end: 'handled', ticket: message.ticket, because }, message: message.id };
  }
  if (!filed) return undefined;
  return { row, ending: { ...filed, because: [...filed.because, 'its row in the ledger was lost'] } };
}

function inLedger({ db, schema: { ledger } }: Database, column: SQL) {
  return db.select({ one: sql`1` }).from(ledger).where(sql`${ledger.id} = ${column}`);
}

async function danglingArrival(database: Database, { route, uidValidity, uid }: Route): Promise<number | undefined> {
  if (uidValidity === undefined || uid === undefined) return undefined;
  const { arrivals } = database.schema;
  const [row] = await database.db
    .select({ mail: arrivals.mail })
    .from(arrivals)
    .where(dangling(database, route, uidValidity, uid));
  return row?.mail;
}

async function forgetDanglingArrival(database: Database, { route, uidValidity, uid }: Route): Promise<void> {
  if (uidValidity === undefined || uid === undefined) return;
  await database.db.delete(database.schema.arrivals).where(dangling(database, route, uidValidity, uid));
}

function dangling(database: Database, route: string, uidValidity: string, uid: number): SQL | undefined {
  const { arrivals } = database.schema;
  return and(
    eq(arrivals.route, route),
    eq(arrivals.uidValidity, uidValidity),
    eq(arrivals.uid, uid),
    notExists(inLedger(database, sql`${arrivals.mail}`)),
  );
}

interface OwnMessage {
  readonly id: number;
  /** Where the mail came in; it may have been moved since. */
  readonly ticket: number;
  readonly mail: number | null;
  readonly at: number;
}

async function messageOf({ db, schema: { messages } }: Database, mail: number): Promise<OwnMessage | undefined> {
  const { id, origin: ticket, at } = messages;
  const [row] = await db.select({ id, ticket, mail: messages.mail, at }).from(messages).where(eq(messages.mail, mail));
  return row;
}

/** The request with the same Message-ID and the very same words that no row of the ledger stands behind. */
async function messageByWords(database: Database, mail: Mail): Promise<OwnMessage | undefined> {
  const { messages } = database.schema;
  const { id, origin: ticket, at } = messages;
  const orphan = notExists(inLedger(database, sql`${messages.mail}`));
  const [row] = await database.db
    .select({ id, ticket, mail: messages.mail, at })
    .from(messages)
    .where(
      and(
        eq(messages.kind, 'request'),
        eq(messages.text, mail.newWords),
        mail.messageId === undefined
          ? and(isNull(messages.messageId), sql`${messages.mail} is not null`)
          : eq(messages.messageId, mail.messageId),
        or(isNull(messages.mail), orphan),
      ),
    )
    .orderBy(asc(messages.id))
    .limit(1);
  return row;
}

async function journalledMail({ db, schema: { journal } }: Database, message: OwnMessage): Promise<number | undefined> {
  const [row] = await db
    .select({ mail: journal.mail })
    .from(journal)
    .where(and(eq(journal.ticket, message.ticket), eq(journal.at, message.at), eq(journal.action, 'addMessage')));
  return row?.mail ?? undefined;
}

async function lastFiling({ db, schema: { journal } }: Database, mail: number): Promise<Ending | undefined> {
  const rows = await db
    .select({ ticket: journal.ticket, data: journal.data, because: journal.because })
    .from(journal)
    .where(and(eq(journal.mail, mail), eq(journal.action, 'fileMail')))
    .orderBy(desc(journal.id));
  for (const { ticket, data, because } of rows) {
    const end = data.as;
    if (end === 'handled' || end === 'ignored' || end === 'held' || end === 'quarantined' || end === 'spam')
      return { end, ticket, because };
  }
  return undefined;
}

async function claimMessage({ db, schema: { messages } }: Database, message: number, mail: number): Promise<void> {
  await db
    .update(messages)
    .set({ mail })
    .where(and(eq(messages.id, message), isNull(messages.mail)));
}

async function writeRow(
  database: Database,
  { row, ending }: Restored,
  mail: Mail,
  original: Packed,
  now: number,
): Promise<void> {
  const { db, schema } = database;
  await db.insert(schema.ledger).values({
    id: row,
    ...headOf(mail),
    ...columnsOf(ending, mail),
    contentKey: mail.contentKey,
    originalId: await keepOriginal(database, original),
    envelope: { ...mail.envelope, to: [...mail.envelope.to] },
    seenAt: now,
  });
}

async function noteInJournal(
  { db, schema: { journal } }: Database,
  { row, ending }: Restored,
  now: number,
): Promise<void> {
  const { end, ticket, because } = ending;
  const last = because.slice(-1);
  await db
    .insert(journal)
    .values({ ticket, mail: row, at: now, who: 'desk', action: 'fileMail', data: { as: end }, because: last });
}
