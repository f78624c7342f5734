/**
 * Calls of other programs that rules asked for. Each is made after the commit that decided it, with a lease, so that two
 * processes never make the same one at once. After a crash one may come twice: its number is in a header, and the same.
 */
import { createHmac } from 'node:crypto';

/** One that is due. */
export interface DueWebhook {
  readonly id: number;
  readonly url: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** This one included. */
  readonly attempts: number;
  readonly createdAt: number;
}

/** Where they wait. false: somebody else had it meanwhile, and nothing is recorded. */
export interface WebhookBox {
  claim(limit: number): Promise<DueWebhook[]>;
  sent(id: number, reply: string): Promise<boolean>;
  later(id: number, reply: string, notBefore: number): Promise<boolean>;
  failed(id: number, reply: string): Promise<boolean>;
}

export interface WebhookParts {
  readonly box: WebhookBox;
  /** Signs what is sent; undefined: nothing is signed. Asked every time, so that a changed file counts. */
  readonly secret: () => Promise<string | undefined>;
  readonly clock: () => number;
  readonly say: (event: 'webhook-sent' | 'webhook-later' | 'webhook-failed', about: Said) => void;
}

export interface Said {
  readonly webhook: number;
  readonly host: string;
  readonly reply: string;
}

const AT_ONCE = 10;
/** ms for one call. */
const TIMEOUT = 10_000;
const GIVE_UP_AFTER = 24 * 3_600_000;

/** Makes those that are due now, some at a time; how many came to an end or were put off. */
export async function callDueWebhooks(parts: WebhookParts): Promise<number> {
  const due = await parts.box.claim(AT_ONCE);
  await Promise.all(due.map(one => callOne(parts, one)));
  return due.length;
}

async function callOne({ box, secret, clock, say }: WebhookParts, one: DueWebhook): Promise<void> {
  const answer = await call(one, secret, clock());
  const about = { webhook: one.id, host: hostOf(one.url), reply: answer.reply };
  const now = clock();
  const giveUpAt = one.createdAt + GIVE_UP_AFTER;
  if (answer.ok) {
    await box.sent(one.id, answer.reply);
    say('webhook-sent', about);
  } else if (now >= giveUpAt) {
    await box.failed(one.id, `Given up after ${one.attempts} tries; the last: ${answer.reply}`);
    say('webhook-failed', about);
  } else {
    await box.later(one.id, answer.reply, Math.min(now + pauseAfter(one.attempts), giveUpAt));
    say('webhook-later', about);
  }
}

/** Ten seconds, then twice as long every time, at most an hour. */
export function pauseAfter(attempts: number): number {
  return Math.min(10_000 * 2 ** Math.min(attempts - 1, 20), 3_600_000);
}

interface Answer {
  readonly ok: boolean;
  /** One line. */
  readonly reply: string;
}

/** A redirect is no success: whoever moved says so to the administrator, and our words go nowhere else. */
async function call(one: DueWebhook, secret: WebhookParts['secret'], now: number): Promise<Answer> {
  const body = JSON.stringify(one.body);
  try {
    const response = await fetch(one.url, {
      method: 'POST',
      redirect: 'manual',
      headers: headersOf(one, body, await secret(), now),
      body,
      signal: AbortSignal.timeout(TIMEOUT),
    });
    await response.body?.cancel();
    return { ok: response.status >= 200 && response.status < 300, reply: `HTTP ${response.status}` };
  } catch (error) {
    return { ok: false, reply: reasonOf(error) };
  }
}

/** The signature is over the time as well, so that an old call cannot be played again later. */
function headersOf(one: DueWebhook, body: string, secret: string | undefined, now: number): Record<string, string> {
  const time = String(Math.floor(now / 1000));
  const plain = {
    'content-type': 'application/json',
    'user-agent': 'Postdesk',
    'x-desk-webhook': String(one.id),
    'x-desk-time': time,
  };
  if (secret === undefined) return plain;
  const mac = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
  return { ...plain, 'x-desk-signature': `sha256=${mac}` };
}

/** fetch says `fetch failed`, and why in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no connection';
  if (error.name === 'TimeoutError') return `no answer within ${TIMEOUT / 1000} seconds`;
  const { cause } = error as { cause?: { code?: unknown } };
  return typeof cause?.code === 'string' ? cause.code : error.message.split('\n', 1)[0]!;
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '';
}
