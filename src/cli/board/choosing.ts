/** Which rows show, and which of them is selected. Pure. */
import type { ListRow } from '../../store/views.ts';
import { panesOf } from './panes.ts';
import { FOLDED, type Order, type State, type Step } from './state.ts';

const none: readonly ListRow[] = [];
let last: { rows: readonly ListRow[]; filter: string; shown: readonly ListRow[] } | undefined;

/** The rows of the view that have every word of the filter in them; remembered, for every key asks. */
export function shownRows({ lists, view, filter }: Pick<State, 'lists' | 'view' | 'filter'>): readonly ListRow[] {
  const rows = lists.get(view) ?? none;
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  if (last?.rows !== rows || last.filter !== filter)
    last = { rows, filter, shown: rows.filter(row => words.every(word => haystack(row).includes(word))) };
  return last.shown;
}

const haystacks = new WeakMap<ListRow, string>();

function haystack(row: ListRow): string {
  const known = haystacks.get(row);
  if (known !== undefined) return known;
  const { number, subject, requester, owner, status, statusName, queue, category, tags } = row;
  const words = [
    `#${number}`,
    subject,
    requester.name,
    requester.address,
    owner,
    statusName ?? status,
    queue,
    category,
  ];
  const made = [...words, ...tags].join('\n').toLowerCase();
  haystacks.set(row, made);
  return made;
}

export function indexOfSelected(state: State): number {
  return shownRows(state).findIndex(({ number }) => number === state.selected);
}

export function listHeight(state: State): number {
  return panesOf(state).list?.rows ?? panesOf({ ...state, focus: 'list' }).list!.rows;
}

/** The row with that index, or the nearest; its ticket is shown when the keys rest. */
export function select(state: State, index: number): Step {
  const rows = shownRows(state);
  const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
  if (row === undefined) return { state: { ...state, selected: null, ticket: null, top: 0 }, orders: [] };
  const at = rows.indexOf(row);
  return withSelected({ ...state, top: topFor(state, at, rows.length) }, row.number, true);
}

export function withSelected(state: State, number: number, soon: boolean): Step {
  if (number === state.selected && state.ticket?.number === number) return { state, orders: [] };
  const orders: Order[] = [{ do: 'loadTicket', number, soon: soon && state.ticket !== null }];
  return { state: { ...state, selected: number, scroll: 0, unfolded: FOLDED, presence: '' }, orders };
}

/** As little as can be, so that the row shows. */
function topFor({ top, ...state }: State, at: number, rows: number): number {
  const height = listHeight({ top, ...state });
  const highest = Math.max(0, rows - height);
  if (at < top) return Math.min(at, highest);
  if (at >= top + height) return Math.min(at - height + 1, highest);
  return Math.max(0, Math.min(top, highest));
}

/** New rows: what was selected stays so, on its line of the screen where that can be. */
export function withRows(state: State, view: number, rows: readonly ListRow[]): Step {
  const lists = new Map(state.lists).set(view, rows);
  if (view !== state.view) return { state: { ...state, lists }, orders: [] };
  const before = indexOfSelected(state);
  const next = { ...state, lists };
  const after = indexOfSelected(next);
  if (after < 0) return state.focus === 'ticket' ? { state: next, orders: [] } : select(next, Math.max(0, before));
  // at the top of the list, what is new is seen coming in above
  const top = state.top === 0 || before < 0 ? state.top : state.top + after - before;
  return {
    state: { ...next, top: topFor({ ...next, top: Math.max(0, top) }, after, shownRows(next).length) },
    orders: [],
  };
}

export function inSight(state: State): State {
  const at = indexOfSelected(state);
  return at < 0 ? state : { ...state, top: topFor(state, at, shownRows(state).length) };
}

/** What a key acts on: the marked tickets, else the one that is selected. */
export function chosen({ marked, selected }: State): readonly number[] {
  if (marked.size > 0) return [...marked];
  return selected === null ? [] : [selected];
}
