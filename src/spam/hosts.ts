import { addLower, type Prefix, prefix } from './token-set.ts';

/** Hosts by their levels, for a sender changes the first label and keeps the last; addresses by what they are made of. */
export interface HostPrefixes {
  readonly whole: Prefix;
  readonly domain: Prefix;
  readonly below: Prefix;
  readonly top: Prefix;
}

export const LONGEST_HOST = 255;
const LONGEST_LOCAL = 100;
const AROUND = new Set(Array.from('<>,;:"()@', sign => sign.charCodeAt(0)));
const DOT = 46;
const BODY_ADDRESS = prefix('address:');
const BODY_HOST = hostPrefixes('address');

export function hostPrefixes(where: string): HostPrefixes {
  return {
    whole: prefix(`${where}.host:`),
    domain: prefix(`${where}.domain:`),
    below: prefix(`${where}.below:`),
    top: prefix(`${where}.top:`),
  };
}

/** `a.b.example.org`: the whole, the last two labels, the last three and the last. */
export function addHost(where: HostPrefixes, text: string, from: number, stop: number): void {
  const to = Math.min(stop, from + LONGEST_HOST);
  if (to <= from) return;
  addLower(where.whole, text, from, to);
  const last = dotBefore(text, from, to);
  addLower(where.top, text, last + 1, to);
  if (last < from) return;
  const second = dotBefore(text, from, last);
  addLower(where.domain, text, second + 1, to);
  if (second < from) return;
  addLower(where.below, text, dotBefore(text, from, second) + 1, to);
}

/** In a body: `at` is where its @ stands. */
export function addEmail(text: string, from: number, at: number, to: number): void {
  addLower(BODY_ADDRESS, text, from, to);
  addHost(BODY_HOST, text, at + 1, to);
}

/** Calls `take` with the beginning, the @ and the end of at most `most` addresses and says how many there were. */
export function eachAddress(text: string, most: number, take: (from: number, at: number, to: number) => void): number {
  let count = 0;
  let end = 0;
  for (let at = text.indexOf('@'); at >= 0 && count < most; at = text.indexOf('@', Math.max(end, at + 1))) {
    let from = at;
    while (from > Math.max(end, at - LONGEST_LOCAL) && isOfAddress(text.charCodeAt(from - 1))) from--;
    let to = at + 1;
    while (to < at + LONGEST_HOST && to < text.length && isOfAddress(text.charCodeAt(to))) to++;
    if (from === at || to === at + 1) continue;
    take(from, at, to);
    count++;
    end = to;
  }
  return count;
}

/** Anything but blanks and what stands around addresses: `<>,;:"()`. */
function isOfAddress(code: number): boolean {
  return code > 32 && code !== 0xa0 && !AROUND.has(code);
}

/** `from - 1` when there is none. */
function dotBefore(text: string, from: number, to: number): number {
  for (let i = to - 1; i >= from; i--) if (text.charCodeAt(i) === DOT) return i;
  return from - 1;
}
