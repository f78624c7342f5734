/** Decoded pixels as they are seen: smaller, turned as the camera was held, on white paper. */
import type { Pixels } from '../../mail/picture.ts';

/** Four bytes a pixel, as decoders give them. */
export interface Decoded extends Pixels {
  readonly data: Uint8ClampedArray;
}

/** Three bytes a pixel. */
export interface Bitmap extends Pixels {
  readonly rgb: Buffer;
}

/** Each pixel is the mean of those it stands for. `to` is the size as it is seen, `turn` as Exif has it. */
export function shrink(from: Decoded, turn: number, to: Pixels): Bitmap {
  const sideways = turn >= 5;
  const across = sideways ? to.height : to.width;
  const down = sideways ? to.width : to.height;
  const rgb = Buffer.alloc(to.width * to.height * 3);
  for (let y = 0; y < down; y++) {
    const rows = share(y, down, from.height);
    for (let x = 0; x < across; x++) {
      const [toX, toY] = placeOf(x, y, across, down, turn);
      meanInto(rgb, (toY * to.width + toX) * 3, from, share(x, across, from.width), rows);
    }
  }
  return { ...to, rgb };
}

type Span = readonly [from: number, to: number];

/** The pixels that the nth of `of` stands for: at least one. */
function share(n: number, of: number, all: number): Span {
  const from = Math.floor((n * all) / of);
  return [from, Math.max(from + 1, Math.floor(((n + 1) * all) / of))];
}

/** Where a pixel of the file is seen (Exif 2.3, Orientation). */
function placeOf(x: number, y: number, across: number, down: number, turn: number): [x: number, y: number] {
  const [right, bottom] = [across - 1 - x, down - 1 - y];
  switch (turn) {
    case 2:
      return [right, y];
    case 3:
      return [right, bottom];
    case 4:
      return [x, bottom];
    case 5:
      return [y, x];
    case 6:
      return [bottom, x];
    case 7:
      return [bottom, right];
    case 8:
      return [y, right];
    default:
      return [x, y];
  }
}

function meanInto(rgb: Buffer, at: number, { data, width }: Decoded, columns: Span, rows: Span): void {
  let [red, green, blue, paper] = [0, 0, 0, 0];
  for (let y = rows[0]; y < rows[1]; y++)
    for (let i = (y * width + columns[0]) * 4, end = (y * width + columns[1]) * 4; i < end; i += 4) {
      const alpha = data[i + 3]!;
      red += data[i]! * alpha;
      green += data[i + 1]! * alpha;
      blue += data[i + 2]! * alpha;
      paper += 255 - alpha;
    }
  const whole = (rows[1] - rows[0]) * (columns[1] - columns[0]) * 255;
  const white = paper * 255;
  rgb[at] = Math.round((red + white) / whole);
  rgb[at + 1] = Math.round((green + white) / whole);
  rgb[at + 2] = Math.round((blue + white) / whole);
}
