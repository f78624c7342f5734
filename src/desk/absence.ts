/** Who is away, and who acts for them meanwhile. */
import type { Policy } from './policy.ts';
import { whyNotAllowed } from './roles.ts';

export interface Absence {
  /** ms since 1970; null: until they say that they are back. */
  readonly until: number | null;
  /** Login of who hears what they would hear. */
  readonly deputy: string | null;
}

/** By login; those who are away now. */
export type Absent = ReadonlyMap<string, Absence>;

interface House {
  readonly absent: Absent;
  readonly policy: Policy;
}

/**
 * Who acts for an operator now: themselves, else the first in the chain of deputies who is there. undefined when nobody
 * is: all are away, or have left, or are deputies of each other.
 */
export function actsFor(login: string, { absent, policy }: House): string | undefined {
  const asked = new Set<string>();
  for (let one: string | null = login; one !== null && !asked.has(one); one = absent.get(one)!.deputy) {
    if (!absent.has(one)) return policy.operators.some(each => each.login === one && each.active) ? one : undefined;
    asked.add(one);
  }
  return undefined;
}

/** For who gives work to somebody who is away; undefined when they are there. */
export function awayWords(login: string, house: House): string | undefined {
  if (!house.absent.has(login)) return undefined;
  const deputy = actsFor(login, house);
  return `${login} is away${deputy === undefined ? ', and has no deputy who is there' : `, ${deputy} hears instead`}`;
}

/** Everybody says it of themselves; of others, who leads. */
export function whyNotAway(of: string, by: string, { operators }: Policy): string | undefined {
  const doer = operators.find(({ login, active }) => login === by && active);
  if (!doer) return `${by} is not an active operator of this desk`;
  if (!operators.some(({ login, active }) => login === of && active)) return `there is no operator ${of}`;
  return of === by ? undefined : whyNotAllowed('lead', doer);
}
