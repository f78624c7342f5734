/** Sixels, by which terminals since the VT340 show pictures: bands of six lines, in each a row of them for every colour. */
import { type Paletted, palettedBy, type Rgb } from './palette.ts';
import type { Bitmap } from './shrink.ts';

/** Registers that terminals have at least, but for the very old ones. */
const COLOURS = 256;
const BAND = 6;

export function sixels(bitmap: Bitmap): string {
  const { width, height } = bitmap;
  const paletted = palettedBy(bitmap, COLOURS);
  const bands: string[] = [];
  for (let top = 0; top < height; top += BAND) bands.push(band(paletted, bitmap, top));
  return `\x1bP0;1q"1;1;${width};${height}${paletted.colours.map(register).join('')}${bands.join('-')}\x1b\\`;
}

function register(colour: Rgb, n: number): string {
  return `#${n};2;${colour.map(one => Math.round((one * 100) / 255)).join(';')}`;
}

function band({ indices }: Paletted, { width, height }: Bitmap, top: number): string {
  const rows = new Map<number, Uint8Array>();
  for (let line = 0; line < Math.min(BAND, height - top); line++)
    for (let x = 0; x < width; x++) {
      const index = indices[(top + line) * width + x]!;
      let row = rows.get(index);
      if (row === undefined) {
        row = new Uint8Array(width);
        rows.set(index, row);
      }
      row[x]! |= 1 << line;
    }
  return [...rows].map(([index, row]) => `#${index}${written(row)}`).join('$');
}

/** `!12~` is twelve times the same; what is empty at its end is left out. */
function written(row: Uint8Array): string {
  let said = '';
  for (let from = 0, to = 0; from < row.length; from = to) {
    while (to < row.length && row[to] === row[from]) to++;
    if (row[from] === 0 && to === row.length) break;
    const sixel = String.fromCharCode(63 + row[from]!);
    said += to - from > 3 ? `!${to - from}${sixel}` : sixel.repeat(to - from);
  }
  return said;
}
