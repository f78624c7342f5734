import { endLine, isSign, type Page, prefix, type Row, settle, wantBreak, writeLine } from './html-page.ts';

/**
 * Tables. Nearly all of them in mail only place things on the page: their cells are blocks. Where every row is short
 * words side by side, the columns are lined up, which is what a table of data looks like and does no other harm.
 */
export interface Table {
  readonly rows: {
    readonly at: number;
    readonly prefix: string;
    readonly cells: readonly string[];
    readonly columns: readonly number[];
  }[];
  /** Something in it is no row of short words. */
  broken: boolean;
  /** The row around it, when it stands in another table. */
  readonly around: Row | undefined;
}

const WIDEST = 78;
const MOST_COLUMNS = 12;
/** A cell that long has no other beside it. */
const LONG_CELL = 60;
const LONG_ROW = 240;

export function openTable(page: Page, plain: boolean): Table {
  const around = page.row;
  if (around?.together) {
    settle(page);
    endLine(page);
    around.together = false;
  }
  page.row = undefined;
  return { rows: [], broken: plain, around };
}

export function openRow(page: Page): void {
  settle(page);
  endLine(page);
  page.row = { starts: [], columns: [], nextColumn: 0, together: true };
}

export function openCell(page: Page, span: number): void {
  const { row } = page;
  if (row === undefined) {
    wantBreak(page, 1);
    return;
  }
  const length = page.line.length;
  if (row.together && (length - (row.starts.at(-1) ?? 0) > LONG_CELL || length > LONG_ROW)) endLine(page);
  if (row.together) {
    page.pending = 0;
    page.gap = length > 0;
    row.starts.push(length);
    row.columns.push(row.nextColumn);
  } else wantBreak(page, 1);
  row.nextColumn = Math.min(row.nextColumn + Math.min(Math.max(1, span || 1), MOST_COLUMNS), MOST_COLUMNS ** 2);
}

export function closeRow(page: Page, table: Table | undefined): void {
  const { row } = page;
  page.row = undefined;
  if (row === undefined) return;
  if (!row.together) {
    if (table !== undefined) table.broken = true;
    wantBreak(page, 1);
    return;
  }
  page.pending = 0;
  if (page.line.length === 0) return;
  const inCells = row.starts.map((start, n) => page.line.slice(start, row.starts[n + 1]).trim());
  // words that stand in the row before its first cell
  const stray = page.line.slice(0, row.starts[0] ?? 0).trim();
  const cells = stray === '' ? inCells : [stray, ...inCells];
  if (table !== undefined && (cells.length > MOST_COLUMNS || stray !== '')) table.broken = true;
  if (cells.some(cell => cell.length > LONG_CELL)) {
    if (table !== undefined) table.broken = true;
    page.line = '';
    for (const line of apart(cells)) writeLine(page, line);
    page.gap = false;
    return;
  }
  const before = prefix(page);
  endLine(page);
  table?.rows.push({ at: page.lines.length - 1, prefix: before, cells, columns: row.columns });
}

export function closeTable(page: Page, table: Table): void {
  closeRow(page, table);
  settle(page);
  endLine(page);
  page.row = table.around;
  if (!table.broken && isTogether(table)) lineUp(page, table);
}

/** Beside a long cell the others would be lost in it; only a number or a sign stays with what follows it. */
function apart(cells: readonly string[]): string[] {
  const lines: string[] = [];
  let waiting = '';
  for (const cell of cells) {
    const line = waiting === '' ? cell : `${waiting} ${cell}`.trim();
    waiting = isSign(line) ? line : '';
    if (waiting === '') lines.push(line);
  }
  return waiting === '' ? lines : [...lines, waiting];
}

function isTogether({ rows }: Table): boolean {
  const first = rows[0];
  if (first === undefined || rows.filter(({ cells }) => cells.filter(cell => cell !== '').length > 1).length < 2) {
    return false;
  }
  return rows.every((row, n) => row.at === first.at + n && row.prefix === first.prefix);
}

/** One pass to measure, one to write; a row of a single cell is a heading and stays as it is. */
function lineUp(page: Page, { rows }: Table): void {
  const drawn = rows.filter(({ cells }) => cells.filter(cell => cell !== '').length > 1);
  const widths: number[] = [];
  const numbers: boolean[] = [];
  for (const { cells, columns } of drawn) {
    for (const [n, cell] of cells.entries()) {
      const column = columns[n] ?? 0;
      if (cell === '') continue;
      widths[column] = Math.max(widths[column] ?? 0, width(cell));
      numbers[column] = (numbers[column] ?? true) && (NUMBER.test(cell) || drawn[0]?.cells === cells);
    }
  }
  const used = widths.filter(one => one > 0);
  if (used.length > MOST_COLUMNS || used.reduce((sum, one) => sum + one + 2, -2) > WIDEST) return;
  for (const { at, prefix: before, cells, columns } of drawn) {
    const byColumn = new Map(cells.map((cell, n) => [columns[n] ?? 0, cell]));
    const said = widths.map((most, column) => {
      const cell = byColumn.get(column) ?? '';
      const blanks = ' '.repeat(Math.max(0, most - width(cell)));
      return numbers[column] ? blanks + cell : cell + blanks;
    });
    const line = `${before}${said.filter((_, column) => (widths[column] ?? 0) > 0).join('  ')}`.trimEnd();
    page.length += line.length - (page.lines[at]?.length ?? 0);
    page.lines[at] = line;
  }
}

const NUMBER = /^[-+€$£¥]?\s?\d[\d.,:'\s]{0,20}(?:%|€|\$|£|¥|[A-Z]{3})?$/;

/** Letters of East Asia take two columns. */
function width(text: string): number {
  return (
    text.length + (text.match(/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/g)?.length ?? 0)
  );
}
