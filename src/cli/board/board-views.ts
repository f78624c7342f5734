/** The views of the board: tickets by what somebody has to do about them. Pure. */
import type { ListFilter } from '../../store/views.ts';
import type { BoardView } from './state.ts';

/** More than anybody pages through; the header says when there are more. */
export const MOST_ROWS = 500;

export function boardViews(me: string): BoardView[] {
  const views: readonly (readonly [string, Omit<ListFilter, 'limit'>, overdue?: boolean])[] = [
    ['open', {}],
    ['mine', { owner: me }],
    ['unowned', { owner: null }],
    ['unanswered', { last: 'requester' }],
    ['overdue', { sort: { by: 'due', descending: false } }, true],
    ['waiting', { status: ['waiting'] }],
    ['done', { status: ['solved', 'closed'] }],
  ];
  return views.map(([name, filter, overdue = false]) => ({ name, filter: { ...filter, limit: MOST_ROWS }, overdue }));
}
