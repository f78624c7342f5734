import { once } from 'node:events';
import { chmod } from 'node:fs/promises';
import { isIP } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { Limits } from '../config/config.ts';
import type { Arrival, Reception } from './arrival.ts';
import { clearStaleSocket, type DoorAddress, parseListen } from './door-address.ts';
import { type Room, type Taken, takeData } from './door-data.ts';
import { type IntakeLog, reason } from './intake-log.ts';

/**
 * The SMTP (RFC 5321) and LMTP (RFC 2033) listener; the only importer of smtp-server. It relays nothing: whom the desk
 * does not know is refused at RCPT. "250" is said only after the desk has the mail, and then the mail is never lost;
 * what goes wrong before is "451", or "452" when there is no room, and the client tries again. The bytes are kept as they came, bare CR and LF too:
 * only CRLF.CRLF ends a mail. (One exception is smtp-server's: a doubled dot after a bare LF loses one dot.)
 */
export interface DoorPlan {
  /** `host:port` (port 0: any free one) or the absolute path of a unix socket. */
  readonly listen: string;
  readonly protocol: 'smtp' | 'lmtp';
  /** Said in the greeting. */
  readonly hostName: string;
  readonly limits: Pick<Limits, 'mailSize'>;
  readonly accepts: (address: string) => boolean;
  readonly reception: Pick<Reception, 'receive'>;
  readonly log: IntakeLog;
  /** ms that mails in flight are given at closing. */
  readonly closeWithin?: number;
}

export interface Door {
  readonly address: DoorAddress;
  /** Stops listening, lets mails in flight finish, then hangs up. */
  close(): Promise<void>;
}

const MOST_CLIENTS = 100;
/** RFC 5321 §4.5.3.1.8. */
const MOST_RECIPIENTS = 100;
/** RFC 5321 §4.5.3.2.7. */
const SILENCE = 5 * 60_000;
const CLOSE_WITHIN = 10_000;
/** How many mails of the largest size may be coming in at once. */
const MAILS_AT_ONCE = 4;

interface Open {
  readonly plan: DoorPlan;
  readonly room: Room;
  /** Sessions whose client is sending a mail or waits for the answer to it. */
  readonly busy: Set<string>;
  /** Accepted RCPT of each transaction, said twice or not: LMTP answers each (RFC 2033 §4.2). */
  readonly accepted: WeakMap<object, number>;
  closing: boolean;
}

/** @throws Error when it cannot listen, with the reason */
export async function openDoor(plan: DoorPlan): Promise<Door> {
  const address = parseListen(plan.listen);
  if ('path' in address) await clearStaleSocket(address.path);
  const mail = plan.limits.mailSize;
  const room = { mail, all: MAILS_AT_ONCE * mail, held: 0 };
  const open: Open = { plan, room, busy: new Set(), accepted: new WeakMap(), closing: false };
  const server = makeServer(open);
  server.on('error', error => plan.log('client-trouble', { door: plan.protocol, what: reason(error) }));
  await listen(server, address, plan.listen);
  plan.log('door-open', { door: plan.protocol, at: plan.listen });
  return { address: boundTo(server, address), close: () => close(server, open) };
}

async function listen(server: SMTPServer, address: DoorAddress, text: string): Promise<void> {
  const listening = once(server.server, 'listening');
  server.listen(address);
  await listening.catch(error => {
    throw new Error(`cannot listen on ${text}: ${reason(error)}`);
  });
  if ('path' in address) await chmod(address.path, 0o660);
}

function boundTo(server: SMTPServer, asked: DoorAddress): DoorAddress {
  const bound = server.server.address();
  return bound === null || typeof bound === 'string' ? asked : { host: bound.address, port: bound.port };
}

function makeServer(open: Open): SMTPServer {
  const { plan } = open;
  const server: SMTPServer = new DoorServer({
    name: plan.hostName,
    lmtp: plan.protocol === 'lmtp',
    size: plan.limits.mailSize,
    rejectOversized: true,
    hideENHANCEDSTATUSCODES: false,
    // No log-in, no TLS yet, and none of sendmail's old jokes.
    disabledCommands: ['AUTH', 'STARTTLS', 'WIZ', 'SHELL', 'KILL'],
    disableReverseLookup: true,
    logger: false,
    maxClients: MOST_CLIENTS,
    maxRecipients: MOST_RECIPIENTS,
    maxCommandLength: 4_096,
    socketTimeout: SILENCE,
    closeTimeout: plan.closeWithin ?? CLOSE_WITHIN,
    onRcptTo: ({ address }, session, callback) => callback(checkRecipient(open, address, session)),
    onData: (stream, session, callback) => {
      open.busy.add(session.id);
      void takeMail(open, stream, session).then(said => {
        if (said !== 'gone') callback(...inProtocol(open, session, said));
        open.busy.delete(session.id);
        if (open.closing) hangUpOnIdle(server, open);
      });
    },
  });
  return server;
}

type Connection = SMTPServer['connections'] extends Set<infer C> ? C : never;

/** smtp-server, with two of its habits changed for each connection. */
class DoorServer extends SMTPServer {
  override connect(...args: Parameters<SMTPServer['connect']>): void {
    const known = new Set(this.connections);
    super.connect(...args);
    const connection = [...this.connections].find(one => !known.has(one));
    if (!connection) return;
    sayTheSystemIsFull(connection);
    if (isOurMachine(connection.remoteAddress)) greetAtOnce(connection);
  }
}

/**
 * Every client is greeted 100 ms late to catch those who talk before they are spoken to. Such a client is a stranger's
 * spam robot; one on this machine is our own mail server, which would pay the wait with each connection.
 */
function greetAtOnce(connection: Connection): void {
  const greet = connection.connectionReady.bind(connection);
  // The timer still comes, and finds nothing left to do.
  connection.connectionReady = () => undefined;
  greet();
}

/** A 452 of ours is about the whole desk, 4.3.1 (RFC 3463 §3.4), and not about one mailbox, 4.2.2. */
function sayTheSystemIsFull(connection: Connection): void {
  const send = connection.send.bind(connection);
  connection.send = (code, data, context) => send(code, data, code === 452 ? (context ?? 'SYSTEM_FULL') : context);
}

/** A unix socket has no address. */
function isOurMachine(address: string): boolean {
  return address === '' || address === '::1' || (isIP(address) === 4 && address.startsWith('127.'));
}

function checkRecipient(open: Open, address: string, session: SMTPServerSession): Error | null {
  if (!open.plan.accepts(address)) return saying(550, 'no such address here');
  open.accepted.set(session.envelope, (open.accepted.get(session.envelope) ?? 0) + 1);
  return null;
}

type Said = string | Error | 'gone';

async function takeMail(open: Open, stream: SMTPServerDataStream, session: SMTPServerSession): Promise<Said> {
  const taken = await takeData(stream, open.room);
  switch (taken.got) {
    case 'mail':
      return handOver(open, taken, session);
    case 'too-large':
      return saying(552, 'mail is too large');
    case 'no-room':
      return saying(452, 'too many mails are coming in, try again later');
    case 'cut-off':
      return 'gone';
  }
}

async function handOver(open: Open, taken: Extract<Taken, { got: 'mail' }>, session: SMTPServerSession): Promise<Said> {
  const { plan } = open;
  try {
    const receipt = await plan.reception.receive(arrival(plan, taken.bytes, session));
    return `Ok: mail ${receipt.mail}`;
  } catch (error) {
    plan.log('trouble', {
      door: plan.protocol,
      where: 'reception',
      what: reason(error),
      next: 'the client was told to try again later',
    });
    return isFull(error)
      ? saying(452, 'the desk has no room for mail now, try again later')
      : saying(451, 'the desk cannot take mail now, try again later');
  } finally {
    taken.release();
  }
}

/** ENOSPC, EDQUOT, and what SQLite and PostgreSQL call it; a store's error may stand behind another (RFC 5321 §4.2.3). */
function isFull(error: unknown): boolean {
  for (let link = error; link instanceof Error; link = link.cause) {
    const { code } = link as NodeJS.ErrnoException;
    if (code !== undefined && ['ENOSPC', 'EDQUOT', 'SQLITE_FULL', '53100'].includes(code)) return true;
  }
  return false;
}

function arrival(plan: DoorPlan, bytes: Uint8Array, session: SMTPServerSession): Arrival {
  const { mailFrom, rcptTo } = session.envelope;
  const ip = session.remoteAddress;
  return {
    route: plan.protocol,
    bytes,
    envelope: {
      from: mailFrom ? mailFrom.address : '',
      to: rcptTo.map(recipient => recipient.address),
      ...(ip ? { clientIp: ip } : {}),
    },
  };
}

function saying(responseCode: number, words: string): Error {
  return Object.assign(new Error(words), { responseCode });
}

/** One commit, one answer; LMTP says it once for each recipient. */
function inProtocol(open: Open, session: SMTPServerSession, said: Said): [Error | null, (string | Said[])?] {
  if (open.plan.protocol === 'lmtp') {
    const count = open.accepted.get(session.envelope) ?? session.envelope.rcptTo.length;
    return [null, Array<Said>(count).fill(said)];
  }
  return said instanceof Error ? [said] : [null, said];
}

async function close(server: SMTPServer, open: Open): Promise<void> {
  open.closing = true;
  const closed = new Promise<void>(resolve => server.close(resolve));
  hangUpOnIdle(server, open);
  await closed;
  open.plan.log('door-closed', { door: open.plan.protocol });
}

function hangUpOnIdle(server: SMTPServer, open: Open): void {
  for (const connection of [...server.connections])
    if (!open.busy.has(connection.session.id))
      connection.send(421, `${open.plan.hostName} is closing, try again later`);
}
