/**
 * The loop that empties the outbox: claim, deliver, record. It knows finished letters and no tickets. A letter's
 * trouble is its own; a server that serves nobody stops the claiming for a while, not the letters one by one.
 */
import { type Bell, createBell } from './bell.ts';
import { courierBackoff, courierPause } from './courier-backoff.ts';
import type { Courier, Delivery, DueLetter, Outbox } from './outbox.ts';

/** One call for each business event. */
export interface DispatchLog {
  sent(letter: DueLetter, reply: string): void;
  later(letter: DueLetter, reply: string, notBefore: number): void;
  failed(letter: DueLetter, reply: string): void;
  uncertain(letter: DueLetter, reply: string): void;
  /** The result came when somebody else had the letter already; nothing was recorded. */
  leaseLost(letter: DueLetter, reply: string): void;
  /** The outbox or the courier broke: trouble of the store, or a bug. The loop goes on. */
  trouble(error: unknown, letter?: DueLetter): void;
}

export interface DispatchParts {
  readonly outbox: Outbox;
  readonly courier: Courier;
  /** ms after its creation when a letter that found no taker has failed. */
  readonly giveUpAfter: number;
  /** Letters on their way at once. */
  readonly concurrency: number;
  /** ms since 1970. */
  readonly clock: () => number;
  /** In [0, 1). */
  readonly random: () => number;
  readonly log: DispatchLog;
  /** ms between looks for letters that another process queued. */
  readonly pollEvery?: number;
}

export interface Dispatch {
  /** There may be letters: look now. */
  wake(): void;
  /** Until the signal; then letters in flight are finished and no more are claimed. */
  run(signal: AbortSignal): Promise<void>;
}

export function createDispatch(parts: DispatchParts): Dispatch {
  const bell = createBell();
  return { wake: bell.ring, run: signal => run(parts, bell, signal) };
}

async function run(parts: DispatchParts, bell: Bell, signal: AbortSignal): Promise<void> {
  const inFlight = new Set<Promise<void>>();
  const road = watchRoad(parts);
  signal.addEventListener('abort', bell.ring, { once: true });
  while (!signal.aborted) {
    const room = road.width() - inFlight.size;
    for (const letter of room > 0 ? await claim(parts, road, room) : []) start(letter);
    await bell.wait(parts.pollEvery ?? 500);
  }
  signal.removeEventListener('abort', bell.ring);
  await Promise.all(inFlight);

  function start(letter: DueLetter): void {
    const journey = send(parts, road, letter).finally(() => {
      inFlight.delete(journey);
      bell.ring();
    });
    inFlight.add(journey);
  }
}

async function claim({ outbox, log }: DispatchParts, road: Road, limit: number): Promise<DueLetter[]> {
  try {
    return await outbox.claim(limit);
  } catch (error) {
    road.close();
    log.trouble(error);
    return [];
  }
}

/** Never rejects: whatever happens to a letter is told and stays with it. */
async function send(parts: DispatchParts, road: Road, letter: DueLetter): Promise<void> {
  try {
    const delivery = await attempt(parts, letter);
    if (isDown(delivery)) road.close();
    else road.open();
    await record(parts, letter, delivery);
  } catch (error) {
    parts.log.trouble(error, letter);
  }
}

/** A courier that throws has a bug. Only when it had leave to hand the letter over, nobody knows how far it came. */
async function attempt({ outbox, courier, log }: DispatchParts, letter: DueLetter): Promise<Delivery> {
  let hadLeave = false;
  const handOver = async () => {
    hadLeave = await outbox.handedOver(letter.id).catch(error => {
      log.trouble(error, letter);
      return false;
    });
    return hadLeave;
  };
  try {
    return await courier.deliver(letter, handOver);
  } catch (error) {
    log.trouble(error, letter);
    const reply = `The courier broke off: ${error instanceof Error ? error.message : error}`;
    return hadLeave ? { sent: 'uncertain', reply } : { sent: false, permanent: false, reply };
  }
}

function isDown(delivery: Delivery): boolean {
  return delivery.sent === false && !delivery.permanent && delivery.courierDown === true;
}

async function record(parts: DispatchParts, letter: DueLetter, delivery: Delivery): Promise<void> {
  const { outbox, log } = parts;
  const end = verdict(parts, letter, delivery);
  const recorded = await insist(() =>
    end.as === 'later' ? outbox.later(letter.id, end.reply, end.notBefore) : outbox[end.as](letter.id, end.reply),
  );
  if (!recorded) log.leaseLost(letter, end.reply);
  else if (end.as === 'later') log.later(letter, end.reply, end.notBefore);
  else log[end.as](letter, end.reply);
}

type Verdict =
  | { readonly as: 'sent' | 'failed' | 'uncertain'; readonly reply: string }
  | { readonly as: 'later'; readonly reply: string; readonly notBefore: number };

/** What becomes of the letter; the last try is at the end of the patience, not before it. */
function verdict({ clock, random, giveUpAfter }: DispatchParts, letter: DueLetter, delivery: Delivery): Verdict {
  const { reply } = delivery;
  if (delivery.sent === true) return { as: 'sent', reply };
  if (delivery.sent === 'uncertain') return { as: 'uncertain', reply };
  if (delivery.permanent) return { as: 'failed', reply };
  const now = clock();
  const giveUpAt = letter.createdAt + giveUpAfter;
  if (now >= giveUpAt) return { as: 'failed', reply: `Given up after ${letter.attempts} tries; the last: ${reply}` };
  // A letter does not wait an hour for trouble that was never its own.
  const attempts = isDown(delivery) ? 1 : letter.attempts;
  return { as: 'later', reply, notBefore: Math.min(now + courierBackoff(attempts, random()), giveUpAt) };
}

/** What happened to a letter must be written down, or it goes out twice: a busy store is asked again for some seconds. */
async function insist(write: () => Promise<boolean>): Promise<boolean> {
  for (const pause of [100, 400, 1_600, 6_400]) {
    try {
      return await write();
    } catch {
      await new Promise(resolve => setTimeout(resolve, pause));
    }
  }
  return write();
}

/** Whether it is worth setting out: after trouble of the server a rest, then one letter tries the way for all. */
interface Road {
  /** How many letters may be on it. */
  width(): number;
  close(): void;
  open(): void;
}

function watchRoad({ clock, random, concurrency }: DispatchParts): Road {
  let troubles = 0;
  let closedUntil = 0;
  // A clock that was set back must not close the road for long.
  const isClosed = () => clock() < closedUntil && closedUntil - clock() < 120_000;
  return {
    width: () => (isClosed() ? 0 : troubles > 0 ? 1 : concurrency),
    close() {
      // Letters that were under way together meet the same trouble once.
      if (isClosed()) return;
      troubles += 1;
      closedUntil = clock() + courierPause(troubles, random());
    },
    open() {
      troubles = 0;
      closedUntil = 0;
    },
  };
}
