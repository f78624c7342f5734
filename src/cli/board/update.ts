/** What an event makes of the board. Pure. */
import { browseKey } from './browse-keys.ts';
import { inSight, withRows } from './choosing.ts';
import { modeKey, modePaste } from './mode-keys.ts';
import { changed, done, foreseen, loadedTicket, written } from './reports.ts';
import { BROWSE, type Event, type Order, type State, type Step, say, still } from './state.ts';

export function update(state: State, event: Event): Step {
  switch (event.is) {
    case 'key':
      return pressed({ ...state, said: null }, event.key);
    case 'paste':
      return state.mode.is === 'browse'
        ? still(say(state, 'pasted text is not taken as keys; R or N opens a place for it', 'refused'))
        : still(modePaste(state, event.text));
    case 'resize':
      return still(inSight({ ...state, size: event.size }));
    case 'time':
      return timePassed({ ...state, now: event.now });
    case 'list':
      return withRows(state, event.view, event.rows);
    case 'ticket':
      return still(loadedTicket(state, event.number, event.ticket));
    case 'waiting':
      return still({ ...state, waiting: event.waiting });
    case 'changed':
      return changed(state, event.changes, event.letters);
    case 'reopened':
      return reopened(state);
    case 'trouble':
      return still({ ...state, trouble: event.words });
    case 'done':
      return done({ ...state, busy: null }, event.results);
    case 'written':
      return written(state, event);
    case 'foreseen':
      return foreseen({ ...state, busy: null }, event);
    case 'output':
      return still(shownOutput({ ...state, busy: null }, event));
    case 'canned':
      return still(pickCanned(state, event));
    case 'presence':
      return still({ ...state, presence: event.words });
    case 'said':
      return still(say({ ...state, busy: null }, event.said.text, event.said.tone));
  }
}

/** What is overdue grows by itself, and so do others. */
function timePassed(state: State): Step {
  const { view, setting } = state;
  return { state, orders: setting.views[view]?.moves ? [{ do: 'loadList', view }] : [] };
}

function pressed(state: State, key: string): Step {
  if (key === '^L') return { state, orders: [{ do: 'redraw' }] };
  if (key === '^Z') return { state, orders: [{ do: 'suspend' }] };
  if (state.busy?.stops && (key === '^C' || key === 'esc')) return { state, orders: [{ do: 'stopRunning' }] };
  return state.mode.is === 'browse' ? browseKey(state, key) : modeKey(state, state.mode, key);
}

function reopened(state: State): Step {
  const orders: Order[] = [{ do: 'loadList', view: state.view }];
  if (state.selected !== null) orders.push({ do: 'loadTicket', number: state.selected, soon: false });
  return {
    state: say({ ...state, lists: new Map(), fresh: new Set() }, 'the database was replaced: all is read anew', 'news'),
    orders,
  };
}

/** One line is said below; more opens a page. */
function shownOutput(state: State, { title, lines, failed }: Extract<Event, { is: 'output' }>): State {
  if (lines.length <= 1 || state.mode.is !== 'browse')
    return say(state, lines[0] ?? `${title}: done`, failed ? 'refused' : 'done');
  return { ...state, mode: { is: 'output', title, lines, scroll: 0 } };
}

function pickCanned(state: State, { ticket, names }: Extract<Event, { is: 'canned' }>): State {
  if (state.mode.is !== 'browse') return state;
  if (names.length === 0) return say({ ...state, mode: BROWSE }, 'there are no canned replies', 'refused');
  const pick = { for: 'canned', tickets: [ticket], choices: names } as const;
  return { ...state, mode: { is: 'pick', pick, field: { text: '', at: 0 }, at: 0 } };
}
