/** Pictures made for tests: the left half red, the right half blue, unless a test paints another. */
import { deflateSync } from 'node:zlib';

export type Colour = readonly [red: number, green: number, blue: number, alpha?: number];
export type Paint = (x: number, y: number) => Colour;

export const RED: Colour = [255, 0, 0];
export const BLUE: Colour = [0, 0, 255];
const halves =
  (width: number): Paint =>
  x =>
    x < width / 2 ? RED : BLUE;

export function pngOf(
  width: number,
  height: number,
  paint: Paint = halves(width),
  more: readonly Buffer[] = [],
): Buffer {
  const lines: Buffer[] = [];
  for (let y = 0; y < height; y++)
    lines.push(Buffer.from([0, ...Array.from({ length: width }, (_, x) => rgba(paint(x, y))).flat()]));
  return pngFrom(width, height, deflateSync(Buffer.concat(lines)), more);
}

function rgba([red, green, blue, alpha = 255]: Colour): number[] {
  return [red, green, blue, alpha];
}

/** Eight bits, four channels, whatever `packed` is. */
export function pngFrom(
  width: number,
  height: number,
  packed: Uint8Array,
  more: readonly Buffer[] = [],
  interlaced = 0,
) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 6, 0, 0, interlaced], 8);
  const chunks = [chunk('IHDR', head), ...more, chunk('IDAT', packed), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...chunks]);
}

export function chunk(type: string, data: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(named, 4);
  framed.writeUInt32BE(crc(named), named.length + 4);
  return framed;
}

function crc(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}

/** 96×64. */
export const JPEG = Buffer.from(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wCEAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk8B' +
    'Dg4OExETJhUVJk81LTVPT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT//AABEIAEAAYAMBEQACEQEDEQH/xAGiAAAB' +
    'BQEBAQEBAQAAAAAAAAAAAQIDBAUGBwgJCgsQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYn' +
    'KCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV' +
    '1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+gEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoLEQACAQIEBAMEBwUEBAABAncAAQIDEQQFITEGEkFRB2FxEyIy' +
    'gQgUQpGhscEJIzNS8BVictEKFiQ04SXxFxgZGiYnKCkqNTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqCg4SFhoeIiYqSk5SVlpeYmZqi' +
    'o6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2dri4+Tl5ufo6ery8/T19vf4+fr/2gAMAwEAAhEDEQA/AOfrxj9JCgAoAKACgAoAwq/Yj8qCgAoA' +
    'KACgAoA3a/HT9VCgAoAKACgAoAwq/Yj8qCgAoAKACgAoA3a/HT9VCgAoAKACgAoAwq/Yj8qCgAoAKACgAoA3a/HT9VCgAoAKACgAoAwq/Yj8qCgAoAKACgAo' +
    'A3a/HT9VCgAoAKACgAoAwq/Yj8qCgAoAKACgAoA3a/HT9VCgAoAKACgAoAwq/Yj8qCgAoAKACgAoA3a/HT9VCgAoAKACgAoAwq/Yj8qCgAoAKACgAoA3a/HT' +
    '9VCgAoAKACgAoAwq/Yj8qCgAoAKACgAoA//Z',
  'base64',
);

/** 96×64, two frames: the second one has the halves the other way round. */
export const GIF = Buffer.from(
  'R0lGODlhYABAAIAAAP8AAAAA/yH/C05FVFNDQVBFMi4wAwEAAAAsAAAAAGAAQAAAAsSEj6nLfQGjnLTaG53e3OAPhlBHlo+IpqPJbuobtnID19eMJ/Y+5T7A' +
    'CwZ+OSGPiDPukDOljSlz1qAtKYzKsr6wJq2KW/KmwCQxitwxi9AcdYytcYPgcTmG7rDf8Qz9jb/gZwEYKEhBqGB4iIig2MN44rgCCSQ5CWl5yZg5RFlp6fkp' +
    'GcpJmmkK6lmqesqaSrkK2yr7ijlrW7t5q5uLGIs76hpMOwzsiFrMm+y7y9xL+Kt8LDxNXG2siHwtnU3dbf2NbVgAACwAAAAAYABAAAACxIyPqct9AKOctNob' +
    'nd7c4A+GUEeWj4imo8lu6hu2cgPX14wn9j7lfsALAn45IY+IM+6QM6WNKXPWoC0pjMqyvrAmrYpb8qbAJDGK3DGL0Bx1jK1xg+BxOYbusN/xDP2Nv+BnARgo' +
    'SEGoYHiIiKDYw3jiuAIJJDkJaXnJmDlEWWnp+SkZykmaaQrqWap6yppKuQrbKvuKOWtbu3mrm4sYizvqGkw7DOyIWsyb7LvL3Ev4q3wsPE1cbayIfC2dTd1t' +
    '/Y1tWAAAOw==',
  'base64',
);

/** The photo with what a camera says of how it was held. */
export function turned(turn: number, order: 'II' | 'MM' = 'MM'): Buffer {
  const tiff = Buffer.alloc(26);
  const little = order === 'II';
  const short = (value: number, at: number) => (little ? tiff.writeUInt16LE(value, at) : tiff.writeUInt16BE(value, at));
  tiff.write(order, 'latin1');
  short(42, 2);
  if (little) tiff.writeUInt32LE(8, 4);
  else tiff.writeUInt32BE(8, 4);
  short(1, 8);
  short(0x0112, 10);
  short(3, 12);
  if (little) tiff.writeUInt32LE(1, 14);
  else tiff.writeUInt32BE(1, 14);
  short(turn, 18);
  return segmentInJpeg(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]));
}

/** The photo with one more segment before all others. */
export function segmentInJpeg(marker: number, data: Uint8Array): Buffer {
  const head = Buffer.from([0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 255]);
  return Buffer.concat([JPEG.subarray(0, 2), head, data, JPEG.subarray(2)]);
}

/** A WebP by its head only: nothing here decodes one. */
export function webpHead(form: 'VP8 ' | 'VP8L' | 'VP8X', width: number, height: number): Buffer {
  const bytes = Buffer.alloc(40);
  bytes.write(`RIFF\x20\0\0\0WEBP${form}`, 'latin1');
  if (form === 'VP8X') {
    bytes.writeUIntLE(width - 1, 24, 3);
    bytes.writeUIntLE(height - 1, 27, 3);
  } else if (form === 'VP8L') {
    bytes[20] = 0x2f;
    bytes.writeUInt32LE(((width - 1) | ((height - 1) << 14)) >>> 0, 21);
  } else {
    bytes.set([0x9d, 0x01, 0x2a], 23);
    bytes.writeUInt16LE(width, 26);
    bytes.writeUInt16LE(height, 28);
  }
  return bytes;
}
