/** The list: a row for each ticket. Pure. */
import { isOverdue } from '../../desk/due.ts';
import type { ListRow } from '../../store/views.ts';
import { age } from '../amounts.ts';
import { STATUS_STYLE, subjectCell } from '../list-columns.ts';
import { addressLine, oneLine } from '../one-line.ts';
import { type Canvas, put, tint } from './canvas.ts';
import { shownRows } from './choosing.ts';
import type { Pane } from './panes.ts';
import { type Span, styled } from './spans.ts';
import type { State } from './state.ts';

interface Column {
  readonly width: number;
  readonly right?: boolean;
  readonly span: (row: ListRow) => Span;
}

/** Columns before the first: selected, marked, new mail, overdue. */
const SIGNS = 5;
const GAP = 1;

export function drawList(canvas: Canvas, state: State, pane: Pane): void {
  const rows = shownRows(state);
  if (rows.length === 0) drawEmpty(canvas, state, pane);
  const shown = rows.slice(state.top, state.top + pane.rows);
  if (shown.length === 0) return;
  const columns = columnsFor(rows, pane.columns, state.now);
  for (const [i, row] of shown.entries()) drawRow(canvas, state, pane, pane.row + i, row, columns);
}

function drawRow(canvas: Canvas, state: State, pane: Pane, y: number, row: ListRow, columns: readonly Column[]): void {
  const isSelected = row.number === state.selected;
  const signs = [
    isSelected ? '>' : ' ',
    state.marked.has(row.number) ? 'x' : ' ',
    state.fresh.has(row.number) ? '*' : ' ',
  ];
  put(canvas, y, pane.column, SIGNS, [
    { text: signs.join(''), style: 'bold' },
    { text: isOverdue(row, state.now) ? '!' : ' ', style: 'red' },
  ]);
  let at = pane.column + SIGNS;
  for (const { width, right, span } of columns) {
    const { text, style } = span(row);
    put(canvas, y, right ? at + Math.max(0, width - text.length) : at, right ? Math.min(width, text.length) : width, [
      styled(style, text),
    ]);
    at += width + GAP;
  }
  if (isSelected) tint(canvas, y, pane.column, pane.columns, 'inverse');
}

/** The same for every row of the list, or columns would jump while it is paged. What is worth most keeps its width; subject and requester share the rest. */
function columnsFor(rows: readonly ListRow[], columns: number, now: number): readonly Column[] {
  const longest = (of: (row: ListRow) => string, most: number) =>
    rows.reduce((longest, row) => Math.max(longest, Math.min(most, of(row).length)), 1);
  const number = (row: ListRow) => String(row.number);
  const status = (row: ListRow) => row.statusName ?? row.status;
  const owner = (row: ListRow) => row.owner ?? '-';
  const fixed = [longest(number, 9), longest(status, 12), longest(owner, columns < 100 ? 8 : 12), 6];
  const rest = columns - SIGNS - fixed.reduce((sum, width) => sum + width + GAP, 0) - GAP;
  const requester = Math.min(24, Math.floor(rest * 0.34));
  return [
    { width: fixed[0]!, right: true, span: row => ({ text: number(row), style: 'bold' }) },
    { width: fixed[1]!, span: row => ({ text: status(row), style: STATUS_STYLE[row.status] }) },
    { width: fixed[2]!, span: row => ({ text: oneLine(owner(row)) }) },
    { width: fixed[3]!, right: true, span: row => ({ text: age(row.changedAt, now) }) },
    { width: requester, span: row => ({ text: requesterWord(row) }) },
    { width: rest - requester, span: subjectCell },
  ];
}

function drawEmpty(canvas: Canvas, state: State, pane: Pane): void {
  const { lists, view, filter, setting } = state;
  const name = setting.views[view]?.name ?? '';
  const words = !lists.has(view)
    ? 'reading …'
    : filter === ''
      ? `no ticket is here (${name}); Tab goes to the next view`
      : `no ticket here has “${filter}” in it; Esc shows all`;
  put(canvas, pane.row + 1, pane.column + SIGNS, pane.columns - SIGNS, [{ text: words, style: 'dim' }]);
}

/** The name is enough here, for the address stands in the ticket; a name that looks like an address never stands alone. */
function requesterWord({ requester: { name, address } }: ListRow): string {
  return name === '' || /[@\uff20\ufe6b]/.test(name) ? addressLine(address) : oneLine(name);
}
