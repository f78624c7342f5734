/**
 * Words that begin with a minus and are no options, written so that commander cannot take them for some: values, as in
 * `--sort -changed`, where it would read the global -c, and the tags of `desk tag 12 +vip -old`.
 */
import { longOf, namesOf, OPTIONS_OF_ALL, takesValue } from './commands/parts.ts';
import type { CommandFamily, CommandSpec, OptionSpec } from './commands/spec.ts';
import { COMMANDS } from './commands.ts';

export function withoutSigns(argv: readonly string[]): string[] {
  const { command, at } = commandIn(argv);
  const options = optionsOf(command, argv[at + 1]);
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length;
  const words: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i]!;
    const next = argv[i + 1];
    const option =
      i < end ? options.find(({ flags }) => takesValue(flags) && namesOf(flags).includes(word)) : undefined;
    if (option && next?.startsWith('-') && next !== '-' && next !== '--')
      words.push(`${longOf(option.flags)}=${argv[++i]}`);
    else if (option && next !== undefined) words.push(word, argv[++i]!);
    else if (command?.name === 'tag' && i > at && i < end && isTag(word)) words.push(`--remove=${word.slice(1)}`);
    else words.push(word);
  }
  return words;
}

/** Options of one letter that every command has stay what they are. */
function isTag(word: string): boolean {
  return /^-[^-]/.test(word) && !['-h', '-q', '-n'].includes(word);
}

function commandIn(argv: readonly string[]): { command?: CommandSpec | CommandFamily; at: number } {
  const valued = OPTIONS_OF_ALL.filter(({ flags }) => takesValue(flags)).flatMap(({ flags }) => namesOf(flags));
  const at = argv.findIndex((word, i) => !word.startsWith('-') && !valued.includes(argv[i - 1] ?? ''));
  const command = COMMANDS.find(({ name }) => name === argv[at]);
  return { at, ...(command ? { command } : {}) };
}

function optionsOf(command: CommandSpec | CommandFamily | undefined, second: string | undefined): OptionSpec[] {
  const inner =
    command && 'inner' in command
      ? (command.inner.find(({ name }) => name === second) ?? command.inner.find(({ byDefault }) => byDefault))
      : command;
  return [...(inner && 'options' in inner ? (inner.options ?? []) : []), ...OPTIONS_OF_ALL];
}
