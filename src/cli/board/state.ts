/**
 * What the board knows and shows, what can happen to it, and what it wants done: all data. A key or a report makes a new
 * state and orders (update.ts); the state and the size make the screen (view.ts); loop.ts does the rest.
 */
import type { Command } from '../../desk/command.ts';
import type { Change } from '../../store/changed-since.ts';
import type { ListFilter, ListRow, OpenQuestions, TicketView } from '../../store/views.ts';
import type { Meant } from '../call.ts';
import type { Field } from './text-field.ts';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export interface BoardView {
  readonly name: string;
  filterAt(now: number): ListFilter;
  /** What it holds changes with the time alone. */
  readonly moves: boolean;
}

/** What the configuration says there is. */
export interface Setting {
  readonly me: string;
  readonly operators: readonly string[];
  readonly statuses: readonly string[];
  readonly categories: readonly string[];
  /** Empty: any word is a tag. */
  readonly tags: readonly string[];
  /** As in `[attachments]`. */
  readonly block: readonly string[];
  readonly views: readonly BoardView[];
  /** What a line of words calls. */
  readonly meantBy: (words: readonly string[]) => Meant | undefined;
  /** There are canned replies to pick from. */
  readonly canned: boolean;
  /** Zone of the times shown; undefined: this machine's. */
  readonly zone: string | undefined;
}

export interface State {
  readonly setting: Setting;
  readonly size: Size;
  readonly now: number;
  /** Index in the views. */
  readonly view: number;
  /** What was loaded of each view; no entry: not yet. */
  readonly lists: ReadonlyMap<number, readonly ListRow[]>;
  readonly filter: string;
  readonly selected: number | null;
  /** The first row of the list that shows. */
  readonly top: number;
  readonly marked: ReadonlySet<number>;
  /** Tickets with mail that came while the board was open and nobody looked at here. */
  readonly fresh: ReadonlySet<number>;
  /** In the reading pane. */
  readonly ticket: TicketView | null;
  readonly focus: 'list' | 'ticket';
  readonly scroll: number;
  readonly unfolded: Unfolded;
  readonly mode: Mode;
  readonly said: Said | null;
  /** What keeps the board from the database just now. */
  readonly trouble: string | null;
  readonly waiting: OpenQuestions | null;
  /** What is being done; `stops`: Esc stops it. */
  readonly busy: { readonly words: string; readonly stops: boolean } | null;
  /** Who else is at the ticket that is shown: `eve is answering`. */
  readonly presence: string;
  /** Words typed here that were not sent, by what they are for. */
  readonly kept: ReadonlyMap<string, string>;
}

export interface Unfolded {
  /** Quoted lines. */
  readonly quotes: boolean;
  /** All messages, not only the last ones. */
  readonly earlier: boolean;
  /** The whole of long messages. */
  readonly long: boolean;
}

export interface Said {
  readonly text: string;
  readonly tone: 'done' | 'refused' | 'news';
}

export type Mode =
  | { readonly is: 'browse' }
  | { readonly is: 'help'; readonly scroll: number }
  /** What a command printed: clean lines. */
  | { readonly is: 'output'; readonly title: string; readonly lines: readonly string[]; readonly scroll: number }
  | { readonly is: 'ask'; readonly ask: Ask; readonly field: Field }
  | { readonly is: 'pick'; readonly pick: Pick; readonly field: Field; readonly at: number }
  | { readonly is: 'confirm'; readonly confirm: Confirm }
  | { readonly is: 'compose'; readonly write: Writing; readonly field: Field };

/** One line is asked for. */
export type Ask =
  | { readonly for: 'filter'; readonly before: string }
  | { readonly for: 'merge'; readonly tickets: readonly number[] }
  | { readonly for: 'tag'; readonly tickets: readonly number[] }
  | { readonly for: 'command' };

/** One of several is asked for. */
export interface Pick {
  readonly for: 'assign' | 'status' | 'category' | 'tag' | 'canned';
  readonly tickets: readonly number[];
  readonly choices: readonly string[];
}

export interface Writing {
  readonly what: 'reply' | 'note';
  readonly ticket: number;
  /** What a canned reply does beside what it says: closes the ticket, or asks for something. */
  readonly close?: boolean;
  readonly ask?: boolean;
  /** For the requester, although what is written here is a note by default. */
  readonly public?: boolean;
}

export type Confirm =
  /** Words leave the house: to whom is shown before. `inline`: they were typed on the board itself. */
  | {
      readonly for: 'send';
      readonly write: Writing;
      readonly outcome: Outcome;
      readonly text: string;
      readonly inline: boolean;
    }
  | { readonly for: 'commands'; readonly question: string; readonly commands: readonly Command[] };

export type Event =
  | { readonly is: 'key'; readonly key: string }
  | { readonly is: 'paste'; readonly text: string }
  | { readonly is: 'resize'; readonly size: Size }
  | { readonly is: 'time'; readonly now: number }
  | { readonly is: 'list'; readonly view: number; readonly rows: readonly ListRow[] }
  | { readonly is: 'ticket'; readonly number: number; readonly ticket: TicketView | null }
  | { readonly is: 'waiting'; readonly waiting: OpenQuestions }
  | { readonly is: 'changed'; readonly changes: readonly Change[]; readonly letters: boolean }
  /** All was read anew from a database that is another one now. */
  | { readonly is: 'reopened' }
  | { readonly is: 'trouble'; readonly words: string | null }
  | { readonly is: 'done'; readonly results: readonly Result[] }
  /** In the editor. */
  | { readonly is: 'written'; readonly write: Writing; readonly text: string }
  | {
      readonly is: 'foreseen';
      readonly write: Writing;
      readonly text: string;
      readonly inline: boolean;
      readonly outcome: Outcome | { readonly refused: string };
    }
  | { readonly is: 'output'; readonly title: string; readonly lines: readonly string[]; readonly failed: boolean }
  | { readonly is: 'canned'; readonly ticket: number; readonly names: readonly string[] }
  | { readonly is: 'presence'; readonly words: string }
  | { readonly is: 'said'; readonly said: Said };

/** What would come of an answer. */
export interface Outcome {
  /** Everybody it is mailed to. */
  readonly to: readonly string[];
  /** It would be kept for the staff only. */
  readonly isNote: boolean;
  readonly because: readonly string[];
}

/** What came of a command. */
export type Result =
  | {
      readonly ticket: number;
      readonly because: readonly string[];
      readonly letters: number;
      readonly command: Command;
    }
  | { readonly refused: string; readonly command: Command };

/** For the desk, or a program. */
export type Errand =
  | { readonly do: 'loadList'; readonly view: number }
  /** `soon`: when the keys rest, for another one may be wanted in a moment. */
  | { readonly do: 'loadTicket'; readonly number: number; readonly soon: boolean }
  | { readonly do: 'operate'; readonly commands: readonly Command[] }
  /** Whom an answer with these words would be mailed to. */
  | { readonly do: 'foresee'; readonly write: Writing; readonly text: string; readonly inline: boolean }
  /** In the operator's editor, with these words to begin with. */
  | { readonly do: 'write'; readonly write: Writing; readonly text: string }
  /** The desk has not taken what was written in the editor: its draft stays. */
  | { readonly do: 'keepDraft' }
  | { readonly do: 'listCanned'; readonly ticket: number }
  | { readonly do: 'useCanned'; readonly ticket: number; readonly name: string }
  /** Each is one call of the program. */
  | { readonly do: 'run'; readonly calls: readonly (readonly string[])[] }
  | { readonly do: 'stopRunning' };

export type Order = Errand | { readonly do: 'redraw' } | { readonly do: 'suspend' } | { readonly do: 'quit' };

export interface Step {
  readonly state: State;
  readonly orders: readonly Order[];
}

export const BROWSE: Mode = { is: 'browse' };
export const FOLDED: Unfolded = { quotes: false, earlier: false, long: false };

export function begin(setting: Setting, size: Size, now: number): State {
  return {
    setting,
    size,
    now,
    view: 0,
    lists: new Map(),
    filter: '',
    selected: null,
    top: 0,
    marked: new Set(),
    fresh: new Set(),
    ticket: null,
    focus: 'list',
    scroll: 0,
    unfolded: FOLDED,
    mode: BROWSE,
    said: null,
    trouble: null,
    waiting: null,
    busy: null,
    presence: '',
    kept: new Map(),
  };
}

export function say(state: State, text: string, tone: Said['tone']): State {
  return { ...state, said: { text, tone } };
}

export function still(state: State): Step {
  return { state, orders: [] };
}
