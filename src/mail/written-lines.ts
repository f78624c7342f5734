import { ENDS_WITH_WROTE } from './head-labels.ts';

/**
 * The lines of a text as those who look for old words see them. A `>` before a line is not always a quote: a program
 * that breaks lines puts the end of `<ann@x.example>` there, and mbox puts one before `From `. And a quoted line that
 * was broken again goes on below without its sign.
 */
export interface Line {
  /** At most TESTED letters, trimmed, without quote signs and without marks that nobody sees. */
  readonly text: string;
  /** How many `>` stand before it. */
  readonly depth: number;
  readonly blank: boolean;
  /** Letters as written. */
  readonly length: number;
}

const TESTED = 1000;
const UNSEEN = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;
/** Not a quote but an arrow: `>>> >>>  http://x <<<`. */
const ARROWS = /^>{2,}\s{0,3}>{2,}\s+\S.*<{2,}/;

export function linesOf(written: readonly string[]): readonly Line[] {
  const lines = written.map(lineOf);
  for (let n = 0; n < lines.length; n++) {
    const line = lines[n];
    if (line === undefined || line.blank) continue;
    if (line.depth > 0 && isNoQuote(lines, n, line)) {
      lines[n] = { ...line, text: `>${line.text}`, depth: 0, blank: false };
    } else if (line.depth === 0 && isBrokenOff(lines, n, line)) {
      lines[n] = { ...line, depth: lines[n - 1]?.depth ?? 0 };
    }
  }
  return lines;
}

function lineOf(written: string): Line {
  const start = written.slice(0, TESTED);
  const seen = /^[\x20-\x7e\t\r]*$/.test(start) ? start : start.replace(UNSEEN, '').replace(/\s/g, ' ');
  const signs = /^\s{0,3}(?:>\s?){1,40}/.exec(seen)?.[0] ?? '';
  const isQuote = signs !== '' && !ARROWS.test(seen.trim());
  const text = isQuote ? seen.slice(signs.length).trim() : seen.trim();
  const depth = isQuote ? signs.replace(/[^>]/g, '').length : 0;
  return { text, depth, blank: text === '' && depth === 0, length: written.length };
}

/** The `>` that closes what the line above opened, and `>From ` of an mbox. */
function isNoQuote(lines: readonly Line[], n: number, line: Line): boolean {
  const above = lines[n - 1];
  const isNextToQuote = (above?.depth ?? 0) > 0 || (lines[n + 1]?.depth ?? 0) > 0;
  if (/^From\s/.test(line.text)) return line.depth === 1 && !isNextToQuote;
  if (line.depth === 1 && !isNextToQuote && isEndOfAttribution(line.text)) return true;
  const opener = above?.blank ? lines[n - 2] : above;
  return line.depth === 1 && opener?.depth === 0 && /<[^<>]{0,200}$/.test(opener.text) && /[:：]$/.test(line.text);
}

/** `> wrote:` */
function isEndOfAttribution(text: string): boolean {
  return text.length < 30 && /[:：]$/.test(text) && ENDS_WITH_WROTE.test(text.replace(/\s?[:：]$/, ''));
}

const BROKEN_AT = 74;
const REST = 60;

/**
 * Between two quoted lines, with no empty line around it, and either the rest of a bracket that the line above opened,
 * or the rest of a full line that ends in the middle of a sentence: an answer is not written there.
 */
function isBrokenOff(lines: readonly Line[], n: number, line: Line): boolean {
  const above = lines[n - 1];
  if (above === undefined || above.depth === 0 || !lines[n + 1]?.depth) return false;
  if (/[(<][^()<>]{0,300}$/.test(above.text) && /^[^()<>\s]{1,200}[)>]$/.test(line.text)) return true;
  if (/^\(?\w{1,10}:\/\/[^\s<>]{1,300}\s?>$/.test(line.text)) return true;
  const isFull = above.length >= BROKEN_AT && above.length < TESTED && !/[.?!:;…]$/.test(above.text);
  return isFull && line.length < REST && /^[\p{Ll}\d(]/u.test(line.text);
}

/** The nearest written line above line `n`, over `gap` empty ones at most; -1 when there is none. */
export function writtenAbove(lines: readonly Line[], n: number, gap = 3): number {
  for (let above = n - 1; above >= 0 && above >= n - 1 - gap; above--) if (lines[above]?.blank === false) return above;
  return -1;
}

/** Same, below: the next written line at or behind `n`. */
export function writtenBelow(lines: readonly Line[], n: number, gap = 3): number {
  for (let below = n; below < lines.length && below <= n + gap; below++)
    if (lines[below]?.blank === false) return below;
  return -1;
}

/** Lines of nothing but dashes, underscores and the like. */
export function isRule(text: string, least = 2): boolean {
  return text.length >= least && /^(?:[-–—]+|_+|=+|\*+|~+|#+)$/.test(text);
}

/** A rule that stands right above belongs to what it announces. */
export function fromRule(lines: readonly Line[], from: number): number {
  const above = writtenAbove(lines, from, 2);
  const line = lines[above];
  return line !== undefined && line.depth === lines[from]?.depth && isRule(line.text, 3) ? above : from;
}
