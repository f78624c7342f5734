/** Letters of ours that a mail comes back from, answers or meets on its way. */
import { and, desc, eq, gt, inArray, isNull, ne, type SQL } from 'drizzle-orm';
import type { Situation } from '../desk/situation.ts';
import type { Person } from '../desk/ticket.ts';
import { answeredIds } from '../mail/answered-ids.ts';
import type { Claim } from '../mail/claims.ts';
import type { Mail } from '../mail/mail.ts';
import type { Database } from './database.ts';
import { noticeFrame } from './notice-frame.ts';
import { answeredAfter } from './standing.ts';

/**
 * By the Message-ID of what came back; else by the token in the address it came back to: then it is the latest letter
 * to that person that left for that ticket.
 */
export async function bouncedLetter(database: Database, mail: Mail, claims: readonly Claim[]) {
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

/** The nearest letter of ours that the mail says it answers. */
export async function answeredLetter(database: Database, mail: Mail, { staff }: Situation) {
  const { db, schema } = database;
  const { letters } = schema;
  const ids = answeredIds(mail).map(({ messageId }) => messageId);
  if (ids.length === 0) return undefined;
  const rows = await db
    .select({
      id: letters.id,
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
  const { id, template, audience, ticket, person, createdAt } = nearest;
  const login = [...staff].find(([, { id }]) => id === person)?.[0];
  const since =
    ticket === null || login === undefined ? undefined : await answeredAfter(database, ticket, createdAt, login);
  const frame = audience === 'staff' ? await noticeFrame(database, id) : [];
  return { template, audience, frame, ...(since ? { answeredSince: since } : {}) };
}

/** Asked only when it decides something. */
export async function wasAnswered({ db, schema: { letters } }: Database, mail: Mail): Promise<boolean> {
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

/** Those of the tickets that have an answer whose time to leave is still to come. */
export async function ticketsWithWaitingAnswers(
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

/** Letters without a ticket are few, and have their place in the index of letters by ticket. */
export async function whenToldTooLarge({ db, schema: { letters } }: Database, sender: Person | undefined) {
  if (!sender) return undefined;
  const [row] = await db
    .select({ at: letters.createdAt })
    .from(letters)
    .where(and(isNull(letters.ticket), eq(letters.person, sender.id), eq(letters.template, 'too-large')))
    .orderBy(desc(letters.id))
    .limit(1);
  return row?.at;
}
