import type { Call } from './call.ts';
import { carryOutForEach, type Order } from './carry-out.ts';
import { type Exit, USAGE } from './exits.ts';

interface AssignOptions extends Order {
  readonly nobody?: boolean;
}

/** Exactly one of a login and --nobody: an owner that was forgotten on the command line is not taken away. */
export async function assign(
  call: Call<readonly [readonly number[], string | undefined], AssignOptions>,
): Promise<Exit> {
  const [, login] = call.args;
  if ((login === undefined) !== (call.options.nobody === true)) {
    call.terminal.say('desk assign: say either the new owner’s login or --nobody');
    return USAGE;
  }
  return carryOutForEach(call, ticket => ({ do: 'assign', ticket, to: login ?? null }));
}
