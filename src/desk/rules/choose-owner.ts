/** Whose turn it is, or who has least to do. Who is absent, or has left, is passed over. */
import { crewWords } from './effect-words.ts';
import type { OwnerChoice } from './rule.ts';

export interface Crew {
  /** Logins of operators who may own tickets, and are there. */
  readonly present: ReadonlySet<string>;
  /** Who had the last turn, by the name that turns are counted under. */
  readonly lastTurn: ReadonlyMap<string, string>;
  /** Open tickets of each owner. */
  readonly load: ReadonlyMap<string, number>;
}

export interface Chosen {
  readonly login: string | null;
  /** Turns are counted under this name, and this one had it. */
  readonly turn?: { readonly name: string; readonly login: string };
  readonly because: string;
}

export function chooseOwner(choice: OwnerChoice, crew: Crew): Chosen {
  if (choice.by === 'name') return { login: choice.login, because: `owner ${choice.login}` };
  const there = choice.among.filter(login => crew.present.has(login));
  const all = crewWords(choice);
  if (there.length === 0) return { login: null, because: `no owner: nobody of ${all} is there` };
  return choice.by === 'turn' ? next(choice.name, choice.among, all, crew) : leastLoaded(all, there, crew);
}

/** After who had the last turn, in the order of the list; whoever left the list gives it to the first. */
function next(name: string, among: readonly string[], all: string, { present, lastTurn }: Crew): Chosen {
  const last = among.indexOf(lastTurn.get(name) ?? '');
  const order = [...among.slice(last + 1), ...among.slice(0, last + 1)];
  const login = order.find(one => present.has(one))!;
  return { login, turn: { name, login }, because: `owner ${login}: next of ${all}` };
}

/** Of equals the first in the list. */
function leastLoaded(all: string, there: readonly string[], { load }: Crew): Chosen {
  const [first, ...others] = there;
  const busy = (login: string) => load.get(login) ?? 0;
  const login = others.reduce((least, one) => (busy(one) < busy(least) ? one : least), first!);
  return { login, because: `owner ${login}: ${busy(login)} open tickets, the least of ${all}` };
}
