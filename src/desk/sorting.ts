/**
 * How a ticket is sorted by hand: status, owner, queue, group, the words of the dictionary, when it is due, tags, who else
 * works on it.
 * All of a command is done or none of it, and what is so already is passed over.
 */
import { assign, setStatus } from './changes.ts';
import type { Changes } from './command.ts';
import type { Action, Refusal } from './decision.ts';
import { noSuchWord, statusNameOf, wordSaid, wordsOf } from './dictionary.ts';
import { instant } from './instant-words.ts';
import type { Dictionary, Policy } from './policy.ts';
import { mayDo } from './roles.ts';
import type { Field, Part, Ticket } from './ticket.ts';
import { sees } from './who-sees.ts';

export interface Sorting {
  readonly actions: readonly Action[];
  /** What was changed, such as `category: billing`. */
  readonly words: readonly string[];
}

export function sorting(changes: Changes, ticket: Ticket, policy: Policy): Sorting | Refusal {
  const { owner, helpers = [], watchers = [], queue = ticket.queue } = changes;
  const faults = [...faultsOf(changes, policy), ...blindTo(queue, [owner, ...helpers, ...watchers], policy)];
  if (faults.length > 0) return { refused: faults.join('\n') };
  const parts = [
    statusChange(changes, ticket, policy),
    ownerChange(changes, ticket),
    ...FIELDS.map(field => fieldChange(field, changes, ticket)),
    dueChange(changes, ticket, policy),
    tagChange(changes, ticket),
    crewChange('helper', changes.helpers, changes.noHelpers, ticket),
    crewChange('watcher', changes.watchers, changes.noWatchers, ticket),
  ];
  return { actions: parts.flatMap(part => part.actions), words: parts.flatMap(part => part.words) };
}

/** Who may not see a queue has nothing to do with its tickets. */
export function blindTo(queue: string, logins: readonly (string | null | undefined)[], policy: Policy): string[] {
  return policy.operators
    .filter(operator => logins.includes(operator.login) && !sees(operator, queue, policy))
    .map(({ login }) => `${login} may not see the queue ${queue}`);
}

/** Who only looks can own no ticket and help with none. */
export function idle(logins: readonly (string | null | undefined)[], policy: Policy): string[] {
  return policy.operators
    .filter(({ login, role }) => logins.includes(login) && !mayDo(role, 'operator'))
    .map(({ login, role }) => `${login} may work on no ticket: the role is ${role}`);
}

const FIELDS: readonly Field[] = ['queue', 'group', 'category', 'criticality', 'complexity', 'kind', 'source'];
const NOTHING: Sorting = { actions: [], words: [] };

/** Every fault at once, for commands may change much together. */
function faultsOf(changes: Changes, policy: Policy): string[] {
  const { dictionary } = policy;
  const active = policy.operators.filter(operator => operator.active).map(({ login }) => login);
  const people = [changes.owner ?? undefined, ...(changes.helpers ?? []), ...(changes.watchers ?? [])];
  const tags = dictionary.tags.length === 0 ? [] : (changes.tag ?? []);
  return [
    ...unknownStatus(changes, dictionary),
    ...unknown('operator', people, active),
    ...idle([changes.owner, ...(changes.helpers ?? [])], policy),
    ...FIELDS.flatMap(field => unknown(field, [changes[field] ?? undefined], wordsOf(field, policy))),
    ...unknown('tag', tags, dictionary.tags),
    ...(changes.tag ?? []).filter(tag => !isTag(tag)).map(tag => `${JSON.stringify(tag)} is no tag: one word`),
  ];
}

function unknownStatus({ status }: Changes, dictionary: Dictionary): string[] {
  if (status === undefined || wordSaid(status, dictionary)) return [];
  return unknown(
    'status',
    [status],
    dictionary.statuses.map(({ name }) => name),
  );
}

function unknown(what: string, given: readonly (string | undefined)[], known: readonly string[]): string[] {
  return given.flatMap(word => (word === undefined || known.includes(word) ? [] : [noSuchWord(what, word, known)]));
}

/** One word, so that it can be typed and listed with commas between. */
export function isTag(word: string): boolean {
  return /^[\p{L}\p{N}][\p{L}\p{N}._:+#/-]{0,49}$/u.test(word);
}

/** The usual word of a meaning is kept as no word, so that the dictionary may call it something else later. */
function statusChange({ status }: Changes, ticket: Ticket, { dictionary }: Policy): Sorting {
  if (status === undefined) return NOTHING;
  const { name, means } = wordSaid(status, dictionary)!;
  if (name === statusNameOf(ticket, dictionary)) return NOTHING;
  const isUsual = dictionary.statuses.find(word => word.means === means)?.name === name;
  return { actions: setStatus(ticket, means, isUsual ? null : name), words: [`status: ${name}`] };
}

function ownerChange({ owner, status }: Changes, ticket: Ticket): Sorting {
  if (owner === undefined || owner === ticket.owner) return NOTHING;
  const begins = owner !== null && ticket.status === 'new' && status === undefined;
  return {
    actions: [...assign(ticket, owner), ...(begins ? setStatus(ticket, 'open') : [])],
    words: [`owner: ${owner ?? 'nobody'}`],
  };
}

function fieldChange(field: Field, changes: Changes, ticket: Ticket): Sorting {
  const to = changes[field];
  const from = ticket[field];
  if (to === undefined || to === from) return NOTHING;
  return {
    actions: [{ do: 'setField', ticket: ticket.number, field, from, to }],
    words: [`${field}: ${to ?? 'none'}`],
  };
}

function dueChange({ due: to }: Changes, { number, due: from }: Ticket, { timeZone }: Policy): Sorting {
  if (to === undefined || to === from) return NOTHING;
  return {
    actions: [{ do: 'setDue', ticket: number, from, to }],
    words: [`due: ${to === null ? 'none' : instant(to, timeZone)}`],
  };
}

function tagChange({ tag = [], untag = [] }: Changes, { number, tags }: Ticket): Sorting {
  const on = [...new Set(tag)].filter(one => !tags.includes(one) && !untag.includes(one));
  const off = [...new Set(untag)].filter(one => tags.includes(one));
  return {
    actions: [
      ...on.map((one): Action => ({ do: 'tag', ticket: number, tag: one })),
      ...off.map((one): Action => ({ do: 'untag', ticket: number, tag: one })),
    ],
    words: [...on.map(one => `tag: +${one}`), ...off.map(one => `tag: -${one}`)],
  };
}

function crewChange(as: Part, come: readonly string[] = [], go: readonly string[] = [], ticket: Ticket): Sorting {
  const there = ticket[`${as}s`];
  const on = [...new Set(come)].filter(login => !there.includes(login) && !go.includes(login));
  const off = [...new Set(go)].filter(login => there.includes(login));
  return {
    actions: [
      ...on.map((login): Action => ({ do: 'involve', ticket: ticket.number, login, as })),
      ...off.map((login): Action => ({ do: 'dismiss', ticket: ticket.number, login, as })),
    ],
    words: [...on.map(login => `${as}: +${login}`), ...off.map(login => `${as}: -${login}`)],
  };
}
