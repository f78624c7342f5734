/** How much of the screen a picture takes: never more than it needs, and within bounds. */
import type { Pixels } from '../../mail/picture.ts';

export interface Room {
  /** The most it may take. */
  readonly columns: number;
  readonly rows: number;
  /** Pixels of a character. */
  readonly cell: Pixels;
}

export interface Fit {
  readonly columns: number;
  readonly rows: number;
  /** What of both bounds it. */
  readonly by: 'columns' | 'rows';
  /** Its size in pixels there, never larger than it is. */
  readonly pixels: Pixels;
}

/** Pixels. What is smaller both ways is a dot that counts readers, or an icon; what is thinner draws a line. */
const SMALL = 64;
const THIN = 8;

export function isLargeEnough({ width, height }: Pixels): boolean {
  return Math.max(width, height) >= SMALL && Math.min(width, height) >= THIN;
}

export function fitInto({ width, height }: Pixels, { columns, rows, cell }: Room): Fit {
  const across = (columns * cell.width) / width;
  const down = (rows * cell.height) / height;
  const scale = Math.min(1, across, down);
  const pixels = { width: scaled(width, scale), height: scaled(height, scale) };
  return {
    columns: Math.min(columns, Math.ceil(pixels.width / cell.width)),
    rows: Math.min(rows, Math.ceil(pixels.height / cell.height)),
    by: down < Math.min(1, across) ? 'rows' : 'columns',
    pixels,
  };
}

function scaled(length: number, scale: number): number {
  return Math.max(1, Math.floor(length * scale));
}
