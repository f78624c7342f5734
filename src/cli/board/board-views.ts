/** The views of the board: tickets by what somebody has to do about them, and the [[view]]s of the configuration. Pure. */
import type { View } from '../../config/config.ts';
import type { Policy } from '../../desk/policy.ts';
import type { ListFilter } from '../../store/views.ts';
import { askedFor, sortChosen } from '../list-options.ts';
import type { BoardView } from './state.ts';

/** More than anybody pages through; the header says when there are more. */
export const MOST_ROWS = 500;

const ALWAYS: readonly View[] = [
  { name: 'open' },
  { name: 'mine', mine: true },
  { name: 'unowned', unowned: true },
  { name: 'unanswered', unanswered: true },
  { name: 'overdue', overdue: true, sort: 'due' },
  { name: 'waiting', status: ['waiting'] },
  { name: 'done', status: ['solved', 'closed'] },
];

/** One of one's own takes the place of the one of its name; others come behind. */
export function boardViews(me: string, own: readonly View[], policy: Policy): BoardView[] {
  const named = ALWAYS.map(view => own.find(({ name }) => name === view.name) ?? view);
  const more = own.filter(({ name }) => !ALWAYS.some(view => view.name === name));
  return [...named, ...more].map(view => ({
    name: view.name,
    filterAt: now => filterOf(view, me, policy, now),
    moves: TIMES.some(key => view[key] !== undefined),
  }));
}

/** What they hold changes with the time alone. */
const TIMES = [
  'overdue',
  'dueAfter',
  'dueBefore',
  'openedAfter',
  'openedBefore',
  'changedAfter',
  'changedBefore',
] as const;

/** Whatever is wrong with a view was said when the configuration was read. */
function filterOf(view: View, me: string, policy: Policy, now: number): ListFilter {
  const [asked, sorted] = [askedFor(view, me, policy, now), sortChosen(view.sort, policy)];
  return {
    ...('filter' in asked ? asked.filter : {}),
    ...('faults' in sorted ? {} : sorted),
    limit: Math.min(view.limit ?? MOST_ROWS, MOST_ROWS),
  };
}
