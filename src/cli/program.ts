/**
 * Reads the command line by the table of commands. The only file that knows commander.
 * Global options may stand before or after the command.
 */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { Refusal } from '../desk/decision.ts';
import { forTerminal } from '../mail/clean.ts';
import type { Call, Globals } from './call.ts';
import type { ArgSpec, CommandFamily, CommandSpec, OptionSpec } from './commands/spec.ts';
import { COMMANDS } from './commands.ts';
import { type Exit, OK, REFUSED, USAGE } from './exits.ts';
import { manyLines } from './one-line.ts';
import { packageVersion } from './package-version.ts';
import { processTerminal } from './terminal.ts';

/** Runs what the words say; `argv` is without node and the script. */
export async function runProgram(argv: readonly string[]): Promise<Exit> {
  let exit: Exit = OK;
  const program = build(async (spec, args, options, globals) => {
    exit = await callCommand(spec, args, options, globals);
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? OK : USAGE;
  }
  return exit;
}

type Caller = (spec: CommandSpec, args: unknown[], options: object, globals: ProgramOptions) => Promise<void>;
type ProgramOptions = Globals & { readonly color: boolean };

async function callCommand(spec: CommandSpec, args: unknown[], options: object, all: ProgramOptions): Promise<Exit> {
  const { color, ...globals } = all;
  const call: Call<unknown[], object> = { args, options, globals, terminal: processTerminal(color) };
  const { whyNotLetIn } = await import('./gate.ts');
  const refused = await whyNotLetIn(spec, call);
  if (refused) return sayRefusal(call.terminal, refused);
  const run = await spec.load();
  return run(call as Call<never, never>);
}

function sayRefusal(terminal: Call<unknown>['terminal'], { refused }: Refusal): Exit {
  for (const line of manyLines(refused)) terminal.say(line);
  return REFUSED;
}

function build(caller: Caller): Command {
  const program = new Command('desk')
    .description('A mail-first support desk: mails become tickets, operators answer from a terminal.')
    .exitOverride()
    // What was typed is said again in complaints, and may have come from anywhere.
    .configureOutput({ writeErr: text => void process.stderr.write(forTerminal(text, { multiline: true })) })
    .showHelpAfterError('Try --help.')
    .configureHelp({ showGlobalOptions: true })
    .option('-c, --config <file>', 'the configuration; default: the usual places')
    .option('--as <login>', 'who you are; default: $DESK_OPERATOR, else your account')
    .option('--no-color', 'no colours; NO_COLOR=1 does the same')
    .version(packageVersion(), '--version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print what a command does')
    .addHelpText('after', examplesText(['desk list', 'desk show 12', 'desk reply 12 -m "Done."', 'desk help reply']));
  for (const entry of COMMANDS) {
    if ('inner' in entry) addFamily(program, entry, caller);
    else addCommand(program, program, entry, caller);
  }
  return program;
}

function addFamily(program: Command, family: CommandFamily, caller: Caller): void {
  const outer = program
    .command(family.name)
    .description(family.description)
    .helpGroup(family.group)
    .addHelpText('after', examplesText(family.examples));
  for (const spec of family.inner) addCommand(program, outer, spec, caller);
}

function addCommand(program: Command, outer: Command, spec: CommandSpec, caller: Caller): void {
  const command = outer
    .command(spec.name, { isDefault: spec.byDefault === true })
    .description(spec.description)
    .addHelpText('after', (spec.more === undefined ? '' : `\n${spec.more}\n`) + examplesText(spec.examples));
  if (outer === program) command.helpGroup(spec.group);
  if (spec.freeWords) command.allowUnknownOption();
  for (const arg of spec.args ?? []) addArgument(command, arg);
  for (const option of spec.options ?? []) command.addOption(optionOf(option));
  command.action((...given: unknown[]) =>
    caller(spec, given.slice(0, spec.args?.length ?? 0), command.opts(), program.opts<ProgramOptions>()),
  );
}

function addArgument(command: Command, arg: ArgSpec): void {
  if (arg.kind !== 'number') command.argument(arg.name, arg.description);
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

/** Ticket, mail and letter numbers: 1 and up. A `#` before it is how people write ticket numbers. */
function wholeNumber(value: string): number {
  const digits = /^#?([1-9][0-9]{0,14})$/.exec(value)?.[1];
  if (digits === undefined) throw new InvalidArgumentError('It is a whole number from 1 up.');
  return Number(digits);
}

function examplesText(examples: readonly string[]): string {
  return `\n${examples.length === 1 ? 'Example' : 'Examples'}:\n${examples.map(line => `  ${line}\n`).join('')}`;
}
