import { usualWord } from '../desk/dictionary.ts';
import type { Call } from './call.ts';
import { carryOutForEach, type Order } from './carry-out.ts';
import type { Exit } from './exits.ts';
import { changesOf, type SortingOptions } from './sorting-options.ts';

/** With other changes it is one of them, and one decision. */
export function close(call: Call<readonly [readonly number[]], Order & SortingOptions>): Promise<Exit> {
  const changes = changesOf(call.options);
  return carryOutForEach(call, (ticket, { dictionary }) => {
    if (changes === undefined) return { do: 'close', ticket };
    return { do: 'change', ticket, changes: { ...changes, status: usualWord('closed', dictionary) }, hidden: true };
  });
}
