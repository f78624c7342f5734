import { addEmail } from './hosts.ts';
import { GAP, isDigit, JOINER, kindOf, LETTER, lowerOf, UNSPACED } from './letters.ts';
import { addExact, addLower, addName, addNumber, prefix } from './token-set.ts';

/**
 * Words of a text, where they begin and end. Scripts without blanks give every two neighbouring letters instead.
 * One pass; nothing is cut out of the text.
 */
const LONGEST_WORD = 28;
/** An address may be longer than a word. */
const LONGEST_ADDRESS = 100;
const DOLLAR = 36;
const HASH = 35;
const BANG = 33;
const PERCENT = 37;
const AT = 64;

const BODY = prefix('');
const CAPITALS = prefix('caps:');
const NUMBER = prefix('number:');

export type TakeWord = (text: string, from: number, to: number) => void;

/** Calls `take` for at most `most` words and says how many there were. */
export function eachWord(text: string, most: number, take: TakeWord): number {
  const end = text.length;
  let given = 0;
  for (let at = 0; at < end && given < most; ) {
    const kind = kindOf[text.charCodeAt(at)];
    if (kind === GAP) {
      at++;
      continue;
    }
    const stop = runEnd(text, at, kind === UNSPACED);
    given += kind === UNSPACED ? pairs(text, at, stop, most - given, take) : spaced(text, at, stop, take);
    at = stop;
  }
  return given;
}

function runEnd(text: string, at: number, unspaced: boolean): number {
  let to = at + 1;
  for (; to < text.length; to++) {
    const kind = kindOf[text.charCodeAt(to)];
    if (kind === GAP || (kind === UNSPACED) !== unspaced) break;
  }
  return to;
}

function pairs(text: string, from: number, to: number, most: number, take: TakeWord): number {
  if (to - from === 1) take(text, from, to);
  const last = Math.min(to - 2, from + most - 1);
  for (let at = from; at <= last; at++) take(text, at, at + 2);
  return Math.max(1, last - from + 1);
}

/** Without the marks around it, but for those that say something: `$9`, `#1`, `now!!`, `50%`. */
function spaced(text: string, start: number, stop: number, take: TakeWord): number {
  let from = start;
  let to = stop;
  while (from < to && isLoose(text.charCodeAt(from), DOLLAR, HASH)) from++;
  while (to > from && isLoose(text.charCodeAt(to - 1), BANG, PERCENT)) to--;
  if (to === from) return 0;
  take(text, from, to);
  return 1;
}

function isLoose(code: number, but: number, orBut: number): boolean {
  return kindOf[code] === JOINER && code !== but && code !== orBut;
}

/** A word of a body and what can be said of it. */
export function addBodyWord(text: string, from: number, to: number): void {
  const length = to - from;
  if (length > LONGEST_WORD) {
    addLongWord(text, from, to);
    return;
  }
  addLower(BODY, text, from, to);
  let capitals = 0;
  let small = 0;
  let digits = 0;
  let joiners = 0;
  let at = -1;
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (lowerOf[code] !== code) capitals++;
    else if (code >= 97 && code <= 122) small++;
    else if (isDigit(code)) digits++;
    else if (code === AT) at = i;
    else if (isInner(code)) joiners++;
  }
  if (capitals > 0 && small === 0 && length > 2) addExact(CAPITALS, text, from, to);
  addWithoutMarks(text, from, to);
  if (at >= 0) addEmail(text, from, at, to);
  else if (joiners > 0) addPieces(text, from, to);
  const first = text.charCodeAt(from);
  if (digits > 0 && (isDigit(first) || first === DOLLAR)) addNumber(NUMBER, text, from, to);
}

function addLongWord(text: string, from: number, to: number): void {
  addName(`long:${text[from]}${Math.min(20, Math.floor((to - from) / 10))}`);
  if (to - from > LONGEST_ADDRESS) return;
  const at = text.indexOf('@', from);
  if (at > from && at < to) addEmail(text, from, at, to);
}

/** `now!!!` is also `now`. */
function addWithoutMarks(text: string, from: number, to: number): void {
  let end = to;
  while (end > from && (text.charCodeAt(end - 1) === BANG || text.charCodeAt(end - 1) === PERCENT)) end--;
  if (end < to && end > from) addLower(BODY, text, from, end);
}

/** `e-mail` is also `mail`; pieces of one letter say nothing. */
function addPieces(text: string, from: number, to: number): void {
  for (let at = from; at < to; ) {
    let end = at;
    while (end < to && !isInner(text.charCodeAt(end))) end++;
    if (end - at > 1 && end - at < to - from) addLower(BODY, text, at, end);
    at = end + 1;
  }
}

function isInner(code: number): boolean {
  return code === 46 || code === 45 || code === 39 || code === 95;
}

/** No small letter in it, and at least one capital. */
export function isInCapitals(text: string, from: number, to: number): boolean {
  let capitals = 0;
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (lowerOf[code] !== code) capitals++;
    else if (kindOf[code] === LETTER && !isDigit(code)) return false;
  }
  return capitals > 0;
}
