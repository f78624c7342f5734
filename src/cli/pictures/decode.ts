/**
 * The pixels of a picture. The decoders are C in WebAssembly: whatever a file makes them do, they reach nothing but their own
 * memory. How much of that they are asked for is known before, and it all happens in a thread that may be killed (worker.ts).
 */
import { inflateSync } from 'node:zlib';
import { decode as decodeJpeg } from '@cwasm/jpeg-turbo';
import { decode as decodePng } from '@cwasm/lodepng';
import { decode as decodeGif } from '@cwasm/nsgif';
import type { Picture } from '../../mail/picture.ts';
import type { Decoded } from './shrink.ts';

/** A photo of 24 million pixels is decoded. */
export const MOST_DECODED = 25_000_000;

/** undefined: too large, not decoded here, or not as large as its header says. Throws where it is broken. */
export function decode(bytes: Buffer, { type, width, height, turn }: Picture): Decoded | undefined {
  if (width * height > MOST_DECODED) return undefined;
  const found = decoderOf(type, bytes, width * height)?.(bytes);
  const [across, down] = turn < 5 ? [width, height] : [height, width];
  return found?.width === across && found.height === down ? found : undefined;
}

function decoderOf(type: Picture['type'], bytes: Buffer, pixels: number): ((bytes: Buffer) => Decoded) | undefined {
  switch (type) {
    case 'image/png':
      return unpacksWithin(bytes, pixels) ? decodePng : undefined;
    case 'image/jpeg':
      return decodeJpeg;
    case 'image/gif':
      return decodeGif;
    case 'image/webp':
      return undefined;
  }
}

/** Four channels of two bytes; a byte a line, in seven passes, for lines of one pixel. */
const MOST_OF_A_PIXEL = 4 * 2 + 2;

/** The decoder unpacks all there is, so it is told before how much that is. */
function unpacksWithin(png: Buffer, pixels: number): boolean {
  try {
    inflateSync(packedPixels(png), { maxOutputLength: pixels * MOST_OF_A_PIXEL + 1024 });
    return true;
  } catch {
    return false;
  }
}

/** The IDAT chunks, one after another. */
function packedPixels(png: Buffer): Buffer {
  const found: Buffer[] = [];
  for (let at = 8; at + 12 <= png.length; ) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') found.push(png.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return Buffer.concat(found);
}
