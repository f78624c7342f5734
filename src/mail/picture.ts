/**
 * What a picture is and how large, by the header of its own bytes, whatever its mail says. Nothing is decoded. A reading is
 * as strict as a decoder's or it is none: what is told here is what a decoder will make room for.
 */
import { turnOf } from './exif-turn.ts';
import { type FileType, sniff } from './file-type.ts';
import type { Attachment } from './mail.ts';

export interface Pixels {
  /** As it is seen: a photo that says that it lies on its side is turned. */
  readonly width: number;
  readonly height: number;
}

export interface Picture extends Pixels {
  readonly type: PictureType;
  /** How a decoder's pixels are turned before they are seen: 1 to 8, as Exif has it. */
  readonly turn: number;
}

export type PictureType = 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp';

/** The headers of a photo can be long: a small picture of it, colours, what the camera knew. */
export const MEASURED_BYTES = 256 * 1024;

const READERS: Readonly<Record<PictureType, (bytes: Buffer) => (Pixels & { readonly turn?: number }) | undefined>> = {
  'image/png': pngPixels,
  'image/jpeg': jpegPixels,
  'image/gif': gifPixels,
  'image/webp': webpPixels,
};

/** undefined: none of these, or its header is broken or further back than MEASURED_BYTES. */
export function pictureOf(bytes: Uint8Array): Picture | undefined {
  const type = pictureType(sniff(bytes)?.type);
  if (type === undefined) return undefined;
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, MEASURED_BYTES));
  const found = READERS[type](head);
  if (found === undefined || found.width === 0 || found.height === 0) return undefined;
  const { width, height, turn = 1 } = found;
  // from 5 on it lies on its side
  return turn < 5 ? { type, width, height, turn } : { type, width: height, height: width, turn };
}

export function pictureType(type: FileType['type'] | undefined): PictureType | undefined {
  return type !== undefined && Object.hasOwn(READERS, type) ? (type as PictureType) : undefined;
}

/** The file with the size of what is seen, where it is a picture. */
export function withPixels(file: Attachment, beginning: Uint8Array): Attachment {
  const found = pictureOf(beginning);
  return found === undefined ? file : { ...file, pixels: { width: found.width, height: found.height } };
}

function pngPixels(bytes: Buffer): Pixels | undefined {
  if (bytes.length < 33 || bytes.readUInt32BE(8) !== 13 || bytes.toString('latin1', 12, 16) !== 'IHDR')
    return undefined;
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

function gifPixels(bytes: Buffer): Pixels | undefined {
  return bytes.length < 13 ? undefined : { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
}

/** SOF0 to SOF15; C4, C8 and CC are something else (T.81, table B.1). */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** Segment by segment to the frame; every step goes on by a byte at least. */
function jpegPixels(bytes: Buffer): (Pixels & { readonly turn: number }) | undefined {
  let turn = 1;
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1]!;
    // any number of them may stand before a marker
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = bytes.readUInt16BE(at + 2);
    // without a length, or the picture begins before its frame
    if (marker < 0xc0 || (marker >= 0xd0 && marker <= 0xda) || length < 2) return undefined;
    if (isFrame(marker)) {
      if (at + 9 > bytes.length) return undefined;
      return { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5), turn };
    }
    if (marker === 0xe1) turn = turnOf(bytes.subarray(at + 4, at + 2 + length)) ?? turn;
    at += 2 + length;
  }
  return undefined;
}

/** The simple forms and the extended one (RFC 9649). */
function webpPixels(bytes: Buffer): Pixels | undefined {
  if (bytes.length < 30) return undefined;
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8X':
      return { width: 1 + bytes.readUIntLE(24, 3), height: 1 + bytes.readUIntLE(27, 3) };
    case 'VP8L': {
      if (bytes[20] !== 0x2f) return undefined;
      const bits = bytes.readUInt32LE(21);
      return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
    }
    case 'VP8 ':
      if (bytes.readUIntBE(23, 3) !== 0x9d012a) return undefined;
      return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
    default:
      return undefined;
  }
}
