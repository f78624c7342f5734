/**
 * From a score to one of three answers, by the filter's own past: the scores that ham and spam had before they were
 * learned. A mail is spam only above nearly all of that ham, by a distance that shrinks as labels come in; it is ham
 * only below nearly all of that spam. With few labels there is no answer, and what was scored until then says nothing.
 */
export type Verdict = 'ham' | 'unsure' | 'spam' | 'unjudged';

export interface Calibration {
  readonly ham: Past;
  readonly spam: Past;
}

export interface Past {
  /** Mails learned. */
  learned: number;
  /** The last scores, in a ring. */
  readonly scores: Float64Array;
  /** How many there ever were. */
  scored: number;
  /** The ring in order of size, until the next score comes. */
  sorted: Float64Array | undefined;
}

const KEPT = 2000;
const FEWEST_HAM = 20;
const FEWEST_SPAM = 10;
/** Of a hundred ham mails none may be above, of a thousand three. */
const HAM_BELOW = 0.997;
const SPAM_ABOVE = 0.01;
const LEAST_SPAM = 4;
const MOST_HAM = 0;
/** Until ten spam mails were judged. */
const FIRST_HAM = -1.5;
/** It is 14 with 16 spam mails learned, 4.5 with 100, 1 with 1000. */
const DISTANCE = 90;
const DISTANCE_SHRINKS = -0.65;

export function createCalibration(): Calibration {
  return { ham: past(), spam: past() };
}

function past(): Past {
  return { learned: 0, scores: new Float64Array(KEPT), scored: 0, sorted: undefined };
}

/** A mail is learned that had this score. */
export function remember(calibration: Calibration, z: number, isSpam: boolean): void {
  const side = isSpam ? calibration.spam : calibration.ham;
  if (mayJudge(calibration)) {
    side.scores[side.scored % KEPT] = z;
    side.scored++;
    side.sorted = undefined;
  }
  side.learned++;
}

export function verdictOf(calibration: Calibration, z: number): Verdict {
  if (!mayJudge(calibration)) return 'unjudged';
  if (z >= spamFrom(calibration)) return 'spam';
  return z <= hamUpTo(calibration) ? 'ham' : 'unsure';
}

export function spamFrom({ ham, spam }: Calibration): number {
  const caution = DISTANCE * (Math.min(ham.learned, spam.learned) + 1) ** DISTANCE_SHRINKS;
  return Math.max(LEAST_SPAM, quantile(ham, HAM_BELOW)) + caution;
}

export function hamUpTo({ spam }: Calibration): number {
  return spam.scored < FEWEST_SPAM ? FIRST_HAM : Math.min(MOST_HAM, quantile(spam, SPAM_ABOVE));
}

function mayJudge({ ham, spam }: Calibration): boolean {
  return ham.learned >= FEWEST_HAM && spam.learned >= FEWEST_SPAM;
}

function quantile(side: Past, share: number): number {
  side.sorted ??= side.scores.slice(0, Math.min(side.scored, KEPT)).sort();
  return side.sorted[Math.min(side.sorted.length - 1, Math.floor(share * side.sorted.length))] ?? 0;
}
