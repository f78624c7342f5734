/**
 * Charsets that TextDecoder does not read, or reads only with a mark in front: UTF-7, HZ, ISO-2022-KR and -CN, and
 * UTF-16 and UTF-32 without a byte order mark. All in one pass.
 */
type Decoder = InstanceType<typeof TextDecoder>;
export type WideOrder = 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be';

const LOOKED_AT = 4096;
const LARGEST_LETTER = 0x10ffff;

/** RFC 2152: `+` and base64 of UTF-16BE up to `-` or any other letter; `+-` is a plus. */
export function decodeUtf7(text: string): string {
  return text.replace(/\+([a-z0-9+/]*)-?/gi, (written: string, coded: string) => {
    if (coded === '') return written.endsWith('-') ? '+' : written;
    const bytes = Buffer.from(coded, 'base64');
    return bytes
      .subarray(0, bytes.length & ~1)
      .swap16()
      .toString('utf16le');
  });
}

/** RFC 1843: `~{` two 7-bit bytes a letter `~}`; `~~` is a tilde, `~` at the end of a line is nothing. */
export function decodeHz(bytes: Uint8Array, gb: Decoder): string {
  const high = Uint8Array.from(bytes);
  let chinese = false;
  let to = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    const next = bytes[at + 1];
    if (byte === 0x7e && (next === 0x7b || next === 0x7d || next === 0x0a)) {
      chinese = next === 0x7b || (chinese && next !== 0x7d);
      at++;
      continue;
    }
    if (byte === 0x7e && next === 0x7e && !chinese) at++;
    if (byte === 0x0a) chinese = false;
    high[to++] = chinese && byte > 0x20 ? byte | 0x80 : byte;
  }
  return gb.decode(high.subarray(0, to));
}

/** RFC 1557, RFC 1922: between SO and SI two 7-bit bytes are a letter; an escape only names the set. */
export function decodeShifted(bytes: Uint8Array, decoder: Decoder): string {
  const high = Uint8Array.from(bytes);
  let shifted = false;
  let to = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === 0x1b && bytes[at + 1] === 0x24) {
      at += 3;
      continue;
    }
    if (byte === 0x0e || byte === 0x0f) {
      shifted = byte === 0x0e;
      continue;
    }
    if (byte === 0x0a) shifted = false;
    high[to++] = shifted && byte > 0x20 ? byte | 0x80 : byte;
  }
  return decoder.decode(high.subarray(0, to));
}

/** How the bytes of a letter follow each other, undefined when the text is not of that kind. `name` is the label's. */
export function wideOrder(bytes: Uint8Array, name: string | undefined): WideOrder | undefined {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 && bytes.length > 4 ? 'utf-32le' : 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'utf-32be';
  const said = name !== undefined && /^utf-(?:16|32)/.test(name);
  if (!said && (bytes.length < 8 || !bytes.subarray(0, 4).includes(0))) return undefined;
  const looked = bytes.subarray(0, LOOKED_AT);
  if (said && isPlainAscii(looked)) return undefined;
  return said ? saidOrder(looked, name) : seenOrder(looked);
}

export function decodeWide(bytes: Uint8Array, order: WideOrder): string {
  if (order === 'utf-16le' || order === 'utf-16be') return new TextDecoder(order).decode(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const letters: string[] = [];
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const code = view.getUint32(at, order === 'utf-32le');
    if (code !== 0xfeff) letters.push(code > LARGEST_LETTER ? '\ufffd' : String.fromCodePoint(code));
  }
  return letters.join('');
}

/** Somebody converted the text and left the label. */
function isPlainAscii(bytes: Uint8Array): boolean {
  return bytes.every(byte => byte < 0x7f && (byte > 31 || (byte > 8 && byte < 14)));
}

function saidOrder(bytes: Uint8Array, name: string): WideOrder {
  if (name === 'utf-32') return zeros(bytes, 4, 0) > zeros(bytes, 4, 3) ? 'utf-32be' : 'utf-32le';
  if (name !== 'utf-16') return name as WideOrder;
  const even = different(bytes, 0);
  const odd = different(bytes, 1);
  // The half that hardly changes is the high one. RFC 2781 §4.3 says big endian where nothing tells.
  return odd < even ? 'utf-16le' : 'utf-16be';
}

/** Every second byte of a text in Latin letters is zero. */
function seenOrder(bytes: Uint8Array): WideOrder | undefined {
  const half = bytes.length / 2;
  const even = zeros(bytes, 2, 0) / half;
  const odd = zeros(bytes, 2, 1) / half;
  if (odd > 0.6 && even < 0.1) return 'utf-16le';
  return even > 0.6 && odd < 0.1 ? 'utf-16be' : undefined;
}

function zeros(bytes: Uint8Array, step: number, from: number): number {
  let count = 0;
  for (let at = from; at < bytes.length; at += step) if (bytes[at] === 0) count++;
  return count;
}

function different(bytes: Uint8Array, from: number): number {
  const seen = new Set<number>();
  for (let at = from; at < bytes.length; at += 2) seen.add(bytes[at] ?? 0);
  return seen.size;
}
