/** When a ticket is due, in words: for the head of a ticket, and for `desk due`. */
import { isOverdue } from '../desk/due.ts';
import { isDone } from '../desk/ticket.ts';
import type { ListRow } from '../store/views.ts';
import { age, aheadOrAgo, instant } from './amounts.ts';
import type { Terminal } from './terminal.ts';

type Due = Pick<ListRow, 'due' | 'status'>;

interface HowToShow extends Pick<Terminal, 'paint'> {
  readonly now: number;
  readonly zone: string | undefined;
}

/** The line of a head with its name; '' when nobody said when. */
export function dueField(ticket: Due, { now, zone, paint }: HowToShow): readonly [name: string, words: string] {
  const words = dueWords(ticket, now, zone);
  return isOverdue(ticket, now) ? ['overdue', paint('red', words)] : ['due', words];
}

/** `2026-12-01 17:00 GMT+1, in 3 h`; `since 2026-12-01 17:00 GMT+1 (2 h)` when it is overdue. */
export function dueWords(ticket: Due, now: number, zone: string | undefined): string {
  const { due } = ticket;
  if (due === null) return '';
  if (isOverdue(ticket, now)) return `since ${instant(due, zone)} (${age(due, now)})`;
  return isDone(ticket) ? instant(due, zone) : `${instant(due, zone)}, ${aheadOrAgo(due, now)}`;
}

/** Rows as JSON has them. */
export function withOverdue<R extends Due>(row: R, now: number): R & { readonly overdue: boolean } {
  return { ...row, overdue: isOverdue(row, now) };
}
