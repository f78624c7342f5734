/** Why a rule did not fire for a mail: whom it is not for, or which of its conditions is not so and what is instead. */
import { isTrue } from './condition.ts';
import { conditionWords } from './condition-words.ts';
import type { Facts } from './facts.ts';
import { WEEKDAYS } from './local-time.ts';
import { type Condition, partsOf, type Rule } from './rule.ts';
import { RuleWork, STEPS_PER_MAIL } from './work.ts';

/** `ended`: the rule after which no other was looked at. */
export function whyNot(
  rule: Rule,
  facts: Facts,
  of: { readonly machine: boolean; readonly spam: boolean },
  ended: string | undefined,
): string {
  const { followUps, machines, spam } = rule.asksOf;
  if (facts.followUp && !followUps) return 'it is an answer to a ticket, and no condition asks for mail';
  if (of.machine && !machines) return `it is an ${facts.mail.kind}, and no condition asks for written_by`;
  if (of.spam && !spam) return 'it is taken for spam, and no condition asks for spam';
  const work = new RuleWork({ left: STEPS_PER_MAIL });
  try {
    const missing = partsOf(rule.when).filter(one => !isTrue(one, facts, work));
    if (missing.length > 0)
      return missing.map(one => `not so: ${conditionWords(one)}${instead(one, facts)}`).join('; ');
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return ended === undefined ? 'it fits' : `it fits, but after rule ${JSON.stringify(ended)} no other is looked at`;
}

/** What a mail has one of, and which. */
function instead(condition: Condition, facts: Facts): string {
  const is = found(condition, facts);
  return is === undefined ? '' : ` (it is ${is})`;
}

function found(condition: Condition, { mail, ...facts }: Facts): string | undefined {
  switch (condition.ask) {
    case 'writtenBy':
      return mail.kind;
    case 'mail':
      return facts.followUp ? 'follow-up' : 'new';
    case 'trust':
      return mail.trust.verdict;
    case 'spam':
      return mail.spam?.verdict ?? 'unjudged';
    case 'language':
      return facts.language() ?? 'in none that is known';
    case 'level':
      return facts.level ?? 'none';
    case 'queue':
      return facts.queue;
    case 'domain':
      return facts.domain || 'none';
    case 'organisation':
      return facts.organisations.join(', ') || 'of none';
    case 'size':
      return `${mail.size} bytes`;
    case 'guess':
      return mail.guess ? `${mail.guess.category}, sure to ${mail.guess.probability.toFixed(2)}` : 'not guessed';
    case 'weekday':
    case 'time': {
      const { weekday, minute } = facts.local(condition.zone);
      return `${WEEKDAYS[weekday]} ${[Math.floor(minute / 60), minute % 60].map(n => String(n).padStart(2, '0')).join(':')}`;
    }
    default:
      return undefined;
  }
}
