/** What a decision about an operator's command may look at. */
import type { CommandSituation } from '../desk/situation.ts';
import type { Database } from './database.ts';
import { peopleByAddress } from './find-people.ts';
import { ticketsByNumber } from './find-tickets.ts';
import { saidIn } from './said.ts';
import { type Basis, situation } from './situation.ts';
import { labelOf, openingMail } from './spam.ts';

export async function commandSituation(
  database: Database,
  basis: Basis,
  ticket: number | undefined,
  requester: string | undefined,
): Promise<CommandSituation> {
  const at = await situation(database, basis);
  const found = ticket === undefined ? undefined : (await ticketsByNumber(database, [ticket])).get(ticket);
  const address = requester?.toLowerCase();
  const person = address === undefined ? undefined : (await peopleByAddress(database, [address])).get(address);
  const opening = found === undefined ? undefined : await openingMail(database, found.number);
  const label = opening && (await labelOf(database, opening.contentKey));
  return {
    ...at,
    ...(found ? { said: await saidIn(database, basis.policy, found, basis.now) } : {}),
    ...(found ? { ticket: found } : {}),
    ...(person ? { requester: person } : {}),
    ...(opening
      ? { opening: { mail: opening.mail, judged: opening.verdict !== null, ...(label ? { label } : {}) } }
      : {}),
  };
}
