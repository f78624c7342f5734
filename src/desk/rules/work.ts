/**
 * How much an expression may look at. Counted in steps and not in time, so that the same mail twice comes to the same
 * end on every machine: a character of the text times the size of the expression, which is the most it can take.
 */
import type { Expression } from './rule.ts';

/** Of one rule with one mail; some tenths of a second at the very worst, and a hundredth of that as a rule. */
export const STEPS_PER_RULE = 10_000_000;
/** Of all rules with one mail. */
export const STEPS_PER_MAIL = 40_000_000;

/** What is left for one mail. */
export interface Work {
  left: number;
}

/** What is left for one rule, and of its mail. */
export class RuleWork {
  readonly #mail: Work;
  #left = STEPS_PER_RULE;

  constructor(mail: Work) {
    this.#mail = mail;
  }

  /** Throws TooMuchWork before it is done. */
  spend(expression: Expression, text: string): void {
    const steps = expression.size * text.length;
    const what = `${expression.source} on ${text.length} characters`;
    if (steps > this.#left) throw new TooMuchWork(`it is too much work: ${what}`);
    if (steps > this.#mail.left) throw new TooMuchWork(`the rules before it left no room for its work: ${what}`);
    this.#left -= steps;
    this.#mail.left -= steps;
  }
}

/** Fails its rule, not the mail. */
export class TooMuchWork extends Error {
  override readonly name = 'TooMuchWork';
}
