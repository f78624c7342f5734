/** Calls of other programs that wait for their turn. */
import type { Action } from '../desk/decision.ts';
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
