/**
 * Rows to lines. Columns that may shrink give way in the order of their `gives`, each down to its least width;
 * without a width (a pipe) nothing is cut. Cells must be clean already: one line, no control characters.
 */
import { learnWidths, widthOf } from '../outbox/width.ts';
import type { Style } from './terminal.ts';
import { padEnd, padStart, truncate } from './width.ts';

export interface Column {
  readonly title: string;
  readonly align?: 'right';
  /** Shrinks in this order, 1 first; a column without it keeps its width. */
  readonly gives?: number;
  /** Never narrower than this; default 6. */
  readonly least?: number;
}

export interface Cell {
  readonly text: string;
  readonly style?: Style;
}

/** There is no room for everything. */
export function isNarrow(width: number | undefined): boolean {
  return width !== undefined && width < 100;
}

export type Paint = (style: Style, text: string) => string;

const GAP = '  ';
const LEAST = 6;

export async function table(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  width: number | undefined,
  paint: Paint,
): Promise<string[]> {
  await learnWidths(rows.flat().map(cell => cell.text));
  const widths = widthsWithin(columns, naturalWidths(columns, rows), width);
  const head = columns.map(column => ({ text: column.title, style: 'dim' as const }));
  return [head, ...rows].map(cells => line(columns, cells, widths, paint));
}

function naturalWidths(columns: readonly Column[], rows: readonly (readonly Cell[])[]): number[] {
  return columns.map((column, i) =>
    rows.reduce((most, cells) => Math.max(most, widthOf(cells[i]?.text ?? '')), widthOf(column.title)),
  );
}

/** Takes the excess from the columns that give way. */
function widthsWithin(columns: readonly Column[], natural: readonly number[], width: number | undefined): number[] {
  const widths = [...natural];
  if (width === undefined) return widths;
  let excess = widths.reduce((sum, w) => sum + w, 0) + GAP.length * (columns.length - 1) - width;
  for (const i of givingWay(columns)) {
    const least = Math.min(widths[i]!, columns[i]!.least ?? LEAST);
    const given = Math.max(0, Math.min(excess, widths[i]! - least));
    widths[i]! -= given;
    excess -= given;
  }
  return widths;
}

function givingWay(columns: readonly Column[]): number[] {
  return columns
    .map((column, i) => ({ i, gives: column.gives }))
    .filter(({ gives }) => gives !== undefined)
    .sort((a, b) => a.gives! - b.gives!)
    .map(({ i }) => i);
}

function line(columns: readonly Column[], cells: readonly Cell[], widths: readonly number[], paint: Paint): string {
  const parts = columns.map((column, i) => {
    const { text, style } = cells[i] ?? { text: '', style: undefined };
    const cut = truncate(text, widths[i]!);
    const last = i === columns.length - 1 && column.align !== 'right';
    const padded = column.align === 'right' ? padStart(cut, widths[i]!) : last ? cut : padEnd(cut, widths[i]!);
    return style ? paint(style, padded) : padded;
  });
  return parts.join(GAP).trimEnd();
}
