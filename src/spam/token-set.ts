import { fillTables, isAsciiLetter, isDigit, lowerOf } from './letters.ts';

/**
 * The distinct tokens of one mail. A token is a prefix, which says where it stood, and a text; what is kept is a hash
 * of both, a whole number of 52 bits that a double holds exactly. Its highest bit says that it is of the body. Among a
 * million tokens hardly two share an id.
 *
 * There is one set for the whole process, and it is emptied for each mail: nothing here waits, so no two mails meet.
 */
export interface Prefix {
  readonly name: string;
  readonly low: number;
  readonly high: number;
}

/** Ids from here on are of the body, those below of the header. */
export const OF_BODY = 2 ** 51;
export const MOST_TOKENS = 40_000;
const SLOTS = 1 << 16;
const LONGEST_SHAPE = 40;

const table = new Float64Array(SLOTS);
/** A slot is taken when it bears the number of this mail, so nothing has to be wiped. */
const takenBy = new Uint32Array(SLOTS);
const found = new Float64Array(MOST_TOKENS);
let mail = 0;
let count = 0;
let low = 0;
let high = 0;
let half = 0;
let names: Map<number, string> | undefined;
const NONE = prefix('');

/** Tokens of the next mail; with `named` their texts are kept too. */
export function beginTokens(named = false): void {
  fillTables();
  mail = (mail + 1) >>> 0;
  if (mail === 0) takenBy.fill(0);
  if (mail === 0) mail = 1;
  count = 0;
  half = 0;
  names = named ? new Map() : undefined;
}

/** What comes now stands in the body. */
export function beginBody(): void {
  half = OF_BODY;
}

/** In the order in which they were first seen. */
export function endTokens(): Float64Array {
  return found.slice(0, count);
}

export function tokenNames(): ReadonlyMap<number, string> {
  return names ?? new Map();
}

export function prefix(name: string): Prefix {
  low = 0x1234567;
  high = 0x89abcde;
  for (let i = 0; i < name.length; i++) mix(name.charCodeAt(i));
  return { name, low, high };
}

/** A token that has no text but its name. */
export function addName(name: string): void {
  addExact(NONE, name);
}

/** `text` from `from` to `to`, as it is written. */
export function addExact(before: Prefix, text: string, from = 0, to = text.length): void {
  begin(before);
  for (let i = from; i < to; i++) mix(text.charCodeAt(i));
  finish(before, text, from, to, 'exact');
}

/** The same in lower case: `FREE` and `free` are one token. */
export function addLower(before: Prefix, text: string, from = 0, to = text.length): void {
  begin(before);
  for (let i = from; i < to; i++) mix(lowerOf[text.charCodeAt(i)] ?? 0);
  finish(before, text, from, to, 'lower');
}

/** Lower case, each digit a 9: `$1,000` and `$2,500` are one token. */
export function addNumber(before: Prefix, text: string, from: number, to: number): void {
  begin(before);
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    mix(isDigit(code) ? 57 : (lowerOf[code] ?? 0));
  }
  finish(before, text, from, to, 'number');
}

/** Runs of digits, capitals and small letters become one `9`, `A`, `a`: how programs make addresses, dates and ids. */
export function addShape(before: Prefix, text: string, from = 0, to = text.length): void {
  begin(before);
  let last = 0;
  for (let i = from, kept = 0; i < to && kept < LONGEST_SHAPE; i++) {
    const code = shapeOf(text.charCodeAt(i));
    if (code === last && (code === 57 || code === 65 || code === 97)) continue;
    last = code;
    kept++;
    mix(code);
  }
  finish(before, text, from, to, 'shape');
}

/** The id of a text by itself, the same as of a token without prefix. */
export function idOf(text: string): number {
  begin(NONE);
  for (let i = 0; i < text.length; i++) mix(text.charCodeAt(i));
  return lowerHalf() + upperHalf() * 2 ** 32 || 1;
}

function begin(before: Prefix): void {
  low = before.low;
  high = before.high;
}

function mix(code: number): void {
  low = Math.imul(low ^ code, 0x5bd1e995);
  low ^= low >>> 15;
  high = Math.imul(high ^ code, 0x1b873593);
  high ^= high >>> 13;
}

type As = 'exact' | 'lower' | 'number' | 'shape';

function finish(before: Prefix, text: string, from: number, to: number, as: As): void {
  const lower = lowerHalf();
  // 0 is an empty slot in the model.
  const id = half + upperHalf() * 2 ** 32 + lower || 1;
  let slot = (lower ^ (lower >>> 16)) & (SLOTS - 1);
  while (takenBy[slot] === mail) {
    if (table[slot] === id) return;
    slot = (slot + 1) & (SLOTS - 1);
  }
  if (count >= MOST_TOKENS) return;
  takenBy[slot] = mail;
  table[slot] = id;
  found[count++] = id;
  if (names !== undefined) names.set(id, before.name + nameOf(text.slice(from, to), as));
}

function lowerHalf(): number {
  const mixed = Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function upperHalf(): number {
  return Math.imul(high ^ (high >>> 15), 0x85ebca6b) >>> 13;
}

function nameOf(text: string, as: As): string {
  if (as === 'exact') return text;
  if (as === 'lower') return text.toLowerCase();
  if (as === 'number') return text.toLowerCase().replace(/\d/g, '9');
  return text
    .replace(/\d+/g, '9')
    .replace(/[A-Z]+/g, 'A')
    .replace(/[a-z]+/g, 'a')
    .replace(/[^\0-\x7e]/g, '?')
    .slice(0, LONGEST_SHAPE);
}

function shapeOf(code: number): number {
  if (isDigit(code)) return 57;
  if (isAsciiLetter(code)) return code < 97 ? 65 : 97;
  return code > 126 ? 63 : code;
}
