/** What most tests of a desk begin with: a small configuration, a database that outlives the desk, orders that are obeyed. */
import type { Config } from '../src/config/config.ts';
import type { Refusal } from '../src/desk/decision.ts';
import type { Knows } from '../src/desk/search-operators.ts';
import type { Database } from '../src/store/database.ts';
import { configOf } from './config/written.ts';
import { PEOPLE, QUEUE } from './stories/program.ts';

/** Letters are kept. A fault in `toml` fails the test. */
export function smallConfig(toml = `${PEOPLE}${QUEUE}`): Config {
  return configOf(`${toml}\n[courier]\nkind = "keep"\n`, '/nowhere/config.toml');
}

/** Desks may be closed and opened on it; whoever opened it closes it. */
export function lasting(database: Database): Database {
  return { ...database, close: async () => undefined };
}

/** What came of it; a refusal fails the test. */
export async function done<T extends object>(order: Promise<T>): Promise<Exclude<T, Refusal>> {
  const outcome = await order;
  if ('refused' in outcome) throw new Error(String(outcome.refused));
  return outcome as Exclude<T, Refusal>;
}

/** How whoever types a search reads dates: in UTC. */
export const IN_UTC: Pick<Knows, 'midnight' | 'dayOf'> = {
  midnight: (year, month, day) => Date.UTC(year, month - 1, day),
  dayOf: at => {
    const date = new Date(at);
    return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
  },
};
