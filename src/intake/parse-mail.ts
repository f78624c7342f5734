import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { type AttachmentStream, MailParser, type MailParserOptions, type MessageText } from 'mailparser';
import { decodeBytes, decodeUtf7, isUtf7 } from '../mail/charset.ts';
import { parseContentType } from '../mail/content-type.ts';
import { withDanger } from '../mail/file-danger.ts';
import { forFileName, unique } from '../mail/file-name.ts';
import { SNIFFED_BYTES } from '../mail/file-type.ts';
import { type HeaderBlock, readHeaderBlock, withLineFeeds } from '../mail/header-block.ts';
import { htmlWords } from '../mail/html-words.ts';
import type { Attachment, Envelope, Mail } from '../mail/mail.ts';
import { type AttachedMail, type Body, makeMail } from '../mail/make-mail.ts';
import { headerOnlyMail, rawBeginning } from './parse-header-only.ts';

/**
 * Bytes to Mail. mailparser only sees the MIME fields of the top header and the body; everything else of the header
 * is read by us (header-block.ts). It never throws because of a mail: what mailparser gives up on is shown raw, with
 * the reason in `faults`. Attachments are hashed while they stream by and are not kept.
 *
 * mailparser converts no HTML for us: with maxHtmlLengthToParse 0 it only says (textConversionError) that a part of
 * the text is HTML. Its own converter breaks lines at 80 letters and gives up on deep nesting, and its own way of
 * putting plain text into HTML writes names for letters that no table of ours knows (textToHtml is ours instead).
 */
export interface ParseOptions {
  /** Bytes; a larger mail is read from its header only. */
  readonly mailSize: number;
}

const LONGEST_HTML_WORDS = 8 * 1024 * 1024;
const KEPT_PART = 256 * 1024;
const MOST_KEPT_PARTS = 20;
const PIECE = 64 * 1024;
const MIME_FIELD = /^(?:content-type|content-transfer-encoding|content-disposition|mime-version)$/;
const OPTIONS: MailParserOptions = {
  skipImageLinks: true,
  checksumAlgo: false,
  maxHtmlLengthToParse: 0,
  keepDeliveryStatus: true,
  // A forwarded mail is a file of its own: merged into the text, its header would be lost.
  ignoreEmbedded: true,
};

export async function parseMail(bytes: Uint8Array, envelope: Envelope, options: ParseOptions): Promise<Mail> {
  if (bytes.length > options.mailSize) {
    const reason = `The mail has ${bytes.length} bytes, the limit is ${options.mailSize}: only its header was read.`;
    return headerOnlyMail(bytes, envelope, reason, { why: 'oversize', limit: options.mailSize });
  }
  const lines = withLineFeeds(bytes);
  const head = readHeaderBlock(lines);
  const content = lines.subarray(head.bodyAt);
  const found = await readParts(mimeHead(head, content), content);
  const attachedMail = isReport(head) ? undefined : await readAttachedMail(found.mail);
  const body = { ...wholeBody(content, found), ...(attachedMail === undefined ? {} : { attachedMail }) };
  return makeMail(bytes, head, isSevenBitUnicode(head) ? { ...body, text: decodeUtf7(body.text) } : body, envelope);
}

/**
 * The decoded bytes of one attachment, by the walk that lists them: `nth` counts from 0 in the order of
 * `Mail.attachments`. undefined: there is no such attachment.
 */
export async function extractAttachment(
  bytes: Uint8Array,
  nth: number,
  options: ParseOptions,
): Promise<{ attachment: Attachment; bytes: Buffer } | undefined> {
  if (bytes.length > options.mailSize) return undefined;
  const lines = withLineFeeds(bytes);
  const head = readHeaderBlock(lines);
  const content = lines.subarray(head.bodyAt);
  const found = await readParts(mimeHead(head, content), content, nth);
  const attachment = wholeBody(content, found).attachments[nth];
  return attachment && { attachment, bytes: Buffer.concat(found.kept) };
}

function isReport(head: HeaderBlock): boolean {
  const type = head.fields.find(({ name }) => name === 'content-type')?.value ?? '';
  return parseContentType(type).type === 'multipart/report';
}

/** One level deep: a mail within that mail is a file of it. */
async function readAttachedMail(bytes: Uint8Array | undefined): Promise<AttachedMail | undefined> {
  if (bytes === undefined) return undefined;
  const lines = withLineFeeds(bytes);
  const head = readHeaderBlock(lines);
  const content = lines.subarray(head.bodyAt);
  const { text } = readableText(await readParts(mimeHead(head, content), content));
  return { head, text: isSevenBitUnicode(head) ? decodeUtf7(text) : text };
}

/** mailparser leaves UTF-7 undecoded, because of those who filter HTML by its letters; we show plain text only. */
function isSevenBitUnicode(head: HeaderBlock): boolean {
  const { type, params } = parseContentType(head.fields.find(({ name }) => name === 'content-type')?.value ?? '');
  return type === 'text/plain' && isUtf7(params.get('charset') ?? '');
}

/** What one run of mailparser gave. */
interface Found {
  text: string;
  html: string;
  /** A part of the text is HTML and is missing in `text`. */
  htmlMissing: boolean;
  readonly attachments: Attachment[];
  readonly deliveryStatus: string[];
  readonly returned: Uint8Array[];
  /** The first whole mail among them, or its beginning. */
  mail: Uint8Array | undefined;
  failure: string | undefined;
  /** The attachment whose bytes are kept. */
  readonly wanted: number | undefined;
  readonly kept: Buffer[];
}

function wholeBody(content: Uint8Array, found: Found): Body {
  const report = { deliveryStatus: found.deliveryStatus, returned: found.returned };
  const names = unique(found.attachments.map(({ name }) => name));
  const attachments = found.attachments.map((attachment, n) => ({ ...attachment, name: names[n] ?? attachment.name }));
  const { text, cut } = readableText(found);
  const faults = cut ? ['The HTML text is very long: its end was left out, the original has all of it.'] : [];
  if (text.trim() !== '' || (attachments.length > 0 && found.failure === undefined)) {
    return { text, attachments, report, faults: [...faults, ...failureFault(found)] };
  }
  const raw = rawBeginning(content);
  if (raw.trim() === '') return { text, attachments, report, faults: [...faults, ...failureFault(found)] };
  const nothing = 'No part of the body could be read: the text is shown as it came.';
  return { text: raw, attachments, report, faults: [...faults, ...failureFault(found), nothing] };
}

function failureFault(found: Found): string[] {
  return found.failure === undefined ? [] : [`The body could not be read to its end: ${found.failure}.`];
}

/** Plain text when the mail has it all in plain text; else the words of `html`, which has all parts in their order. */
function readableText(found: Found): { text: string; cut: boolean } {
  const isPlain = found.html === '' || (found.text.trim() !== '' && !found.htmlMissing);
  return isPlain ? { text: found.text, cut: false } : htmlWords(found.html, LONGEST_HTML_WORDS);
}

/** The fields that say how the body is built; the first of each counts, as it does in mail programs. */
function mimeHead(head: HeaderBlock, body: Uint8Array): Buffer {
  const first = new Map(
    head.fields
      .filter(({ name }) => MIME_FIELD.test(name))
      .reverse()
      .map(({ name, value }) => [name, value]),
  );
  const type = first.get('content-type') ?? 'text/plain';
  first.set('content-type', type + guessedCharset(type, body));
  return Buffer.from(`${Array.from(first, ([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`, 'utf8');
}

/** A text without charset that is not UTF-8 is read as Windows-1252: odd letters instead of lost ones. */
function guessedCharset(contentType: string, body: Uint8Array): string {
  const { type, params } = parseContentType(contentType);
  return !type.startsWith('text/') || params.has('charset') || isUtf8(body) ? '' : '; charset=windows-1252';
}

function readParts(head: Buffer, body: Uint8Array, wanted?: number): Promise<Found> {
  const found: Found = {
    text: '',
    html: '',
    htmlMissing: false,
    attachments: [],
    deliveryStatus: [],
    returned: [],
    mail: undefined,
    failure: undefined,
    wanted,
    kept: [],
  };
  return new Promise(resolve => {
    const parser = new MailParser(OPTIONS);
    parser.textToHtml = asPreformatted;
    const end = (failure?: string) => {
      found.failure ??= failure;
      parser.removeAllListeners('data');
      parser.destroy();
      resolve(found);
    };
    parser.on('data', part => (part.type === 'attachment' ? takeAttachment(part, found) : takeText(part, found)));
    parser.on('error', error => end(String((error as Error)?.message ?? error)));
    parser.once('end', () => end());
    feed(parser, head, body);
  });
}

/** Plain parts stand in `html` between HTML parts: as they were written, and at the cost of a few replaced letters. */
function asPreformatted(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<pre>${escaped}</pre>`;
}

/** In pieces, with regard to the parser's back-pressure: a large body is not copied into its buffers at once. */
function feed(parser: MailParser, head: Buffer, body: Uint8Array): void {
  let at = 0;
  const whole = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const more = () => {
    while (at < whole.length && !parser.destroyed) {
      const piece = whole.subarray(at, at + PIECE);
      at += piece.length;
      if (!parser.write(piece)) {
        parser.once('drain', more);
        return;
      }
    }
    if (!parser.destroyed) parser.end();
  };
  parser.write(head);
  more();
}

function takeText(part: MessageText, found: Found): void {
  found.text = typeof part.text === 'string' ? part.text : '';
  found.html = typeof part.html === 'string' ? part.html : '';
  found.htmlMissing = part.textConversionError !== undefined;
}

function takeAttachment(part: AttachmentStream, found: Found): void {
  const hash = createHash('sha256');
  const kept = keepFor(part.contentType, found);
  const isWanted = found.attachments.length === found.wanted;
  let beginning = Buffer.alloc(0);
  let size = 0;
  part.content.on('data', (chunk: Buffer) => {
    hash.update(chunk);
    size += chunk.length;
    if (beginning.length < SNIFFED_BYTES) beginning = Buffer.concat([beginning, chunk.subarray(0, SNIFFED_BYTES)]);
    if (isWanted) found.kept.push(chunk);
    kept?.take(chunk);
  });
  let ended = false;
  const end = () => {
    if (ended) return;
    ended = true;
    const file = {
      name: nameOf(part),
      type: /^[\w.+-]+\/[\w.+-]+$/.test(part.contentType) ? part.contentType.toLowerCase() : 'application/octet-stream',
      size,
      sha256: hash.digest('hex'),
      inline: part.contentDisposition === 'inline' || part.related === true,
    };
    found.attachments.push(withDanger(file, beginning, part.filename || undefined));
    kept?.end();
    part.release?.();
  };
  part.content.once('end', end);
  part.content.once('error', (error: Error) => {
    found.failure ??= error.message;
    end();
  });
}

/** The parts of a report are read too, or as much of them as a report needs. */
function keepFor(type: string, found: Found): { take(chunk: Buffer): void; end(): void } | undefined {
  const isStatus = /^message\/(?:global-)?delivery-status$/i.test(type);
  const isReturned = /^(?:message\/(?:rfc822|global)|text\/rfc822-headers|message\/global-headers)$/i.test(type);
  if ((!isStatus && !isReturned) || found.deliveryStatus.length + found.returned.length >= MOST_KEPT_PARTS)
    return undefined;
  const chunks: Buffer[] = [];
  let room = KEPT_PART;
  return {
    take(chunk) {
      if (room > 0) chunks.push(chunk.subarray(0, room));
      room -= chunk.length;
    },
    end() {
      const whole = Buffer.concat(chunks);
      if (isStatus) found.deliveryStatus.push(decodeBytes(whole));
      else found.returned.push(whole);
      if (/^message\/(?:rfc822|global)$/i.test(type)) found.mail ??= whole;
    },
  };
}

const EXTENSIONS: ReadonlyMap<string, string> = new Map([
  ['message/rfc822', 'message.eml'],
  ['text/rfc822-headers', 'headers.txt'],
  ['message/delivery-status', 'delivery-status.txt'],
  ['text/calendar', 'invitation.ics'],
  ['text/plain', 'text.txt'],
  ['text/html', 'text.html'],
  ['application/pdf', 'attachment.pdf'],
  ['image/jpeg', 'image.jpg'],
  ['image/png', 'image.png'],
  ['image/gif', 'image.gif'],
  ['application/pgp-signature', 'signature.asc'],
  ['application/pkcs7-signature', 'smime.p7s'],
]);

function nameOf(part: AttachmentStream): string {
  const fallback = EXTENSIONS.get(part.contentType?.toLowerCase() ?? '') ?? 'attachment';
  return typeof part.filename === 'string' ? forFileName(part.filename, fallback) : fallback;
}
