/** How the camera was held, out of the Exif segment of a JPEG (TIFF 6.0, tag 274). */
const TURN = 0x0112;
const SHORT = 3;
/** A directory has some dozens. */
const MOST_ENTRIES = 500;

/** 1 to 8; undefined where the segment does not say it. */
export function turnOf(segment: Buffer): number | undefined {
  if (segment.length < 14 || segment.toString('latin1', 0, 6) !== 'Exif\0\0') return undefined;
  const tiff = segment.subarray(6);
  const order = tiff.toString('latin1', 0, 2);
  if (order !== 'II' && order !== 'MM') return undefined;
  const short = (at: number) => (order === 'II' ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const from = order === 'II' ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  if (from + 2 > tiff.length) return undefined;
  const entries = Math.min(short(from), MOST_ENTRIES);
  for (let n = 0, at = from + 2; n < entries && at + 12 <= tiff.length; n++, at += 12) {
    if (short(at) !== TURN) continue;
    const value = short(at + 8);
    return short(at + 2) === SHORT && value >= 1 && value <= 8 ? value : undefined;
  }
  return undefined;
}
