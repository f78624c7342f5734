/** What every decision may look at, read inside the transaction that will commit it. */
import type { Policy } from '../desk/policy.ts';
import type { CannedWords } from '../desk/rules/canned-words.ts';
import type { Situation } from '../desk/situation.ts';
import { absentNow } from './absences.ts';
import { lockCounters } from './counters.ts';
import type { Database } from './database.ts';
import { peopleByAddress } from './find-people.ts';
import { tokenKeys } from './keys.ts';

/** What is the same for every decision of a process, and the two things it may not make up itself. */
export interface Basis {
  readonly policy: Policy;
  readonly now: number;
  readonly nonce: string;
  /** Words of the canned replies that rules send. */
  readonly canned?: CannedWords;
}

export async function situation(database: Database, basis: Basis): Promise<Situation> {
  const next = await lockCounters(database);
  const { operators } = basis.policy;
  const known = await peopleByAddress(
    database,
    operators.map(o => o.address.toLowerCase()),
  );
  return {
    ...basis,
    keys: await tokenKeys(database),
    nextTicket: next('ticket'),
    nextPerson: next('person'),
    staff: new Map(
      operators.flatMap(o => {
        const person = known.get(o.address.toLowerCase());
        return person ? [[o.login, person] as const] : [];
      }),
    ),
    absent: await absentNow(database, basis.now),
  };
}
