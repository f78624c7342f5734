/**
 * Rules that are written well and do nothing: no mail gets as far as to them, what they ask for cannot be, or they look
 * for the signs of an expression. Told by what stands there alone, so where it is silent there may still be nothing.
 */
import type { Policy } from '../desk/policy.ts';
import { type Condition, conditionsIn, type Pattern, partsOf, type Rule } from '../desk/rules/rule.ts';
import { type Complaint, wrong } from './complaint.ts';
import { quoted } from './fault.ts';

export function ruleWarnings(
  { rules, ruleMode }: Pick<Policy, 'rules' | 'ruleMode'>,
  filter: boolean,
): readonly Complaint[] {
  return rules.flatMap((rule, i) => {
    const when = ['rule', i, 'when'];
    const before = rules.slice(0, i).find(one => (ends(one) || ruleMode === 'first') && takesAllOf(one, rule));
    return [
      ...(before ? [wrong(['rule', i], `no mail gets as far: ${beforeIt(before, ruleMode)}`)] : []),
      ...(contradicts(partsOf(rule.when))
        ? [wrong(when, 'no mail can be so: two of the conditions exclude each other')]
        : []),
      ...(asksTheFilter(rule) && !filter ? [wrong(when, 'no mail is judged: spam.filter is false')] : []),
      ...(comesToNothing(rule)
        ? [wrong([...when.slice(0, 2), 'then'], 'a rejected mail has no ticket: the rest of it comes to nothing')]
        : []),
      ...conditionsIn(rule.when)
        .flatMap(wordsOf)
        .filter(looksLikeAnExpression)
        .map(text => wrong(when, `${quoted(text)} is looked for as it stands: an expression is written '/…/'`)),
    ];
  });
}

function beforeIt({ name }: Rule, mode: Policy['ruleMode']): string {
  const what = `rule ${quoted(name)} before it fits every mail that this one fits`;
  return mode === 'first'
    ? `${what}, and only the first counts (rules.mode)`
    : `${what}, and no other is looked at then`;
}

function ends({ does: { stop, hold, reject } }: Rule): boolean {
  return stop || hold !== undefined || reject !== undefined;
}

/** Whether every mail that the later rule is for and fits is one for the earlier one, which fits it too. */
function takesAllOf(earlier: Rule, later: Rule): boolean {
  const kinds = ['followUps', 'machines', 'spam'] as const;
  if (kinds.some(kind => later.asksOf[kind] && !earlier.asksOf[kind])) return false;
  const asked = partsOf(later.when);
  return partsOf(earlier.when).every(one => asked.some(other => implies(other, one)));
}

/** What of which one is enough. */
function alternatives(condition: Condition): readonly Condition[] {
  return condition.ask === 'any' ? condition.of.flatMap(alternatives) : [condition];
}

function contradicts(asked: readonly Condition[]): boolean {
  return asked.some((one, i) => {
    if (one.ask === 'not')
      return alternatives(one.of).some(not => partsOf(not).every(part => asked.some(other => implies(other, part))));
    return asked.slice(i + 1).some(other => exclude(one, other));
  });
}

/** The same, or fewer choices of the same. */
function implies(one: Condition, other: Condition): boolean {
  if (key(one) === key(other)) return true;
  const [few, many] = [choices(one), choices(other)];
  return (
    few !== undefined && many !== undefined && few.of === many.of && few.any.every(item => many.any.includes(item))
  );
}

/** Of these a mail has one and no other. */
const SINGLE: readonly Condition['ask'][] = [
  'mail',
  'writtenBy',
  'spam',
  'trust',
  'language',
  'queue',
  'level',
  'weekday',
];

function exclude(one: Condition, other: Condition): boolean {
  const [left, right] = [choices(one), choices(other)];
  if (!SINGLE.includes(one.ask) || !left || left.of !== right?.of) return false;
  return !left.any.some(item => right.any.includes(item));
}

/** The list of which any is enough, and of what it is. */
function choices(condition: Condition): { readonly of: string; readonly any: readonly string[] } | undefined {
  if (!('any' in condition) || condition.any === undefined) return undefined;
  const { any, ...of } = condition;
  return { of: key(of), any: any.map(key) };
}

/** The steps of an expression are known only when it is made. */
function key(of: unknown): string {
  return JSON.stringify(of, (name, value) => (name === 'size' && typeof value === 'number' ? undefined : value));
}

function asksTheFilter({ when }: Rule): boolean {
  return partsOf(when).some(one => one.ask === 'spam' && !one.any.includes('unjudged'));
}

function comesToNothing({ does }: Rule): boolean {
  const { fields, owner, dueIn, tags, helpers, watchers, canned, note, reject, hold } = does;
  if (reject === undefined || hold !== undefined) return false;
  const alone = [owner, dueIn, canned, note].every(one => one === undefined);
  return !alone || Object.keys(fields).length + tags.length + helpers.length + watchers.length > 0;
}

/** Patterns as they were written, but expressions. */
function wordsOf(condition: Condition): string[] {
  if (condition.ask !== 'words' && condition.ask !== 'header') return [];
  return (condition.any ?? []).flatMap((pattern: Pattern) => {
    if (pattern.by !== 'expression') return [pattern.text];
    return pattern.reads === 'words' ? [pattern.source] : [];
  });
}

/** `inv\d+`, `/inv/i`, `inv.*`, `(fax|mail)`. */
function looksLikeAnExpression(text: string): boolean {
  return /\\[dwsb](?:[+*?{]|$|\b)|^\/.+\/[gimsu]{1,3}$|\.[*+](?:\S|$)|\(\S*\|\S*\)/.test(text);
}
