import type { Limits, MailboxConfig } from '../config/config.ts';
import type { Arrival, Receipt, Reception } from './arrival.ts';
import type { IntakeLog } from './intake-log.ts';
import { type OpenMailbox, routeOf } from './mailbox.ts';
import { batches, headerOf, type Sized } from './mailbox-batch.ts';
import { asTrouble, at, trouble } from './mailbox-trouble.ts';

/**
 * One look at a mailbox: everything above the cursor is handed to the desk, oldest first, and filed away after
 * the desk has it. The cursor belongs to the reception and moves with each commit; any throw leaves the rest for
 * the next round, so nothing is skipped. Whether a mail was read or marked by others never matters.
 */
export interface Round {
  readonly mailbox: MailboxConfig;
  readonly limits: Pick<Limits, 'mailSize'>;
  readonly reception: Reception;
  readonly log: IntakeLog;
  readonly signal: AbortSignal;
}

/** What outlives a connection; lost with the process, and then only a flag or a move is missing. */
export interface Memory {
  /** Mails the desk has and the mailbox could not yet mark or move. */
  unfiled: number[];
  /** Mails at which fetching failed, and how often it failed for that mail alone. */
  readonly suspects: Map<number, number>;
  uidValidity: string;
  lastNotFiled: string;
  /** What a process that died took in and did not file away has been looked for. */
  lookedBack: boolean;
}

const SLICE = 500;
/** Enough for every header met so far; what is longer is cut. */
const HEADER_BYTES = 256 * 1024;
/** With the back-off between them, some minutes. */
const TRIES = 8;
const MOST_UNFILED = 1_000;

export function freshMemory(): Memory {
  return { unfiled: [], suspects: new Map(), uidValidity: '', lastNotFiled: '', lookedBack: false };
}

/** @returns how many mails the desk took */
export async function round(open: OpenMailbox, here: Round, memory: Memory): Promise<number> {
  const cursor = await findCursor(open, here, memory);
  if (!memory.lookedBack) memory.unfiled.push(...(await leftUnfiled(open, here, cursor)));
  memory.lookedBack = true;
  const uids = await open.uidsAbove(cursor);
  let taken = 0;
  for (let from = 0; from < uids.length && !here.signal.aborted; from += SLICE) {
    taken += await takeSlice(open, here, memory, uids.slice(from, from + SLICE));
    if (uids.length > SLICE) sayProgress(here, Math.min(from + SLICE, uids.length), uids.length);
  }
  if (memory.unfiled.length > 0) await fileAway(open, here, memory, []);
  return taken;
}

async function findCursor(open: OpenMailbox, here: Round, memory: Memory): Promise<number> {
  const route = routeOf(here.mailbox);
  const uidValidity = open.uidValidity();
  if (memory.uidValidity !== uidValidity) Object.assign(memory, freshMemory(), { uidValidity });
  const cursor = await at('reception', here.reception.cursor(route));
  if (cursor?.uidValidity === uidValidity) return cursor.lastUid;
  const first = cursor === undefined && here.mailbox.start === 'new' ? await open.lastUid() : 0;
  if (cursor) here.log('uidvalidity-changed', { mailbox: route, was: cursor.uidValidity, is: uidValidity });
  await at('reception', here.reception.setCursor(route, uidValidity, first));
  return first;
}

/** A crash between the commit and the filing leaves a mail that the desk has, below the cursor and without its mark. */
async function leftUnfiled(open: OpenMailbox, here: Round, cursor: number): Promise<number[]> {
  const unmarked = await open.unmarked(cursor);
  if (unmarked.length === 0) return [];
  const ours = await at('reception', here.reception.entered(routeOf(here.mailbox), open.uidValidity()));
  return unmarked.filter(uid => ours.has(uid));
}

async function takeSlice(open: OpenMailbox, here: Round, memory: Memory, uids: readonly number[]): Promise<number> {
  const sizes = await open.sizes(uids);
  const sized = uids.flatMap(uid => (sizes.has(uid) ? [{ uid, size: sizes.get(uid) ?? 0 }] : []));
  const costs = sized.map(mail => (mail.size > here.limits.mailSize ? { ...mail, size: HEADER_BYTES } : mail));
  let taken = 0;
  for (const batch of batches(costs).flatMap(batch => apart(batch, memory))) {
    if (here.signal.aborted) break;
    const declared = batch.map(({ uid }) => ({ uid, size: sizes.get(uid) ?? 0 }));
    taken += await takeBatch(open, here, memory, declared);
  }
  return taken;
}

async function takeBatch(open: OpenMailbox, here: Round, memory: Memory, batch: readonly Sized[]): Promise<number> {
  const sources = await fetchBatch(open, here, memory, batch);
  const done: number[] = [];
  const handing = handOver(open, here, memory, batch, sources, done);
  // What the desk took before the trouble is filed away all the same; the first trouble is the one to tell.
  await handing.catch(() => undefined);
  const filing = fileAway(open, here, memory, done);
  await Promise.allSettled([filing]);
  await handing;
  await filing;
  return done.length;
}

async function handOver(
  open: OpenMailbox,
  here: Round,
  memory: Memory,
  batch: readonly Sized[],
  sources: Map<number, Uint8Array>,
  done: number[],
): Promise<void> {
  let together: Arrival[] = [];
  for (const mail of batch) {
    const bytes = sources.get(mail.uid);
    if (bytes) together.push(arrival(open, here, mail, bytes));
    else {
      await takeAll(here, memory, together, done);
      together = [];
      if (here.signal.aborted) return;
      await passOver(open, here, memory, mail.uid);
    }
  }
  await takeAll(here, memory, together, done);
}

async function takeAll(here: Round, memory: Memory, arrivals: readonly Arrival[], done: number[]): Promise<void> {
  const taken = (_: Receipt, { uid }: Arrival) => {
    if (uid === undefined) return;
    memory.suspects.delete(uid);
    done.push(uid);
  };
  await at('reception', here.reception.receiveInOrder(arrivals, taken, here.signal));
}

/** A batch with a suspect in it is fetched one by one, so that a mail that cannot be had costs only itself. */
function apart(batch: Sized[], memory: Memory): Sized[][] {
  return batch.some(({ uid }) => memory.suspects.has(uid)) ? batch.map(mail => [mail]) : [batch];
}

async function fetchBatch(
  open: OpenMailbox,
  here: Round,
  memory: Memory,
  batch: readonly Sized[],
): Promise<Map<number, Uint8Array>> {
  const [first] = batch;
  if (batch.length === 1 && first && triesOf(memory, first.uid) >= TRIES) return new Map();
  try {
    return await fetchSources(open, here.limits.mailSize, batch);
  } catch (error) {
    // There are servers that hang up over one broken mail: from now on each of these goes alone.
    for (const { uid } of batch) memory.suspects.set(uid, triesOf(memory, uid) + (batch.length === 1 ? 1 : 0));
    const which = `mail UID ${first?.uid}${batch.length > 1 ? ' and those after it' : ''}`;
    throw trouble('fetch', `${asTrouble(error).what}, while fetching ${which}`);
  }
}

function triesOf(memory: Memory, uid: number): number {
  return memory.suspects.get(uid) ?? 0;
}

/** One byte more than allowed is asked for: a server that counts wrongly can neither flood nor stop us. */
export async function fetchSources(
  open: OpenMailbox,
  limit: number,
  batch: readonly Sized[],
): Promise<Map<number, Uint8Array>> {
  const fits = batch.filter(({ size }) => size <= limit).map(({ uid }) => uid);
  const over = batch.filter(({ size }) => size > limit).map(({ uid }) => uid);
  const whole = fits.length > 0 ? await open.sources(fits, limit + 1) : [];
  const heads = over.length > 0 ? await open.sources(over, HEADER_BYTES) : [];
  return new Map([...whole, ...heads]);
}

export function arrival(
  open: OpenMailbox,
  here: Pick<Round, 'mailbox' | 'limits'>,
  mail: Sized,
  bytes: Uint8Array,
): Arrival {
  const { mailbox, limits } = here;
  const size = Math.max(mail.size, bytes.byteLength);
  const came = { route: routeOf(mailbox), uidValidity: open.uidValidity(), uid: mail.uid, queue: mailbox.queue };
  const envelope = { to: [] };
  return size > limits.mailSize
    ? { ...came, envelope, bytes: headerOf(bytes), oversize: size }
    : { ...came, envelope, bytes };
}

/** Gone meanwhile: nothing to do. Listed but not given: tried again, then left behind with a loud word. */
async function passOver(open: OpenMailbox, here: Round, memory: Memory, uid: number): Promise<void> {
  const listed = (await open.sizes([uid])).has(uid);
  if (!listed) return;
  const tries = triesOf(memory, uid) + 1;
  memory.suspects.set(uid, tries);
  if (tries < TRIES) throw trouble('fetch', `the server lists mail UID ${uid} but does not give it`);
  await leaveBehind(open, here, memory, uid);
}

async function leaveBehind(open: OpenMailbox, here: Round, memory: Memory, uid: number): Promise<void> {
  const route = routeOf(here.mailbox);
  here.log('mail-unreadable', {
    mailbox: route,
    uid,
    what: `the server did not give this mail in ${TRIES} tries; it stays in the mailbox`,
    next: 'open it with a mail program and forward it to the desk',
  });
  await at('reception', here.reception.setCursor(route, open.uidValidity(), uid));
  memory.suspects.delete(uid);
}

/** Filing is for people who look into the mailbox: that it failed is said, and never held against the mail. */
async function fileAway(open: OpenMailbox, here: Round, memory: Memory, done: readonly number[]): Promise<void> {
  const uids = [...memory.unfiled, ...done];
  if (uids.length === 0 || here.mailbox.done.how === 'keep') return;
  memory.unfiled = uids.slice(-MOST_UNFILED);
  const failed = await open.fileAway(memory.unfiled);
  if (failed === undefined) memory.unfiled = [];
  else if (failed !== memory.lastNotFiled)
    here.log('not-filed', { mailbox: routeOf(here.mailbox), mails: uids.length, what: failed });
  memory.lastNotFiled = failed ?? '';
}

function sayProgress(here: Round, done: number, of: number): void {
  here.log('catching-up', { mailbox: routeOf(here.mailbox), done, of });
}
