import { ImapFlow, type ImapFlowOptions, type SearchObject } from 'imapflow';
import type { MailboxConfig } from '../config/config.ts';
import { named, refused } from './imap-error.ts';
import { plain, reason } from './intake-log.ts';
import type { OpenMailbox, Patience, Visitor, Watch } from './mailbox.ts';
import { uidSet } from './mailbox-batch.ts';
import { type Bell, quietBell, rings } from './mailbox-bell.ts';
import { at, trouble } from './mailbox-trouble.ts';
import { keepWatch } from './mailbox-watch.ts';

/**
 * Speaks IMAP; the only importer of imapflow. A connection is used once and thrown away.
 * imapflow says `false` for a refused command in some methods and throws in others: each call here checks for both.
 */
const KEYWORD = '$Postdesk';
const FILING_SLICE = 200;
/** An IDLE that ends sooner was refused; waiting falls back to polling. */
const REAL_IDLE = 1_000;
const BY_UID = { uid: true } as const;

/** Runs until the signal aborts. Trouble of the mailbox shows in the log only. */
export function watchMailbox(watch: Watch): Promise<void> {
  return keepWatch(watch, openMailbox);
}

/** Connects, logs in and selects the folder; throws trouble with words for an administrator. */
export async function openMailbox(watch: Visitor, patience: Patience): Promise<OpenMailbox> {
  const password = await at('password', watch.password());
  watch.signal.throwIfAborted();
  const client = new ImapFlow(options(watch, patience, password));
  const bell = makeBell(client);
  const leave = leaveWhenTold(client, watch.signal, patience.leave);
  try {
    await client.connect();
    // The lock tells imapflow that silence is expected: it asks for a sign of life instead of hanging up.
    await client.getMailboxLock(watch.mailbox.folder, { maxLockHoldTime: false });
  } catch (error) {
    leave();
    client.close();
    throw named(error, watch.mailbox, password);
  }
  return mailboxOf(client, watch.mailbox, bell, leave, patience);
}

function options(watch: Visitor, patience: Patience, password: string): ImapFlowOptions {
  const { host, port, tls, user } = watch.mailbox;
  const most = Math.max(watch.limits.mailSize, 1024 * 1024);
  return {
    host,
    port,
    secure: tls === 'implicit',
    // Left out, it would go on in clear text when a server, or someone between, hides STARTTLS.
    ...(tls === 'implicit' ? {} : { doSTARTTLS: tls === 'starttls' }),
    auth: { user, pass: password },
    logger: false,
    disableAutoIdle: true,
    clientInfo: { name: 'Postdesk' },
    maxIdleTime: patience.idle,
    socketTimeout: patience.silence,
    connectionTimeout: patience.connect,
    greetingTimeout: patience.connect,
    maxLiteralSize: 2 * most,
    maxLineLength: 16 * 1024 * 1024,
    maxResponseSize: 3 * most + 16 * 1024 * 1024,
  };
}

function mailboxOf(
  client: ImapFlow,
  config: MailboxConfig,
  bell: Bell,
  leave: () => void,
  patience: Patience,
): OpenMailbox {
  return {
    uidValidity: () => selected(client).uidValidity.toString(),
    lastUid: () => lastUid(client),
    uidsAbove: uid => uidsAbove(client, bell, uid),
    sizes: uids => sizes(client, uids),
    sources: (uids, most) => sources(client, uids, most),
    unmarked: upTo => unmarked(client, config.done, upTo),
    fileAway: uids => fileAway(client, config.done, uids),
    news: (within, signal) => news(client, bell, within, signal),
    close: async () => {
      leave();
      await goodBye(client, patience.leave);
    },
  };
}

function selected(client: ImapFlow) {
  if (!client.mailbox) throw trouble('connect', 'the connection was lost');
  return client.mailbox;
}

async function lastUid(client: ImapFlow): Promise<number> {
  const next = selected(client).uidNext;
  if (next > 0) return next - 1;
  return (await search(client, { uid: '1:*' })).at(-1) ?? 0;
}

/** The bell is hung up first: what rings from here on is news after this look. */
async function uidsAbove(client: ImapFlow, bell: Bell, uid: number): Promise<readonly number[]> {
  if (!client.usable) throw trouble('connect', bell.lost);
  bell.rung = false;
  // A server may tell of new mail only at the end of a command.
  await client.noop();
  // `n:*` names the last mail even when its UID is below n (RFC 3501 §6.4.8).
  return (await search(client, { uid: `${uid + 1}:*` })).filter(found => found > uid);
}

async function search(client: ImapFlow, what: SearchObject): Promise<number[]> {
  const found = await client.search(what, BY_UID);
  if (!Array.isArray(found)) throw trouble('fetch', 'the server refused to list the mails of the folder');
  return found.sort((a, b) => a - b);
}

async function sizes(client: ImapFlow, uids: readonly number[]): Promise<Map<number, number>> {
  const rows = await client.fetchAll(uidSet(uids), { uid: true, size: true }, BY_UID);
  const asked = new Set(uids);
  // An unasked row about flags has no size; a mail whose size is not told is fetched like a small one.
  return new Map(rows.filter(row => asked.has(row.uid)).map(row => [row.uid, row.size ?? 0]));
}

/** A refusal for many is asked again one by one, so that a mail the server cannot read costs only itself. */
async function sources(client: ImapFlow, uids: readonly number[], most: number): Promise<Map<number, Uint8Array>> {
  try {
    const rows = await client.fetchAll(uidSet(uids), { uid: true, source: { start: 0, maxLength: most } }, BY_UID);
    return new Map(rows.flatMap(row => (row.source ? [[row.uid, row.source] as const] : [])));
  } catch (error) {
    if (!refused(error)) throw error;
    const found = new Map<number, Uint8Array>();
    if (uids.length > 1)
      for (const uid of uids) for (const [key, bytes] of await sources(client, [uid], most)) found.set(key, bytes);
    return found;
  }
}

async function fileAway(
  client: ImapFlow,
  done: MailboxConfig['done'],
  uids: readonly number[],
): Promise<string | undefined> {
  for (let from = 0; from < uids.length; from += FILING_SLICE) {
    const failed = await fileSlice(client, done, uidSet(uids.slice(from, from + FILING_SLICE)));
    if (failed) return failed;
  }
  return undefined;
}

async function fileSlice(client: ImapFlow, done: MailboxConfig['done'], uids: string): Promise<string | undefined> {
  switch (done.how) {
    case 'keep':
      return undefined;
    case 'flag':
      return flag(client, uids);
    case 'move':
      return move(client, uids, done.folder);
  }
}

async function unmarked(client: ImapFlow, done: MailboxConfig['done'], upTo: number): Promise<number[]> {
  if (upTo < 1 || done.how === 'keep' || (done.how === 'flag' && !keepsKeyword(client))) return [];
  const range = { uid: `1:${upTo}` };
  return search(client, done.how === 'flag' ? { ...range, unKeyword: KEYWORD } : range);
}

function keepsKeyword(client: ImapFlow): boolean {
  const allowed = selected(client).permanentFlags;
  return !allowed || allowed.has('\\*') || allowed.has(KEYWORD);
}

async function flag(client: ImapFlow, uids: string): Promise<string | undefined> {
  if (!keepsKeyword(client)) return 'the server keeps no keywords in this folder';
  const stored = await client.messageFlagsAdd(uids, [KEYWORD], { ...BY_UID, silent: true });
  return stored ? undefined : `the server refused the keyword ${KEYWORD}`;
}

async function move(client: ImapFlow, uids: string, folder: string): Promise<string | undefined> {
  if (await client.messageMove(uids, folder, BY_UID)) return undefined;
  // Most often the folder is not there yet; what else it was shows in the second try.
  await client.mailboxCreate(folder).catch(error => {
    if (!refused(error)) throw error;
  });
  if (await client.messageMove(uids, folder, BY_UID)) return undefined;
  return `the server refused to move mails to the folder ${plain(folder)}`;
}

function makeBell(client: ImapFlow): Bell {
  const bell = quietBell('the server closed the connection');
  const ring = () => {
    bell.rung = true;
    bell.wake();
  };
  // Without a listener for 'error' the process would end.
  client.on('error', error => {
    bell.lost = reason(error);
    client.close();
  });
  client.on('close', ring);
  client.on('exists', ring);
  return bell;
}

async function news(client: ImapFlow, bell: Bell, within: number, signal: AbortSignal): Promise<void> {
  if (client.capabilities.has('IDLE') && !bell.rung && !signal.aborted) idle(client, () => bell.wake());
  await rings(bell, within, signal);
}

/** Without IDLE nothing is sent while waiting; the next look after `poll` asks. */
function idle(client: ImapFlow, wake: () => void): void {
  const began = performance.now();
  const ended = () => {
    if (performance.now() - began >= REAL_IDLE || !client.usable) wake();
  };
  client.idle().then(ended, ended);
}

function leaveWhenTold(client: ImapFlow, signal: AbortSignal, within: number): () => void {
  const leave = () => {
    if (!client.usable) client.close();
    else setTimeout(() => client.close(), within).unref();
  };
  signal.addEventListener('abort', leave, { once: true });
  return () => signal.removeEventListener('abort', leave);
}

/** LOGOUT when the server still listens; in any case the socket is closed at the end. */
async function goodBye(client: ImapFlow, within: number): Promise<void> {
  const timer = setTimeout(() => client.close(), within);
  if (client.usable) await client.logout().catch(() => undefined);
  clearTimeout(timer);
  client.close();
}
