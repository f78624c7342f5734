import { image2sixel } from 'sixel/lib/SixelEncoder.js';
import type { Bitmap } from './shrink.ts';

/** What older terminals have, too. */
const COLOURS = 256;

/** Sixels, by which terminals since the VT340 show pictures. */
export function sixels({ width, height, rgb }: Bitmap): string {
  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) rgba.set(rgb.subarray(from, from + 3), to);
  return image2sixel(rgba, width, height, COLOURS, 1);
}
