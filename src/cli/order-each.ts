/** An order about each of several letters or webhooks; one that is refused does not stop the others. */
import type { Refusal } from '../desk/decision.ts';
import type { FrontDesk } from '../front-desk.ts';
import type { Call, Json } from './call.ts';
import { type Exit, OK } from './exits.ts';
import { jsonLine } from './json.ts';
import { asOperator, refuse } from './with-desk.ts';

export type Several = Call<readonly [readonly number[]], Json>;

/** `field`: of the JSON, `words`: for people, of one that was carried out. */
export function orderEach(
  call: Several,
  what: 'letter' | 'webhook',
  order: (desk: FrontDesk, number: number, login: string) => Promise<true | Refusal>,
  field: string,
  words: string,
): Promise<Exit> {
  const { terminal, options } = call;
  return asOperator(call, async (desk, login) => {
    let worst: Exit = OK;
    for (const number of new Set(call.args[0])) {
      const outcome = await order(desk, number, login);
      if (outcome !== true) worst = refuse(terminal, outcome);
      else
        await terminal.print(
          options.json ? jsonLine({ [what]: number, [field]: true }) : `${what} ${number} is ${words}`,
        );
    }
    return worst;
  });
}
