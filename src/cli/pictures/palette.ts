/**
 * The colours that come nearest to those of a picture, by median cut (Heckbert 1982): the colours are boxed, and the box that
 * is worth most is cut in two until there are enough. What differs by less than an eye sees is one colour from the start.
 */
import type { Bitmap } from './shrink.ts';

export type Rgb = readonly [red: number, green: number, blue: number];

export interface Paletted {
  readonly colours: readonly Rgb[];
  /** Of each pixel. */
  readonly indices: Uint8Array;
}

/** Of 256 levels 32 are told apart here. */
const COARSE = 3;
const LEVELS = 32;

interface Shade {
  readonly key: number;
  /** How many pixels have it, and their sums. */
  count: number;
  readonly sums: [number, number, number];
}

export function palettedBy({ rgb, width, height }: Bitmap, most: number): Paletted {
  const shades = shadesOf(rgb);
  const boxes = cut([...shades.values()], most);
  const indexOf = new Uint8Array(LEVELS ** 3);
  for (const [index, box] of boxes.entries()) for (const { key } of box) indexOf[key] = index;
  const indices = new Uint8Array(width * height);
  for (let i = 0; i < indices.length; i++) indices[i] = indexOf[keyOf(rgb, i * 3)]!;
  return { colours: boxes.map(meanOf), indices };
}

function keyOf(rgb: Buffer, at: number): number {
  return ((rgb[at]! >> COARSE) * LEVELS + (rgb[at + 1]! >> COARSE)) * LEVELS + (rgb[at + 2]! >> COARSE);
}

function shadesOf(rgb: Buffer): Map<number, Shade> {
  const found = new Map<number, Shade>();
  for (let at = 0; at < rgb.length; at += 3) {
    const key = keyOf(rgb, at);
    let shade = found.get(key);
    if (shade === undefined) {
      shade = { key, count: 0, sums: [0, 0, 0] };
      found.set(key, shade);
    }
    shade.count++;
    for (let axis = 0; axis < 3; axis++) shade.sums[axis]! += rgb[at + axis]!;
  }
  return found;
}

type Box = readonly Shade[];

function cut(all: Box, most: number): Box[] {
  const boxes = [measured(all)];
  while (boxes.length < most) {
    const [worth, at] = boxes.reduce((best, { worth }, i) => (worth > best[0] ? [worth, i] : best), [0, -1]);
    if (worth === 0) break;
    const [lower, upper] = halved(boxes[at]!);
    boxes.splice(at, 1, measured(lower), measured(upper));
  }
  return boxes.map(({ box }) => box);
}

/** Its longest side, and what cutting that is worth: nothing where there is only one shade. */
function measured(box: Box) {
  let [axis, length, count] = [0, 0, 0];
  for (const shade of box) count += shade.count;
  for (let side = 0; side < 3; side++) {
    let [low, high] = [LEVELS, 0];
    for (const shade of box) {
      const level = levelOf(shade, side);
      low = Math.min(low, level);
      high = Math.max(high, level);
    }
    if (high - low > length) [axis, length] = [side, high - low];
  }
  return { box, axis, count, worth: length * length * Math.sqrt(count) };
}

function levelOf({ key }: Shade, axis: number): number {
  return Math.floor(key / LEVELS ** (2 - axis)) % LEVELS;
}

/** Where half of the pixels are; a shade at least on either side. */
function halved({ box, axis, count }: ReturnType<typeof measured>): [Box, Box] {
  const sorted = [...box].sort((a, b) => levelOf(a, axis) - levelOf(b, axis));
  let [at, below] = [1, sorted[0]!.count];
  while (at < sorted.length - 1 && below + sorted[at]!.count <= count / 2) below += sorted[at++]!.count;
  return [sorted.slice(0, at), sorted.slice(at)];
}

function meanOf(box: Box): Rgb {
  const count = box.reduce((sum, shade) => sum + shade.count, 0);
  const mean = (axis: number) => Math.round(box.reduce((sum, shade) => sum + shade.sums[axis]!, 0) / count);
  return [mean(0), mean(1), mean(2)];
}
