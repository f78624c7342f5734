/** [[rule]] of the config → rules, with whatever is wrong with them. */
import { changesWhoHears, conditionsIn, type Rule } from '../desk/rules/rule.ts';
import { STATUSES } from '../desk/ticket.ts';
import { type Complaint, type Draft, repeated, wrong } from './complaint.ts';
import type { Path } from './fault.ts';
import type { Settings } from './keys.ts';
import { readCondition } from './read-condition.ts';
import { readEffects } from './read-effects.ts';
import { complain, type Expressions, isTable, type Known, type Reading } from './rule-reading.ts';
import type { Toml } from './toml.ts';

export interface RulesRead {
  readonly rules: readonly Rule[];
  readonly complaints: readonly Complaint[];
}

/** A rule as its table has it; what has the wrong shape altogether was complained of before, and is missing. */
export interface RawRule {
  readonly name?: string | undefined;
  readonly when?: unknown;
  readonly then?: unknown;
}

/** `written` is what stands at a path, sound or not. */
export function readRules(
  raw: readonly (RawRule | undefined)[],
  known: Known,
  expressions: Expressions,
  written: (path: Path) => unknown,
): RulesRead {
  const reading: Reading = { known, expressions, complaints: [] };
  const rules = raw.flatMap((one, i) => (one ? [readRule(one, i, reading)] : []));
  const names = raw.flatMap((one, i) =>
    one?.name === undefined ? [] : [{ path: ['rule', i, 'name'], text: one.name.toLowerCase() }],
  );
  const idle = raw.flatMap((one, i) =>
    one && isEmpty(written(['rule', i, 'then'])) ? [wrong(['rule', i], 'it does nothing: missing then')] : [],
  );
  return { rules, complaints: [...reading.complaints, ...idle, ...repeated(names, 'the name')] };
}

function readRule({ name = '', when, then }: RawRule, i: number, reading: Reading): Rule {
  const path = ['rule', i];
  const condition = readCondition(tableOf(when), [...path, 'when'], reading);
  const effects = readEffects(tableOf(then), [...path, 'then'], name, reading);
  const asked = new Set(conditionsIn(condition).map(({ ask }) => ask));
  const asksOf = { followUps: asked.has('mail'), machines: asked.has('writtenBy'), spam: asked.has('spam') };
  const isForNewOnly = isTable(when) && when.mail === 'new';
  if (asksOf.followUps && !isForNewOnly && changesWhoHears(effects)) complain(reading, [...path, 'then'], FIXED);
  return { name, when: condition, does: effects, asksOf };
}

const FIXED =
  'an answer to a ticket changes no queue, group, owner, helper or watcher, because they hear its notes: leave them to a rule with mail = "new"';

/** Not there, or a table of nothing. */
function isEmpty(then: unknown): boolean {
  return then === undefined || (isTable(then) && Object.keys(then).length === 0);
}

function tableOf(value: unknown): Toml {
  return isTable(value) ? value : {};
}

/** The words there are, as far as they are sound. */
export function knownOf({
  queue = [],
  operator = [],
  group = [],
  status = [],
  dictionary = {},
  rules,
}: Draft<Settings>): Known {
  const active = operator.filter(one => one?.active !== false);
  const owners = active.filter(one => one?.role !== 'read-only');
  return {
    queues: queue.flatMap(one => one?.name ?? []),
    owners: owners.flatMap(one => one?.login ?? []),
    watchers: active.flatMap(one => one?.login ?? []),
    groups: group.flatMap(one => (one?.name === undefined ? [] : [{ name: one.name, members: sound(one.members) }])),
    statuses: status.length === 0 ? STATUSES : status.flatMap(one => one?.name ?? []),
    categories: sound(dictionary.categories),
    criticalities: sound(dictionary.criticalities),
    complexities: sound(dictionary.complexities),
    kinds: sound(dictionary.kinds),
    levels: sound(dictionary.levels),
    tags: sound(dictionary.tags),
    zone: rules?.zone ?? 'UTC',
  };
}

function sound(words: readonly (string | undefined)[] = []): string[] {
  return words.flatMap(word => word ?? []);
}
