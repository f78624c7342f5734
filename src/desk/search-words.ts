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

interface Word extends Place {
  readonly word: string;
}

/** Letters of a text that are indexed, and therefore looked at. */
const MOST_LETTERS = 100_000;
const WORDS = /[\p{L}\p{N}\p{M}\p{Co}]+/gu;
const MARKS = /[\u0300-\u036f]/g;

export function searchWords(text: string): string[] {
  return wordsOf(text).map(({ word }) => word);
}

function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const found of bounded(text, MOST_LETTERS).matchAll(WORDS)) {
    const word = folded(found[0]);
    if (/[\p{L}\p{N}\p{Co}]/u.test(word)) words.push({ word, start: found.index, end: found.index + found[0].length });
  }
  return words;
}

function folded(word: string): string {
  if (/^[\x20-\x7e]*$/.test(word)) return word.toLowerCase();
  return word.normalize('NFD').replace(MARKS, '').toLowerCase();
}

/** Where each of those sought stands in a text, in the order they were given. */
export function placesOf(
  text: string,
  sought: readonly Sought[],
): { readonly words: number; readonly places: Place[][] } {
  const words = wordsOf(text);
  return { words: words.length, places: sought.map(one => placesOfOne(words, one)) };
}

function placesOfOne(words: readonly Word[], { words: wanted, prefix }: Sought): Place[] {
  const places: Place[] = [];
  const last = wanted.length - 1;
  for (let at = 0; at + last < words.length; at++) {
    const fits = wanted.every((word, i) =>
      i === last && prefix ? words[at + i]!.word.startsWith(word) : words[at + i]!.word === word,
    );
    if (fits) places.push({ start: words[at]!.start, end: words[at + last]!.end });
  }
  return places;
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
