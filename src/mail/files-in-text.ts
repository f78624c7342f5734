/**
 * Files that stand in the words themselves, as they did before MIME: uuencode (POSIX) and BinHex 4.0. Only what is
 * whole and right to its last line is taken out; somebody who writes “begin 644” keeps the words. One pass.
 */
export interface FileInText {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

export interface Parted {
  /** The text without the files. */
  readonly words: string;
  readonly files: readonly FileInText[];
  /** How the smaller of them are written, in their order; '' when there are none. */
  readonly packed: string;
  /** The text with these. */
  readonly text: string;
}

/** A larger one is only a file: nobody reads it, and it would be kept twice. */
const LARGEST_SHOWN = 64 * 1024;

const BEGIN =
  /^(?:begin(-base64)? ([0-7]{3,4}) (\S[^\n]{0,254})|\(This file must be converted with BinHex[^\n]{0,80})$/gm;
const MOST_FILES = 100;
const BINHEX = '!"#$%&\'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr';

/** `text` has LF line ends. */
export function filesInText(text: string): Parted {
  if (!text.includes('begin') && !text.includes('BinHex')) return { words: text, files: [], packed: '', text };
  const files: FileInText[] = [];
  const kept: string[] = [];
  const packed: string[] = [];
  let at = 0;
  for (const match of text.matchAll(BEGIN)) {
    if (match.index < at || files.length === MOST_FILES) continue;
    const below = match.index + match[0].length + 1;
    const found = fileAt(text, match, below);
    if (found === undefined) continue;
    files.push(found.file);
    const written = text.slice(match.index, found.end);
    kept.push(text.slice(at, match.index));
    packed.push(written.length <= LARGEST_SHOWN ? written : '');
    at = found.end;
  }
  const rest = text.slice(at);
  const all = kept.map((words, n) => words + (packed[n] ?? '')).join('') + rest;
  return { words: kept.join('') + rest, files, packed: packed.join(''), text: all };
}

/** The bytes of a part whose encoding is uuencode; undefined when there is no such thing in it. */
export function uudecoded(bytes: Uint8Array): FileInText | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1').replace(/\r\n?/g, '\n');
  return filesInText(text).files[0];
}

interface Found {
  readonly file: FileInText;
  readonly end: number;
}

function fileAt(text: string, [, base64, mode, name = '']: RegExpMatchArray, below: number): Found | undefined {
  if (mode === undefined) return binHexAt(text, below);
  const bytes: Buffer[] = [];
  for (const { line, end } of linesFrom(text, below)) {
    if (base64 !== undefined) {
      if (line === '====') return { file: file(name, bytes), end };
      if (!/^[a-z0-9+/]*={0,2}$/i.test(line)) return undefined;
      bytes.push(Buffer.from(line, 'base64'));
      continue;
    }
    if (line === 'end') return { file: file(name, bytes), end };
    const decoded = uuLine(line);
    if (decoded === undefined) return undefined;
    bytes.push(decoded);
  }
  return undefined;
}

function file(name: string, bytes: readonly Buffer[]): FileInText {
  return { name: name.trim(), type: 'application/octet-stream', bytes: Buffer.concat(bytes) };
}

/** The first letter says how many bytes follow, three in four letters; blanks at the end may be lost. */
function uuLine(line: string): Buffer | undefined {
  if (line.trim() === '') return Buffer.alloc(0);
  const count = six(line, 0);
  const letters = Math.ceil(count / 3) * 4;
  // A checksum may stand behind, and a blank.
  if (line.length > 1 + letters + 2 || line.length < letters / 2) return undefined;
  const bytes = Buffer.alloc(letters);
  for (let at = 0; at < line.length; at++) if (six(line, at) < 0) return undefined;
  for (let group = 0, to = 0; group < letters; group += 4) {
    const [a, b, c, d] = [1, 2, 3, 4].map(n => Math.max(0, six(line, group + n))) as [number, number, number, number];
    bytes[to++] = (a << 2) | (b >> 4);
    bytes[to++] = (b << 4) | (c >> 2);
    bytes[to++] = (c << 6) | d;
  }
  return bytes.subarray(0, count);
}

/** -1 for what is no letter of uuencode; nothing behind the end counts as blanks. */
function six(line: string, at: number): number {
  const code = at < line.length ? line.charCodeAt(at) : 32;
  return code < 32 || code > 96 ? -1 : (code - 32) & 63;
}

/** As it stands, from its remark to the last colon: who wants it has a program for it. */
function binHexAt(text: string, below: number): Found | undefined {
  const from = below + text.slice(below, below + 100).search(/\S/);
  if (text[from] !== ':') return undefined;
  const end = text.indexOf(':', from + 1);
  if (end < 0 || /[^\s!-~]/.test(text.slice(from, from + 200))) return undefined;
  const bytes = Buffer.from(
    `(This file must be converted with BinHex 4.0)\n\n${text.slice(from, end + 1)}\n`,
    'latin1',
  );
  const name = binHexName(text.slice(from + 1, from + 200).replace(/\s/g, ''));
  return { file: { name: `${name || 'file'}.hqx`, type: 'application/mac-binhex40', bytes }, end: end + 1 };
}

/** The name stands in front: its length in one byte and then the letters, six bits in each letter of the text. */
function binHexName(coded: string): string {
  let bits = 0;
  let count = 0;
  let name = '';
  let length = -1;
  for (const letter of coded) {
    const value = BINHEX.indexOf(letter);
    if (value < 0) return '';
    bits = ((bits << 6) | value) & 0xffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    const byte = (bits >> count) & 0xff;
    if (length < 0) length = byte;
    else name += String.fromCharCode(byte);
    if (name.length === length) break;
  }
  return /^[ -~]{1,63}$/.test(name) ? name : '';
}

function* linesFrom(text: string, from: number): Generator<{ readonly line: string; readonly end: number }> {
  for (let at = from; at < text.length; ) {
    const found = text.indexOf('\n', at);
    const end = found < 0 ? text.length : found + 1;
    yield { line: text.slice(at, found < 0 ? end : found).replace(/\r$/, ''), end };
    at = end;
  }
}
