import { setTimeout as sleep } from 'node:timers/promises';
import { backOff } from './back-off.ts';
import { type OpenMailbox, PATIENCE, type Patience, routeOf, type Watch } from './mailbox.ts';
import { freshMemory, type Memory, round } from './mailbox-round.ts';
import { asTrouble, type Trouble } from './mailbox-trouble.ts';

/**
 * Keeps one mailbox read: connect, look, wait for news, look again; after trouble wait longer and longer and begin
 * anew. Order matters at one place: the flag for news is taken down before a look, never after it, so that a mail
 * that comes in during the look is not slept over.
 */
export type Opener = (watch: Watch, patience: Patience) => Promise<OpenMailbox>;

export async function keepWatch(watch: Watch, open: Opener): Promise<void> {
  const patience = { ...PATIENCE, ...watch.patience };
  const memory = freshMemory();
  let failures = 0;
  while (!watch.signal.aborted) {
    const visit = await visitOnce(watch, patience, open, memory);
    if (watch.signal.aborted) return;
    failures = visit.looked ? 1 : failures + 1;
    const pace = visit.trouble.where === 'login' ? patience.refused : patience.trouble;
    const pause = backOff(failures, pace, (watch.dice ?? Math.random)());
    sayTrouble(watch, visit.trouble, pause);
    await rest(pause, watch.signal);
  }
}

interface Visit {
  /** At least one look went well: the next failure is the first of a new row. */
  readonly looked: boolean;
  readonly trouble: Trouble;
}

async function visitOnce(watch: Watch, patience: Patience, open: Opener, memory: Memory): Promise<Visit> {
  const progress = { looked: false };
  let mailbox: OpenMailbox | undefined;
  try {
    mailbox = await open(watch, patience);
    watch.log('connected', { mailbox: routeOf(watch.mailbox), host: watch.mailbox.host });
    await lookAndWait(mailbox, watch, memory, progress);
    return { ...progress, trouble: { where: 'connect', what: 'told to stop' } };
  } catch (error) {
    return { ...progress, trouble: asTrouble(error) };
  } finally {
    await mailbox?.close();
    if (mailbox) watch.log('disconnected', { mailbox: routeOf(watch.mailbox) });
  }
}

async function lookAndWait(mailbox: OpenMailbox, watch: Watch, memory: Memory, progress: { looked: boolean }) {
  while (!watch.signal.aborted) {
    const taken = await round(mailbox, watch, memory);
    if (taken > 0 || !progress.looked) watch.log('caught-up', { mailbox: routeOf(watch.mailbox), mails: taken });
    progress.looked = true;
    await mailbox.news(watch.mailbox.poll, watch.signal);
  }
}

function sayTrouble(watch: Watch, trouble: Trouble, pause: number): void {
  watch.log('trouble', {
    mailbox: routeOf(watch.mailbox),
    where: trouble.where,
    what: trouble.what,
    next: `tried again in ${(pause / 1000).toFixed(1)} s`,
  });
}

async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
