/**
 * Cutting and padding texts to the columns of a terminal. Counts what is seen (outbox/width.ts), and a cut never falls
 * inside an emoji family or between a letter and its marks.
 */
import { isPlain, widthOf } from '../outbox/width.ts';

/** A grapheme longer than this is a pile of marks that somebody made on purpose. */
const LONGEST_GRAPHEME = 24;

/** At most `columns` wide; what was cut is shown by an ellipsis. Looks at no more of the text than can be seen. */
export function truncate(text: string, columns: number): string {
  const seen = text.length > columns * LONGEST_GRAPHEME ? text.slice(0, columns * LONGEST_GRAPHEME) : text;
  if (seen === text && widthOf(text) <= columns) return text;
  return columns < 1 ? '' : `${fitting(seen, columns - 1)}…`;
}

export function padEnd(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - widthOf(text)));
}

export function padStart(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - widthOf(text))) + text;
}

/** Breaks one line at blanks, and inside a word that is wider than the line. */
export function wrap(line: string, columns: number): string[] {
  if (line.length <= columns && isPlain(line)) return [line];
  const lines: string[] = [];
  let current = '';
  for (const word of pieces(line, columns)) {
    if (current !== '' && widthOf(current) + widthOf(withoutBlankEnd(word)) > columns) {
      lines.push(withoutBlankEnd(current));
      current = '';
    }
    current += word;
  }
  return [...lines, withoutBlankEnd(current)];
}

/** Words with the blanks after them, none wider than the line. */
function* pieces(line: string, columns: number): Generator<string> {
  for (const [word] of line.matchAll(/[^ ]* *|[^ ]+/g)) {
    let rest = word;
    while (widthOf(withoutBlankEnd(rest)) > columns) {
      const head = fitting(rest.slice(0, columns * LONGEST_GRAPHEME), columns) || [...rest][0]!;
      yield head;
      rest = rest.slice(head.length);
    }
    yield rest;
  }
}

function fitting(text: string, columns: number): string {
  const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  let taken = '';
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    const shown = segment.slice(0, LONGEST_GRAPHEME);
    used += widthOf(shown);
    if (used > columns) break;
    taken += shown;
  }
  return withoutBlankEnd(taken);
}

/** Only blanks: what else counts as white space (U+2028) is a sign of its own here. */
function withoutBlankEnd(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === ' ') end--;
  return text.slice(0, end);
}
