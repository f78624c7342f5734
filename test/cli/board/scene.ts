/** A board without a terminal and without a desk: states, tickets, and what stands on the screen. */
import { boardViews } from '../../../src/cli/board/board-views.ts';
import type { Canvas } from '../../../src/cli/board/canvas.ts';
import { begin, type Event, type Order, type Setting, type Size, type State } from '../../../src/cli/board/state.ts';
import { update } from '../../../src/cli/board/update.ts';
import { draw } from '../../../src/cli/board/view.ts';
import { meantBy } from '../../../src/cli/meant-by.ts';
import type { ListRow, MessageView, TicketView } from '../../../src/store/views.ts';
import { policy } from '../../scene.ts';

export const NOW = Date.UTC(2026, 10, 23, 12);
export const SMALL: Size = { columns: 80, rows: 24 };
export const WIDE: Size = { columns: 200, rows: 50 };

export const setting: Setting = {
  me: 'bob',
  operators: ['bob', 'eve', 'mallory'],
  statuses: ['new', 'open', 'waiting', 'solved', 'closed'],
  categories: ['question', 'fault', 'billing'],
  tags: [],
  block: [],
  views: boardViews('bob', [], policy),
  canned: false,
  meantBy,
  zone: 'UTC',
};

export function row(number: number, given: Partial<ListRow> = {}): ListRow {
  return {
    number,
    subject: `It beeps ${number}`,
    status: 'new',
    statusName: null,
    queue: 'support',
    owner: null,
    group: null,
    helpers: [],
    watchers: [],
    category: null,
    criticality: null,
    complexity: null,
    kind: null,
    due: null,
    source: 'mail',
    tags: [],
    spam: null,
    requester: { name: 'Ann', address: 'ann@example.org' },
    messages: 1,
    openedAt: NOW - 3_600_000,
    changedAt: NOW - 60_000 * number,
    ...given,
  };
}

export function message(id: number, given: Partial<MessageView> = {}): MessageView {
  return {
    id,
    kind: 'request',
    author: 'Ann <ann@example.org>',
    text: `words of message ${id}`,
    folded: '',
    attachments: [],
    mail: id,
    at: NOW - 3_600_000,
    remarks: [],
    letters: [],
    takenBackAt: null,
    ...given,
  };
}

export function ticket(number: number, timeline: readonly MessageView[], given: Partial<TicketView> = {}): TicketView {
  return {
    ...row(number),
    requester: { name: 'Ann', address: 'ann@example.org', silent: '' },
    participants: [],
    organisation: null,
    level: null,
    language: null,
    guess: null,
    mergedInto: null,
    related: [],
    others: [],
    line: 0,
    present: [],
    timeline,
    ...given,
  };
}

/** A board that is driven by events; orders are gathered. */
export function board(size: Size = SMALL, given: Partial<Setting> = {}) {
  let state: State = begin({ ...setting, ...given }, size, NOW);
  const orders: Order[] = [];
  const tell = (...events: Event[]) => {
    for (const event of events) {
      const step = update(state, event);
      state = step.state;
      orders.push(...step.orders);
    }
  };
  return {
    tell,
    press: (...keys: string[]) => tell(...keys.map(key => ({ is: 'key', key }) as const)),
    type: (text: string) => tell(...[...text].map(key => ({ is: 'key', key }) as const)),
    get state() {
      return state;
    },
    /** Since they were asked for last. */
    orders: () => orders.splice(0),
    lines: () => linesOf(draw(state)),
    text: () => linesOf(draw(state)).join('\n'),
  };
}

export function linesOf(canvas: Canvas): string[] {
  return canvas.cells.map(({ letters }) => letters.join('').trimEnd());
}

/** A board with tickets 1 to `count`, the first of them read. */
export function filled(count = 30, size: Size = SMALL, given: Partial<Setting> = {}) {
  const made = board(size, given);
  const rows = Array.from({ length: count }, (_, i) => row(i + 1));
  made.tell({ is: 'list', view: 0, rows }, { is: 'ticket', number: 1, ticket: ticket(1, [message(1)]) });
  made.orders();
  return made;
}
