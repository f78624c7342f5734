/** What has to be looked up for the rules of a desk; most need nothing but the mail. */
import { conditionsIn, type Rule } from './rule.ts';

export interface Needs {
  /** Who is there, whose turn it is, who has least to do. */
  readonly crew: boolean;
  /** Organisation and level of the sender. */
  readonly standing: boolean;
}

const known = new WeakMap<readonly Rule[], Needs>();

/** Asked with every mail, and the same for all of them. */
export function needsOf(rules: readonly Rule[]): Needs {
  const before = known.get(rules);
  if (before) return before;
  const needs = {
    crew: rules.some(({ does }) => does.owner !== undefined && does.owner.by !== 'name'),
    standing: rules.some(({ when }) => conditionsIn(when).some(({ ask }) => ask === 'organisation' || ask === 'level')),
  };
  known.set(rules, needs);
  return needs;
}
