import type { Call, Json } from './call.ts';
import { carryOutForEach } from './carry-out.ts';
import type { Exit } from './exits.ts';

export function revoke(call: Call<readonly [readonly number[]], Json>): Promise<Exit> {
  return carryOutForEach(call, ticket => ({ do: 'revoke', ticket }));
}
