/**
 * How good answers were: what was wrong, and how well the scores part spam from ham whatever the lines between the
 * answers are. A false positive is ham called spam: that is a customer's mail which nobody sees.
 */
import type { Verdict } from './calibrate.ts';

export interface Scored {
  readonly label: 'ham' | 'spam';
  readonly z: number;
  readonly verdict: Verdict;
}

export interface Figures {
  readonly ham: number;
  readonly spam: number;
  /** Ham called spam. */
  readonly falsePositives: number;
  /** Spam called ham. */
  readonly missed: number;
  readonly unsureHam: number;
  readonly unsureSpam: number;
  /** Too little was learned for an answer. */
  readonly unjudgedHam: number;
  readonly unjudgedSpam: number;
  /** % of the spam that was called spam. */
  readonly caught: number | null;
  /** % of pairs of a ham and a spam whose scores stand the wrong way round (TREC's 1-ROCA %); 0 is perfect. */
  readonly roca: number | null;
  /** % of the spam that scores above all ham, and above all but a thousandth of it. */
  readonly caughtAtNoFalsePositive: number | null;
  readonly caughtAtOneInThousand: number | null;
}

export function figuresOf(scored: readonly Scored[]): Figures {
  const ham = scored.filter(({ label }) => label === 'ham');
  const spam = scored.filter(({ label }) => label === 'spam');
  const called = (mails: readonly Scored[], verdict: Verdict) => mails.filter(mail => mail.verdict === verdict).length;
  const [h, s] = [sortedScores(ham), sortedScores(spam)];
  return {
    ham: ham.length,
    spam: spam.length,
    falsePositives: called(ham, 'spam'),
    missed: called(spam, 'ham'),
    unsureHam: called(ham, 'unsure'),
    unsureSpam: called(spam, 'unsure'),
    unjudgedHam: called(ham, 'unjudged'),
    unjudgedSpam: called(spam, 'unjudged'),
    caught: share(called(spam, 'spam'), spam.length),
    roca: share(pairsTheWrongWay(h, s), h.length * s.length),
    caughtAtNoFalsePositive: caughtAbove(h, s, 0),
    caughtAtOneInThousand: caughtAbove(h, s, 0.001),
  };
}

/** null: a share of nothing. */
function share(part: number, whole: number): number | null {
  return whole === 0 ? null : (part / whole) * 100;
}

function sortedScores(mails: readonly Scored[]): Float64Array {
  return Float64Array.from(mails, ({ z }) => z).sort();
}

/** Equal scores are half a pair. */
function pairsTheWrongWay(ham: Float64Array, spam: Float64Array): number {
  let [below, upTo, wrong] = [0, 0, 0];
  for (const z of spam) {
    while (below < ham.length && ham[below]! < z) below++;
    while (upTo < ham.length && ham[upTo]! <= z) upTo++;
    wrong += ham.length - upTo + (upTo - below) / 2;
  }
  return wrong;
}

/** `lost`: the share of ham that may score higher. */
function caughtAbove(ham: Float64Array, spam: Float64Array, lost: number): number | null {
  if (ham.length === 0) return null;
  const line = ham[ham.length - 1 - Math.floor(lost * ham.length)]!;
  return share(spam.filter(z => z > line).length, spam.length);
}
