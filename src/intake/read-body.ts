import { createHash } from 'node:crypto';
import { base64End, beginsAsBase64 } from '../mail/base64-text.ts';
import { type Piece, type Readable, readableText, readPiece } from '../mail/body-text.ts';
import { calendarWords } from '../mail/calendar-words.ts';
import { decodeBytes, decodeText } from '../mail/charset.ts';
import { forHeader } from '../mail/clean.ts';
import { type FileInText, uudecoded } from '../mail/files-in-text.ts';
import { htmlWords } from '../mail/html-words.ts';
import { type Leaf, outlineOf } from '../mail/outline.ts';
import type { PartHead } from '../mail/part-head.ts';
import { MEASURED_BYTES } from '../mail/picture.ts';
import { rtfWords } from '../mail/rtf-words.ts';
import { readTnef, type Tnef } from '../mail/tnef.ts';
import { decodeParts, type Taker } from './decode-parts.ts';
import { nameOf } from './part-name.ts';
import { createShelf, type Shelf } from './shelf.ts';

/**
 * What is in a body: its readable text and its files. Files are hashed while they stream by and are not kept, except
 * for what is looked into: texts, reports, mails, invitations, winmail.dat, and the one file that somebody wants.
 */
export interface Contents {
  readonly text: string;
  readonly apart?: Readable['apart'];
  /** In the order of the mail, under names as they were written but safe. */
  readonly shelf: Shelf;
  readonly deliveryStatus: readonly string[];
  readonly returned: readonly Uint8Array[];
  /** The first whole mail that came as a file, or its beginning. */
  readonly mail: Uint8Array | undefined;
  /** Why reading ended too early. */
  readonly failure: string | undefined;
  readonly faults: readonly string[];
}

const LONGEST_WORDS = 8 * 1024 * 1024;
const MOST_TEXT = 32 * 1024 * 1024;
const KEPT_PART = 256 * 1024;
const MOST_KEPT_PARTS = 20;
const LARGEST_PACKED = 64 * 1024 * 1024;
const IS_REMARK = /^[^\n]{0,200}\b(?:MIME\b|multi-?part)[^\n]{0,200}(?:\n[^\n]{0,200}){0,3}$/i;
/** What mailing lists put below everything. */
const IS_FOOTER = /^[-_=*\s]{2,}|mailing list|mailman|subscribe/i;
const MESSAGE = /^message\/(?:rfc822|global)$/;
const STATUS = /^message\/(?:global-)?delivery-status$/;
const RETURNED = /^(?:message\/(?:rfc822|global)|text\/rfc822-headers|message\/global-headers)$/;
const TNEF = /^application\/(?:ms-tnef|vnd\.ms-tnef|x-tnef)$/;

interface Reading {
  readonly shelf: Shelf;
  readonly pieces: Piece[];
  readonly deliveryStatus: string[];
  readonly returned: Uint8Array[];
  readonly faults: Set<string>;
  mail: Uint8Array | undefined;
  /** Bytes of text that may still be kept. */
  room: number;
  /** Words to show when there are no others. */
  readonly instead: string[];
}

/** `wanted`: the number of the file whose bytes are kept. */
export async function readBody(body: Uint8Array, head: PartHead, wanted?: number): Promise<Contents> {
  const { leaves, outside, faults } = outlineOf(body, head);
  const reading: Reading = {
    shelf: createShelf(wanted),
    pieces: [],
    deliveryStatus: [],
    returned: [],
    faults: new Set(faults),
    mail: undefined,
    room: MOST_TEXT,
    instead: [],
  };
  const failure = await decodeParts(
    body,
    leaves.flatMap(leaf => withoutWordsBelow(body, leaf)),
    (leaf, type) => takerOf(reading, leaf, type),
  );
  const { text, apart, cut } = readableText(reading.pieces, LONGEST_WORDS);
  if (cut) reading.faults.add('The HTML text is very long: its end was left out, the original has all of it.');
  if (reading.room < 0) reading.faults.add('The text is very long: its end was left out, the original has all of it.');
  const { shelf, deliveryStatus, returned, mail } = reading;
  const apartFromParts = wordsOutside(outside.map(part => body.subarray(part.start, part.end)));
  const [first] = apartFromParts;
  if (first !== undefined && !isBlank(text) && !IS_FOOTER.test(first))
    reading.faults.add(`Words outside of the parts were left out: “${forHeader(first, 100)}”.`);
  return {
    text: isBlank(text) ? insteadOf(text, reading, apartFromParts) : text,
    ...(apart === undefined ? {} : { apart }),
    shelf,
    deliveryStatus,
    returned,
    mail,
    failure,
    faults: [...reading.faults],
  };
}

function isBlank(text: string): boolean {
  return /^[\s\u00a0\u200b\ufeff]*$/.test(text);
}

/** Invitation, winmail.dat, the piece of a cut mail, a delivery report; then what no mail program shows. */
function insteadOf(text: string, { instead, faults }: Reading, words: readonly string[]): string {
  const found = instead.filter(words => !isBlank(words));
  if (found.length > 0) return found.join('\n\n');
  if (words.length === 0) return text;
  faults.add('The only words stand outside of the parts.');
  return words.join('\n\n');
}

/** Without the usual remark above the first part, that this is MIME. */
function wordsOutside(regions: readonly Uint8Array[]): string[] {
  return regions
    .map(bytes => decodeBytes(bytes.subarray(0, KEPT_PART)).replace(/\r\n?/g, '\n').trim())
    .filter(part => /[\p{L}\p{N}]/u.test(part) && !IS_REMARK.test(part));
}

/** What is no base64 is taken as it stands; the plain words below a base64 text are a part of their own. */
function withoutWordsBelow(body: Uint8Array, leaf: Leaf): Leaf[] {
  const { head, start, end } = leaf;
  if (head.encoding !== 'base64' || end === start) return [leaf];
  if (!head.type.startsWith('text/'))
    return beginsAsBase64(body.subarray(start, end)) ? [leaf] : [{ ...leaf, head: { ...head, encoding: 'binary' } }];
  const at = start + base64End(body.subarray(start, end));
  if (at === end) return [leaf];
  const plain: Leaf = { ...leaf, start: at, head: { ...head, type: 'text/plain', encoding: 'binary', charset: '' } };
  if (at === start) return [{ ...plain, head: { ...plain.head, type: head.type } }];
  return [
    { ...leaf, end: at },
    { ...plain, head: { ...plain.head, name: '', disposition: '' } },
  ];
}

function takerOf(reading: Reading, leaf: Leaf, type: string): Taker {
  const { head } = leaf;
  const isText = isShown(head);
  const isFile = !isText || (head.name !== '' && leaf.alternative === 0);
  const isWanted = isFile && reading.shelf.wantsNext();
  const limit = isWanted ? Number.POSITIVE_INFINITY : isText ? Math.max(0, reading.room) : keptOf(reading, head);
  const hash = isFile ? createHash('sha256') : undefined;
  const chunks: Buffer[] = [];
  const beginning: Buffer[] = [];
  let kept = 0;
  let size = 0;
  return {
    take(chunk) {
      hash?.update(chunk);
      if (isFile && size < MEASURED_BYTES) beginning.push(chunk.subarray(0, MEASURED_BYTES - size));
      size += chunk.length;
      if (kept < limit) chunks.push(chunk.subarray(0, limit - kept));
      kept += chunk.length;
    },
    end() {
      const came = Buffer.concat(chunks);
      const packed = head.encoding === 'uuencode' ? uudecoded(came) : undefined;
      const bytes = packed?.bytes ?? came;
      const inline = head.disposition === 'inline' || isReferred(leaf);
      const name = nameOf(head.type, head.name || packed?.name || '', bytes);
      const isPacked = packed !== undefined && isFile;
      if (isPacked) putFile(reading.shelf, { ...packed, name, type: typeOf(head, type) }, inline);
      // uuencode is no encoding of MIME: who does not know it kept the letters, so they are a file as well.
      if (isPacked) putFile(reading.shelf, { name: `${name}.uue`, type: 'text/x-uuencode', bytes: came }, inline);
      // Words that are shown and not packed: nobody knows which line ends they had on the sender's disk.
      else if (isFile && isText && head.encoding !== 'base64' && size === came.length)
        putFile(reading.shelf, { name, type: typeOf(head, type), bytes: withLineFeeds(came) }, inline);
      else if (hash !== undefined)
        reading.shelf.put(
          { name, type: typeOf(head, type), size, sha256: hash.digest('hex'), inline },
          came,
          Buffer.concat(beginning),
        );
      if (isText) takeText(reading, leaf, bytes, size);
      else lookInto(reading, head, bytes);
    },
  };
}

/** Of a file that is only said to be bytes, its extension says more. */
function typeOf({ type }: PartHead, byName: string): string {
  return type === 'application/octet-stream' ? byName : type;
}

function isReferred({ head, related }: Leaf): boolean {
  return related && head.hasId;
}

/** What mail programs show in the mail itself. */
function isShown({ type, disposition }: PartHead): boolean {
  return (type === 'text/plain' || type === 'text/html') && (disposition === '' || disposition === 'inline');
}

/** Bytes of a file that are kept to look into it. */
function keptOf(reading: Reading, { type, name, disposition, encoding }: PartHead): number {
  if (encoding === 'uuencode' || isTnef(type, name)) return LARGEST_PACKED;
  if (type === 'message/partial' || isReadable(type, disposition, name)) return KEPT_PART;
  if (!STATUS.test(type) && !RETURNED.test(type)) return 0;
  return reading.deliveryStatus.length + reading.returned.length < MOST_KEPT_PARTS ? KEPT_PART : 0;
}

/** A text without a name that no mail program shows, and that says something where nothing else does. */
function isReadable(type: string, disposition: string, name: string): boolean {
  if (type === 'text/calendar') return true;
  if (name !== '' || !type.startsWith('text/') || type === 'text/rfc822-headers') return false;
  return disposition !== 'attachment' || type === 'text/plain' || type === 'text/html';
}

function isTnef(type: string, name: string): boolean {
  return TNEF.test(type) || /^winmail\.dat$/i.test(name);
}

function takeText(reading: Reading, leaf: Leaf, bytes: Uint8Array, size: number): void {
  reading.room -= size;
  const { piece, files, faults } = readPiece(bytes, leaf);
  reading.pieces.push(piece);
  for (const fault of faults) reading.faults.add(fault);
  for (const file of files) putFile(reading.shelf, file, false);
}

function lookInto(reading: Reading, { type, name, disposition, charset }: PartHead, bytes: Uint8Array): void {
  if (bytes.length === 0) return;
  if (isTnef(type, name)) takeTnef(reading, readTnef(bytes));
  else if (type === 'message/partial') reading.instead.push(decodeBytes(bytes).replace(/\r\n?/g, '\n'));
  else if (STATUS.test(type)) {
    const status = decodeBytes(bytes);
    reading.deliveryStatus.push(status);
    reading.instead.push(status.replace(/\r\n?/g, '\n'));
  } else if (RETURNED.test(type)) {
    reading.returned.push(bytes);
    if (MESSAGE.test(type)) reading.mail ??= bytes;
  } else if (isReadable(type, disposition, name)) reading.instead.push(wordsOf(type, decodeText(bytes, charset).text));
}

function wordsOf(type: string, text: string): string {
  if (type === 'text/calendar') return calendarWords(text);
  if (type === 'text/rtf') return rtfWords(text, KEPT_PART);
  if (type === 'text/html') return htmlWords(text, LONGEST_WORDS).text;
  // RFC 1896: commands in angle brackets, `<<` is one.
  const isMarked = type === 'text/enriched' || type === 'text/richtext';
  const lines = text.replace(/\r\n?/g, '\n');
  return isMarked ? lines.replace(/<<|<[^<>]{1,80}>/g, mark => (mark === '<<' ? '<' : '')) : lines;
}

function takeTnef(reading: Reading, tnef: Tnef | undefined): void {
  if (tnef === undefined) return;
  for (const { name, type, bytes, inline } of tnef.files) putFile(reading.shelf, { name, type, bytes }, inline);
  const words = [
    () => tnef.plain.replace(/\r\n?/g, '\n'),
    () => htmlWords(tnef.html, LONGEST_WORDS).text,
    () => rtfWords(tnef.rtf, LONGEST_WORDS),
  ];
  for (const said of words) {
    const text = said();
    if (isBlank(text)) continue;
    reading.instead.push(text);
    return;
  }
}

function putFile(shelf: Shelf, { name, type, bytes }: FileInText, inline: boolean): void {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  shelf.put({ name: name || 'attachment', type, size: bytes.length, sha256, inline }, bytes);
}

function withLineFeeds(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return Buffer.from(text.replaceAll('\r\n', '\n'), 'latin1');
}
