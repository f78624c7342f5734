/**
 * From a score to one of three answers, by the filter's own past: the scores that ham and spam had before they were
 * learned. A mail is spam only above nearly all of that ham, by a distance that shrinks as labels come in; it is ham
 * only below nearly all of that spam. With few labels there is no answer.
 */
export type Verdict = 'ham' | 'unsure' | 'spam' | 'unjudged';

export interface Calibration {
  readonly ham: Past;
  readonly spam: Past;
}

/** The last scores, in a ring. */
export interface Past {
  readonly scores: Float64Array;
  /** How many there ever were. */
  seen: number;
  /** Sorted, until the next score comes. */
  sorted: Float64Array | undefined;
}

const KEPT = 2000;
const FEWEST_HAM = 20;
const FEWEST_SPAM = 10;
const HAM_BELOW = 0.999;
const SPAM_ABOVE = 0.005;
const LEAST_SPAM = 4;
const MOST_HAM = 0;
const DISTANCE = 30;

export function createCalibration(): Calibration {
  return { ham: past(), spam: past() };
}

function past(): Past {
  return { scores: new Float64Array(KEPT), seen: 0, sorted: undefined };
}

/** A score that a mail had before it was learned. */
export function remember(calibration: Calibration, z: number, isSpam: boolean): void {
  const side = isSpam ? calibration.spam : calibration.ham;
  side.scores[side.seen % KEPT] = z;
  side.seen++;
  side.sorted = undefined;
}

export function verdictOf(calibration: Calibration, z: number): Verdict {
  const { ham, spam } = calibration;
  if (ham.seen < FEWEST_HAM || spam.seen < FEWEST_SPAM) return 'unjudged';
  if (z >= spamFrom(calibration)) return 'spam';
  return z <= hamUpTo(calibration) ? 'ham' : 'unsure';
}

export function spamFrom({ ham, spam }: Calibration): number {
  const caution = DISTANCE / Math.sqrt(Math.min(ham.seen, spam.seen) + 1);
  return Math.max(LEAST_SPAM, quantile(ham, HAM_BELOW) + caution);
}

export function hamUpTo({ spam }: Calibration): number {
  return Math.min(MOST_HAM, quantile(spam, SPAM_ABOVE));
}

function quantile(side: Past, share: number): number {
  side.sorted ??= side.scores.slice(0, Math.min(side.seen, KEPT)).sort();
  return side.sorted[Math.min(side.sorted.length - 1, Math.floor(share * side.sorted.length))] ?? 0;
}
