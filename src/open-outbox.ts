/**
 * The outbox over the store: what the dispatcher needs, what becomes of letters a dead process left in `sending`, and
 * what an operator orders. Whether a letter may have arrived is known by one flag, written before its last byte left.
 */
import type { Refusal } from './desk/decision.ts';
import type { Policy } from './desk/policy.ts';
import type { OutboxOrders } from './front-desk.ts';
import type { Outbox } from './outbox/outbox.ts';
import type { Pipeline } from './pipeline.ts';
import type { Database } from './store/database.ts';
import { ticketsByNumber } from './store/find-tickets.ts';
import { type LetterOrder, orderLetter } from './store/letter-orders.ts';
import {
  claimLetters,
  isLetterDue,
  letterById,
  markHandedOver,
  queueLeft,
  settleLetter,
  takeOverLeft,
} from './store/letters.ts';
import { instantOf, leftSince, noteInstant } from './store/recent.ts';
import { switchedOff, switchOff, switchOn } from './store/switches.ts';

export interface OutboxMeans {
  readonly database: Database;
  readonly pipeline: Pipeline;
  readonly policy: Policy;
  /** The name of this process in leases. */
  readonly me: string;
  readonly clock: () => number;
  /** Something stopped that somebody has to look at. */
  readonly alarm?: (why: string) => void;
}

const HOUR = 3_600_000;

/** Letters found in `sending` without a process: how many wait again, how many may have arrived. */
export interface Left {
  readonly queued: number;
  readonly uncertain: number;
}

const WHILE_HANDING_OVER = 'the desk stopped while it handed the letter over, or before it wrote down the answer';

export function openOutbox({ database, pipeline, policy, me, clock, alarm }: OutboxMeans): Outbox {
  const most = policy.storms.lettersPerHour;

  /** How many letters may leave before the breaker goes; it stops the outbox itself when none may. */
  async function roomUnderTheBreaker(): Promise<number> {
    if (most === 0) return Number.MAX_SAFE_INTEGER;
    const now = clock();
    const left = await leftSince(database, Math.max(now - HOUR, await instantOf(database, 'outbox-resumed')));
    // one more that wants to leave is what trips it: a desk that is done stays as it is
    if (left < most || !(await isLetterDue(database, now))) return Math.max(0, most - left);
    const why = `${left} letters left within an hour (storms.letters_per_hour): desk outbox resume lets them leave again`;
    if (await switchOff(database, 'outbox', { who: 'desk', why, at: now })) alarm?.(why);
    return 0;
  }

  const ended = (as: 'failed' | 'uncertain') => async (id: number, reason: string) => {
    const found = await letterById(database, id);
    // there is no ticket to tell
    if (found?.ticket === null) return settleLetter(database, me, id, { state: as, reply: reason });
    let ours = false;
    await pipeline.tick(async () => {
      const letter = await letterById(database, id);
      if (letter?.state !== 'sending' || letter.claimedBy !== me || letter.ticket === null) return undefined;
      ours = true;
      const ticket = (await ticketsByNumber(database, [letter.ticket])).get(letter.ticket)!;
      return { kind: as === 'failed' ? 'letterFailed' : 'letterUncertain', letter, ticket, reason };
    });
    return ours;
  };
  return {
    claim: async limit => {
      const room = await roomUnderTheBreaker();
      return room === 0 ? [] : claimLetters(database, me, Math.min(limit, room), clock());
    },
    handedOver: id => markHandedOver(database, me, id),
    sent: (id, reply) => settleLetter(database, me, id, { state: 'sent', reply, at: clock() }),
    later: (id, reply, notBefore) => settleLetter(database, me, id, { state: 'queued', reply, notBefore }),
    uncertain: ended('uncertain'),
    failed: ended('failed'),
  };
}

/** Settles the letters whose lease ran out by that instant. */
export async function settleLeft(means: OutboxMeans, outbox: Outbox, leaseUntil: number): Promise<Left> {
  const { database, me, clock } = means;
  const queued = await queueLeft(database, leaseUntil, clock());
  let uncertain = 0;
  for (const id of await takeOverLeft(database, me, leaseUntil, clock()))
    if (await outbox.uncertain(id, WHILE_HANDING_OVER)) uncertain++;
  return { queued, uncertain };
}

/** What an operator orders; each order is refused to anybody else. */
export function openOrders({ database, policy, clock }: OutboxMeans): OutboxOrders {
  // what left before does not count for the breaker any more
  const resume = (login: string) =>
    database.transaction(async () => {
      const wasOff = await switchOn(database, 'outbox', login, clock());
      if (wasOff) await noteInstant(database, 'outbox-resumed', clock());
      return wasOff;
    });
  const byOperator = async (login: string, order: () => Promise<true | Refusal>) =>
    policy.operators.some(operator => operator.login === login && operator.active)
      ? order()
      : { refused: `${login} is not an active operator of this desk` };
  return {
    retryLetter: (letter, login) => byOperator(login, () => ordered(database, 'retry', letter, login, clock())),
    dropLetter: (letter, login) => byOperator(login, () => ordered(database, 'drop', letter, login, clock())),
    outboxPause: () => switchedOff(database, 'outbox'),
    pauseOutbox: (why, login) =>
      byOperator(login, async () =>
        (await switchOff(database, 'outbox', { who: login, why, at: clock() }))
          ? true
          : { refused: 'the outbox is paused already' },
      ),
    resumeOutbox: login =>
      byOperator(login, async () => ((await resume(login)) ? true : { refused: 'the outbox is not paused' })),
  };
}

const ONLY: Readonly<Record<LetterOrder, string>> = {
  retry: 'only failed and uncertain letters are sent again',
  drop: 'only queued, failed and uncertain letters can be dropped',
};

async function ordered(
  database: Database,
  order: LetterOrder,
  letter: number,
  login: string,
  now: number,
): Promise<true | Refusal> {
  const outcome = await orderLetter(database, order, letter, login, now);
  if (outcome === undefined) return { refused: `there is no letter ${letter}` };
  return outcome.obeyed || { refused: `letter ${letter} is ${outcome.state}; ${ONLY[order]}` };
}
