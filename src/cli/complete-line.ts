/** What of a command line is typed already, read as commander reads it, as far as that matters for completing it. */
import type { Globals } from './call.ts';
import { longOf, namesOf, OPTIONS_OF_ALL, takesValue } from './commands/parts.ts';
import type { ArgSpec, CommandFamily, CommandSpec, OptionSpec } from './commands/spec.ts';
import { COMMANDS } from './commands.ts';
import { takesTicketsFirst } from './ticket-words.ts';

export interface Typed {
  readonly globals: Globals;
  readonly command?: CommandSpec | CommandFamily | 'help' | 'unknown';
  /** The option or argument that the current word is the value of. */
  readonly place?: OptionSpec | ArgSpec;
  /** The part of the current word that is to be completed, and what stands before it: `12,` or `--status=`. */
  readonly current: string;
  readonly before: string;
}

export function wordsTyped(given: readonly string[]): Typed {
  const words = rejoined(given[0] === '--' ? given.slice(1) : given);
  const last = words.at(-1) ?? '';
  const { globals, command, waiting, operands } = read(words.slice(0, -1));
  const at = { globals, ...(command ? { command } : {}) };
  const [, name, value] = /^(--[a-z-]+)=(.*)$/s.exec(last) ?? [];
  const named = name === undefined ? undefined : optionsOf(command).find(({ flags }) => longOf(flags) === name);
  if (named) return { ...at, place: named, ...split(named, value!, `${name}=`) };
  const place = waiting ?? (/^-./.test(last) ? undefined : argumentAt(command, operands));
  return { ...at, ...(place ? { place, ...split(place, last, '') } : { current: last, before: '' }) };
}

/** Words with commas between, and a sign before each, are completed one by one. */
function split(place: OptionSpec | ArgSpec, word: string, before: string) {
  const [, done = '', current = ''] = isSeveral(place)
    ? (/^(.*,)?(?:[+-](?=.))?([^,]*)$/s.exec(word) ?? [])
    : ['', '', word];
  const sign = isSeveral(place) ? word.slice(done.length, word.length - current.length) : '';
  return { current, before: `${before}${done}${sign}` };
}

function isSeveral({ kind }: OptionSpec | ArgSpec): boolean {
  return kind === 'list' || kind === 'tickets';
}

/** bash breaks `--status=open` at the sign. */
function rejoined(words: readonly string[]): readonly string[] {
  const [last = '', sign, option] = words.toReversed();
  if (sign === '=' && option?.startsWith('--')) return [...words.slice(0, -2), last];
  return last === '=' && sign?.startsWith('--') ? [...words.slice(0, -1), ''] : words;
}

interface Read {
  readonly globals: Globals;
  readonly command?: Typed['command'];
  readonly waiting?: OptionSpec;
  readonly operands: number;
}

function read(words: readonly string[]): Read {
  const globals: { config?: string; as?: string } = {};
  let command: Read['command'];
  let waiting: OptionSpec | undefined;
  let operands = 0;
  for (const word of words) {
    if (waiting) {
      const name = longOf(waiting.flags);
      if (name === '--config') globals.config = word;
      if (name === '--as') globals.as = word;
      waiting = undefined;
    } else if (/^-./.test(word)) {
      waiting = optionsOf(command).find(({ flags }) => takesValue(flags) && namesOf(flags).includes(word));
    } else if (command === undefined) {
      command = word === 'help' ? 'help' : (COMMANDS.find(({ name }) => name === word) ?? 'unknown');
    } else if (typeof command === 'object' && 'inner' in command) {
      const inner: CommandSpec | undefined = command.inner.find(({ name }) => name === word);
      const usual: CommandSpec | undefined = command.inner.find(({ byDefault }) => byDefault);
      if (!inner && usual) operands++;
      command = inner ?? usual ?? command;
    } else operands++;
  }
  return { globals, operands, ...(command ? { command } : {}), ...(waiting ? { waiting } : {}) };
}

function argumentAt(command: Read['command'], operands: number): ArgSpec | undefined {
  if (typeof command !== 'object' || 'inner' in command) return undefined;
  const args = command.args ?? [];
  const last = args.at(-1);
  if (takesTicketsFirst(args)) return operands === 0 ? args[0] : last;
  return args[operands] ?? (last?.name.includes('...') ? last : undefined);
}

export function optionsOf(command: Typed['command']): readonly OptionSpec[] {
  const own = typeof command !== 'object' || 'inner' in command ? [] : (command.options ?? []);
  return [...own, ...OPTIONS_OF_ALL];
}
