import type { Call } from './call.ts';
import { carryOutForEach, type Order } from './carry-out.ts';
import type { Exit } from './exits.ts';

export function take(call: Call<readonly [readonly number[]], Order>): Promise<Exit> {
  return carryOutForEach(call, ticket => ({ do: 'take', ticket }));
}
