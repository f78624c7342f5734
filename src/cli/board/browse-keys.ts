/** The keys while nothing is asked: moving, opening, and what is done to tickets. Pure. */
import type { Command } from '../../desk/command.ts';
import { chosen, indexOfSelected, listHeight, select, shownRows, withSelected } from './choosing.ts';
import { panesOf } from './panes.ts';
import { readingLines } from './reading.ts';
import { type Ask, BROWSE, type Mode, type Order, type Pick, type State, type Step, say, still } from './state.ts';
import { EMPTY, fieldOf } from './text-field.ts';

export function browseKey(state: State, key: string): Step {
  return (
    generalKey(state, key) ??
    (state.focus === 'list' ? listKey(state, key) : ticketKey(state, key)) ??
    ticketDeed(state, key) ??
    unknownKey(state, key)
  );
}

function unknownKey(state: State, key: string): Step {
  if (key === '^C') return still(say(state, 'q quits', 'news'));
  return still(key.length === 1 ? say(state, `${key} does nothing here; ? shows the keys`, 'refused') : state);
}

function generalKey(state: State, key: string): Step | undefined {
  const { setting, view } = state;
  const nth = /^[1-9]$/.test(key) ? Number(key) - 1 : undefined;
  if (nth !== undefined && nth < setting.views.length) return changeView(state, nth);
  switch (key) {
    case 'tab':
      return changeView(state, (view + 1) % setting.views.length);
    case 'back-tab':
      return changeView(state, (view + setting.views.length - 1) % setting.views.length);
    case '?':
      return mode(state, { is: 'help', scroll: 0 });
    case ':':
      return ask(state, { for: 'command' });
    case '/':
      return mode(
        { ...state, focus: 'list' },
        { is: 'ask', ask: { for: 'filter', before: state.filter }, field: fieldOf(state.filter) },
      );
    case 'z':
      return still({ ...state, unfolded: { ...state.unfolded, quotes: !state.unfolded.quotes } });
    case 'e':
      return still({ ...state, unfolded: { ...state.unfolded, earlier: !state.unfolded.earlier } });
    case 'l':
      return still({ ...state, unfolded: { ...state.unfolded, long: !state.unfolded.long } });
    default:
      return undefined;
  }
}

function changeView(state: State, view: number): Step {
  const next: State = { ...state, view, filter: '', top: 0, focus: 'list', marked: new Set() };
  const load: Order = { do: 'loadList', view };
  if (!next.lists.has(view)) return { state: { ...next, selected: null, ticket: null }, orders: [load] };
  const step = indexOfSelected(next) < 0 ? select(next, 0) : select(next, indexOfSelected(next));
  return { state: step.state, orders: [load, ...step.orders] };
}

function listKey(state: State, key: string): Step | undefined {
  const at = indexOfSelected(state);
  const page = Math.max(1, listHeight(state) - 1);
  switch (key) {
    case 'j':
    case 'down':
      return select(state, at + 1);
    case 'k':
    case 'up':
      return select(state, at < 0 ? 0 : at - 1);
    case 'g':
    case 'home':
      return select(state, 0);
    case 'G':
    case 'end':
      return select(state, shownRows(state).length - 1);
    case 'page-down':
    case '^F':
      return select(state, at + page);
    case 'page-up':
    case '^B':
      return select(state, Math.max(0, at - page));
    case ' ':
      return still(scrolled(state, panesOf(state).ticket.rows - 1));
    case 'b':
      return still(scrolled(state, 1 - panesOf(state).ticket.rows));
    case 'enter':
    case 'right':
      return open(state);
    case 'x':
      return markOne(state);
    case 'esc':
      return still({ ...state, filter: '', marked: new Set() });
    case 'q':
      return { state, orders: [{ do: 'quit' }] };
    default:
      return undefined;
  }
}

function ticketKey(state: State, key: string): Step | undefined {
  const page = panesOf(state).ticket.rows - 1;
  switch (key) {
    case 'j':
    case 'down':
    case 'enter':
      return still(scrolled(state, 1));
    case 'k':
    case 'up':
      return still(scrolled(state, -1));
    case 'page-down':
    case ' ':
    case '^F':
      return still(scrolled(state, page));
    case 'page-up':
    case 'b':
    case '^B':
      return still(scrolled(state, -page));
    case 'g':
    case 'home':
      return still({ ...state, scroll: 0 });
    case 'G':
    case 'end':
      return still(scrolled(state, Number.MAX_SAFE_INTEGER));
    case 'J':
      return select(state, indexOfSelected(state) + 1);
    case 'K':
      return select(state, Math.max(0, indexOfSelected(state) - 1));
    case 'q':
    case 'esc':
    case 'left':
      return back(state);
    default:
      return undefined;
  }
}

/** A ticket that left the view while it was read is not there any more to go back to. */
function back(state: State): Step {
  const next: State = { ...state, focus: 'list' };
  return indexOfSelected(next) < 0 ? select(next, 0) : select(next, indexOfSelected(next));
}

function open(state: State): Step {
  if (state.selected === null) return still(say(state, 'there is no ticket to open', 'refused'));
  const fresh = new Set(state.fresh);
  fresh.delete(state.selected);
  const next: State = { ...state, focus: 'ticket', scroll: 0, fresh };
  if (state.ticket?.number === state.selected) return still(next);
  return withSelected({ ...next, ticket: null }, state.selected, false);
}

export function scrolled(state: State, lines: number): State {
  const pane = panesOf(state).ticket;
  const most = Math.max(0, readingLines(state, pane.columns).length - pane.rows);
  return { ...state, scroll: Math.max(0, Math.min(most, Math.min(state.scroll, most) + lines)) };
}

function markOne(state: State): Step {
  if (state.selected === null) return still(state);
  const marked = new Set(state.marked);
  if (!marked.delete(state.selected)) marked.add(state.selected);
  return select({ ...state, marked }, indexOfSelected(state) + 1);
}

function ticketDeed(state: State, key: string): Step | undefined {
  const tickets = chosen(state);
  const { setting, selected } = state;
  if (!DEEDS.has(key)) return undefined;
  if (selected === null || tickets.length === 0) return still(say(state, 'there is no ticket here', 'refused'));
  switch (key) {
    case 'r':
      return write(state, 'reply', selected);
    case 'n':
      return write(state, 'note', selected);
    case 'R':
      return compose(state, 'reply', selected);
    case 'N':
      return compose(state, 'note', selected);
    case 'c':
      return setting.canned
        ? { state, orders: [{ do: 'listCanned', ticket: selected }] }
        : still(say(state, 'this desk has no canned replies', 'refused'));
    case 't':
      return operate(
        state,
        'taking',
        tickets.map(ticket => ({ do: 'take', ticket })),
      );
    case 'u':
      return operate(
        state,
        'undoing',
        tickets.map(ticket => ({ do: isSpam(state, ticket) ? 'ham' : 'undo', ticket })),
      );
    case 'a':
      return pick(state, { for: 'assign', tickets, choices: [...setting.operators, NOBODY] });
    case 's':
      return pick(state, { for: 'status', tickets, choices: setting.statuses });
    case 'C':
      return pick(state, { for: 'category', tickets, choices: [...setting.categories, NONE] });
    case 'T':
      return setting.tags.length > 0
        ? pick(state, { for: 'tag', tickets, choices: setting.tags })
        : ask(state, { for: 'tag', tickets });
    case 'D':
      return mode(state, { is: 'ask', ask: { for: 'command' }, field: fieldOf('due ') });
    case 'm':
      return ask(state, { for: 'merge', tickets });
    case '!':
      return spam(state, tickets);
    default:
      return undefined;
  }
}

const DEEDS = new Set(['r', 'n', 'R', 'N', 'c', 't', 'u', 'a', 's', 'C', 'T', 'D', 'm', '!']);
export const NOBODY = '(nobody)';
export const NONE = '(none)';

/** The word that it is spam is taken back by its opposite: the filter learns that too. */
function isSpam(state: State, number: number): boolean {
  // list and ticket are read one after the other: the later of them knows
  const [known] = [...(state.ticket === null ? [] : [state.ticket]), ...shownRows(state)]
    .filter(row => row.number === number)
    .sort((a, b) => b.changedAt - a.changedAt);
  return known?.spam === 'spam';
}

function spam(state: State, tickets: readonly number[]): Step {
  const commands = tickets.map((ticket): Command => ({ do: 'spam', ticket }));
  if (tickets.length === 1) return operate(state, 'marking as spam', commands);
  const question = `${tickets.length} tickets are spam: close them and teach the filter?`;
  return mode(state, { is: 'confirm', confirm: { for: 'commands', question, commands } });
}

export function operate(state: State, words: string, commands: readonly Command[]): Step {
  return { state: { ...state, mode: BROWSE, busy: { words, stops: false } }, orders: [{ do: 'operate', commands }] };
}

function write(state: State, what: 'reply' | 'note', ticket: number): Step {
  return { state, orders: [{ do: 'write', write: { what, ticket }, text: state.kept.get(`${what} ${ticket}`) ?? '' }] };
}

function compose(state: State, what: 'reply' | 'note', ticket: number): Step {
  const text = state.kept.get(`${what} ${ticket}`) ?? '';
  return mode(state, { is: 'compose', write: { what, ticket }, field: fieldOf(text) });
}

function mode(state: State, next: Mode): Step {
  return still({ ...state, mode: next });
}

function ask(state: State, what: Ask): Step {
  return mode(state, { is: 'ask', ask: what, field: EMPTY });
}

function pick(state: State, what: Pick): Step {
  return mode(state, { is: 'pick', pick: what, field: EMPTY, at: 0 });
}
