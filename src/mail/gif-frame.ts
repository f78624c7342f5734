/**
 * A GIF with its first frame only: pictures of a ticket stand still, and what follows the first frame has no say in how
 * much work and room they take.
 */
const IMAGE = 0x2c;
const EXTENSION = 0x21;
const TRAILER = 0x3b;
const HEAD = 13;

/** undefined: there is none, or it goes beyond the screen its header speaks of. */
export function firstFrame(bytes: Buffer): Buffer | undefined {
  if (bytes.length < HEAD) return undefined;
  let at = HEAD + tableSize(bytes[10]!);
  while (bytes[at] === EXTENSION) {
    const end = endOfBlocks(bytes, at + 2);
    if (end === undefined) return undefined;
    at = end;
  }
  if (bytes[at] !== IMAGE || at + 11 > bytes.length) return undefined;
  const [left, top, width, height] = [1, 3, 5, 7].map(offset => bytes.readUInt16LE(at + offset)) as Place;
  if (left + width > bytes.readUInt16LE(6) || top + height > bytes.readUInt16LE(8)) return undefined;
  const end = endOfBlocks(bytes, at + 10 + tableSize(bytes[at + 9]!) + 1);
  return end === undefined ? undefined : Buffer.concat([bytes.subarray(0, end), Buffer.of(TRAILER)]);
}

type Place = [left: number, top: number, width: number, height: number];

/** Of the colours that follow, by the flags before them. */
function tableSize(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

/** Behind the empty block that ends them; undefined where the file ends first. */
function endOfBlocks(bytes: Buffer, from: number): number | undefined {
  for (let at = from; at < bytes.length; at += 1 + bytes[at]!) if (bytes[at] === 0) return at + 1;
  return undefined;
}
