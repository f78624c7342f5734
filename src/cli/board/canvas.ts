/**
 * A screen as cells. Whatever is put on it is cleaned here, once more, so that nothing a stranger wrote can steer the
 * terminal, whatever path it came by. Pure but for being filled.
 */
import { forTerminal } from '../../mail/clean.ts';
import { isPlain, widthOf } from '../../outbox/width.ts';
import type { Style } from '../terminal.ts';
import type { Spans } from './spans.ts';
import type { Size } from './state.ts';

export interface Row {
  /** A letter with its marks; '' is the second half of a wide one. */
  readonly letters: string[];
  readonly styles: (Style | undefined)[];
  /** Terminals do not agree how wide some of its letters are. */
  odd: boolean;
}

export interface Canvas extends Size {
  readonly cells: readonly Row[];
  /** Where somebody types; undefined: nowhere. */
  cursor: { readonly row: number; readonly column: number } | undefined;
}

/** Marks piled on one letter beyond this are cut off. */
const LONGEST_LETTER = 24;

export function blank({ columns, rows }: Size): Canvas {
  const cells = Array.from({ length: rows }, () => ({
    letters: new Array<string>(columns).fill(' '),
    styles: new Array<Style | undefined>(columns).fill(undefined),
    odd: false,
  }));
  return { columns, rows, cells, cursor: undefined };
}

/** Writes the spans from that place on, in at most `width` columns; what is cut off is shown by an ellipsis. */
export function put(canvas: Canvas, row: number, column: number, width: number, spans: Spans): number {
  const line = canvas.cells[row];
  if (!line || width <= 0) return column;
  const end = Math.min(canvas.columns, column + width);
  let at = column;
  for (const { text, style } of spans) {
    const clean = forTerminal(text, { multiline: false });
    for (const letter of lettersOf(clean)) {
      const wide = columnsOf(letter);
      if (wide === 0) continue;
      if (at + wide > end) return cutOff(line, at, end, style);
      set(line, at, letter, style);
      if (wide === 2) {
        set(line, at + 1, ' ', style);
        line.letters[at + 1] = '';
      }
      if (!isSimple(letter)) line.odd = true;
      at += wide;
    }
  }
  return at;
}

/** The whole row of a pane in one style, what is written on it too. */
export function tint(canvas: Canvas, row: number, column: number, width: number, style: Style): void {
  canvas.cells[row]?.styles.fill(style, column, column + width);
}

function cutOff(line: Row, at: number, end: number, style: Style | undefined): number {
  set(line, Math.min(at, end - 1), '…', style);
  for (let rest = at + 1; rest < end; rest++) set(line, rest, ' ', style);
  return end;
}

/** Half of a wide letter never stays alone. */
function set({ letters, styles }: Row, at: number, letter: string, style: Style | undefined): void {
  if (letters[at] === '') letters[at - 1] = ' ';
  if (letters[at + 1] === '') letters[at + 1] = ' ';
  letters[at] = letter;
  styles[at] = style;
}

/** A terminal has two columns at most for anything. */
function columnsOf(letter: string): number {
  if (isPlain(letter)) return 1;
  const known = widths.get(letter);
  if (known !== undefined) return known;
  if (widths.size > 20_000) widths.clear();
  const measured = Math.min(2, widthOf(letter));
  widths.set(letter, measured);
  return measured;
}

const widths = new Map<string, number>();

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function* lettersOf(text: string): Generator<string> {
  if (isPlain(text)) yield* text;
  else for (const { segment } of graphemes.segment(text)) yield segment.slice(0, LONGEST_LETTER);
}

/** Every terminal draws it in as many columns: plain letters in one, those of Chinese, Japanese and Korean in two. */
function isSimple(letter: string): boolean {
  if (letter.length > 1) return false;
  return (
    isPlain(letter) ||
    /[\u2500-\u257f\u3001-\u3029\u3041-\u3096\u30a1-\u30fa\u3400-\u9fff\uac00-\ud7a3\uff01-\uff60]/.test(letter)
  );
}
