/** Opens the desk for one command and closes it after, whatever happens. The store is loaded only here. */
import type { Refusal } from '../desk/decision.ts';
import type { FrontDesk } from '../front-desk.ts';
import type { ReadingDesk } from '../reading-desk.ts';
import { seenBy } from '../seen-by.ts';
import type { TicketView } from '../store/views.ts';
import type { Call } from './call.ts';
import { configured } from './configured.ts';
import { type Exit, REFUSED, STALE } from './exits.ts';
import { identify, namesOfProcess } from './identity.ts';
import { manyLines } from './one-line.ts';
import { standingLines } from './presence.ts';
import type { Terminal } from './terminal.ts';

export async function withDesk(call: Call<unknown>, use: (desk: FrontDesk) => Promise<Exit>): Promise<Exit> {
  // The store is read from disk while the configuration is checked.
  const [config, { openDesk }] = await Promise.all([configured(call.globals), import('../open-desk.ts')]);
  const desk = await openDesk(config);
  try {
    return await use(asSeen(desk, call));
  } finally {
    await desk.close();
  }
}

/** The same for a command that only reads: it starts sooner. */
export async function withReadingDesk(call: Call<unknown>, use: (desk: ReadingDesk) => Promise<Exit>): Promise<Exit> {
  const [config, { openReadingDesk }] = await Promise.all([configured(call.globals), import('../reading-desk.ts')]);
  const desk = await openReadingDesk(config);
  try {
    // what is seen of a desk is told method by method, and nobody calls those that are not there
    return await use(asSeen(desk as FrontDesk, call));
  } finally {
    await desk.close();
  }
}

/** By who asks; all of it by who is nobody of the staff: that is who owns the files. */
function asSeen(desk: FrontDesk, call: Call<unknown>): FrontDesk {
  const { operators } = desk.config.policy;
  const who = identify(operators, namesOfProcess(call.globals));
  const operator = 'login' in who ? operators.find(({ login }) => login === who.login) : undefined;
  return operator ? seenBy(desk, operator) : desk;
}

/** The same, by somebody: refused when nobody knows who types. */
export function asOperator(call: Call<unknown>, use: (desk: FrontDesk, login: string) => Promise<Exit>): Promise<Exit> {
  return withDesk(call, async desk => {
    const who = identify(desk.config.policy.operators, namesOfProcess(call.globals));
    return 'refused' in who ? refuse(call.terminal, who) : use(desk, who.login);
  });
}

/** A refusal may name people and addresses that came by mail. `zone`: of what came since. */
export function refuse(terminal: Terminal, { refused, stale }: Refusal, zone?: string): Exit {
  for (const line of manyLines(refused)) terminal.say(line);
  if (stale === undefined) return REFUSED;
  for (const line of standingLines(stale, Date.now(), zone)) terminal.say(`  ${line}`);
  terminal.say('nothing was sent: look at it with desk show, or answer all the same with --force');
  return STALE;
}

/** The ticket where a merged one is now: what an answer or a note to it goes to. */
export async function showStanding(desk: FrontDesk, number: number): Promise<TicketView | undefined> {
  let ticket = await desk.show(number);
  while (ticket && ticket.mergedInto !== null) ticket = await desk.show(ticket.mergedInto);
  return ticket;
}

export function noTicket(terminal: Terminal, ticket: number): Exit {
  return refuse(terminal, { refused: `there is no ticket ${ticket}` });
}
