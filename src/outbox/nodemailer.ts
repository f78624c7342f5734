/**
 * The one place that knows nodemailer: how a text becomes a MIME entity, and how finished bytes go over SMTP.
 * Nodemailer never sees a ticket, opens no file and fetches no URL; addresses reach it as objects, never as text to parse.
 */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { rootCertificates } from 'node:tls';
import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPPool from 'nodemailer/lib/smtp-pool';
import type { Address } from '../mail/mail.ts';

/** Every field already clean and checked. */
export interface OutgoingMail {
  readonly from: Address;
  readonly to: Address;
  readonly cc?: readonly Address[];
  readonly replyTo: Address;
  readonly subject: string;
  /** With angle brackets, as are the ids below. */
  readonly messageId: string;
  readonly inReplyTo?: string;
  readonly references: readonly string[];
  /** ms since 1970. */
  readonly date: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The same again as a page, for programs that show one. */
  readonly html?: string;
  readonly files?: readonly Enclosed[];
}

/** A file that goes out with a mail. */
export interface Enclosed {
  /** Clean, no path. */
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/**
 * text/plain in UTF-8, or multipart/alternative with text/html behind it (RFC 2046 §5.1.4); CRLF line ends; 7bit where
 * that is enough, else quoted-printable or base64 (RFC 2045 §6). The same mail gives the same bytes.
 */
export function buildMail(mail: OutgoingMail): Promise<Buffer> {
  const { inReplyTo, references, date, cc = [], files = [], ...rest } = mail;
  const composer = new MailComposer({
    ...rest,
    date: new Date(date),
    ...(cc.length === 0 ? {} : { cc: [...cc] }),
    ...(inReplyTo === undefined ? {} : { inReplyTo }),
    ...(references.length === 0 ? {} : { references: [...references] }),
    ...(files.length === 0 ? {} : { attachments: files.map(attachmentOf) }),
    // nodemailer rolls dice for it; nobody can write one into a text, for the id is new with each letter
    boundaryPrefix: 'letter',
    baseBoundary: createHash('sha256').update(mail.messageId).digest('hex').slice(0, 24),
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

/** In base64 whatever it is: a file arrives byte for byte, and no line of it can end a mail (RFC 2045 §6.8). */
function attachmentOf({ name, type, bytes }: Enclosed) {
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    filename: name,
    contentType: type,
    content,
    contentDisposition: 'attachment' as const,
    contentTransferEncoding: 'base64' as const,
  };
}

export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  readonly tls: 'implicit' | 'starttls' | 'none';
  readonly auth?: { readonly user: string; readonly pass: string };
  readonly connections: number;
  /** What we call ourselves in EHLO; it ends up in Received lines of the letters. */
  readonly name: string;
  /** ms of silence for a connection, a greeting and any reply. */
  readonly timeouts: { readonly connect: number; readonly greet: number; readonly reply: number };
  /** Further certificate authorities in PEM. */
  readonly ca?: string;
}

export interface Shipment {
  /** '' is the null return path. */
  readonly from: string;
  readonly to: string;
  readonly bytes: Uint8Array;
  readonly messageId: string;
  readonly signal: AbortSignal;
  /** Awaited between the last byte and the final dot; on false the dot is not sent. */
  readonly handOver: () => Promise<boolean>;
}

/**
 * How a try ended. `handedOver`: the final dot may have reached the server (RFC 5321 §4.1.1.4). `keptBack`: handOver
 * said no, and the server has no letter.
 */
export type Shipped =
  | { readonly reply: string }
  | { readonly keptBack: true }
  | { readonly error: SmtpError; readonly handedOver: boolean };

/** What nodemailer says about a failure; `response` is the server's own line, when it gave one. */
export interface SmtpError extends Error {
  readonly code?: string;
  readonly originalCode?: string;
  readonly command?: string;
  readonly response?: string;
  readonly responseCode?: number;
}

export interface SmtpPool {
  ship(shipment: Shipment): Promise<Shipped>;
  close(): void;
}

/** Kept-open connections to one server. A letter is tried on one connection only, or on a second one when the first was stale. */
export function openSmtpPool(settings: SmtpSettings): SmtpPool {
  const pool = new SMTPPool(poolOptions(settings));
  // Without a listener an 'error' event would end the process; every letter hears of its own error by itself.
  pool.on('error', () => {});
  return {
    ship: shipment => ship(pool, shipment),
    close: () => pool.close(),
  };
}

function poolOptions(settings: SmtpSettings) {
  const { tls, auth, timeouts, ca } = settings;
  return {
    host: settings.host,
    port: settings.port,
    name: settings.name,
    secure: tls === 'implicit',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    ...(auth === undefined ? {} : { auth: { ...auth } }),
    // A server that stops announcing AUTH must not be served without it.
    forceAuth: auth !== undefined,
    maxConnections: settings.connections,
    // A kept connection may be stale; one more try is safe because source() never gives the bytes out twice.
    maxRequeues: 1,
    connectionTimeout: timeouts.connect,
    greetingTimeout: timeouts.greet,
    socketTimeout: timeouts.reply,
    tls: { minVersion: 'TLSv1.2' as const, ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }) },
    logger: false,
  };
}

/** What the pool asks of a message: the envelope, the id for its log, and the bytes. */
type PoolMessage = Parameters<SMTPPool['send']>[0];

function ship(pool: SMTPPool, shipment: Shipment): Promise<Shipped> {
  const source = oneTimeSource(shipment.bytes, shipment.handOver);
  const message = {
    data: { signal: shipment.signal },
    message: {
      getEnvelope: () => ({ from: shipment.from, to: [shipment.to], size: shipment.bytes.length }),
      messageId: () => shipment.messageId,
      getHeader: () => shipment.messageId,
      createReadStream: source.open,
    },
  };
  return new Promise(resolve => {
    pool.send(message as unknown as PoolMessage, (error, info) => {
      if (!error && info !== undefined) resolve({ reply: info.response });
      else if (source.keptBack()) resolve({ keptBack: true });
      else resolve({ error: error as SmtpError, handedOver: source.handedOver() });
    });
  });
}

/**
 * The bytes, read by nodemailer after the server's 354 and followed by the dot. Our own stream, since only its end
 * tells the two losses apart: before it no server can have the letter, after it any server may. So the end waits for
 * handOver, and what was about to end once is never opened again.
 */
function oneTimeSource(bytes: Uint8Array, handOver: () => Promise<boolean>) {
  let asked = false;
  let refused = false;
  let ended = false;

  async function mayEnd(): Promise<boolean> {
    asked = true;
    refused = !(await handOver().catch(() => false));
    return !refused;
  }

  function open(): Readable {
    if (asked) return spent();
    const stream = streamOf(bytes, mayEnd);
    stream.once('end', () => {
      ended = true;
    });
    return stream;
  }

  return { open, handedOver: () => ended, keptBack: () => refused };
}

/** Small enough that a slow network holds the end back until most of the letter is really gone. */
const SLICE = 16_384;

/** Reads nothing ahead (high-water mark 0): the question at the end comes when the bytes before it were taken. */
function streamOf(bytes: Uint8Array, mayEnd: () => Promise<boolean>): Readable {
  let at = 0;
  return new Readable({
    highWaterMark: 0,
    read() {
      if (at >= bytes.length) return void endWhen(this, mayEnd);
      const slice = bytes.subarray(at, at + SLICE);
      at += SLICE;
      this.push(Buffer.from(slice));
    },
  });
}

async function endWhen(stream: Readable, mayEnd: () => Promise<boolean>): Promise<void> {
  const may = await mayEnd();
  // the connection broke meanwhile
  if (stream.destroyed) return;
  if (may) stream.push(null);
  else stream.destroy(new Error('the letter was kept back'));
}

function spent(): Readable {
  return new Readable({
    read() {
      this.destroy(new Error('the letter was handed over once already'));
    },
  });
}
