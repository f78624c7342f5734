/**
 * The plain part of a letter at 72 columns. Lines of prose that are too long are broken at blanks, and between signs of
 * scripts that write none. What would be spoilt by it stays: code, tables, signatures, addresses of pages. A quoted line
 * stays quoted. No word is changed, and none is put where it would be read as a quote or a list.
 */
import { widthOf } from './width.ts';

export const COLUMNS = 72;

/** Longer words are not measured sign by sign: they do not fit anyway. */
const LONG_WORD = 8 * COLUMNS;
/** A line beyond this was written by no person, and is left to the encoding of the mail. */
const LONGEST_LINE = 100_000;

/** Text as somebody typed it: its lines stay lines, long ones become several. */
export function wrapText(text: string, columns = COLUMNS): string {
  const wrapped: string[] = [];
  const lines = text.split('\n');
  let fence: string | undefined;
  let isSignature = false;
  let over = '';
  for (const [n, typed] of lines.entries()) {
    const line = over === '' ? typed : `${over} ${typed.slice(quoteOf(typed).length)}`;
    over = '';
    const mark = fenceOf(line);
    const stays = isSignature || fence !== undefined || mark !== undefined || mustStay(line, columns);
    if (stays) wrapped.push(line);
    else wrapped.push(...wrapLine(line, columns));
    if (!stays && goesOn(typed, lines[n + 1])) over = wrapped.pop() ?? '';
    fence = fence === undefined ? mark : mark?.startsWith(fence) ? undefined : fence;
    isSignature ||= line === '-- ';
  }
  return wrapped.join('\n');
}

/** Programs of mail end the lines of a paragraph somewhere below this. */
const FULL_LINE = 80;
/** A shorter line with a capital may be a name below a closing. */
const LONGEST_NAME = 30;

/**
 * Whether a paragraph was broken here by a program with more columns than ours: what is left of the line goes on to the
 * next, where it would else stand alone.
 */
function goesOn(line: string, next: string | undefined): boolean {
  const quote = quoteOf(line);
  if (next === undefined || line.length > FULL_LINE || quoteOf(next) !== quote) return false;
  const [rest, follows] = [line.slice(quote.length), next.slice(quote.length)];
  if (!isProse(rest) || !isProse(follows) || WITHOUT_BLANKS.test(`${rest.at(-1)}${follows[0]}`)) return false;
  return /^\p{Ll}/u.test(follows) || (!/[.:;!?…]$/.test(rest) && follows.length >= LONGEST_NAME);
}

function isProse(line: string): boolean {
  return (
    /^[^\s#>|]/.test(line) &&
    !/ $/.test(line) &&
    !POINT.test(line) &&
    !FIELD.test(line) &&
    !fenceOf(line) &&
    !isLaidOut(line)
  );
}

function quoteOf(line: string): string {
  return /^(?: ?>){1,20} ?/.exec(line)?.[0] ?? '';
}

/** The signs that begin or end a block of code. */
export function fenceOf(line: string): string | undefined {
  return /^[> ]{0,12}(`{3,}|~{3,})/.exec(line)?.[1];
}

/** Code, a table, columns that were lined up by hand. */
export function isLaidOut(line: string): boolean {
  return /^(?: {4}|\t)|\|[^|]*\||\S {3,}\S|\S\t+\S/.test(line);
}

/** `Reason:   no such user`: a field as notices write one. */
const FIELD = /^\p{L}[\p{L} -]{0,20}: {2,}(?=\S)/u;

function mustStay(line: string, columns: number): boolean {
  return line.length > LONGEST_LINE || isLaidOut(line.replace(FIELD, '')) || fits(line, columns);
}

function fits(line: string, columns: number): boolean {
  return line.length <= columns * 4 && widthOf(line) <= columns;
}

/** A quote goes on with its signs, a point of a list and a field below its first word. */
export function wrapLine(line: string, columns = COLUMNS): string[] {
  const quote = quoteOf(line);
  const rest = line.slice(quote.length);
  const field = FIELD.exec(rest)?.[0];
  const point = field ?? POINT.exec(rest)?.[0] ?? '';
  if (isLaidOut(field === undefined ? rest : rest.slice(field.length))) return [line];
  const first = quote + point;
  return breakWords(line.slice(first.length), first, quote + ' '.repeat(widthOf(point)), columns);
}

/** `- `, `* `, `12. `, `• `, with what stands before it. */
export const POINT = /^ {0,3}(?:[-*+•–]|\d{1,9}[.)]) +/;

function breakWords(text: string, first: string, next: string, columns: number): string[] {
  const lines: string[] = [];
  let line = first;
  let used = widthOf(first);
  let isEmpty = true;
  for (const { word, blanks } of wordsOf(text)) {
    const width = word.length > LONG_WORD ? word.length : widthOf(word);
    if (!isEmpty && used + blanks.length + width > columns) {
      lines.push(line);
      line = next + word;
      used = widthOf(next) + width;
    } else {
      line += blanks + word;
      used += blanks.length + width;
    }
    isEmpty = false;
  }
  return [...lines, line];
}

interface Word {
  /** Before it; none between signs of a script that writes none. */
  readonly blanks: string;
  readonly word: string;
}

/** What a new line may begin with; what it may not stays behind the word before it. */
function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const [, blanks = '', word = ''] of text.matchAll(/( *)([^ ]+)/g)) {
    const last = words.at(-1);
    if (last !== undefined && NEVER_FIRST.test(word)) {
      words[words.length - 1] = { blanks: last.blanks, word: last.word + blanks + word };
      continue;
    }
    for (const [n, part] of partsOf(word).entries()) words.push({ blanks: n === 0 ? blanks : '', word: part });
  }
  return words;
}

/** It would become a quote, a list, a heading or the beginning of code. */
const NEVER_FIRST = /^(?:>|[-+*•–—]$|--|\d{1,9}[.)]$|#{1,6}$|```|~~~|[»!?:;]+$)/;

const WITHOUT_BLANKS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const BETWEEN =
  /(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}、。，．！？；：）」』】〉》])(?=[^、。，．！？；：）」』】〉》ー々…)\].,!?])|(?<=[^（「『【〈《([])(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}（「『【〈《])/u;

function partsOf(word: string): string[] {
  return WITHOUT_BLANKS.test(word) && !/^[a-z]+:\/\//i.test(word) ? word.split(BETWEEN) : [word];
}
