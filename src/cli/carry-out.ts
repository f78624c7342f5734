/** Gives the desk a command and tells what came of it. */
import type { Command } from '../desk/command.ts';
import type { FrontDesk, Operated } from '../front-desk.ts';
import type { Packed } from '../store/originals.ts';
import type { LetterRow } from '../store/views.ts';
import { instant } from './amounts.ts';
import type { Call, Json } from './call.ts';
import { type Exit, OK } from './exits.ts';
import { jsonLine } from './json.ts';
import { addressLine, oneLine } from './one-line.ts';
import { asOperator, refuse } from './with-desk.ts';

export async function carryOut(
  desk: FrontDesk,
  command: Command,
  login: string,
  call: Call<unknown, Json & { readonly quiet?: boolean }>,
  files: readonly Packed[] = [],
): Promise<Exit> {
  const outcome = await desk.operate(command, login, files);
  return 'refused' in outcome ? refuse(call.terminal, outcome) : tellDone(desk, outcome, call);
}

export async function tellDone(
  desk: FrontDesk,
  outcome: Operated,
  call: Call<unknown, Json & { readonly quiet?: boolean }>,
): Promise<Exit> {
  if (call.options.json) await call.terminal.print(jsonLine(outcome));
  else if (call.options.quiet) await call.terminal.print(String(outcome.ticket));
  else for (const line of await tell(desk, outcome)) await call.terminal.print(line);
  return OK;
}

/** The same command for every ticket named; one that is refused does not stop the others. */
export function carryOutForEach(
  call: Call<readonly [readonly number[]], Json>,
  commandFor: (ticket: number) => Command,
): Promise<Exit> {
  return asOperator(call, async (desk, login) => {
    let worst: Exit = OK;
    for (const ticket of new Set(call.args[0])) {
      const exit = await carryOut(desk, commandFor(ticket), login, call);
      if (exit > worst) worst = exit;
    }
    return worst;
  });
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
