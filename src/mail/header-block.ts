import { decodeBytes } from './charset.ts';

/**
 * The header block of a mail, read from its bytes: every field in order, also those that a mail may have only once
 * and has twice. Reading costs one pass; what is kept is bounded, and every bound that was hit is said in `faults`.
 * Values are unfolded but their encoded words are not decoded: who needs them knows which field may hold them.
 */
export interface HeaderField {
  /** Lower case. */
  readonly name: string;
  /** Unfolded (RFC 5322 §2.2.3), trimmed, CR LF NUL taken out. */
  readonly value: string;
}

export interface HeaderBlock {
  readonly fields: readonly HeaderField[];
  /** Where the body begins in the bytes. */
  readonly bodyAt: number;
  readonly faults: readonly string[];
}

/** A piece of the header block in the bytes, line end and continuation lines included. */
export interface RawField {
  /** `stray`: a line that is no field; `body`: what comes after, always the last. */
  readonly kind: 'field' | 'stray' | 'body';
  readonly start: number;
  readonly end: number;
  /** Lower case, '' when it is no field. */
  readonly name: string;
}

const MOST_FIELDS = 1000;
/** Fields that are kept even behind a thousand others. */
const MOST_LATE_FIELDS = 200;
const LONGEST_VALUE = 64 * 1024;
const MOST_BYTES = 1024 * 1024;
const LONGEST_NAME = 128;
const NEEDED =
  /^(?:from|to|cc|subject|date|sender|reply-to|message-id|in-reply-to|references|return-path|delivered-to|auto-submitted|precedence|mime-version|content-.*|list-.*)$/;
const LF = 10;
const CR = 13;
const COLON = 58;

export function readHeaderBlock(bytes: Uint8Array): HeaderBlock {
  const keep = keeper(bytes);
  let strayAt = -1;
  let bodyAt = bytes.length;
  for (const raw of rawFields(bytes)) {
    if (raw.kind === 'field') keep.field(raw);
    else if (raw.kind === 'body') bodyAt = raw.start;
    else if (strayAt < 0) strayAt = raw.start;
  }
  // No empty line ever came, but lines that are no fields did: they are somebody's words.
  if (strayAt >= 0 && bodyAt === bytes.length) bodyAt = strayAt;
  const strays = strayAt >= 0 && bodyAt !== strayAt ? [strayFault(bytes, strayAt)] : [];
  keep.decodeAgain();
  return { fields: keep.fields, bodyAt, faults: [...keep.faults(), ...strays] };
}

/** One by one and lazily, for a header may have a million lines. */
export function* rawFields(bytes: Uint8Array): Generator<RawField> {
  let open: RawField | undefined;
  let at = isMarked(bytes) ? 3 : 0;
  let seen = false;
  while (at < bytes.length) {
    const end = lineEnd(bytes, at);
    if (isBlank(bytes, at, end)) break;
    const first = bytes[at];
    if ((first === 32 || first === 9) && open !== undefined) {
      open = { ...open, end };
    } else {
      if (open !== undefined) yield open;
      const name = fieldName(bytes, at, end);
      const skipped: boolean = name === '' && !seen && (isMboxLine(bytes, at) || isSpace(bytes, at, end));
      if (name === '' && !seen && !skipped) break;
      seen ||= !skipped;
      open = skipped ? undefined : { kind: name === '' ? 'stray' : 'field', start: at, end, name };
    }
    at = end;
  }
  if (open !== undefined) yield open;
  const blank = at < bytes.length && isBlank(bytes, at, lineEnd(bytes, at));
  yield { kind: 'body', start: blank ? lineEnd(bytes, at) : at, end: bytes.length, name: '' };
}

/** Some old programs end lines with CR alone; such a mail is read from a copy with LF. */
export function withLineFeeds(bytes: Uint8Array): Uint8Array {
  if (!bytes.includes(CR) || bytes.includes(LF)) return bytes;
  return bytes.map(byte => (byte === CR ? LF : byte));
}

function keeper(bytes: Uint8Array) {
  const fields: HeaderField[] = [];
  const beyondAscii: { readonly nth: number; readonly raw: RawField }[] = [];
  let used = 0;
  let dropped = 0;
  let cut = 0;
  const hasRoom = (name: string) =>
    used < MOST_BYTES &&
    (fields.length < MOST_FIELDS || (fields.length < MOST_FIELDS + MOST_LATE_FIELDS && NEEDED.test(name)));
  const field = (raw: RawField) => {
    if (!hasRoom(raw.name)) {
      dropped++;
      return;
    }
    const value = fieldValue(bytes, raw);
    if (raw.end - raw.start > LONGEST_VALUE + raw.name.length + 4) cut++;
    used += value.length;
    if (/[^\0-\x7f]/.test(value)) beyondAscii.push({ nth: fields.length, raw });
    fields.push({ name: raw.name, value });
  };
  // Raw letters are in the charset of the body where they are not UTF-8: the same program wrote both.
  const decodeAgain = () => {
    if (beyondAscii.length === 0) return;
    const type = fields.find(({ name }) => name === 'content-type')?.value.slice(0, LONGEST_NAME * 8) ?? '';
    const charset = /;\s*charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(type)?.[1];
    // A header is never in two bytes a letter, nor in seven bits a byte.
    if (charset === undefined || /utf|ucs|unicode|2022|hz/i.test(charset)) return;
    for (const { nth, raw } of beyondAscii) fields[nth] = { name: raw.name, value: fieldValue(bytes, raw, charset) };
  };
  const faults = () => [
    ...(dropped > 0 ? [`The header has ${dropped + fields.length} fields: ${dropped} of them were not read.`] : []),
    ...(cut > 0 ? [`${cut} header field(s) longer than ${LONGEST_VALUE / 1024} kB were cut off.`] : []),
  ];
  return { fields, field, decodeAgain, faults };
}

function fieldValue(bytes: Uint8Array, raw: RawField, charset = 'utf-8'): string {
  const from = bytes.indexOf(COLON, raw.start) + 1;
  // Of References the end counts: the nearest mail stands last (RFC 5322 §3.6.4).
  const tail = raw.name === 'references' && raw.end - from > LONGEST_VALUE;
  const start = tail ? raw.end - LONGEST_VALUE : from;
  const text = decodeBytes(bytes.subarray(start, Math.min(raw.end, start + LONGEST_VALUE)), charset);
  return text
    .replace(/\r?\n(?=[ \t])/g, '')
    .replace(/[\r\n\0]/g, ' ')
    .trim();
}

function fieldName(bytes: Uint8Array, start: number, end: number): string {
  const last = Math.min(end, start + LONGEST_NAME);
  let at = start;
  while (at < last && isNameByte(bytes[at] ?? 0)) at++;
  const nameEnd = at;
  // obs-optional (RFC 5322 §4.5.8): white space before the colon.
  while (at < last && (bytes[at] === 32 || bytes[at] === 9)) at++;
  if (nameEnd === start || bytes[at] !== COLON || at >= last) return '';
  return ascii(bytes, start, nameEnd).toLowerCase();
}

function isNameByte(byte: number): boolean {
  return byte > 32 && byte < 127 && byte !== COLON;
}

function lineEnd(bytes: Uint8Array, at: number): number {
  const found = bytes.indexOf(LF, at);
  return found < 0 ? bytes.length : found + 1;
}

/** `CR CR LF` is what a second conversion of line ends leaves. */
function isBlank(bytes: Uint8Array, at: number, end: number): boolean {
  let next = at;
  while (next < end && bytes[next] === CR) next++;
  return bytes[next] === LF || (next > at && next === end);
}

/** A byte order mark: somebody saved the mail in an editor. */
function isMarked(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

/** A line of blanks above the first field; behind it the mail begins. */
function isSpace(bytes: Uint8Array, at: number, end: number): boolean {
  return end < bytes.length && bytes.subarray(at, end).every(byte => byte <= 32);
}

/** `From ann@… Mon Jan 1 …` or `>From …` at the top: the separator of an mbox file, not a field. */
function isMboxLine(bytes: Uint8Array, at: number): boolean {
  return /^>?From /.test(ascii(bytes, at, Math.min(bytes.length, at + 6)));
}

function strayFault(bytes: Uint8Array, at: number): string {
  const line = decodeBytes(bytes.subarray(at, Math.min(lineEnd(bytes, at), at + 120)));
  return `A line of the header is no header field and was left out: “${line.replace(/[\r\n\0]/g, ' ').trim()}”.`;
}

function ascii(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end; at++) text += String.fromCharCode(bytes[at] ?? 0);
  return text;
}
