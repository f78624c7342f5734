import { decodeBytes } from '../mail/charset.ts';
import { decodeWords } from '../mail/encoded-words.ts';
import { type Leaf, outlineOf } from '../mail/outline.ts';
import { type PartHead, partHead, readInnerHead } from '../mail/part-head.ts';

/**
 * The parts of a mail, those of the mails within it too, and their texts. Bounded: eight mails deep, sixty parts, and
 * of a text only so many bytes are decoded as somebody wants letters.
 */
export interface Part {
  readonly head: PartHead;
  readonly bytes: Buffer;
  /** Encoded words decoded. */
  readonly name: string;
}

export interface Parts {
  readonly parts: readonly Part[];
  /** Types of the mails and multiparts around them, from the outside to the inside. */
  readonly around: readonly string[];
}

export const MOST_PARTS = 60;
const DEEPEST = 8;

export function partsOf(head: PartHead, body: Buffer): Parts {
  const parts: Part[] = [];
  const around: string[] = [];
  walk(head, body, 0, parts, around);
  return { parts, around };
}

function walk(head: PartHead, body: Buffer, depth: number, parts: Part[], around: string[]): void {
  if (head.type.startsWith('multipart/')) around.push(head.type);
  for (const leaf of outlineOf(body, head).leaves) {
    if (parts.length >= MOST_PARTS) return;
    const bytes = body.subarray(leaf.start, leaf.end);
    if (isMail(leaf) && depth < DEEPEST) {
      around.push(leaf.head.type);
      const block = readInnerHead(bytes);
      walk(partHead(block.fields), bytes.subarray(block.bodyAt), depth + 1, parts, around);
    } else parts.push({ head: leaf.head, bytes, name: decodeWords(leaf.head.name) });
  }
}

function isMail({ head }: Leaf): boolean {
  return head.type === 'message/rfc822' && head.encoding === 'binary';
}

/** At most `most` letters of a text part. */
export function partText({ head, bytes }: Part, most: number): string {
  // A letter of base64 text takes up to six bytes, a quoted one nine; more would only be thrown away.
  const enough = bytes.subarray(0, Math.min(bytes.length, most * 3));
  const text = decodeBytes(decoded(enough, head.encoding), head.charset);
  return text.length > most ? text.slice(0, most) : text;
}

function decoded(bytes: Buffer, encoding: PartHead['encoding']): Uint8Array {
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
