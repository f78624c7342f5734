import type { Action } from '../desk/decision.ts';
import { tokensOf } from '../spam/tokens.ts';
import type { Database } from './database.ts';
import { ledgerRow } from './ledger.ts';
import type { Occasion } from './occasion.ts';
import { readOriginal } from './originals.ts';
import { addLabel, labelOf } from './spam.ts';

/** What the filter learns. The words are read out of the original, which is here in the same transaction or was before. */
export async function carryLabel(
  database: Database,
  { mail, label, confirmed, how, instead }: Extract<Action, { do: 'learn' }>,
  { who, now }: Occasion,
): Promise<undefined> {
  const row = await ledgerRow(database, mail);
  const bytes = await readOriginal(database, mail);
  if (!row || !bytes) return;
  const { contentKey, sender } = row;
  // somebody said something else since
  if (instead !== undefined && (await labelOf(database, contentKey)) !== instead) return;
  const tokens = tokensOf(bytes);
  await addLabel(database, { contentKey, mail, sender, label, confirmed, tokens, who, how }, now);
}
