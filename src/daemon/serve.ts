/**
 * The daemon: a flat list of set-up steps, then it waits for the signal and takes the steps back in reverse order.
 * After the signal a mail is either finished or untouched: the doors answer what they have and take no more.
 */
import type { Config, CourierConfig } from '../config/config.ts';
import { readSecret, secretWarnings } from '../config/secrets.ts';
import { withoutSubAddress } from '../desk/queues.ts';
import type { Reception } from '../intake/arrival.ts';
import { type Door, openDoor } from '../intake/door.ts';
import { watchMailbox } from '../intake/imap.ts';
import { forTerminal } from '../mail/clean.ts';
import { type OpenDesk, openDesk } from '../open-desk.ts';
import { createKeepCourier } from '../outbox/courier-keep.ts';
import { createSmtpCourier } from '../outbox/courier-smtp.ts';
import { createDispatch, type Dispatch } from '../outbox/dispatch.ts';
import type { Courier } from '../outbox/outbox.ts';
import { startClock } from './clock.ts';
import { holdLock } from './lock.ts';
import { createLog, type Log } from './log.ts';
import { supervise } from './supervise.ts';
import { connectServiceManager } from './systemd.ts';

export interface ServeOptions {
  readonly signal: AbortSignal;
  /** Called once, when mail can come in. */
  readonly ready?: (desk: OpenDesk, doors: readonly Door[]) => void | Promise<void>;
  readonly write?: (line: string) => void;
}

export async function serve(
  config: Config,
  { signal, ready, write = line => console.log(line) }: ServeOptions,
): Promise<void> {
  const log = createLog(config.log.format, write, Date.now);
  const lock = await holdLock(config.state);
  const desk = await openDesk(config);
  for (const warning of await secretWarnings(config)) log('warning', { what: warning });
  const abandoned = await desk.settleAllSending();
  if (abandoned > 0) log('uncertain', { letters: abandoned, next: 'desk outbox list --state uncertain' });
  const courier = openCourier(config.courier, write);
  const dispatch = createDispatch({ outbox: desk.outbox, courier, giveUpAfter: config.courier.giveUpAfter, log });
  const reception = received(desk, dispatch, log);
  const doors = await openDoors(config, reception, log);
  const loops = startLoops(config, reception, dispatch, signal, log);
  const stopClock = startClock(desk.passTime, log);
  const manager = connectServiceManager(process.env, () => desk.list({ limit: 1 }), signal, log);
  const status = `${config.mailboxes.length} mailboxes, ${doors.length} doors`;
  log('started', {
    mailboxes: config.mailboxes.length,
    doors: doors.map(d => d.listening).join(' '),
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

/** Says in the log what became of each mail, and wakes the dispatcher for the letters it brought. */
function received(desk: OpenDesk, dispatch: Dispatch, log: Log): Reception {
  return {
    cursor: desk.cursor,
    setCursor: desk.setCursor,
    receive: async arrival => {
      const receipt = await desk.receive(arrival);
      const { mail, end, ticket, because } = receipt;
      log('received', { mail, end, ticket, route: arrival.route, uid: arrival.uid, because: because[0] });
      dispatch.wake();
      return receipt;
    },
  };
}

function openCourier(config: CourierConfig, show: (text: string) => void): Courier {
  return config.kind === 'keep'
    ? createKeepCourier({ folder: config.folder, show, clean: text => forTerminal(text, { multiline: true }) })
    : createSmtpCourier(config, readSecret);
}

async function openDoors(config: Config, reception: Reception, log: Log): Promise<Door[]> {
  const { queues, host } = config.policy;
  const own = new Set(queues.flatMap(queue => [queue.address, ...queue.aliases]));
  const accepts = (address: string) =>
    queues.some(({ separator }) => own.has(withoutSubAddress(address.toLowerCase(), separator))) ||
    own.has(address.toLowerCase());
  const doors: Door[] = [];
  for (const protocol of ['smtp', 'lmtp'] as const) {
    const listen = config.door?.[protocol];
    if (listen === undefined) continue;
    doors.push(await openDoor({ listen, protocol, hostName: host, limits: config.limits, accepts, reception, log }));
  }
  return doors;
}

async function startLoops(
  config: Config,
  reception: Reception,
  dispatch: Dispatch,
  signal: AbortSignal,
  log: Log,
): Promise<void> {
  const mailboxes = config.mailboxes.map(mailbox =>
    supervise(
      `mailbox ${mailbox.name}`,
      () =>
        watchMailbox({
          mailbox,
          password: () => readSecret(mailbox.password),
          limits: config.limits,
          reception,
          log,
          signal,
        }),
      signal,
      log,
    ),
  );
  await Promise.all([...mailboxes, supervise('outbox', () => dispatch.run(signal), signal, log)]);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
