/** What a rule does, in words: for `because`, and for `desk rules list`. */
import { durationWords } from '../durations.ts';
import { type Effects, type OwnerChoice, RULE_FIELDS } from './rule.ts';

export function effectWords(then: Effects): string {
  const { fields, owner, dueIn, tags, helpers, watchers, canned, note, webhook, hold, reject, accept, stop } = then;
  const said = [
    ...RULE_FIELDS.flatMap(field => (fields[field] === undefined ? [] : [`${field} ${fields[field]}`])),
    ...(owner ? [`owner ${ownerWords(owner)}`] : []),
    ...(dueIn === undefined ? [] : [`due in ${durationWords(dueIn)}`]),
    ...tags.map(tag => `tag ${tag}`),
    ...helpers.map(login => `helper ${login}`),
    ...watchers.map(login => `watcher ${login}`),
    ...(canned === undefined ? [] : [`canned reply ${canned}`]),
    ...(note === undefined ? [] : ['a note']),
    ...(webhook === undefined ? [] : [`webhook ${hostOf(webhook)}`]),
    ...(hold === undefined ? [] : ['hold', ...because(hold)]),
    ...(reject === undefined ? [] : ['reject', ...because(reject)]),
    ...(accept ? ['accept'] : []),
    ...(stop ? ['stop'] : []),
  ];
  return said.join(', ');
}

export function ownerWords(owner: OwnerChoice): string {
  if (owner.by === 'name') return owner.login;
  return owner.by === 'turn' ? `by turns of ${crewWords(owner)}` : `with least to do of ${crewWords(owner)}`;
}

/** The group, or the logins that the rule names. */
export function crewWords({ name, among }: Exclude<OwnerChoice, { by: 'name' }>): string {
  // no group has a blank in its name
  return name.includes(' ') ? among.join(', ') : name;
}

function because(why: string): string[] {
  return why === '' ? [] : [`because ${why}`];
}

/** A path or a query may hold a secret. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'somewhere';
}
