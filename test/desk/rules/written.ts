/** Rules as an administrator writes them, for a desk with two queues, a group and a full dictionary. */
import { expect } from 'chai';
import * as expressions from '../../../src/config/pattern.ts';
import { type RawRule, readRules } from '../../../src/config/read-rules.ts';
import type { Known } from '../../../src/config/rule-reading.ts';
import { parseToml } from '../../../src/config/toml.ts';
import { evaluate, type Outcome } from '../../../src/desk/rules/evaluate.ts';
import { type Circumstances, factsOf } from '../../../src/desk/rules/facts.ts';
import type { Rule } from '../../../src/desk/rules/rule.ts';
import type { Mail } from '../../../src/mail/mail.ts';
import { MONDAY } from '../../scene.ts';

export const KNOWN: Known = {
  queues: ['support', 'billing'],
  owners: ['bob', 'eve', 'kim'],
  watchers: ['bob', 'eve', 'kim'],
  groups: [{ name: 'second-level', members: ['bob', 'eve'] }],
  statuses: ['new', 'open', 'waiting', 'solved', 'closed', 'at-supplier'],
  categories: ['question', 'fault', 'billing'],
  criticalities: ['low', 'normal', 'high'],
  complexities: ['simple', 'hard'],
  kinds: ['request', 'incident'],
  levels: ['basic', 'gold'],
  tags: [],
  zone: 'Europe/Amsterdam',
};

/** `[[rule]]` tables → rules; fails with the complaints when there are any. */
export function rulesIn(toml: string, known: Known = KNOWN): readonly Rule[] {
  const parsed = parseToml(toml);
  if ('fault' in parsed) expect.fail(parsed.fault.message);
  const raw = (parsed.table.rule ?? []) as RawRule[];
  const { rules, complaints } = readRules(raw, known, expressions, ([, i]) => raw[Number(i)]?.then);
  expect(complaints, toml).to.deep.equal([]);
  return rules;
}

const NOT_SPECIAL = { machine: false, spam: false };

export function outcomeOf(
  toml: string,
  mail: Mail,
  of: Partial<Circumstances> = {},
  mode: 'all' | 'first' = 'all',
): Outcome {
  const facts = factsOf(mail, { now: MONDAY, followUp: false, queue: 'support', organisations: [], ...of });
  return evaluate(rulesIn(toml), mode, facts, NOT_SPECIAL);
}

/** Whether one rule with these conditions fires. */
export function fires(when: string, mail: Mail, of: Partial<Circumstances> = {}): boolean {
  const outcome = outcomeOf(`[[rule]]\nname = "r"\nwhen = ${when}\nthen = { tags = "t" }`, mail, of);
  expect(outcome.because.filter(line => / failed: /.test(line))).to.deep.equal([]);
  return outcome.fired.length === 1;
}
