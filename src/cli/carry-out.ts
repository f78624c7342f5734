/** Gives the desk a command, for one ticket or for many, and tells what came of it. */
import type { Command } from '../desk/command.ts';
import type { Decision, Refusal } from '../desk/decision.ts';
import type { Policy } from '../desk/policy.ts';
import type { FrontDesk, Operated } from '../front-desk.ts';
import type { Packed } from '../store/originals.ts';
import type { LetterRow } from '../store/views.ts';
import { actionWords } from './action-words.ts';
import { leavesWhen } from './amounts.ts';
import type { Call, Json } from './call.ts';
import { type Exit, OK } from './exits.ts';
import { jsonLine } from './json.ts';
import { keepTelling } from './keep-telling.ts';
import { letterName } from './letter-names.ts';
import { addressLine, manyLines, oneLine } from './one-line.ts';
import type { SeenLetter } from './seen-letters.ts';
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
  if (outcome.letters > 0 && (command.do === 'reply' || command.do === 'new')) await nobodySends(desk, call);
  await after?.(outcome);
  return exit;
}

async function nobodySends(desk: FrontDesk, { terminal, options }: Call<unknown, Order>): Promise<void> {
  if (options.json || options.quiet) return;
  const { sayNoDaemon } = await import('./no-daemon.ts');
  await sayNoDaemon(desk, terminal);
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
  const letters = await lettersOf(desk, command, decision);
  if ('refused' in letters) return refuse(terminal, letters);
  const would = decision.actions.map(action => actionWords(action, desk.config.timeZone));
  if (options.json) await terminal.print(jsonLine({ ticket, would, because: decision.because, letters, dryRun: true }));
  else if (options.quiet) await terminal.print(String(ticket));
  else {
    await terminal.print(`#${ticket}: nothing is done; this would be: ${decision.because.map(oneLine).join('; ')}`);
    for (const words of would) await terminal.print(`  would ${words}`);
    for (const line of letters.flatMap(letterLines)) await terminal.print(line);
  }
  return OK;
}

/** What somebody wrote, as it would leave; where a requester reads it, what the staff is told of it is not shown too. */
async function lettersOf(desk: FrontDesk, command: Command, decision: Decision): Promise<SeenLetter[] | Refusal> {
  if (command.do !== 'reply' && command.do !== 'note' && command.do !== 'new') return [];
  const all = await desk.foreseeLetters(command, decision);
  if ('refused' in all) return all;
  const outside = all.filter(({ audience }) => audience === 'requester');
  const { seenLetters } = await import('./seen-letters.ts');
  return seenLetters((outside.length > 0 ? outside : all).map(({ bytes }) => bytes));
}

function letterLines({ to, subject, text }: SeenLetter): string[] {
  const words = manyLines(text.trimEnd()).map(line => (line === '' ? '' : `  ${line}`));
  return ['', ...to.map(one => `To: ${oneLine(one)}`), `Subject: ${oneLine(subject)}`, '', ...words];
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
  return `, leaves ${leavesWhen(notBefore, now, config.timeZone)}: desk undo ${ticket} takes it back`;
}

function letterWord(letter: LetterRow): string {
  return letter.audience === 'staff' ? 'notice' : letterName(letter.template);
}
