/** A picture's bytes → what shows it on a terminal. */
import { firstFrame } from '../../mail/gif-frame.ts';
import { type Picture, type Pixels, pictureOf } from '../../mail/picture.ts';
import { decode } from './decode.ts';
import { fitInto, isLargeEnough, type Room } from './fit.ts';
import { iterm, kittyPixels, kittyPng } from './sequences.ts';
import { shrink } from './shrink.ts';
import { sixels } from './sixel.ts';
import type { TerminalKind } from './terminal-kind.ts';

export interface Canvas extends Pick<TerminalKind, 'protocol' | 'webp'>, Room {}

/** Terminals decode what they are sent in one go, some of them all of it at once. */
export const MOST_PIXELS = 40_000_000;
/** kitty makes it fit itself, and its characters may have twice the pixels that we think. */
const FINER = 2;

/** undefined: it is no picture that can be shown there. Throws where it is broken. */
export function draw(file: Buffer, canvas: Canvas): string | undefined {
  const picture = pictureOf(file);
  if (picture === undefined || !isLargeEnough(picture) || picture.width * picture.height > MOST_PIXELS)
    return undefined;
  const bytes = picture.type === 'image/gif' ? firstFrame(file) : file;
  if (bytes === undefined || (picture.type === 'image/webp' && !canvas.webp)) return undefined;
  const size = fitInto(picture, canvas);
  switch (canvas.protocol) {
    case 'iterm':
      return iterm(bytes, size);
    case 'kitty': {
      if (picture.type === 'image/png') return kittyPng(bytes, size);
      const small = pixelsOf(bytes, picture, fitInto(picture, finer(canvas)).pixels);
      return small && kittyPixels(small, size);
    }
    case 'sixel': {
      const small = pixelsOf(bytes, picture, size.pixels);
      return small && sixels(small);
    }
  }
}

function pixelsOf(bytes: Buffer, picture: Picture, to: Pixels) {
  const decoded = decode(bytes, picture);
  return decoded && shrink(decoded, picture.turn, to);
}

function finer({ cell, ...room }: Room): Room {
  return { ...room, cell: { width: cell.width * FINER, height: cell.height * FINER } };
}
