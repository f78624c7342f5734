import type { Judgement, SpamLabel } from './filter.ts';

/**
 * How good a filter is on mails whose answer is known: what it would have done to them, and how well its scores part
 * them whatever the cut. Mails come one by one; only their scores are kept.
 */
export interface Evaluation {
  readonly ham: Tally;
  readonly spam: Tally;
}

export interface Tally {
  readonly scores: number[];
  readonly verdicts: { ham: number; unsure: number; spam: number; unjudged: number };
}

export interface Figures {
  readonly ham: number;
  readonly spam: number;
  /** Ham filed as spam. */
  readonly falsePositives: number;
  readonly hamUnsure: number;
  /** Spam that came through as ham. */
  readonly missed: number;
  readonly spamUnsure: number;
  /** Percent of the spam filed as spam. */
  readonly caught: number;
  /** 1-ROCA: percent of the pairs of a ham and a spam mail in which the ham scores higher. */
  readonly area: number;
  /** Percent of the spam above all ham, and above all but a thousandth of it. */
  readonly caughtAtNone: number;
  readonly caughtAtThousandth: number;
}

export function createEvaluation(): Evaluation {
  return { ham: tally(), spam: tally() };
}

function tally(): Tally {
  return { scores: [], verdicts: { ham: 0, unsure: 0, spam: 0, unjudged: 0 } };
}

export function count(
  evaluation: Evaluation,
  label: SpamLabel,
  { z, verdict }: Pick<Judgement, 'z' | 'verdict'>,
): void {
  evaluation[label].scores.push(z);
  evaluation[label].verdicts[verdict]++;
}

export function figures({ ham, spam }: Evaluation): Figures {
  const hams = Float64Array.from(ham.scores).sort();
  const allowed = Math.floor(hams.length / 1000);
  return {
    ham: hams.length,
    spam: spam.scores.length,
    falsePositives: ham.verdicts.spam,
    hamUnsure: ham.verdicts.unsure,
    missed: spam.verdicts.ham + spam.verdicts.unjudged,
    spamUnsure: spam.verdicts.unsure,
    caught: percent(spam.verdicts.spam, spam.scores.length),
    area: area(hams, spam.scores),
    caughtAtNone: caughtAbove(hams.at(-1), spam.scores),
    caughtAtThousandth: caughtAbove(hams.at(-1 - allowed), spam.scores),
  };
}

/** A tie is half an error. */
function area(hams: Float64Array, spams: readonly number[]): number {
  let wrong = 0;
  for (const z of spams) wrong += hams.length - (below(hams, z, false) + below(hams, z, true)) / 2;
  return percent(wrong, hams.length * spams.length);
}

/** How many are smaller, or not larger. */
function below(sorted: Float64Array, z: number, orEqual: boolean): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (sorted[middle]! < z || (orEqual && sorted[middle] === z)) from = middle + 1;
    else to = middle;
  }
  return from;
}

function caughtAbove(cut: number | undefined, spams: readonly number[]): number {
  return percent(spams.filter(z => cut === undefined || z > cut).length, spams.length);
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : (100 * part) / whole;
}
