/** From what was typed to the call of a command: tickets are looked up, then the command's code is loaded and run. */
import type { Refusal } from '../desk/decision.ts';
import type { Call, Globals } from './call.ts';
import { longOf } from './commands/parts.ts';
import type { ArgSpec, CommandSpec, OptionSpec } from './commands/spec.ts';
import { type Exit, OK, REFUSED, USAGE } from './exits.ts';
import { meantBy } from './meant-by.ts';
import { manyLines } from './one-line.ts';
import { processTerminal, type Terminal } from './terminal.ts';
import type { Behind } from './ticket-numbers.ts';

export type ProgramOptions = Globals & { readonly color: boolean };

export async function callCommand(
  spec: CommandSpec,
  args: readonly unknown[],
  options: object,
  { color, ...globals }: ProgramOptions,
): Promise<Exit> {
  const terminal = processTerminal(color);
  const typed: Call<readonly unknown[], object> = { args, options, globals, terminal, meantBy };
  const { whyNotLetIn } = await import('./gate.ts');
  const refused = await whyNotLetIn(spec, typed);
  if (refused) return sayRefusal(terminal, refused);
  const named = await withTickets(spec, args, options, behind(globals));
  if ('fault' in named) {
    terminal.say(`desk ${spec.name}: ${named.fault}`);
    return USAGE;
  }
  if (named.none) {
    terminal.say('no tickets: nothing to do');
    return OK;
  }
  const call = { ...typed, args: named.args, options: named.options };
  const run = await spec.load();
  return run(call as Call<never, never>);
}

function sayRefusal(terminal: Terminal, { refused }: Refusal): Exit {
  for (const line of manyLines(refused)) terminal.say(line);
  return REFUSED;
}

function behind(globals: Globals): Behind {
  return {
    stdin: async () => (await import('./stdin.ts')).readStdin(),
    lastList: async () => (await import('./last-list.ts')).lastList(globals),
  };
}

type Named =
  | { readonly args: readonly unknown[]; readonly options: object; readonly none?: boolean }
  | { readonly fault: string };

/** `none`: numbers were asked of stdin, and none came. */
async function withTickets(spec: CommandSpec, args: readonly unknown[], options: object, from: Behind): Promise<Named> {
  const read: unknown[] = [];
  let none = false;
  for (const [i, arg] of (spec.args ?? []).entries()) {
    const value = await ticketsIn(arg, args[i], from);
    if (isFault(value)) return value;
    if (arg.kind === 'tickets' && isEmpty(value) && !isEmpty(args[i] ?? [])) none = true;
    read.push(value);
  }
  const looked: Record<string, unknown> = { ...options };
  for (const option of (spec.options ?? []).filter(({ kind }) => kind === 'ticket')) {
    const name = attributeOf(option);
    if (looked[name] === undefined) continue;
    const value = await ticketsIn({ kind: 'ticket' }, looked[name], from);
    if (isFault(value)) return value;
    looked[name] = value;
  }
  return { args: read, options: looked, none };
}

async function ticketsIn({ kind }: Pick<ArgSpec, 'kind'>, given: unknown, from: Behind): Promise<unknown> {
  if (kind !== 'ticket' && kind !== 'tickets') return given;
  if (kind === 'ticket' && given === undefined) return undefined;
  const words = given === undefined ? [] : Array.isArray(given) ? (given as string[]) : [given as string];
  const { readTicket, readTickets } = await import('./ticket-numbers.ts');
  if (kind === 'tickets') {
    const read = await readTickets(words, from);
    return 'fault' in read ? read : read.numbers;
  }
  const read = await readTicket(words[0]!, from);
  return 'fault' in read ? read : read.number;
}

function isFault(value: unknown): value is { readonly fault: string } {
  return typeof value === 'object' && value !== null && 'fault' in value;
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** `--the-ticket <ticket>` → `theTicket`, as commander has it. */
function attributeOf({ flags }: OptionSpec): string {
  return longOf(flags)
    .slice(2)
    .replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
