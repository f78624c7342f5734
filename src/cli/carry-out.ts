/** Gives the desk a command, for one ticket or for many, and tells what came of it. */
import type { Command } from '../desk/command.ts';
import type { Refusal } from '../desk/decision.ts';
import type { Policy } from '../desk/policy.ts';
import type { FrontDesk, Operated } from '../front-desk.ts';
import type { Packed } from '../store/originals.ts';
import type { LetterRow } from '../store/views.ts';
import { actionWords } from './action-words.ts';
import { instant } from './amounts.ts';
import type { Call, Json } from './call.ts';
import { type Exit, OK } from './exits.ts';
import { jsonLine } from './json.ts';
import { keepTelling } from './keep-telling.ts';
import { addressLine, oneLine } from './one-line.ts';
import { asOperator, refuse } from './with-desk.ts';

/** What verbs that change tickets understand. */
export interface Order extends Json {
  readonly quiet?: boolean;
  /** Only say what would be done. */
  readonly dryRun?: boolean;
}

export interface Also {
  /** The bytes of the files that the command names. */
  readonly files?: readonly Packed[];
  /** Done when it was carried out and told. */
  readonly after?: (done: Operated) => Promise<void>;
}

export async function carryOut(
  desk: FrontDesk,
  command: Command,
  login: string,
  call: Call<unknown, Order>,
  { files = [], after }: Also = {},
): Promise<Exit> {
  if (call.options.dryRun) return foresee(desk, command, login, call);
  const outcome = await desk.operate(command, login, files);
  if ('refused' in outcome) return refuse(call.terminal, outcome, desk.config.timeZone);
  const exit = await tellDone(desk, outcome, call);
  await after?.(outcome);
  return exit;
}

async function tellDone(desk: FrontDesk, outcome: Operated, call: Call<unknown, Order>): Promise<Exit> {
  if (call.options.json) await call.terminal.print(jsonLine(outcome));
  else if (call.options.quiet) await call.terminal.print(String(outcome.ticket));
  else for (const line of await tell(desk, outcome)) await call.terminal.print(line);
  return OK;
}

/** The same command for every ticket named; one that is refused does not stop the others. */
export function carryOutForEach(
  call: Call<readonly [readonly number[], ...unknown[]], Order>,
  commandFor: (ticket: number, policy: Policy) => Command,
): Promise<Exit> {
  return asOperator(call, (desk, login) => carryOutAll(desk, login, call, call.args[0], commandFor));
}

/** One decision, and so one undo, for each ticket. */
export async function carryOutAll(
  desk: FrontDesk,
  login: string,
  call: Call<unknown, Order>,
  tickets: readonly number[],
  commandFor: (ticket: number, policy: Policy) => Command | Refusal,
  also: Also = {},
): Promise<Exit> {
  let worst: Exit = OK;
  let done = 0;
  const silence = tickets.length > 1 ? keepTelling(call.terminal, () => done, 'ticket') : () => {};
  for (const ticket of new Set(tickets)) {
    const command = commandFor(ticket, desk.config.policy);
    const exit =
      'refused' in command ? refuse(call.terminal, command) : await carryOut(desk, command, login, call, also);
    if (exit > worst) worst = exit;
    done++;
  }
  silence();
  return worst;
}

async function foresee(desk: FrontDesk, command: Command, login: string, call: Call<unknown, Order>): Promise<Exit> {
  const { terminal, options } = call;
  const outcome = await desk.foreseeCommand(command, login);
  if ('refused' in outcome) return refuse(terminal, outcome, desk.config.timeZone);
  const { ticket, decision } = outcome;
  const would = decision.actions.map(action => actionWords(action, desk.config.timeZone));
  if (options.json) await terminal.print(jsonLine({ ticket, would, because: decision.because, dryRun: true }));
  else if (options.quiet) await terminal.print(String(ticket));
  else {
    await terminal.print(`#${ticket}: nothing is done; this would be: ${decision.because.map(oneLine).join('; ')}`);
    for (const words of would) await terminal.print(`  would ${words}`);
  }
  return OK;
}

async function tell(desk: FrontDesk, done: Operated): Promise<string[]> {
  const letters = done.letters > 0 ? await desk.letters({ ticket: done.ticket, limit: done.letters }) : [];
  return [
    `#${done.ticket}: ${done.because.map(oneLine).join('; ')}`,
    ...letters.map(letter => `  ${letterWord(letter)} queued to ${addressLine(letter.to)}${leaving(letter, desk)}`),
  ];
}

/** Of one that can be undone until then. */
function leaving({ ticket, notBefore }: LetterRow, { config }: FrontDesk): string {
  const now = Date.now();
  if (notBefore <= now || ticket === null) return '';
  const seconds = Math.ceil((notBefore - now) / 1000);
  const when = seconds < 120 ? `in ${seconds} s` : `at ${instant(notBefore, config.timeZone)}`;
  return `, leaves ${when}: desk undo ${ticket} takes it back`;
}

function letterWord(letter: LetterRow): string {
  if (letter.audience === 'staff') return 'notice';
  return letter.template === 'closing' ? 'closing letter' : oneLine(letter.template);
}
