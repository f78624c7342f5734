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
  const say = (what: string, word: string) => found.set(what, [...(found.get(what) ?? []), word]);
  for (const action of actions) sayOf(action, say);
  return new Map([...found].map(([what, all]) => [what, all.join(', ')]));
}

function sayOf(action: Action, say: (what: string, word: string) => void): void {
  switch (action.do) {
    case 'openTicket': {
      say('ticket', 'new');
      say('queue', action.queue);
      for (const [field, words] of Object.entries(action.sorted ?? {}))
        for (const word of [words].flat()) say(field, String(word));
      return;
    }
    case 'addMessage':
      return say('message', `ticket ${action.ticket}`);
    case 'setStatus':
      return say('status', action.toName ?? action.to);
    case 'assign':
      return say('owner', action.to ?? 'nobody');
    case 'setField':
      return say(action.field, action.to ?? 'none');
    case 'tag':
      return say('tags', action.tag);
    case 'involve':
      return say(`${action.as}s`, action.login);
    case 'addNote':
      return say('note', action.text);
    case 'markSpam':
      return say('spam', action.as ?? 'none');
    case 'callWebhook':
      return say('webhook', action.url);
    case 'send':
      return say('letters', letterWords(action.letter));
    case 'fileMail':
      return say('mail', action.as);
    default:
      return;
  }
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
