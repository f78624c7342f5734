import type { Filter } from './filter.ts';
import { contribution } from './learn.ts';
import { namedTokens } from './tokens.ts';

/** Why a mail has its score: the tokens that said most, for spam and against it. */
export interface Explanation {
  readonly for: readonly Sign[];
  readonly against: readonly Sign[];
}

export interface Sign {
  readonly name: string;
  readonly weight: number;
}

const MOST = 15;

export function explain({ model }: Filter, mail: Uint8Array): Explanation {
  const tokens = namedTokens(mail);
  const signs = tokens
    .map(({ id, name }) => ({ name, weight: contribution(model, id, tokens.length) }))
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  return {
    for: signs.filter(({ weight }) => weight > 0).slice(0, MOST),
    against: signs.filter(({ weight }) => weight < 0).slice(0, MOST),
  };
}
