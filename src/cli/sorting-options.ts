/** The options that sort a ticket, the same in every command that takes them, and the changes they ask for. */
import { dueOf } from '../config/when.ts';
import type { Changes } from '../desk/command.ts';
import type { Policy } from '../desk/policy.ts';
import { type Exit, USAGE } from './exits.ts';
import { oneLine } from './one-line.ts';
import type { Terminal } from './terminal.ts';

export interface SortingOptions {
  readonly status?: string;
  readonly owner?: string;
  readonly queue?: string;
  readonly group?: string;
  readonly category?: string;
  readonly criticality?: string;
  readonly complexity?: string;
  readonly kind?: string;
  readonly source?: string;
  readonly due?: string;
  /** A minus before a word takes it away. */
  readonly tag?: readonly string[];
  readonly helper?: readonly string[];
  readonly watcher?: readonly string[];
  readonly clear?: readonly Clearable[];
}

export const CLEARABLE = ['owner', 'group', 'category', 'criticality', 'complexity', 'kind', 'due'] as const;
export type Clearable = (typeof CLEARABLE)[number];

const WORDS = ['status', 'owner', 'queue', 'group', 'category', 'criticality', 'complexity', 'kind', 'source'] as const;

/** No `changes`: nothing is to be changed. `timeZone`: of times that are typed. */
export function changesOf(options: SortingOptions, { timeZone }: Pick<Policy, 'timeZone'>): Asked {
  const due = options.due === undefined ? {} : dueTyped(options.due, Date.now(), timeZone);
  if ('fault' in due) return due;
  const { tag = [], helper = [], watcher = [], clear = [] } = options;
  const changes: Changes = {
    ...Object.fromEntries(clear.map(field => [field, null])),
    ...Object.fromEntries(WORDS.flatMap(word => (options[word] === undefined ? [] : [[word, options[word]]]))),
    ...due,
    ...signed(tag, 'tag', 'untag'),
    ...signed(helper, 'helpers', 'noHelpers'),
    ...signed(watcher, 'watchers', 'noWatchers'),
  };
  return Object.keys(changes).length === 0 ? {} : { changes };
}

/** Of a command, whose name stands before it. */
export function sayFault(terminal: Terminal, command: string, { fault }: { readonly fault: string }): Exit {
  terminal.say(`desk ${command}: ${oneLine(fault)}`);
  return USAGE;
}

export type Asked = { readonly changes?: Changes } | { readonly fault: string };

/** `tomorrow 17:00`, `3d`; `none` takes away. */
export function dueTyped(text: string, now: number, zone?: string): Pick<Changes, 'due'> | { readonly fault: string } {
  if (text.trim().toLowerCase() === 'none') return { due: null };
  const when = dueOf(text, now, zone);
  return 'fault' in when ? when : { due: when.at };
}

/** `+vip` and `vip` come, `-old` goes. */
export function signed(words: readonly string[], come: keyof Changes, go: keyof Changes): Changes {
  const bare = (word: string) => word.replace(/^[+-]/, '');
  const [on, off] = [words.filter(word => !word.startsWith('-')), words.filter(word => word.startsWith('-'))];
  return {
    ...(on.length === 0 ? {} : { [come]: on.map(bare) }),
    ...(off.length === 0 ? {} : { [go]: off.map(bare) }),
  };
}
