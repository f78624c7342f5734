import { type Filter, type Judgement, judge } from './filter.ts';
import { contributions } from './learn.ts';
import type { NamedToken } from './tokens.ts';

/** Why a mail got its score: the tokens that said most for and against spam. Their names are a stranger's words. */
export interface Explanation extends Judgement {
  readonly forSpam: readonly Reason[];
  readonly forHam: readonly Reason[];
  readonly tokens: number;
  /** Of them those that were learned before. */
  readonly known: number;
}

export interface Reason {
  readonly name: string;
  /** What it adds to the score, positive is spam; all of them together are z. */
  readonly adds: number;
  /** In how many mails of each kind it was. */
  readonly spam: number;
  readonly ham: number;
}

const MOST_REASONS = 15;

export function explain(filter: Filter, tokens: readonly NamedToken[]): Explanation {
  const ids = Float64Array.from(tokens, ({ id }) => id);
  const reasons = contributions(filter.model, ids).map((found, i) => ({ name: tokens[i]?.name ?? '', ...found }));
  const known = reasons.filter(({ spam, ham }) => spam + ham > 0);
  const sorted = known.toSorted((a, b) => b.adds - a.adds);
  return {
    ...judge(filter, ids),
    forSpam: sorted.filter(({ adds }) => adds > 0).slice(0, MOST_REASONS),
    forHam: sorted
      .filter(({ adds }) => adds < 0)
      .reverse()
      .slice(0, MOST_REASONS),
    tokens: tokens.length,
    known: known.length,
  };
}
