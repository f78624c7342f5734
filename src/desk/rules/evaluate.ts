/** Looks at the rules in their order: which of them fire for a mail, and what they come to together. */
import { isTrue } from './condition.ts';
import { effectWords } from './effect-words.ts';
import type { Facts } from './facts.ts';
import type { Effects, OwnerChoice, Rule, RuleField, RuleMode } from './rule.ts';
import { whyNot } from './why-not.ts';
import { RuleWork, STEPS_PER_MAIL, type Work } from './work.ts';

/** What a rule said, and which. */
export interface Said<T> {
  readonly rule: string;
  readonly what: T;
}

export interface Outcome {
  /** Names of the rules that fired, in their order. */
  readonly fired: readonly string[];
  /** A line for each rule that fired or failed. */
  readonly because: readonly string[];
  /** The last that speaks of a field has its way. */
  readonly fields: { readonly [F in RuleField]?: string };
  readonly owner?: OwnerChoice;
  readonly dueIn?: number;
  readonly tags: readonly string[];
  readonly helpers: readonly string[];
  readonly watchers: readonly string[];
  readonly canned?: Said<string>;
  readonly notes: readonly Said<string>[];
  readonly webhooks: readonly Said<string>[];
  /** The mail makes no ticket and changes none. */
  readonly end?: { readonly as: 'held' | 'ignored'; readonly why: string };
  /** It makes a ticket although it is spam or a machine's. */
  readonly accepted: boolean;
}

export interface MailClass {
  readonly machine: boolean;
  readonly spam: boolean;
}

/** `asked`: the name of a rule of which it is told why it did not fire. */
export function evaluate(rules: readonly Rule[], mode: RuleMode, facts: Facts, of: MailClass, asked?: string): Outcome {
  const { machine, spam } = of;
  const work: Work = { left: STEPS_PER_MAIL };
  let outcome = NOTHING;
  let ended: string | undefined;
  for (const rule of rules) {
    const { followUps, machines, spam: asksOfSpam } = rule.asksOf;
    if ((facts.followUp && !followUps) || (machine && !machines) || (spam && !asksOfSpam)) continue;
    const fires = firesOrFails(rule, facts, work);
    if (typeof fires === 'string') outcome = { ...outcome, because: [...outcome.because, fires] };
    if (fires !== true) continue;
    outcome = added(outcome, rule);
    if (mode !== 'first' && !rule.does.stop && !outcome.end) continue;
    ended = rule.name;
    break;
  }
  const passed =
    asked === undefined || outcome.fired.includes(asked) ? undefined : rules.find(one => one.name === asked);
  if (!passed) return outcome;
  const why = `rule ${JSON.stringify(passed.name)} did not fire: ${whyNot(passed, facts, of, ended)}`;
  return { ...outcome, because: [...outcome.because, why] };
}

export const NOTHING: Outcome = {
  fired: [],
  because: [],
  fields: {},
  tags: [],
  helpers: [],
  watchers: [],
  notes: [],
  webhooks: [],
  accepted: false,
};

/** A rule that cannot be worked out is as if it did not fire, and says so: the mail goes its way. */
function firesOrFails(rule: Rule, facts: Facts, work: Work): boolean | string {
  try {
    return isTrue(rule.when, facts, new RuleWork(work));
  } catch (error) {
    return `rule ${JSON.stringify(rule.name)} failed: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function added(so: Outcome, { name, does }: Rule): Outcome {
  const end = endOf(does);
  return {
    fired: [...so.fired, name],
    because: [...so.because, `rule ${JSON.stringify(name)}: ${effectWords(does)}`],
    fields: { ...so.fields, ...does.fields },
    ...(does.owner ? { owner: does.owner } : so.owner ? { owner: so.owner } : {}),
    ...dueOf(so, does),
    tags: union(so.tags, does.tags),
    helpers: union(so.helpers, does.helpers),
    watchers: union(so.watchers, does.watchers),
    ...cannedOf(so, name, does),
    notes: does.note === undefined ? so.notes : [...so.notes, { rule: name, what: does.note }],
    webhooks: does.webhook === undefined ? so.webhooks : [...so.webhooks, { rule: name, what: does.webhook }],
    ...(end ? { end } : {}),
    accepted: so.accepted || does.accept,
  };
}

function dueOf(so: Outcome, does: Effects): Pick<Outcome, 'dueIn'> {
  const dueIn = does.dueIn ?? so.dueIn;
  return dueIn === undefined ? {} : { dueIn };
}

/** One letter to one mail: the first that is asked for. */
function cannedOf(so: Outcome, rule: string, { canned }: Effects): Pick<Outcome, 'canned'> {
  if (so.canned) return { canned: so.canned };
  return canned === undefined ? {} : { canned: { rule, what: canned } };
}

/** Of both, the one that loses nothing. */
function endOf({ hold, reject }: Effects): Outcome['end'] {
  if (hold !== undefined) return { as: 'held', why: hold };
  return reject === undefined ? undefined : { as: 'ignored', why: reject };
}

function union(so: readonly string[], more: readonly string[]): readonly string[] {
  return more.length === 0 ? so : [...new Set([...so, ...more])];
}
