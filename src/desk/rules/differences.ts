/**
 * A decision about a mail in a few words, so that two of them can be held against each other: what the mail ends as, how
 * its ticket is sorted, and what leaves the house. Made of the actions alone, so that nothing a rule can do is missed.
 */
import type { Action, Decision } from '../decision.ts';

/** `queue` → `billing`; in the order in which they are to be shown. */
export type Summary = ReadonlyMap<string, string>;

export interface Difference {
  readonly what: string;
  /** '' when there is nothing of it. */
  readonly before: string;
  readonly after: string;
}

export function summaryOf({ actions }: Decision): Summary {
  const found = new Map<string, string[]>();
  for (const [what, word] of actions.flatMap(said)) found.set(what, [...(found.get(what) ?? []), word]);
  return new Map([...found].map(([what, all]) => [what, (what === 'letters' ? together(all) : all).join(', ')]));
}

/** `new-ticket to ann@…, new-ticket to bob@…` → `new-ticket to ann@… and bob@…`. */
function together(letters: readonly string[]): string[] {
  const of = new Map<string, string[]>();
  for (const letter of letters) {
    const [template, to] = letter.split(/ to (.*)/s) as [string, string];
    of.set(template, [...(of.get(template) ?? []), to]);
  }
  return [...of].map(([template, to]) => `${template} to ${to.join(' and ')}`);
}

type Said = readonly [what: string, word: string];

function said(action: Action): readonly Said[] {
  switch (action.do) {
    case 'openTicket':
      return [['ticket', 'new'], ['queue', action.queue], ...Object.entries(action.sorted ?? {}).flatMap(sortedWords)];
    case 'addMessage':
      return action.kind === 'request' ? [['message', `ticket ${action.ticket}`]] : [['answer', action.text]];
    case 'setStatus':
      return [['status', action.toName ?? action.to]];
    case 'assign':
      return [['owner', action.to ?? 'nobody']];
    case 'setField':
      return [[action.field, action.to ?? 'none']];
    case 'setDue':
      return [['due', action.to === null ? 'none' : new Date(action.to).toISOString()]];
    case 'tag':
      return [['tags', action.tag]];
    case 'involve':
      return [[`${action.as}s`, action.login]];
    case 'addNote':
      return [['note', action.text]];
    case 'markSpam':
      return [['spam', action.as ?? 'none']];
    case 'callWebhook':
      return [['webhook', action.url]];
    case 'send':
      return [['letters', letterWords(action.letter)]];
    case 'fileMail':
      return [['mail', action.as]];
    default:
      return [];
  }
}

function sortedWords([field, words]: [string, string | number | readonly string[] | undefined]): Said[] {
  // a number is an instant
  const said = typeof words === 'number' ? new Date(words).toISOString() : (words ?? []);
  return [said].flat().map(word => [field, word]);
}

function letterWords(letter: Extract<Action, { do: 'send' }>['letter']): string {
  return `${letter.template} to ${letter.to.addresses[0] ?? letter.to.name}`;
}

export function differences(before: Decision, after: Decision): Difference[] {
  const [one, other] = [summaryOf(before), summaryOf(after)];
  return [...new Set([...one.keys(), ...other.keys()])].flatMap(what => {
    const [was, is] = [one.get(what) ?? '', other.get(what) ?? ''];
    return was === is ? [] : [{ what, before: was, after: is }];
  });
}

/** Names of the rules that said something in one of them and not, or not the same, in the other. */
export function rulesThatDiffer(before: Decision, after: Decision): string[] {
  const [one, other] = [ruleLines(before), ruleLines(after)];
  return [...new Set([...one.keys(), ...other.keys()])].filter(name => one.get(name) !== other.get(name));
}

/** What each rule said, by its name. */
export function ruleLines({ because }: Decision): Map<string, string> {
  return new Map(
    because.flatMap(line => {
      const [, name, said] = /^rule ("(?:[^"\\]|\\.)*")(?:: | failed: )([\s\S]*)$/.exec(line) ?? [];
      return name === undefined ? [] : [[JSON.parse(name) as string, said!] as const];
    }),
  );
}
