/** The keys while something is asked, picked, confirmed, written or read. Pure. */
import type { Command } from '../../desk/command.ts';
import { NOBODY, NONE, operate } from './browse-keys.ts';
import { chosen, indexOfSelected, select, shownRows } from './choosing.ts';
import { callsOf } from './command-words.ts';
import { fuzzy } from './fuzzy.ts';
import { helpLines } from './help-lines.ts';
import { replyOf } from './recipients.ts';
import { asked } from './reports.ts';
import { type Ask, BROWSE, type Confirm, type Mode, type Pick, type State, type Step, say, still } from './state.ts';
import { edit, type Field, insert } from './text-field.ts';

type Of<Is extends Mode['is']> = Extract<Mode, { is: Is }>;

export function modeKey(state: State, mode: Mode, key: string): Step {
  switch (mode.is) {
    case 'browse':
      return still(state);
    case 'help':
      return page(state, mode, key, helpLines(state.setting).length);
    case 'output':
      return page(state, mode, key, mode.lines.length);
    case 'ask':
      return askKey(state, mode, key);
    case 'pick':
      return pickKey(state, mode, key);
    case 'confirm':
      return confirmKey(state, mode.confirm, key);
    case 'compose':
      return composeKey(state, mode, key);
  }
}

export function modePaste(state: State, text: string): State {
  const { mode } = state;
  if (mode.is === 'compose') return { ...state, mode: { ...mode, field: insert(mode.field, text) } };
  if (mode.is !== 'ask' && mode.is !== 'pick') return state;
  const field = insert(mode.field, text.replace(/\s+/g, ' ').trim());
  if (mode.is === 'pick') return { ...state, mode: { ...mode, field, at: 0 } };
  return typed(state, mode, field).state;
}

function page(state: State, mode: Of<'help'> | Of<'output'>, key: string, lines: number): Step {
  const rows = state.size.rows - 4;
  const by = {
    j: 1,
    down: 1,
    enter: 1,
    k: -1,
    up: -1,
    ' ': rows,
    'page-down': rows,
    b: -rows,
    'page-up': -rows,
    g: -lines,
    G: lines,
  }[key];
  if (by === undefined) return still({ ...state, mode: BROWSE });
  const scroll = Math.max(0, Math.min(lines - rows, mode.scroll + by));
  return still({ ...state, mode: { ...mode, scroll } });
}

function askKey(state: State, mode: Of<'ask'>, key: string): Step {
  const { ask, field } = mode;
  if (key === 'esc' || key === '^C') return leaveAsk(state, ask);
  if (key === 'enter') return answered(state, ask, field.text.trim());
  if (ask.for === 'filter' && (key === 'up' || key === 'down'))
    return select(state, Math.max(0, indexOfSelected(state) + (key === 'up' ? -1 : 1)));
  if (key === 'backspace' && field.text === '') return leaveAsk(state, ask);
  const next = edit(field, key, false);
  return next === undefined ? still(state) : typed(state, mode, next);
}

/** A filter works while it is typed. */
function typed(state: State, mode: Of<'ask'>, field: Field): Step {
  const next: State = { ...state, mode: { ...mode, field } };
  return mode.ask.for === 'filter' ? filtered(next, field.text) : still(next);
}

function filtered(state: State, filter: string): Step {
  const next = { ...state, filter };
  const at = indexOfSelected(next);
  return select(next, at < 0 ? 0 : at);
}

function leaveAsk(state: State, ask: Ask): Step {
  const next: State = { ...state, mode: BROWSE };
  return ask.for === 'filter' ? filtered(next, ask.before) : still(next);
}

function answered(state: State, ask: Ask, text: string): Step {
  const next: State = { ...state, mode: BROWSE };
  if (ask.for === 'filter')
    return still(
      shownRows(next).length > 0 ? next : say(next, 'no ticket has that in it; Esc shows all again', 'refused'),
    );
  if (text === '') return still(next);
  if (ask.for === 'command') return command(next, text);
  return ask.for === 'merge' ? merge(next, ask.tickets, text) : tag(next, ask.tickets, text);
}

function command(state: State, text: string): Step {
  const made = callsOf(text, chosen(state), state.setting.meantBy);
  if ('quit' in made) return { state, orders: [{ do: 'quit' }] };
  if ('ticket' in made) return show(state, made.ticket);
  if ('refused' in made) return still(say(state, made.refused, 'refused'));
  if ('write' in made) return { state, orders: [{ do: 'write', write: made.write, text: '' }] };
  return {
    state: { ...state, busy: { words: `desk ${text}`, stops: true } },
    orders: [{ do: 'run', calls: made.calls }],
  };
}

function show(state: State, number: number): Step {
  const next: State = { ...state, selected: number, ticket: null, focus: 'ticket', scroll: 0 };
  return { state: next, orders: [{ do: 'loadTicket', number, soon: false }] };
}

function merge(state: State, tickets: readonly number[], text: string): Step {
  const into = /^#?([1-9][0-9]{0,14})$/.exec(text)?.[1];
  if (into === undefined) return still(say(state, `${text} is no number of a ticket`, 'refused'));
  const others = tickets.filter(ticket => ticket !== Number(into));
  if (others.length === 0) return still(say(state, `#${into} cannot be merged into itself`, 'refused'));
  return operate(
    state,
    'merging',
    others.map(ticket => ({ do: 'merge', ticket, into: Number(into), together: false })),
  );
}

/** `a b` puts tags on, `-a` takes one off. */
function tag(state: State, tickets: readonly number[], text: string): Step {
  const words = text.split(/[\s,]+/).filter(Boolean);
  const off = words.filter(word => word.startsWith('-')).map(word => word.slice(1));
  const on = words.filter(word => !word.startsWith('-')).map(word => word.replace(/^\+/, ''));
  return change(state, tickets, { tag: on, untag: off });
}

type Change = Extract<Command, { do: 'change' }>['changes'];

function change(state: State, tickets: readonly number[], changes: Change): Step {
  return operate(
    state,
    'changing',
    tickets.map(ticket => ({ do: 'change', ticket, changes, hidden: false })),
  );
}

export function choicesOf({ pick, field }: Of<'pick'>): readonly string[] {
  return fuzzy(field.text, pick.choices, choice => choice);
}

function pickKey(state: State, mode: Of<'pick'>, key: string): Step {
  const choices = choicesOf(mode);
  const at = Math.min(mode.at, Math.max(0, choices.length - 1));
  if (key === 'esc' || key === '^C') return still({ ...state, mode: BROWSE });
  if (key === 'up' || key === '^P' || key === 'back-tab')
    return still({ ...state, mode: { ...mode, at: Math.max(0, at - 1) } });
  if (key === 'down' || key === '^N' || key === 'tab')
    return still({ ...state, mode: { ...mode, at: Math.min(Math.max(0, choices.length - 1), at + 1) } });
  if (key === 'enter') return picked(state, mode.pick, choices[at]);
  if (key === 'backspace' && mode.field.text === '') return still({ ...state, mode: BROWSE });
  const field = edit(mode.field, key, false);
  return still(field === undefined ? state : { ...state, mode: { ...mode, field, at: 0 } });
}

function picked(state: State, { for: what, tickets }: Pick, choice: string | undefined): Step {
  if (choice === undefined) return still(say(state, 'nothing there is called that; Esc leaves', 'refused'));
  const word = choice === NONE || choice === NOBODY ? null : choice;
  switch (what) {
    case 'assign':
      return operate(
        state,
        'assigning',
        tickets.map(ticket => ({ do: 'assign', ticket, to: word })),
      );
    case 'status':
      return change(state, tickets, { status: choice });
    case 'category':
      return change(state, tickets, { category: word });
    case 'tag':
      return change(state, tickets, { tag: [choice] });
    case 'canned':
      return {
        state: { ...state, mode: BROWSE },
        orders: tickets.map(ticket => ({ do: 'useCanned', ticket, name: choice.split(' ', 1)[0]! })),
      };
  }
}

function confirmKey(state: State, confirm: Confirm, key: string): Step {
  return confirm.for === 'send' ? sendKey(state, confirm, key) : yesKey(state, confirm, key);
}

function yesKey(state: State, { commands }: Extract<Confirm, { for: 'commands' }>, key: string): Step {
  if (key === 'y') return operate(state, 'working', commands);
  if (['n', 'q', 'esc', '^C'].includes(key)) return still(say({ ...state, mode: BROWSE }, 'nothing was done', 'news'));
  return still(say(state, 'y for yes, n for no', 'refused'));
}

const SEND_KEYS = 'y sends it, c sends it and closes the ticket, e edits it again, q does not send it';

function sendKey(state: State, confirm: Extract<Confirm, { for: 'send' }>, key: string): Step {
  const { write, text, inline } = confirm;
  switch (key) {
    case 'y':
      return operate(remember(state, write, text), 'sending', [replyOf(write, text)]);
    case 'c':
      return operate(remember(state, write, text), 'sending', [replyOf({ ...write, close: true }, text)]);
    case 'p':
      if (!confirm.outcome.isNote) return still(say(state, SEND_KEYS, 'refused'));
      return asked(state, { write: { ...write, public: true }, text, inline });
    case 'e':
      if (!inline) return { state: { ...state, mode: BROWSE }, orders: [{ do: 'write', write, text }] };
      return still({ ...state, mode: { is: 'compose', write, field: { text, at: text.length } } });
    case 'q':
    case 'esc':
    case '^C': {
      const next = say(
        { ...remember(state, write, text), mode: BROWSE },
        'nothing was sent; r or R goes on with your words',
        'news',
      );
      return { state: next, orders: [{ do: 'keepDraft' }] };
    }
    default:
      return still(say(state, SEND_KEYS, 'refused'));
  }
}

/** Until the desk has taken them, words are there to be gone on with. */
function remember(state: State, { what, ticket }: Of<'compose'>['write'], text: string): State {
  const kept = new Map(state.kept);
  if (text.trim() === '') kept.delete(`${what} ${ticket}`);
  else kept.set(`${what} ${ticket}`, text);
  return { ...state, kept };
}

function composeKey(state: State, mode: Of<'compose'>, key: string): Step {
  const { write, field } = mode;
  if (key === 'esc' || key === '^C') {
    const next: State = { ...remember(state, write, field.text), mode: BROWSE };
    return still(
      field.text.trim() === ''
        ? next
        : say(
            next,
            `nothing was ${write.what === 'note' ? 'kept' : 'sent'}; ${write.what === 'note' ? 'N' : 'R'} goes on with your words`,
            'news',
          ),
    );
  }
  if (key === '^D' || key === '^X') return finished(state, mode);
  const next = key === 'enter' ? insert(field, '\n') : key === 'tab' ? insert(field, '    ') : edit(field, key, true);
  return still(next === undefined ? state : { ...state, mode: { ...mode, field: next } });
}

function finished(state: State, { write, field }: Of<'compose'>): Step {
  const text = field.text.trim();
  if (text === '') return still(say({ ...state, mode: BROWSE }, 'no words: nothing was done', 'news'));
  const { what, ticket } = write;
  if (what === 'note') return operate(remember(state, write, text), 'keeping the note', [{ do: 'note', ticket, text }]);
  return asked(state, { write, text, inline: true });
}
