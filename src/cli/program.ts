/**
 * Reads the command line by the table of commands. The only file that knows commander.
 * Global options may stand before or after the command.
 */
import { isatty } from 'node:tty';
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { closest } from '../desk/closest.ts';
import { forTerminal } from '../mail/clean.ts';
import { callCommand, type ProgramOptions } from './call-command.ts';
import { COMPLETE } from './commands/complete.ts';
import { OPTIONS_OF_ALL } from './commands/parts.ts';
import type { ArgSpec, CommandFamily, CommandSpec, OptionSpec } from './commands/spec.ts';
import { COMMANDS } from './commands.ts';
import { type Exit, OK, USAGE } from './exits.ts';
import { oneLine } from './one-line.ts';
import { packageVersion } from './package-version.ts';
import { withoutSigns } from './signed-words.ts';
import { processTerminal } from './terminal.ts';
import { sharedOut, takesTicketsFirst } from './ticket-words.ts';

/** Runs what the words say; `argv` is without node and the script. */
export async function runProgram(typed: readonly string[]): Promise<Exit> {
  const [first, second, third] = typed;
  if (first === 'complete') return completeLine(typed.slice(1));
  if (first === 'help' && second !== undefined && isTopic(second, third)) return explain(second);
  const slip = first === 'help' ? unknownIn(typed.slice(1).filter(word => !word.startsWith('-'))) : undefined;
  if (slip !== undefined) {
    processTerminal(true).say(slip);
    return USAGE;
  }
  const argv = first === 'help' ? askedForHelp(typed.slice(1)) : typed;
  let exit: Exit = OK;
  const program = build(asked(argv), async (spec, args, options, globals) => {
    exit = await callCommand(spec, args, options, globals);
  });
  try {
    const words = withoutSigns(argv);
    await program.parseAsync(isAlone(program, words) ? [...words, 'board'] : words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? OK : USAGE;
  }
  return exit;
}

/** A topic may be called like a command: what follows then is one of its commands. */
function isTopic(name: string, inner: string | undefined): boolean {
  return TOPIC_NAMES.includes(name) && (inner === undefined || COMMANDS.every(one => one.name !== name));
}

/** `desk help outbox list` is `desk outbox list --help`: commander explains the first word only. */
function askedForHelp(words: readonly string[]): readonly string[] {
  return words[0] === 'help' ? ['--help'] : [...words, '--help'];
}

/** No command and nothing that asks for help, in front of a person: the board. Elsewhere it is the help. */
function isAlone(program: Command, argv: readonly string[]): boolean {
  if (!isatty(0) || !isatty(1)) return false;
  const { operands, unknown } = program.parseOptions([...argv]);
  return operands.length === 0 && unknown.length === 0;
}

/** Asked by shells; in no list of commands. */
function completeLine(words: readonly string[]): Promise<Exit> {
  return callCommand(COMPLETE, [words], {}, { color: false });
}

async function explain(name: string): Promise<Exit> {
  const [{ TOPICS, topicLines }, { printLong }] = await Promise.all([import('./help-topics.ts'), import('./pager.ts')]);
  const terminal = processTerminal(true);
  await printLong(terminal, topicLines(TOPICS.find(topic => topic.name === name)!, terminal.width));
  return OK;
}

/** What `desk help` of these words cannot explain. */
function unknownIn([first, second]: readonly string[]): string | undefined {
  if (first === undefined || first === 'help') return undefined;
  const entry = COMMANDS.find(({ name }) => name === first);
  if (entry === undefined) return noSuchCommand(first, [...COMMANDS.map(({ name }) => name), ...TOPIC_NAMES]);
  if (second === undefined || !('inner' in entry) || entry.inner.some(({ name }) => name === second)) return undefined;
  return noSuchCommand(
    `${first} ${second}`,
    entry.inner.map(({ name }) => `${first} ${name}`),
  );
}

function noSuchCommand(words: string, known: readonly string[]): string {
  const near = closest(words, known);
  const meant = near === undefined ? 'desk help names them all' : `did you mean ${near}?`;
  return `there is no command ${oneLine(words)}; ${meant}`;
}

const TOPIC_NAMES: readonly string[] = [
  'start',
  'tickets',
  'columns',
  'rules',
  'templates',
  'letters',
  'exit-codes',
  'environment',
];
const TOPICS_TEXT = `\nNew here? desk help start\nMore: ${TOPIC_NAMES.slice(1)
  .map(name => `desk help ${name}`)
  .join(', ')}, desk man\n`;

type Caller = (spec: CommandSpec, args: unknown[], options: object, globals: ProgramOptions) => Promise<void>;

/** Only what is called is set up, for that of all takes its time; help and slips of the pen need all. */
function asked(argv: readonly string[]): typeof COMMANDS {
  const called = COMMANDS.filter(({ name }) => name === argv[0]);
  return called.length > 0 ? called : COMMANDS;
}

function build(commands: typeof COMMANDS, caller: Caller): Command {
  const program = new Command('desk')
    .description('A mail-first support desk: mails become tickets, operators answer from a terminal.')
    .exitOverride()
    // What was typed is said again in complaints, and may have come from anywhere.
    .configureOutput({ writeErr: text => void process.stderr.write(forTerminal(text, { multiline: true })) })
    .showHelpAfterError('Try desk --help')
    .configureHelp({ showGlobalOptions: true })
    .version(packageVersion(), '--version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print what a command does')
    .addHelpText('after', examplesText(['desk list', 'desk show 12', 'desk reply 12 -m "Done."', 'desk help reply']))
    .addHelpText('after', TOPICS_TEXT);
  for (const option of OPTIONS_OF_ALL) program.addOption(optionOf(option));
  for (const entry of commands) {
    if ('inner' in entry) addFamily(program, entry, caller);
    else addCommand(program, program, entry, caller);
  }
  return program;
}

function addFamily(program: Command, family: CommandFamily, caller: Caller): void {
  const outer = program
    .command(family.name)
    .description(family.description)
    .showHelpAfterError(tryHelp(family.name, family.examples))
    .helpGroup(family.group)
    .addHelpText('after', examplesText(family.examples));
  for (const spec of family.inner) addCommand(program, outer, spec, caller);
}

function addCommand(program: Command, outer: Command, spec: CommandSpec, caller: Caller): void {
  const command = outer
    .command(spec.name, { isDefault: spec.byDefault === true })
    .description(spec.description)
    .showHelpAfterError(tryHelp(outer === program ? spec.name : `${outer.name()} ${spec.name}`, spec.examples))
    .addHelpText('after', (spec.more === undefined ? '' : `\n${spec.more}\n`) + examplesText(spec.examples));
  if (outer === program) command.helpGroup(spec.group);
  if (spec.freeWords) command.allowUnknownOption();
  const args = spec.args ?? [];
  for (const option of spec.options ?? []) command.addOption(optionOf(option));
  const call = (given: readonly unknown[]) => caller(spec, [...given], command.opts(), program.opts<ProgramOptions>());
  if (takesTicketsFirst(args)) {
    command.usage(['[options]', ...args.map(({ name }) => name)].join(' ')).allowExcessArguments();
    for (const { name, description } of args) command.argument(name.replace('...', ''), description);
    command.action(() => call(sharedOut(command.args, args, isBare(command.opts()))));
  } else {
    for (const arg of args) addArgument(command, arg);
    command.action((...given: unknown[]) => call(given.slice(0, args.length)));
  }
}

/** No word is wanted. */
function isBare({ none, nobody }: { readonly none?: boolean; readonly nobody?: boolean }): boolean {
  return none === true || nobody === true;
}

function addArgument(command: Command, arg: ArgSpec): void {
  // tickets are looked up when the whole line was read
  if (arg.choices) command.addArgument(new Argument(arg.name, arg.description).choices([...arg.choices]));
  else if (arg.kind !== 'number') command.argument(arg.name, arg.description);
  else if (!arg.name.includes('...')) command.argument(arg.name, arg.description, wholeNumber);
  else
    command.argument(arg.name, arg.description, (value: string, before: unknown) => [
      ...(Array.isArray(before) ? before : []),
      wholeNumber(value),
    ]);
}

function optionOf(spec: OptionSpec): Option {
  const option = new Option(spec.flags, spec.description);
  if (spec.fallback !== undefined) option.default(spec.fallback);
  if (spec.kind === 'number') option.argParser(wholeNumber);
  else if (spec.kind === 'list') listOption(option, spec.choices);
  else if (spec.choices) option.choices([...spec.choices]);
  return option;
}

function listOption(option: Option, choices: readonly string[] | undefined): void {
  if (choices) option.description += ` (${choices.join(', ')})`;
  option.argParser((value: string, before: string[] | undefined) => [
    ...(before ?? []),
    ...value.split(',').map(word => oneOf(word.trim(), choices)),
  ]);
}

function oneOf(word: string, choices: readonly string[] | undefined): string {
  if (choices && !choices.includes(word)) throw new InvalidArgumentError(`It is one of ${choices.join(', ')}.`);
  return word;
}

/** Mail, letter and message numbers: 1 and up. A `#` before it is how people write numbers. */
function wholeNumber(value: string): number {
  const digits = /^#?([1-9][0-9]{0,14})$/.exec(value)?.[1];
  if (digits === undefined) throw new InvalidArgumentError('It is a whole number from 1 up.');
  return Number(digits);
}

/** Behind what is wrong with a call. */
function tryHelp(name: string, [example]: readonly string[]): string {
  return `Try desk ${name} --help, or: ${example}`;
}

function examplesText(examples: readonly string[]): string {
  return `\n${examples.length === 1 ? 'Example' : 'Examples'}:\n${examples.map(line => `  ${line}\n`).join('')}`;
}
