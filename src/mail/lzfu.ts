/**
 * Compressed RTF of Outlook (MS-OXRTFCP): a header of 16 bytes, then runs of eight tokens, each a letter or a
 * reference into a ring of 4096 bytes that begins filled with the words most RTF has.
 */
const FILLING =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbol' +
  'ArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx';
const RING = 4096;
const HEADER = 16;
const COMPRESSED = 0x75465a4c;
const STORED = 0x414c454d;

/** Undefined when it is none; what is cut off in the middle gives what there is, at most `limit` bytes. */
export function decompressRtf(bytes: Uint8Array, limit: number): Uint8Array | undefined {
  if (bytes.length < HEADER) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = Math.min(view.getUint32(4, true), limit);
  const kind = view.getUint32(8, true);
  if (kind === STORED) return bytes.subarray(HEADER, HEADER + size);
  return kind === COMPRESSED ? unpacked(bytes, size) : undefined;
}

/** What says it is a gigabyte and is ten bytes must not take a gigabyte: no token makes more than 17 bytes. */
function unpacked(bytes: Uint8Array, size: number): Uint8Array {
  const ring = new Uint8Array(RING);
  ring.set(Buffer.from(FILLING, 'latin1'));
  const out = new Uint8Array(Math.min(size, (bytes.length - HEADER) * 17));
  let write = FILLING.length;
  let done = 0;
  const put = (byte: number) => {
    if (done < out.length) out[done++] = byte;
    ring[write] = byte;
    write = (write + 1) % RING;
  };
  for (let at = HEADER; at < bytes.length && done < out.length; ) {
    const flags = bytes[at++] ?? 0;
    for (let bit = 0; bit < 8 && at < bytes.length && done < out.length; bit++) {
      if ((flags & (1 << bit)) === 0) {
        put(bytes[at++] ?? 0);
        continue;
      }
      const token = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
      at += 2;
      const from = token >> 4;
      // A reference to the place that is written next is the end.
      if (from === write) return out.subarray(0, done);
      for (let n = 0; n < (token & 15) + 2; n++) put(ring[(from + n) % RING] ?? 0);
    }
  }
  return out.subarray(0, done);
}
