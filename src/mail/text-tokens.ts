import { decodeEntities } from './entities.ts';
import { findTokens } from './reply-token.ts';

/**
 * Reply tokens in the text of a mail, the quoted part too: the last line of every letter holds one. Mail programs wrap
 * that line, put `> ` before its pieces, make it a link or lose its brackets, so white space and quote marks between
 * the pieces of a token are passed over. What is found is spelled exactly as it was written, and is not checked here.
 */
export interface TextToken {
  readonly token: string;
  /** It stood in `[#…]`, as only ours do. */
  readonly marked: boolean;
}

/** At each end of the text; time is bounded by it, whatever the size. */
const LOOKED_AT = 256 * 1024;
const MOST = 10;
/** What a wrapped line leaves between two pieces: white space, quote marks, letters without width. */
const GAPS = '\\s>|\\u00ad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2069';
const GAP = new RegExp(`[${GAPS}]+`, 'g');
const MARKED = new RegExp(`\\[[${GAPS}]{0,9}#([0-9a-z${GAPS}-]{29,300})\\]`, 'gi');
/** Programs wrap at hyphens. Lower case only: a bare token that lost its case is nobody's. */
const BARE = new RegExp(
  `(?<![0-9A-Za-z])(\\d{1,15}-)[${GAPS}]{0,40}(\\d{1,15}-)[${GAPS}]{0,40}([0-9a-z][a-z2-7]{26})(?![0-9A-Za-z])`,
  'g',
);

/** Each once, those in their brackets first, at most ten of either kind. */
export function tokensInText(text: string): TextToken[] {
  const readable = looseEnds(text);
  const marked = firstFew(marksIn(readable), []);
  const bare = firstFew(bareIn(readable), marked);
  return [...marked.map(token => ({ token, marked: true })), ...bare.map(token => ({ token, marked: false }))];
}

/** The beginning and the end, with the brackets and the # as letters again where a program had written them as codes. */
function looseEnds(text: string): string {
  const ends = text.length <= 2 * LOOKED_AT ? text : `${text.slice(0, LOOKED_AT)} … ${text.slice(-LOOKED_AT)}`;
  return decodeEntities(ends).replace(/%(?:23|5b|5d)/gi, code => decodeURIComponent(code));
}

function* marksIn(text: string): Generator<string> {
  for (const [, inside = ''] of text.matchAll(MARKED)) yield* findTokens(inside.replace(GAP, ''));
}

function* bareIn(text: string): Generator<string> {
  for (const [, ticket, person, mac] of text.matchAll(BARE)) yield `${ticket}${person}${mac}`;
}

/** A thread that repeats one token counts it once. */
function firstFew(tokens: Iterable<string>, known: readonly string[]): string[] {
  const found = new Set<string>();
  for (const token of tokens) {
    if (!known.includes(token)) found.add(token);
    if (found.size === MOST) break;
  }
  return [...found];
}
