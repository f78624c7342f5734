/** Calls of other programs that wait for their turn: claimed with a lease, as letters are. */
import { and, asc, desc, eq, inArray, lte, or, type SQL, sql } from 'drizzle-orm';
import type { Action, Refusal } from '../desk/decision.ts';
import type { DueWebhook, WebhookBox } from '../outbox/webhooks.ts';
import type { Database } from './database.ts';

export async function queueWebhook(
  { db, schema: { webhooks } }: Database,
  { ticket, rule, url, body }: Extract<Action, { do: 'callWebhook' }>,
  { now }: { readonly now: number },
): Promise<undefined> {
  await db
    .insert(webhooks)
    .values({ ticket, rule, url, body: { ...body }, state: 'queued', notBefore: now, createdAt: now });
}

/** Longer than any call takes. */
const LEASE = 60_000;

/** What whoever makes the calls sees. `me` names this process in leases. */
export function webhookBox(database: Database, me: string, clock: () => number): WebhookBox {
  const settle = (id: number, set: Settled) => settleWebhook(database, me, id, set);
  return {
    claim: limit => claimWebhooks(database, me, limit, clock()),
    sent: (id, lastReply) => settle(id, { state: 'sent', lastReply }),
    later: (id, lastReply, notBefore) => settle(id, { state: 'queued', lastReply, notBefore }),
    failed: (id, lastReply) => settle(id, { state: 'failed', lastReply }),
  };
}

/** What is due, and what a process that died left: it may be called twice, and its number tells. */
async function claimWebhooks(database: Database, by: string, limit: number, now: number): Promise<DueWebhook[]> {
  const { db, kit, schema } = database;
  const { webhooks } = schema;
  const isDue = and(eq(webhooks.state, 'queued'), lte(webhooks.notBefore, now));
  const isLeft = and(eq(webhooks.state, 'sending'), lte(webhooks.leaseUntil, now));
  const due = kit.skipLocked(
    db.select({ id: webhooks.id }).from(webhooks).where(or(isDue, isLeft)).orderBy(asc(webhooks.id)).limit(limit),
  );
  const rows = await db
    .update(webhooks)
    .set({ state: 'sending', claimedBy: by, leaseUntil: now + LEASE, attempts: sql`${webhooks.attempts} + 1` })
    .where(inArray(webhooks.id, due))
    .returning();
  return rows
    .sort((a, b) => a.id - b.id)
    .map(({ id, url, body, attempts, createdAt }) => ({ id, url, body, attempts, createdAt }));
}

interface Settled {
  readonly state: 'sent' | 'queued' | 'failed';
  readonly lastReply: string;
  readonly notBefore?: number;
}

async function settleWebhook(database: Database, by: string, id: number, set: Settled): Promise<boolean> {
  const { webhooks } = database.schema;
  const mine = and(eq(webhooks.id, id), eq(webhooks.claimedBy, by), eq(webhooks.state, 'sending'));
  return changed(database, mine, { ...set, claimedBy: null, leaseUntil: null });
}

async function changed(
  { db, schema: { webhooks } }: Database,
  where: SQL | undefined,
  set: Partial<typeof webhooks.$inferInsert>,
): Promise<boolean> {
  const rows = await db.update(webhooks).set(set).where(where).returning({ id: webhooks.id });
  return rows.length === 1;
}

export interface WebhookRow {
  readonly webhook: number;
  readonly ticket: number | null;
  readonly rule: string;
  readonly url: string;
  readonly state: 'queued' | 'sending' | 'sent' | 'failed' | 'dropped';
  readonly attempts: number;
  readonly notBefore: number;
  readonly lastReply: string | null;
  readonly createdAt: number;
}

/** The latest, oldest first. */
export async function listWebhooks({ db, schema: { webhooks } }: Database, limit: number): Promise<WebhookRow[]> {
  const rows = await db.select().from(webhooks).orderBy(desc(webhooks.id)).limit(limit);
  return rows.reverse().map(({ id, ticket, rule, url, state, attempts, notBefore, lastReply, createdAt }) => ({
    webhook: id,
    ticket,
    rule,
    url,
    state,
    attempts,
    notBefore,
    lastReply,
    createdAt,
  }));
}

/** `retry` begins anew, the very same body; one on its way or made is nobody's to order about. */
export async function orderWebhook(
  database: Database,
  order: 'retry' | 'drop',
  id: number,
  login: string,
  now: number,
): Promise<true | Refusal> {
  const { db, schema } = database;
  const { webhooks } = schema;
  const from = order === 'retry' ? (['failed', 'dropped', 'queued'] as const) : (['failed', 'queued'] as const);
  const again = { state: 'queued', notBefore: now, createdAt: now, attempts: 0 } as const;
  const set = order === 'retry' ? again : ({ state: 'dropped', lastReply: `dropped by ${login}` } as const);
  if (await changed(database, and(eq(webhooks.id, id), inArray(webhooks.state, [...from])), set)) return true;
  const [row] = await db.select({ state: webhooks.state }).from(webhooks).where(eq(webhooks.id, id));
  return { refused: row ? `webhook ${id} is ${row.state}` : `there is no webhook ${id}` };
}
