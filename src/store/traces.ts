/** Traces of our tickets in a mail: tokens that we signed, and mails of ours or kept by us that it answers. */
import { and, asc, gt, inArray } from 'drizzle-orm';
import type { Policy } from '../desk/policy.ts';
import { answeredIds } from '../mail/answered-ids.ts';
import { type Claim, claimsIn, strongestFirst } from '../mail/claims.ts';
import type { Mail } from '../mail/mail.ts';
import { findTokens, type TokenKey } from '../mail/reply-token.ts';
import type { Database } from './database.ts';

/** All of them, the strongest first, and of the tickets that tokens name those whose tokens were revoked before. */
export async function claimsOf(database: Database, policy: Policy, mail: Mail, keys: readonly TokenKey[]) {
  const { signed, serials } = await signedClaims(database, policy, mail, keys);
  return { claims: strongestFirst([...signed, ...(await knownClaims(database, mail))]), serials };
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
