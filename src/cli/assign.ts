import type { Call, Json } from './call.ts';
import { carryOut } from './carry-out.ts';
import { type Exit, USAGE } from './exits.ts';
import { asOperator } from './with-desk.ts';

interface AssignOptions extends Json {
  readonly nobody?: boolean;
}

/** Exactly one of a login and --nobody: an owner that was forgotten on the command line is not taken away. */
export async function assign(call: Call<readonly [number, string | undefined], AssignOptions>): Promise<Exit> {
  const [ticket, login] = call.args;
  if ((login === undefined) !== (call.options.nobody === true)) {
    call.terminal.say('desk assign: say either the new owner’s login or --nobody');
    return USAGE;
  }
  return asOperator(call, (desk, by) => carryOut(desk, { do: 'assign', ticket, to: login ?? null }, by, call));
}
