/** `desk merge`, `split`, `move`, `link`, `unlink`, `undo`: each hands its words to the desk, which knows what may be. */
import type { Command } from '../desk/command.ts';
import type { FrontDesk } from '../front-desk.ts';
import type { Call } from './call.ts';
import { carryOut, carryOutAll, type Order } from './carry-out.ts';
import { Drafts } from './draft-files.ts';
import type { Exit } from './exits.ts';
import { asOperator, showStanding } from './with-desk.ts';
import { whereKept } from './words.ts';

type Two = readonly [ticket: number, other: number];
type Three = readonly [ticket: number, message: number, to: number];

export function merge(call: Call<Two, Order & { readonly together?: boolean }>): Promise<Exit> {
  const [ticket, into] = call.args;
  return order(call, { do: 'merge', ticket, into, together: call.options.together === true });
}

export function split(call: Call<Two, Order & { readonly subject?: string }>): Promise<Exit> {
  const [ticket, message] = call.args;
  const { subject } = call.options;
  return order(call, { do: 'split', ticket, message, ...(subject === undefined ? {} : { subject }) });
}

export function move(call: Call<Three, Order>): Promise<Exit> {
  const [ticket, message, to] = call.args;
  return order(call, { do: 'move', ticket, message, to });
}

export function link(call: Call<Two, Order>): Promise<Exit> {
  const [ticket, to] = call.args;
  return order(call, { do: 'link', ticket, to });
}

export function unlink(call: Call<Two, Order>): Promise<Exit> {
  const [ticket, to] = call.args;
  return order(call, { do: 'unlink', ticket, to });
}

/** The words of an answer that is taken back are a draft again, of whoever takes it back. */
export function undo(
  call: Call<readonly [readonly number[]], Order & { readonly beforeNote?: boolean }>,
): Promise<Exit> {
  const how = call.options.beforeNote ? { beforeNote: true } : {};
  return asOperator(call, (desk, login) =>
    carryOutAll(desk, login, call, call.args[0], ticket => ({ do: 'undo', ticket, ...how }), {
      after: async ({ ticket, takenBack }) => {
        if (takenBack !== undefined) await keepWords(desk, ticket, takenBack, login, call);
      },
    }),
  );
}

async function keepWords(desk: FrontDesk, ticket: number, message: number, login: string, { terminal }: Call<unknown>) {
  const standing = await showStanding(desk, ticket);
  const words = standing?.timeline.find(({ id }) => id === message)?.text;
  if (standing === undefined || words === undefined) return;
  const drafts = new Drafts(desk.config, login);
  terminal.say(await whereKept(drafts, await drafts.keepBeside(`reply-${standing.number}`, words)));
}

function order(call: Call<unknown, Order>, command: Command): Promise<Exit> {
  return asOperator(call, (desk, login) => carryOut(desk, command, login, call));
}
