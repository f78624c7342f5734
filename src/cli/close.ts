import { usualWord } from '../desk/dictionary.ts';
import type { Call } from './call.ts';
import { carryOutAll, type Order } from './carry-out.ts';
import type { Exit } from './exits.ts';
import { changesOf, type SortingOptions, sayFault } from './sorting-options.ts';
import { asOperator } from './with-desk.ts';

/** With other changes it is one of them, and one decision. */
export function close(call: Call<readonly [readonly number[]], Order & SortingOptions>): Promise<Exit> {
  return asOperator(call, async (desk, login) => {
    const { policy } = desk.config;
    const sorted = changesOf(call.options, policy);
    if ('fault' in sorted) return sayFault(call.terminal, 'close', sorted);
    const changes = sorted.changes && { ...sorted.changes, status: usualWord('closed', policy.dictionary) };
    return carryOutAll(desk, login, call, call.args[0], ticket =>
      changes === undefined ? { do: 'close', ticket } : { do: 'change', ticket, changes, hidden: true },
    );
  });
}
