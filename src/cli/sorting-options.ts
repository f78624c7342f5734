/** The options that sort a ticket, the same in every command that takes them, and the changes they ask for. */
import type { Changes } from '../desk/command.ts';

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
  /** A minus before a word takes it away. */
  readonly tag?: readonly string[];
  readonly helper?: readonly string[];
  readonly watcher?: readonly string[];
  readonly clear?: readonly Clearable[];
}

export const CLEARABLE = ['owner', 'group', 'category', 'criticality', 'complexity', 'kind'] as const;
export type Clearable = (typeof CLEARABLE)[number];

const WORDS = ['status', 'owner', 'queue', 'group', 'category', 'criticality', 'complexity', 'kind', 'source'] as const;

/** undefined: nothing is to be changed. */
export function changesOf(options: SortingOptions): Changes | undefined {
  const { tag = [], helper = [], watcher = [], clear = [] } = options;
  const changes: Changes = {
    ...Object.fromEntries(clear.map(field => [field, null])),
    ...Object.fromEntries(WORDS.flatMap(word => (options[word] === undefined ? [] : [[word, options[word]]]))),
    ...signed(tag, 'tag', 'untag'),
    ...signed(helper, 'helpers', 'noHelpers'),
    ...signed(watcher, 'watchers', 'noWatchers'),
  };
  return Object.keys(changes).length === 0 ? undefined : changes;
}

/** As a part of another command, or nothing. */
export function alsoChanges(options: SortingOptions): { readonly changes?: Changes } {
  const changes = changesOf(options);
  return changes === undefined ? {} : { changes };
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
