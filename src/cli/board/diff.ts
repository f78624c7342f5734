/**
 * The bytes that make one screen out of another: only cells that changed are written. A line with letters whose width
 * terminals disagree about is written as a whole, each such letter followed by a word where the cursor is. Pure.
 */
import type { Style } from '../terminal.ts';
import type { Canvas, Row } from './canvas.ts';

const SGR: Readonly<Record<Style, string>> = {
  bold: '1',
  dim: '2',
  red: '31',
  green: '32',
  yellow: '33',
  cyan: '36',
  inverse: '7',
};
/** Going to another place costs about so many bytes: unchanged cells between two changes that are fewer are written again. */
const GAP = 6;

export interface Look {
  readonly colour: boolean;
}

export function difference(before: Canvas | undefined, after: Canvas, look: Look): string {
  const same = before !== undefined && before.columns === after.columns && before.rows === after.rows;
  const pen = penFor(look);
  const parts = [same ? '' : '\x1b[0m\x1b[2J'];
  for (const [row, line] of after.cells.entries()) {
    const old = same ? before.cells[row] : undefined;
    parts.push(lineDifference(old, line, row, pen));
  }
  parts.push(pen.off());
  const body = parts.join('');
  const cursor = cursorWords(same ? before.cursor : undefined, after.cursor, body !== '' || !same);
  // a cursor that jumps while lines are drawn flickers
  return body !== '' && same && before.cursor ? `\x1b[?25l${body}${cursor}` : body + cursor;
}

function lineDifference(old: Row | undefined, line: Row, row: number, pen: Pen): string {
  const runs = changedRuns(old, line, pen.colour);
  if (runs.length === 0) return '';
  if (!line.odd && !old?.odd) return runs.map(([from, to]) => run(line, row, from, to, pen)).join('');
  return `${goTo(row, 0)}${pen.off()}\x1b[2K${run(line, row, 0, line.letters.length, pen)}`;
}

function changedRuns(old: Row | undefined, line: Row, colour: boolean): [number, number][] {
  const runs: [number, number][] = [];
  for (let at = 0; at < line.letters.length; at++) {
    const was = old?.letters[at] ?? ' ';
    const sameStyle =
      !colour || visibleStyle(old?.styles[at], was) === visibleStyle(line.styles[at], line.letters[at]!);
    if (was === line.letters[at] && sameStyle) continue;
    const latest = runs.at(-1);
    if (latest && at - latest[1] <= GAP) latest[1] = at + 1;
    else runs.push([at, at + 1]);
  }
  return runs;
}

/** Only `inverse` shows on a blank. */
function visibleStyle(style: Style | undefined, letter: string): Style | undefined {
  return letter === ' ' && style !== 'inverse' ? undefined : style;
}

/** Blanks up to the end of the line are one short word; elsewhere blanks are blanks. */
function run(line: Row, row: number, from: number, to: number, pen: Pen): string {
  const end = line.letters.length;
  const text = lastInk(line, pen.colour);
  const written = Math.min(to, text);
  let said = goTo(row, from);
  for (let at = from; at < written; at++) {
    const letter = line.letters[at]!;
    if (letter === '') continue;
    said += (letter === ' ' ? pen.blank(line.styles[at]) : pen.take(line.styles[at])) + letter;
    const next = at + (line.letters[at + 1] === '' ? 2 : 1);
    if (line.odd && !/^[ -~─│]$/.test(letter) && next < written) said += `\x1b[${next + 1}G`;
  }
  if (to <= text || to <= from) return said;
  const blanks = to - Math.max(from, text);
  return `${said}${pen.off()}${to === end || blanks > 3 ? '\x1b[K' : ' '.repeat(blanks)}`;
}

/** Behind the last cell that shows anything. */
function lastInk({ letters, styles }: Row, colour: boolean): number {
  let end = letters.length;
  while (end > 0 && letters[end - 1] === ' ' && !(colour && styles[end - 1] === 'inverse')) end--;
  return end;
}

interface Pen {
  readonly colour: boolean;
  take(style: Style | undefined): string;
  /** For a blank any style will do that does not show on it. */
  blank(style: Style | undefined): string;
  off(): string;
}

function penFor({ colour }: Look): Pen {
  let now: Style | undefined;
  const take = (style: Style | undefined) => {
    if (!colour || style === now) return '';
    const words = style === undefined ? '\x1b[0m' : `\x1b[${now === undefined ? '' : '0;'}${SGR[style]}m`;
    now = style;
    return words;
  };
  const blank = (style: Style | undefined) => {
    if (style === 'inverse') return take('inverse');
    return now === 'inverse' ? take(undefined) : '';
  };
  return { colour, take, blank, off: () => take(undefined) };
}

type Cursor = Canvas['cursor'];

function cursorWords(before: Cursor, after: Cursor, moved: boolean): string {
  if (after === undefined) return before === undefined ? '' : '\x1b[?25l';
  if (!moved && before?.row === after.row && before.column === after.column) return '';
  return `${goTo(after.row, after.column)}\x1b[?25h`;
}

function goTo(row: number, column: number): string {
  return column === 0 ? `\x1b[${row + 1}H` : `\x1b[${row + 1};${column + 1}H`;
}
