import { type Calibration, createCalibration, remember, type Verdict, verdictOf } from './calibrate.ts';
import { countLabel, createSenders, labelsOf, MOST_LEARNED, type Senders } from './cap-per-sender.ts';
import { createModel, learn, type Model, probability, scoreOf } from './learn.ts';
import { prune } from './prune.ts';

/**
 * The filter: what it learned and how sure it may be. `teach` changes it in place; the same labels in the same order
 * give the same filter to the last bit, so a label is taken back by `rebuild` without it.
 */
export interface Filter {
  readonly model: Model;
  readonly calibration: Calibration;
  readonly senders: Senders;
}

/** 95 % sure. */
const SURE = 3;
/** Labels below which the filter asks nothing: it is wrong too often. */
const FEWEST_TO_DOUBT = 100;
/** Tokens in the table, some 20 MB; the labels of some ten thousand mails. */
const MOST_KNOWN = 360_000;
const KEPT_KNOWN = 270_000;

export type SpamLabel = 'ham' | 'spam';

export interface Judgement {
  /** Between 0 and 1. */
  readonly probability: number;
  readonly verdict: Verdict;
  readonly z: number;
}

export interface Taught {
  /** The score before it was learned. */
  readonly z: number;
  /** The filter was sure of the opposite: nothing was learned, somebody should look again. */
  readonly contradicts: boolean;
  /** That sender taught it enough of late: nothing was learned, and nothing is to be asked. */
  readonly capped: boolean;
}

/** What else is known of a label. */
export interface LabelFacts {
  /** Somebody looked twice. */
  readonly confirmed?: boolean | undefined;
  /** The address in From; without it the cap does not count. */
  readonly sender?: string | undefined;
}

export interface LabelledMail extends LabelFacts {
  readonly ids: Float64Array;
  readonly label: SpamLabel;
}

export function createFilter(): Filter {
  return { model: createModel(), calibration: createCalibration(), senders: createSenders() };
}

export function judge(filter: Filter, ids: Float64Array): Judgement {
  const z = scoreOf(filter.model, ids);
  return { probability: probability(z), verdict: verdictOf(filter.calibration, z), z };
}

export function teach(filter: Filter, ids: Float64Array, label: SpamLabel, facts: LabelFacts = {}): Taught {
  const z = scoreOf(filter.model, ids);
  const isSpam = label === 'spam';
  const contradicts = facts.confirmed !== true && isSureOfTheOpposite(filter.model, z, isSpam);
  const before = labelsOf(filter.senders, facts.sender, isSpam);
  const capped = !contradicts && before >= MOST_LEARNED;
  if (contradicts || capped) return { z, contradicts, capped };
  countLabel(filter.senders, facts.sender, isSpam);
  learn(filter.model, ids, isSpam);
  if (filter.model.size > MOST_KNOWN) prune(filter.model, KEPT_KNOWN);
  remember(filter.calibration, z, isSpam);
  return { z, contradicts, capped };
}

function isSureOfTheOpposite({ spam, ham }: Model, z: number, isSpam: boolean): boolean {
  return spam + ham >= FEWEST_TO_DOUBT && (isSpam ? z <= -SURE : z >= SURE);
}

/** A filter that was taught these, in their order. */
export function rebuild(labels: Iterable<LabelledMail>): Filter {
  const filter = createFilter();
  for (const { ids, label, confirmed, sender } of labels) teach(filter, ids, label, { confirmed, sender });
  return filter;
}
