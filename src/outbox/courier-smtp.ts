/**
 * Brings letters to one SMTP server. The question of this file is what a failure means: a reply about this letter, a
 * server that serves nobody, or bytes that went out without an answer, which nobody may send again by himself.
 */
import type { CourierConfig, Secret } from '../config/config.ts';
import { openSmtpPool, type Shipped, type SmtpError, type SmtpPool, type SmtpSettings } from './nodemailer.ts';
import { type Courier, type Delivery, type DueLetter, type HandOver, KEPT_BACK } from './outbox.ts';

type SmtpConfig = Extract<CourierConfig, { readonly kind: 'smtp' }>;

export interface SmtpCourierOptions {
  /** Our name in EHLO; a public host name, since recipients see it in Received lines. */
  readonly name: string;
  /** Certificate authorities (PEM) besides the system's. */
  readonly ca?: string;
  readonly timeouts?: Partial<Timeouts>;
}

/** ms. */
interface Timeouts {
  readonly connect: number;
  readonly greet: number;
  /** Silence of the server at any command. */
  readonly reply: number;
  /** The whole delivery; must be shorter than the lease of a letter. */
  readonly letter: number;
}

/** RFC 5321 §4.5.3.2 asks for five minutes of patience, and ten after the final dot: who hangs up there gets doubles. */
const PATIENCE: Timeouts = { connect: 30_000, greet: 60_000, reply: 5 * 60_000, letter: 10 * 60_000 };

/**
 * Connects at the first letter. The password is read then, and again after the server refused it, so that a changed
 * password needs no restart; it is in no error and no reply.
 */
export function createSmtpCourier(
  config: SmtpConfig,
  readSecret: (secret: Secret) => string | Promise<string>,
  options: SmtpCourierOptions,
): Courier {
  const timeouts = { ...PATIENCE, ...options.timeouts };
  let pool: Promise<SmtpPool> | undefined;

  async function connect(): Promise<SmtpPool> {
    return openSmtpPool(await settings(config, readSecret, options, timeouts));
  }

  async function forget(): Promise<void> {
    const old = pool;
    pool = undefined;
    await old?.then(
      open => open.close(),
      () => {},
    );
  }

  async function deliver(letter: DueLetter, handOver: HandOver): Promise<Delivery> {
    pool ??= connect();
    const opened = await pool.catch(unreadable);
    if (opened instanceof Error) {
      await forget();
      return down(`No password: ${opened.message}`);
    }
    const shipped = await opened.ship({ ...wire(letter), handOver, signal: AbortSignal.timeout(timeouts.letter) });
    if (isRefusedLogin(shipped)) await forget();
    return deliveryOf(shipped, config);
  }

  return { deliver, close: forget };
}

function unreadable(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

async function settings(
  config: SmtpConfig,
  readSecret: (secret: Secret) => string | Promise<string>,
  options: SmtpCourierOptions,
  timeouts: Timeouts,
): Promise<SmtpSettings> {
  const { host, port, tls, connections, user, password } = config;
  const base = { host, port, tls, connections, name: options.name, timeouts };
  const pass = password === undefined ? '' : await readSecret(password);
  return {
    ...base,
    ...(user === undefined ? {} : { auth: { user, pass } }),
    ...(options.ca === undefined ? {} : { ca: options.ca }),
  };
}

function wire(letter: DueLetter) {
  const { envelopeFrom, envelopeTo, bytes, messageId } = letter;
  return { from: envelopeFrom, to: envelopeTo, bytes, messageId: `<${messageId}>` };
}

function isRefusedLogin(shipped: Shipped): boolean {
  return 'error' in shipped && (shipped.error.code === 'EAUTH' || shipped.error.code === 'ENOAUTH');
}

/** What one try means for the letter. */
function deliveryOf(shipped: Shipped, config: SmtpConfig): Delivery {
  if ('reply' in shipped) return { sent: true, reply: shortReply(shipped.reply) };
  if ('keptBack' in shipped) return down(KEPT_BACK);
  const { error, handedOver } = shipped;
  const aboutLetter = isAboutLetter(error);
  if (aboutLetter && isPermanent(error)) return { sent: false, permanent: true, reply: said(error) };
  if (aboutLetter) return { sent: false, permanent: false, reply: said(error) };
  if (handedOver && error.responseCode === undefined)
    return { sent: 'uncertain', reply: `The server took the letter and gave no answer: ${said(error)}` };
  return down(troubleOf(error, config));
}

/** The server answered to MAIL FROM, RCPT TO or DATA; before that it spoke about us, and 421 is about itself. */
function isAboutLetter(error: SmtpError): boolean {
  const inTransaction = error.code === 'EENVELOPE' || error.code === 'EMESSAGE';
  return inTransaction && error.responseCode !== 421 && !wantsLogin(error);
}

/** 530, 534, 535 and 538 ask for a better login (RFC 4954 §6); they say nothing about the letter. */
function wantsLogin(error: SmtpError): boolean {
  return [530, 534, 535, 538].includes(error.responseCode ?? 0);
}

/** 503 is about the order of commands, so a new connection may cure it. Without a code the client itself refused. */
function isPermanent({ responseCode }: SmtpError): boolean {
  return responseCode === undefined || (responseCode >= 500 && responseCode !== 503);
}

function down(reply: string): Delivery {
  return { sent: false, permanent: false, reply, courierDown: true };
}

function troubleOf(error: SmtpError, { host, port, tls, user }: SmtpConfig): string {
  const place = `${host}:${port}`;
  if (error.code === 'EAUTH' || error.code === 'ENOAUTH' || wantsLogin(error))
    return `${place} does not let ${user ?? 'us'} in: ${said(error)}. Check courier.user and courier.password.`;
  if (error.code === 'ETLS') return `${place} gives no secure connection (courier.tls = "${tls}"): ${said(error)}`;
  if (error.code === 'EABORT') return `${place} took too long`;
  return `No delivery through ${place}: ${said(error)}`;
}

/** The server's own line when it gave one, else what happened on our side. */
function said(error: SmtpError): string {
  return shortReply(error.response ?? error.message);
}

/** A server may say anything; a line of it is kept. */
function shortReply(reply: string): string {
  return reply
    .replace(/[\0-\x1f\x7f-\x9f]+/g, ' ')
    .trim()
    .slice(0, 500);
}
