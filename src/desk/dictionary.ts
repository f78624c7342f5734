/** The words of the dictionary: which there are, and what to say of one that is not among them. */
import { closest } from './closest.ts';
import type { Dictionary, Policy, StatusWord } from './policy.ts';
import type { Field, Status, Ticket } from './ticket.ts';

/** Tickets come in by these whatever the dictionary says: mail, and what an operator writes down. */
export const OWN_SOURCES = ['mail', 'operator'] as const;

/** The words a field may have. */
export function wordsOf(field: Field, { dictionary, groups, queues }: Policy): readonly string[] {
  switch (field) {
    case 'category':
      return dictionary.categories;
    case 'criticality':
      return dictionary.criticalities;
    case 'complexity':
      return dictionary.complexities;
    case 'kind':
      return dictionary.kinds;
    case 'source':
      return [...new Set([...OWN_SOURCES, ...dictionary.sources])];
    case 'group':
      return groups.map(({ name }) => name);
    case 'queue':
      return queues.map(({ name }) => name);
  }
}

export function statusWord(name: string, { statuses }: Dictionary): StatusWord | undefined {
  return statuses.find(status => status.name === name);
}

/** The word as it was said, or the usual one of the meaning that was said instead. */
export function wordSaid(said: string, dictionary: Dictionary): StatusWord | undefined {
  const { statuses } = dictionary;
  return statusWord(said, dictionary) ?? statuses.find(({ means }) => means === said);
}

/** The first word with that meaning. */
export function usualWord(means: Status, { statuses }: Dictionary): string {
  return statuses.find(status => status.means === means)?.name ?? means;
}

/** How people call the status of a ticket. */
export function statusNameOf({ status, statusName }: Pick<Ticket, 'status' | 'statusName'>, words: Dictionary): string {
  return statusName ?? usualWord(status, words);
}

/** In words for whoever wrote it. */
export function noSuchWord(what: string, given: string, known: readonly string[]): string {
  const none = `there is no ${what} ${JSON.stringify(given)}`;
  if (known.length === 0) return `${none}; the configuration names none`;
  const near = closest(given, known);
  return near === undefined
    ? `${none}; there is ${known.join(', ')}`
    : `${none}, did you mean ${near}? There is ${known.join(', ')}`;
}

/** null takes one away. */
export function whyNotLevel(level: string | null | undefined, levels: readonly string[]): string | undefined {
  return level == null || levels.includes(level) ? undefined : noSuchWord('level', level, levels);
}
