/** What is in a part of a mail, decoded (RFC 2045 §6). */
import { decodeBytes } from './charset.ts';
import type { PartHead } from './part-head.ts';

/** At most `most` letters of a text part. */
export function partText(head: PartHead, bytes: Buffer, most = Number.MAX_SAFE_INTEGER): string {
  // A letter of base64 text takes up to six bytes, a quoted one nine; more would only be thrown away.
  const enough = bytes.subarray(0, Math.min(bytes.length, most * 3));
  const text = decodeBytes(partBytes(head, enough), head.charset);
  return text.length > most ? text.slice(0, most) : text;
}

/** Its bytes without the encoding they travel in. */
export function partBytes({ encoding }: PartHead, bytes: Buffer): Uint8Array {
  if (encoding === 'base64') return Buffer.from(bytes.toString('latin1'), 'base64');
  if (encoding === 'quoted-printable') return unquoted(bytes);
  return bytes;
}

/** RFC 2045 §6.7; what is no escape stays as it is. */
function unquoted(bytes: Buffer): Buffer {
  if (!bytes.includes(61)) return bytes;
  const out = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === 61) {
      const skipped = softBreak(bytes, at + 1);
      const letter = skipped > 0 ? -1 : hexByte(bytes, at + 1);
      at += skipped;
      if (letter >= 0) at += 2;
      if (skipped > 0) continue;
      out[length++] = letter >= 0 ? letter : byte;
    } else out[length++] = byte;
  }
  return out.subarray(0, length);
}

function softBreak(bytes: Buffer, at: number): number {
  if (bytes[at] === 10) return 1;
  return bytes[at] === 13 && bytes[at + 1] === 10 ? 2 : 0;
}

function hexByte(bytes: Buffer, at: number): number {
  const upper = hex(bytes[at]);
  const lower = hex(bytes[at + 1]);
  return upper < 0 || lower < 0 ? -1 : upper * 16 + lower;
}

function hex(byte = 0): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const small = byte | 32;
  return small >= 97 && small <= 102 ? small - 87 : -1;
}
