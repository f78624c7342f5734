/** Whether a mail is what a condition asks for. */
import type { Attachment } from '../../mail/mail.ts';
import type { Facts, Text } from './facts.ts';
import type { Condition, FileCondition, Pattern, Range } from './rule.ts';
import { hasWords, isLike, plainWords } from './words.ts';
import type { RuleWork } from './work.ts';

/** Throws TooMuchWork where an expression would take too long. */
export function isTrue(condition: Condition, facts: Facts, work: RuleWork): boolean {
  switch (condition.ask) {
    case 'all':
      return condition.of.every(one => isTrue(one, facts, work));
    case 'any':
      return condition.of.some(one => isTrue(one, facts, work));
    case 'not':
      return !isTrue(condition.of, facts, work);
    case 'words':
      return inText(condition.any, textIn(condition.where, facts), work);
    case 'header': {
      const found = facts.header(condition.name);
      const { any } = condition;
      return any === undefined ? found.length > 0 : found.some(one => inText(any, one, work));
    }
    case 'address':
      return addressesIn(condition.where, facts).some(one => isOneOf(condition.any, one, work));
    case 'domain':
      return isOneOf(condition.any, facts.domain, work);
    case 'organisation':
      return facts.organisations.some(one => isOneOf(condition.any, one, work));
    case 'level':
      return condition.any.includes(facts.level ?? 'none');
    case 'files':
      return filesOf(facts).some(file => isSuchAFile(condition.any, file, work)) === condition.some;
    case 'size':
      return isWithin(facts.mail.size, condition.range);
    case 'spam':
      return condition.any.includes(facts.mail.spam?.verdict ?? 'unjudged');
    case 'trust':
      return condition.any.includes(facts.mail.trust.verdict);
    case 'writtenBy':
      return condition.any.includes(facts.mail.kind);
    case 'mail':
      return condition.any.includes(facts.followUp ? 'follow-up' : 'new');
    case 'queue':
      return condition.any.includes(facts.queue);
    case 'language':
      return condition.any.includes(facts.language() ?? '');
    case 'weekday':
      return condition.any.includes(facts.local(condition.zone).weekday);
    case 'time': {
      const { minute } = facts.local(condition.zone);
      return condition.any.some(([from, to]) =>
        from <= to ? minute >= from && minute < to : minute >= from || minute < to,
      );
    }
    case 'guess': {
      const { guess } = facts.mail;
      return guess !== undefined && condition.any.includes(guess.category) && guess.probability >= condition.above;
    }
  }
}

function textIn(where: 'subject' | 'body' | 'anywhere', facts: Facts): Text {
  return where === 'subject' ? facts.subject : facts[where]();
}

function addressesIn(where: 'from' | 'to' | 'cc' | 'recipient', facts: Facts): readonly string[] {
  if (where === 'from') return facts.from;
  return where === 'recipient' ? facts.recipients() : facts[where]();
}

function inText(any: readonly Pattern[], text: Text, work: RuleWork): boolean {
  return any.some(pattern => {
    if (pattern.by === 'literal') return hasWords(text.words(), pattern.text);
    if (pattern.by === 'glob') return isLike(text.words(), pattern.text);
    if (pattern.needs !== undefined && !text.words().includes(pattern.needs)) return false;
    const read = pattern.reads === 'words' ? text.words() : text.lines;
    work.spend(pattern, read);
    return pattern.test(read);
  });
}

/** All of a short text, such as an address. */
function isOneOf(any: readonly Pattern[], name: string, work: RuleWork): boolean {
  return any.some(pattern => {
    if (pattern.by === 'literal') return name === pattern.text;
    if (pattern.by === 'glob') return isLike(name, pattern.text);
    work.spend(pattern, name);
    return pattern.test(name);
  });
}

/** Pictures within the text are no files that somebody attached. */
function filesOf({ mail }: Facts): readonly Attachment[] {
  return mail.attachments.filter(file => !file.inline);
}

function isSuchAFile(any: readonly FileCondition[] | undefined, file: Attachment, work: RuleWork): boolean {
  const types = [file.type, ...(file.sniffed === undefined ? [] : [file.sniffed])].map(one => one.toLowerCase());
  return (
    any === undefined ||
    any.some(
      ({ type, name, size }) =>
        (type === undefined || types.some(one => isOneOf(type, one, work))) &&
        (name === undefined || isOneOf(name, plainWords(file.name), work)) &&
        (size === undefined || isWithin(file.size, size)),
    )
  );
}

function isWithin(size: number, { above, below }: Range): boolean {
  return (above === undefined || size > above) && (below === undefined || size < below);
}
