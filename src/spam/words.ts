import { addEmail } from './hosts.ts';
import { AT, CAPITAL, DIGIT, GAP, INNER, isDigit, JOINER, kindOf, MARK, SMALL, traitOf, UNSPACED } from './letters.ts';
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
const AT_SIGN = 64;

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
  let traits = 0;
  for (let i = from; i < to; i++) traits |= traitOf[text.charCodeAt(i)]!;
  if (traits === SMALL) return;
  if ((traits & (CAPITAL | SMALL)) === CAPITAL && length > 2) addExact(CAPITALS, text, from, to);
  if (traits & MARK) addWithoutMarks(text, from, to);
  if (traits & AT) addEmail(text, from, atSign(text, from, to), to);
  else if (traits & INNER) addPieces(text, from, to);
  const first = text.charCodeAt(from);
  if (traits & DIGIT && (isDigit(first) || first === DOLLAR)) addNumber(NUMBER, text, from, to);
}

function addLongWord(text: string, from: number, to: number): void {
  addName(`long:${text[from]}${Math.min(20, Math.floor((to - from) / 10))}`);
  if (to - from > LONGEST_ADDRESS) return;
  const at = atSign(text, from, to);
  if (at > from) addEmail(text, from, at, to);
}

/** The last one in the word, `from` when there is none. */
function atSign(text: string, from: number, to: number): number {
  let at = to - 1;
  while (at > from && text.charCodeAt(at) !== AT_SIGN) at--;
  return at;
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
    while (end < to && (traitOf[text.charCodeAt(end)]! & INNER) === 0) end++;
    if (end - at > 1 && end - at < to - from) addLower(BODY, text, at, end);
    at = end + 1;
  }
}

/** No small letter in it, and at least one capital. */
export function isInCapitals(text: string, from: number, to: number): boolean {
  let traits = 0;
  for (let i = from; i < to; i++) traits |= traitOf[text.charCodeAt(i)]!;
  return (traits & (CAPITAL | SMALL)) === CAPITAL;
}
