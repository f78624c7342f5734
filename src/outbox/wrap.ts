/**
 * The plain part of a letter at 72 columns. Lines of prose that are too long are broken at blanks, and between signs of
 * scripts that write none. What would be spoilt by it stays: code, tables, signatures, addresses of pages. A quoted line
 * stays quoted. No word is changed, and none is put where it would be read as a quote or a list.
 */
import { FIELD, fenceOf, goesOn, isLaidOut, POINT, quoteOf, WITHOUT_BLANKS } from './typed-lines.ts';
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
    // what is left of a line would else stand alone
    if (!stays && goesOn(typed, lines[n + 1])) over = wrapped.pop() ?? '';
    fence = fence === undefined ? mark : mark?.startsWith(fence) ? undefined : fence;
    isSignature ||= line === '-- ';
  }
  return wrapped.join('\n');
}

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

const BETWEEN =
  /(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}、。，．！？；：）」』】〉》])(?=[^、。，．！？；：）」』】〉》ー々…)\].,!?])|(?<=[^（「『【〈《([])(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}（「『【〈《])/u;

function partsOf(word: string): string[] {
  return WITHOUT_BLANKS.test(word) && !/^[a-z]+:\/\//i.test(word) ? word.split(BETWEEN) : [word];
}
