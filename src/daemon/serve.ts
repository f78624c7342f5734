/**
 * The daemon: a flat list of set-up steps, then it waits for the signal and takes the steps back in reverse order.
 * After the signal a mail is either finished or untouched: the doors answer what they have and take no more.
 */
import type { Config, CourierConfig } from '../config/config.ts';
import { readSecret } from '../config/secret.ts';
import { configWarnings } from '../config/warnings.ts';
import { isAddressOf } from '../desk/queues.ts';
import type { Arrival, Receipt, Reception } from '../intake/arrival.ts';
import { type Door, openDoor } from '../intake/door.ts';
import { watchMailbox } from '../intake/imap.ts';
import { forTerminal } from '../mail/clean.ts';
import { type OpenDesk, openDesk } from '../open-desk.ts';
import { createKeepCourier } from '../outbox/courier-keep.ts';
import { createSmtpCourier } from '../outbox/courier-smtp.ts';
import { createDispatch, type Dispatch, type DispatchLog } from '../outbox/dispatch.ts';
import type { Courier, DueLetter } from '../outbox/outbox.ts';
import type { WebhookParts } from '../outbox/webhooks.ts';
import { startClock } from './clock.ts';
import { holdLock } from './lock.ts';
import { createLog, type Log } from './log.ts';
import { messageOf, pause, supervise } from './supervise.ts';
import { connectServiceManager } from './systemd.ts';

export interface ServeOptions {
  readonly signal: AbortSignal;
  /** Called once, when mail can come in. */
  readonly ready?: (desk: OpenDesk, doors: readonly Door[]) => void | Promise<void>;
  readonly write?: (line: string) => void;
  /** What the log says first: it may begin all the same. */
  readonly warnings?: readonly string[];
  /** What stands between the daemon and its two ports; the tests of crashes put themselves there. */
  readonly around?: Around;
}

export interface Around {
  readonly desk?: (desk: OpenDesk) => OpenDesk;
  readonly courier?: (courier: Courier) => Courier;
}

export async function serve(
  config: Config,
  { signal, ready, write = line => console.log(line), warnings = [], around = {} }: ServeOptions,
): Promise<void> {
  const log = createLog(config.log.format, write, Date.now);
  const lock = await holdLock(config.state);
  const alarm = (why: string) => log('outbox-stopped', { why, next: 'desk outbox resume' });
  const desk = within(around.desk, await openDesk(config, { alarm }));
  for (const what of [...warnings, ...(await configWarnings(config))]) log('warning', { what });
  await settleOutbox(desk, log);
  const courier = within(around.courier, openCourier(config, write));
  const dispatch = openDispatch(config.courier, desk, courier, log);
  const reception = received(desk, dispatch, log);
  const doors = await openDoors(config, reception, log);
  const loops = startLoops(config, desk, reception, dispatch, signal, log);
  const stopClock = startClock(() => desk.passTime(signal), log);
  const manager = connectServiceManager(process.env, () => desk.list({ limit: 1 }), signal, log);
  const status = `${config.mailboxes.length} mailboxes, ${doors.length} doors`;
  log('started', {
    mailboxes: config.mailboxes.length,
    doors: doors.map(listening).join(' '),
    pid: process.pid,
  });
  await manager.ready(status);
  await ready?.(desk, doors);

  await aborted(signal);
  log('stopping');
  await manager.stopping();
  await Promise.all(doors.map(door => door.close()));
  await stopClock();
  await loops;
  await courier.close();
  await desk.close();
  await lock.release();
  log('stopped');
}

function within<Port>(around: ((port: Port) => Port) | undefined, port: Port): Port {
  return around === undefined ? port : around(port);
}

/** What the last daemon left behind, and whether letters may leave at all. */
async function settleOutbox(desk: OpenDesk, log: Log): Promise<void> {
  const { queued, uncertain } = await desk.settleAllSending();
  if (queued > 0) log('queued-again', { letters: queued });
  if (uncertain > 0) log('uncertain', { letters: uncertain, next: 'desk outbox uncertain' });
  const pause = await desk.outboxPause();
  if (pause) log('outbox-paused', { who: pause.who, why: pause.why, next: 'desk outbox resume' });
}

/** Says in the log what became of each mail, and wakes the dispatcher for the letters it brought. */
function received(desk: OpenDesk, dispatch: Dispatch, log: Log): Reception {
  const say = ({ mail, end, ticket, because }: Receipt, { route, uid }: Arrival) => {
    log('received', { mail, end, ticket, route, uid, because: because[0] });
    dispatch.wake();
  };
  return {
    cursor: desk.cursor,
    setCursor: desk.setCursor,
    entered: desk.entered,
    receive: async arrival => {
      const receipt = await desk.receive(arrival);
      say(receipt, arrival);
      return receipt;
    },
    receiveInOrder: (arrivals, taken, signal) => {
      const sayAndTell = (receipt: Receipt, arrival: Arrival) => {
        say(receipt, arrival);
        taken(receipt, arrival);
      };
      return desk.receiveInOrder(arrivals, sayAndTell, signal);
    },
  };
}

function openCourier({ courier, policy }: Config, show: (text: string) => void): Courier {
  return courier.kind === 'keep'
    ? createKeepCourier({ folder: courier.folder, show, clean: text => forTerminal(text, { multiline: true }) })
    : createSmtpCourier(courier, readSecret, { name: policy.host });
}

function openDispatch(config: CourierConfig, { outbox }: OpenDesk, courier: Courier, log: Log): Dispatch {
  const { giveUpAfter } = config;
  const concurrency = config.kind === 'smtp' ? config.connections : 1;
  return createDispatch({
    outbox,
    courier,
    giveUpAfter,
    concurrency,
    clock: Date.now,
    random: Math.random,
    log: dispatchLog(log),
  });
}

function dispatchLog(log: Log): DispatchLog {
  const named = (letter: DueLetter | undefined) => ({ letter: letter?.id, to: letter?.envelopeTo });
  return {
    sent: (letter, reply) => log('sent', { ...named(letter), reply }),
    later: (letter, reply, notBefore) =>
      log('sent-later', { ...named(letter), reply, next: new Date(notBefore).toISOString() }),
    failed: (letter, reply) => log('not-sent', { ...named(letter), reply }),
    uncertain: (letter, reply) => log('uncertain', { ...named(letter), reply, next: 'desk outbox uncertain' }),
    leaseLost: (letter, reply) => log('lease-lost', { ...named(letter), reply }),
    trouble: (error, letter) => log('outbox-trouble', { ...named(letter), why: messageOf(error) }),
  };
}

async function openDoors(config: Config, reception: Reception, log: Log): Promise<Door[]> {
  const { queues, host } = config.policy;
  const accepts = (address: string) => queues.some(queue => isAddressOf(queue, address));
  const doors: Door[] = [];
  for (const protocol of ['smtp', 'lmtp'] as const) {
    const listen = config.door?.[protocol];
    if (listen === undefined) continue;
    doors.push(await openDoor({ listen, protocol, hostName: host, limits: config.limits, accepts, reception, log }));
  }
  return doors;
}

/** ms between the first log-ins: many at once look like an attack to the one server they often go to. */
const BETWEEN_MAILBOXES = 25;

async function startLoops(
  config: Config,
  desk: OpenDesk,
  reception: Reception,
  dispatch: Dispatch,
  signal: AbortSignal,
  log: Log,
): Promise<void> {
  const mailboxes = config.mailboxes.map(async (mailbox, nth) => {
    const password = () => readSecret(mailbox.password);
    const { limits } = config;
    await pause(nth * BETWEEN_MAILBOXES, signal);
    const watch = () => watchMailbox({ mailbox, password, limits, reception, log, signal });
    await supervise(`mailbox ${mailbox.name}`, watch, signal, log);
  });
  const webhooks = () => runWebhooks(config, desk, signal, log);
  await Promise.all([
    ...mailboxes,
    supervise('outbox', () => dispatch.run(signal), signal, log),
    supervise('webhooks', webhooks, signal, log),
  ]);
}

const telling =
  (log: Log): WebhookParts['say'] =>
  (event, about) =>
    log(event, { ...about });

/** ms between looks for calls that are due. */
const WEBHOOKS_EVERY = 2_000;

async function runWebhooks(config: Config, desk: OpenDesk, signal: AbortSignal, log: Log): Promise<void> {
  const { webhookSecret } = config;
  const secret = async () => (webhookSecret === undefined ? undefined : readSecret(webhookSecret));
  const parts = { box: desk.webhookBox, secret, clock: Date.now, say: telling(log) };
  while (!signal.aborted) {
    const { callDueWebhooks } = await import('../outbox/webhooks.ts');
    if ((await callDueWebhooks(parts)) === 0) await pause(WEBHOOKS_EVERY, signal);
  }
}

function listening({ address }: Door): string {
  return 'path' in address ? address.path : `${address.host}:${address.port}`;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
