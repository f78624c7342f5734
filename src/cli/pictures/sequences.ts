/** What makes a terminal show a picture. Numbers of ours and base64 are all there is in it: nothing of a mail can get out. */
import { deflateSync } from 'node:zlib';
import type { Fit } from './fit.ts';
import type { Bitmap } from './shrink.ts';

/** Of base64, as kitty's protocol has it. */
const CHUNK = 4096;

/** A PNG as it is. */
export function kittyPng(bytes: Buffer, fit: Fit): string {
  return kitty(`f=100,${cells(fit)}`, bytes);
}

export function kittyPixels({ width, height, rgb }: Bitmap, fit: Fit): string {
  return kitty(`f=24,o=z,s=${width},v=${height},${cells(fit)}`, deflateSync(rgb, { level: 3 }));
}

/** Only one of both: given both, kitty would stretch it. */
function cells({ by, columns, rows }: Fit): string {
  return by === 'rows' ? `r=${rows}` : `c=${columns}`;
}

/** q=2: it shall not answer, for nobody listens. */
function kitty(about: string, bytes: Buffer): string {
  const data = bytes.toString('base64');
  const said: string[] = [];
  for (let at = 0; at < data.length; at += CHUNK) {
    const keys = `${at === 0 ? `a=T,q=2,${about},` : ''}m=${at + CHUNK < data.length ? 1 : 0}`;
    said.push(`\x1b_G${keys};${data.slice(at, at + CHUNK)}\x1b\\`);
  }
  return said.join('');
}

/** iTerm2's, in any format the terminal knows. Without a name: that would be the sender's. */
export function iterm(bytes: Buffer, { columns, rows }: Fit): string {
  const about = `inline=1;size=${bytes.length};width=${columns};height=${rows};preserveAspectRatio=1`;
  return `\x1b]1337;File=${about}:${bytes.toString('base64')}\x07`;
}
