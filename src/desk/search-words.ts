/**
 * Words as the search tells them apart: runs of letters and digits, without marks and in lower case, so that "creme"
 * finds "Crème". The database splits texts by the same rule; here it is for what people type and for marking hits.
 */
import { bounded } from '../mail/clean.ts';

/** What is sought: words one behind the other; the last one may go on when `prefix`. */
export interface Sought {
  readonly words: readonly string[];
  readonly prefix: boolean;
  /** Only there; undefined: anywhere. */
  readonly within?: Part;
}

export type Part = 'subject' | 'author' | 'files';

/** From the index of its first letter to behind its last. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** Letters of a text that are indexed, and therefore looked at. */
const MOST_LETTERS = 100_000;
const WORDS = /[\p{L}\p{N}\p{M}\p{Co}]+/gu;
const MARKS = /[\u0300-\u036f]/g;

export function searchWords(text: string): string[] {
  return (bounded(text, MOST_LETTERS).match(WORDS) ?? []).map(folded).filter(word => /[\p{L}\p{N}\p{Co}]/u.test(word));
}

function folded(word: string): string {
  return word.normalize('NFD').replace(MARKS, '').toLowerCase();
}

/** Where each of those sought stands in a text, in the order they were given. */
export function placesOf(text: string, sought: readonly Sought[]): Place[][] {
  const read = legible(bounded(text, MOST_LETTERS));
  return sought.map(one => placesOfOne(read, one));
}

/** A text in which words can be compared: letters without marks, in lower case, and where each stood. */
interface Legible {
  readonly letters: string;
  /** Undefined where every letter is where it was, as in nearly all texts. */
  readonly at?: readonly number[];
}

/** Marks of their own, letters that are parted into several, and halves of letters. */
const CHANGES_LENGTH = /\u0130|[\u0300-\u036f]|[\u1100-\u11ff\uac00-\ud7af\ud800-\udfff]/;

function legible(text: string): Legible {
  if (!CHANGES_LENGTH.test(text)) return { letters: text.toLowerCase().replace(/[^\x00-\x7f]/g, plain) };
  const at: number[] = [];
  let letters = '';
  let place = 0;
  for (const letter of text) {
    const own = folded(letter);
    letters += own;
    for (let i = 0; i < own.length; i++) at.push(place);
    place += letter.length;
  }
  at.push(place);
  return { letters, at };
}

/** There are some ten thousand letters, and of each text the same few. */
const PLAIN = new Map<string, string>();

/** The letter without its marks, when that is one letter too. */
function plain(letter: string): string {
  let known = PLAIN.get(letter);
  if (known === undefined) {
    const bare = folded(letter);
    known = bare.length === 1 ? bare : letter;
    PLAIN.set(letter, known);
  }
  return known;
}

function placesOfOne({ letters, at }: Legible, { words, prefix }: Sought): Place[] {
  const places: Place[] = [];
  const [first = '', ...others] = words;
  for (let start = letters.indexOf(first); start >= 0 && first !== ''; start = letters.indexOf(first, start + 1)) {
    if (start > 0 && isOfWord(letters, start - 1)) continue;
    const end = endOfWords(letters, start + first.length, others, prefix);
    if (end !== undefined) places.push(at ? { start: at[start]!, end: at[end]! } : { start, end });
  }
  return places;
}

/** Where the last word ends, when the others follow the first; undefined when they do not. */
function endOfWords(letters: string, from: number, others: readonly string[], prefix: boolean): number | undefined {
  let end = from;
  for (const word of others) {
    if (isOfWord(letters, end)) return undefined;
    while (end < letters.length && !isOfWord(letters, end)) end++;
    if (!letters.startsWith(word, end)) return undefined;
    end += word.length;
  }
  if (prefix) while (isOfWord(letters, end)) end++;
  return isOfWord(letters, end) ? undefined : end;
}

const LETTER = /[\p{L}\p{N}\p{M}\p{Co}]/u;

function isOfWord(letters: string, at: number): boolean {
  const unit = letters.charCodeAt(at);
  if (unit < 0x80) return (unit > 96 && unit < 123) || (unit > 47 && unit < 58) || (unit > 64 && unit < 91);
  // the second half of a letter belongs to the first
  if (unit >= 0xdc00 && unit < 0xe000) return at > 0 && isOfWord(letters, at - 1);
  return !Number.isNaN(unit) && LETTER.test(String.fromCodePoint(letters.codePointAt(at)!));
}

/** A piece of text, and whether it is what was sought. */
export interface Piece {
  readonly text: string;
  readonly hit: boolean;
}

/** UTF-16 units of a snippet, and how many of them may stand before its first hit. */
const LENGTH = 160;
const BEFORE = 40;

/** The part of a text with the most of what was sought, on one line; its beginning when there is nothing of it. */
export function snippetOf(text: string, places: readonly Place[]): Piece[] {
  const inOrder = places.toSorted((a, b) => a.start - b.start || b.end - a.end);
  const start = blankBefore(text, densest(inOrder) - BEFORE);
  const end = blankBehind(text, start + LENGTH);
  return withEllipses(text, { start, end }, marked(text, { start, end }, inOrder));
}

/** Where the hit begins behind which most others follow within the length of a snippet. */
function densest(places: readonly Place[]): number {
  let best = { at: 0, count: 0 };
  let last = 0;
  for (let first = 0; first < places.length; first++) {
    while (last < places.length && places[last]!.end <= places[first]!.start + LENGTH - BEFORE) last++;
    if (last - first > best.count) best = { at: places[first]!.start, count: last - first };
  }
  return best.at;
}

function blankBefore(text: string, at: number): number {
  if (at <= 0) return 0;
  const blank = text.slice(at, at + BEFORE).search(/\s/);
  return blank < 0 ? evenly(text, at) : at + blank + 1;
}

function blankBehind(text: string, at: number): number {
  if (at >= text.length) return text.length;
  const blank = text.slice(at - BEFORE, at).search(/\s\S*$/);
  return blank < 0 ? evenly(text, at) : at - BEFORE + blank;
}

/** Not between the halves of a surrogate pair. */
function evenly(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at;
}

function marked(text: string, { start, end }: Place, places: readonly Place[]): Piece[] {
  const pieces: Piece[] = [];
  let at = start;
  const put = (to: number, hit: boolean) => {
    if (to > at) pieces.push({ text: text.slice(at, to).replace(/\s+/g, ' '), hit });
    at = Math.max(at, to);
  };
  for (const place of places) {
    if (place.start < at || place.end > end) continue;
    put(place.start, false);
    put(place.end, true);
  }
  put(end, false);
  return pieces;
}

function withEllipses(text: string, { start, end }: Place, pieces: readonly Piece[]): Piece[] {
  const before = text.slice(0, start).trim() === '' ? [] : [{ text: '… ', hit: false }];
  const behind = text.slice(end).trim() === '' ? [] : [{ text: ' …', hit: false }];
  return [...before, ...pieces, ...behind];
}
