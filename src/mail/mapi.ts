/**
 * MAPI properties as TNEF writes them (MS-OXTNEF §2.1.3.4, MS-OXCDATA §2.11): a number, then type, id and value of
 * each; values are filled up to four bytes, those with a length have their count in front. An unknown type ends the
 * list, for nobody knows how long its value is.
 */
export interface Property {
  readonly id: number;
  readonly bytes: Uint8Array;
  /** UTF-16. */
  readonly isWide: boolean;
  /** Sixteen bytes in front say what it is. */
  readonly isObject: boolean;
}

const MOST = 10_000;
const MULTIPLE = 0x1000;
const WIDE_STRING = 0x001f;
const OBJECT = 0x000d;
const SIZES: ReadonlyMap<number, number> = new Map([
  [0x0001, 0],
  [0x0002, 4],
  [0x0003, 4],
  [0x0004, 4],
  [0x0005, 8],
  [0x0006, 8],
  [0x0007, 8],
  [0x000a, 4],
  [0x000b, 4],
  [0x0014, 8],
  [0x0040, 8],
  [0x0048, 16],
]);
/** String, wide string, object, bytes. */
const WITH_LENGTH = new Set([0x001e, WIDE_STRING, OBJECT, 0x0102]);

export function* readProperties(bytes: Uint8Array): Generator<Property> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const has = (at: number, length: number) => at + length <= bytes.length;
  if (!has(0, 4)) return;
  const count = Math.min(view.getUint32(0, true), MOST);
  let at = 4;
  for (let n = 0; n < count && has(at, 4); n++) {
    const type = view.getUint16(at, true);
    const id = view.getUint16(at + 2, true);
    at = id < 0x8000 ? at + 4 : afterName(view, at + 4);
    const kind = type & ~MULTIPLE;
    if (WITH_LENGTH.has(kind)) {
      if (!has(at, 4)) return;
      const values = view.getUint32(at, true);
      at += 4;
      for (let value = 0; value < values && has(at, 4); value++) {
        const length = view.getUint32(at, true);
        if (value === 0) {
          const first = bytes.subarray(at + 4, at + 4 + length);
          yield { id, bytes: first, isWide: kind === WIDE_STRING, isObject: kind === OBJECT };
        }
        at = padded(at + 4 + length);
      }
      continue;
    }
    const size = SIZES.get(kind);
    if (size === undefined) return;
    const values = (type & MULTIPLE) === 0 ? 1 : has(at, 4) ? view.getUint32(at, true) : 0;
    at += ((type & MULTIPLE) === 0 ? 0 : 4) + values * size;
  }
}

/** A property that has a name instead of a number: sixteen bytes, a kind, and the number or the name. */
function afterName(view: DataView, at: number): number {
  if (at + 24 > view.byteLength) return view.byteLength;
  const kind = view.getUint32(at + 16, true);
  const length = view.getUint32(at + 20, true);
  return kind === 0 ? at + 24 : padded(at + 24 + length);
}

/** Lengths are from the beginning of the list, which is itself in place. */
function padded(at: number): number {
  return Math.ceil(at / 4) * 4;
}
