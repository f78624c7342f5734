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
