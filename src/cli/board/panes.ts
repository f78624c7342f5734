/** Where what is on the screen. Pure. Rows and columns count from 0. */
import type { Size, State } from './state.ts';

export interface Pane {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

export interface Panes {
  /** undefined: a ticket is read on all of a small screen. */
  readonly list?: Pane;
  readonly ticket: Pane;
  readonly beside: boolean;
}

export const LEAST: Size = { columns: 80, rows: 24 };
/** From here on list and ticket stand side by side. */
const WIDE = 140;
/** Views above; what was said and the keys below. */
const ABOVE = 1;
const BELOW = 2;

export function isTooSmall({ columns, rows }: Size): boolean {
  return columns < LEAST.columns || rows < LEAST.rows;
}

/** One row over each pane but the list of a stack is its title, one column between two that stand side by side a rule. */
export function panesOf({ size: { columns, rows }, focus }: Pick<State, 'size' | 'focus'>): Panes {
  const inner = Math.max(1, rows - ABOVE - BELOW);
  if (columns >= WIDE) {
    const left = Math.min(100, Math.floor(columns * 0.46));
    return {
      beside: true,
      list: { row: ABOVE, column: 0, rows: inner, columns: left },
      ticket: { row: ABOVE + 1, column: left + 2, rows: inner - 1, columns: columns - left - 2 },
    };
  }
  if (focus === 'ticket') return { beside: false, ticket: { row: ABOVE + 1, column: 0, rows: inner - 1, columns } };
  const list = Math.max(5, Math.floor(inner * 0.42));
  return {
    beside: false,
    list: { row: ABOVE, column: 0, rows: list, columns },
    ticket: { row: ABOVE + list + 1, column: 0, rows: Math.max(1, inner - list - 1), columns },
  };
}
