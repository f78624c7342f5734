/** What `desk list` was told, as what the store is asked. Everything that makes no sense is said at once. */
import type { ListWishes } from '../config/config.ts';
import { instantOrDay, parseInstant } from '../config/when.ts';
import { closest } from '../desk/closest.ts';
import { noSuchWord, wordsOf } from '../desk/dictionary.ts';
import type { ListColumn } from '../desk/list-columns.ts';
import type { Policy } from '../desk/policy.ts';
import { type Field, STATUSES, type Status } from '../desk/ticket.ts';
import type { ListFilter, Span, TicketFilter } from '../store/views.ts';
import { COLUMNS, isListColumn } from './list-columns.ts';
import { oneLine } from './one-line.ts';
import { parseRequester } from './requester.ts';

export interface Asked {
  readonly filter: TicketFilter;
  /** Words that are in no dictionary: said when nothing was found, for tickets may have words of former days. */
  readonly strange: readonly string[];
}

type Faulty = { readonly faults: readonly string[] };

const FIELDS: readonly Field[] = ['queue', 'group', 'category', 'criticality', 'complexity', 'kind', 'source'];

/** `me`: the login of --mine. */
export function askedFor(wishes: ListWishes, me: string | undefined, policy: Policy, now: number): Asked | Faulty {
  const { mine, owner, unowned, answered, unanswered } = wishes;
  const spans = {
    opened: span(wishes, 'opened', now, policy),
    changed: span(wishes, 'changed', now, policy),
    due: dueSpan(wishes, now, policy),
  };
  const faults = [
    ...(count(mine, owner, unowned) > 1 ? ['only one of --mine, --owner and --unowned'] : []),
    ...(answered && unanswered ? ['only one of --answered and --unanswered'] : []),
    ...Object.values(spans).flatMap(one => ('faults' in one ? one.faults : [])),
  ];
  if (faults.length > 0) return { faults };
  const status = statusFilter(wishes, policy);
  const filter: TicketFilter = {
    ...status.filter,
    ...(unowned ? { owner: null } : owner !== undefined ? { owner } : mine && me !== undefined ? { owner: me } : {}),
    ...fieldFilter(wishes, policy),
    ...tagFilter(wishes.tag ?? []),
    ...(wishes.helper === undefined ? {} : { helper: wishes.helper }),
    ...(wishes.watcher === undefined ? {} : { watcher: wishes.watcher }),
    ...(unanswered ? { last: 'requester' as const } : answered ? { last: 'staff' as const } : {}),
    ...(wishes.spam === undefined ? {} : { spam: wishes.spam }),
    ...(wishes.subject === undefined ? {} : { subject: wishes.subject }),
    ...(wishes.overdue ? { overdueAt: now } : {}),
    ...Object.fromEntries(Object.entries(spans).filter(([, one]) => Object.keys(one).length > 0)),
    ...(wishes.from === undefined ? {} : { requester: parseRequester(wishes.from)?.address ?? wishes.from.trim() }),
    ...(wishes.organisation === undefined ? {} : { organisation: wishes.organisation }),
    ...(wishes.level === undefined ? {} : { levels: wishes.level.map(word => (word === 'none' ? null : word)) }),
  };
  return { filter, strange: [...status.strange, ...strangeWords(wishes, policy)] };
}

function count(...given: readonly unknown[]): number {
  return given.filter(one => one !== undefined && one !== false).length;
}

/** A meaning stands for all its words, a word for itself alone. */
function statusFilter({ status, all }: ListWishes, { dictionary }: Policy) {
  if (status === undefined) return { filter: all ? { status: STATUSES } : {}, strange: [] };
  const meanings = status.filter((word): word is Status => (STATUSES as readonly string[]).includes(word));
  const words = status.filter(word => !(meanings as string[]).includes(word));
  const named = words.map(name => {
    const known = dictionary.statuses.find(one => one.name === name);
    const isUsual = known && dictionary.statuses.find(({ means }) => means === known.means) === known;
    return known ? { means: known.means, name: isUsual ? null : name } : { name };
  });
  const names = dictionary.statuses.map(({ name }) => name);
  return {
    filter: { ...(meanings.length > 0 ? { status: meanings } : {}), ...(named.length > 0 ? { words: named } : {}) },
    strange: words
      .filter(word => !names.includes(word))
      .map(word => noSuchWord('status', word, [...new Set([...names, ...STATUSES])])),
  };
}

function fieldFilter(wishes: ListWishes, policy: Policy): Pick<TicketFilter, 'fields'> {
  const given = FIELDS.flatMap(field => {
    const words = wishes[field];
    const isNone = (word: string) => word === 'none' && !wordsOf(field, policy).includes(word);
    return words === undefined ? [] : [[field, words.map(word => (isNone(word) ? null : word))]];
  });
  return given.length === 0 ? {} : { fields: Object.fromEntries(given) };
}

function strangeWords(wishes: ListWishes, policy: Policy): string[] {
  const logins = policy.operators.map(({ login }) => login);
  const { owner, helper, watcher } = wishes;
  const people = [owner, helper, watcher].filter(login => login !== undefined && !logins.includes(login));
  const sorted = FIELDS.map(field => [field, wordsOf(field, policy)] as const);
  return [
    ...people.map(login => noSuchWord('operator', login!, logins)),
    ...[...sorted, ['level', policy.dictionary.levels] as const].flatMap(([what, known]) => {
      const strange = (wishes[what] ?? []).filter(word => word !== 'none' && !known.includes(word));
      return strange.map(word => noSuchWord(what, word, known));
    }),
  ];
}

function tagFilter(tags: readonly string[]): Pick<TicketFilter, 'tags' | 'notTags'> {
  const on = tags.filter(tag => !tag.startsWith('-')).map(tag => tag.replace(/^\+/, ''));
  const off = tags.filter(tag => tag.startsWith('-')).map(tag => tag.slice(1));
  return { ...(on.length > 0 ? { tags: on } : {}), ...(off.length > 0 ? { notTags: off } : {}) };
}

function span(wishes: ListWishes, what: 'opened' | 'changed', now: number, { timeZone }: Policy): Span | Faulty {
  const [after, before] = [wishes[`${what}After`], wishes[`${what}Before`]];
  const read = (text: string | undefined) => (text === undefined ? undefined : parseInstant(text, now, timeZone));
  const wrong = [after, before].filter(text => text !== undefined && read(text) === undefined);
  if (wrong.length > 0)
    return {
      faults: wrong.map(
        text => `${oneLine(text!)} is no time: 2026-11-26, "2026-11-26 14:30", today, yesterday, 7d, 3h`,
      ),
    };
  return {
    ...(after === undefined ? {} : { after: read(after)! }),
    ...(before === undefined ? {} : { before: read(before)! }),
  };
}

/** What is due lies ahead, mostly; a day is meant from its beginning on. */
function dueSpan({ dueAfter, dueBefore }: ListWishes, now: number, { timeZone }: Policy): Span | Faulty {
  const read = (text: string) => instantOrDay(text, now, timeZone, 'begin');
  const [after, before] = [dueAfter, dueBefore].map(text => (text === undefined ? undefined : read(text)));
  const faults = [after, before].flatMap(one => (one && 'fault' in one ? one.fault : []));
  if (faults.length > 0) return { faults };
  return {
    ...(after && 'at' in after ? { after: after.at } : {}),
    ...(before && 'at' in before ? { before: before.at } : {}),
  };
}

/** `a,b,c`, or `+tags,-owner` on top of what there is anyway; behind a first with a sign a plus goes without saying. */
export function columnsSigned(words: readonly string[]): readonly string[] {
  const [first = ''] = words;
  return /^[+-]/.test(first) ? words.map(word => (/^[+-]/.test(word) ? word : `+${word}`)) : words;
}

export function columnsChosen(
  given: readonly string[] | undefined,
  usual: readonly ListColumn[],
): { readonly columns: readonly ListColumn[] } | Faulty {
  const words = columnsSigned(given ?? []);
  const strange = words.map(bare).filter(word => !isListColumn(word));
  if (strange.length > 0) return { faults: strange.map(noSuchColumn) };
  const plain = words.filter(word => !/^[+-]/.test(word)) as ListColumn[];
  const added = words.filter(word => word.startsWith('+')).map(bare) as ListColumn[];
  const gone = words.filter(word => word.startsWith('-')).map(bare);
  const all = [...(plain.length > 0 ? plain : usual), ...added].filter(column => !gone.includes(column));
  return all.length === 0 ? { faults: ['no column is left'] } : { columns: [...new Set(all)] };
}

export function sortChosen(given: string | undefined, policy: Policy): Pick<ListFilter, 'sort'> | Faulty {
  if (given === undefined) return {};
  const by = bare(given);
  if (!isListColumn(by)) return { faults: [noSuchColumn(by)] };
  const { criticalities, complexities, levels } = policy.dictionary;
  const words = { criticality: criticalities, complexity: complexities, level: levels }[by as string];
  return { sort: { by, descending: given.startsWith('-'), ...(words === undefined ? {} : { words }) } };
}

function bare(word: string): string {
  return word.replace(/^[+-]/, '');
}

function noSuchColumn(word: string): string {
  const near = closest(word, Object.keys(COLUMNS));
  return `there is no column ${JSON.stringify(oneLine(word))}${near === undefined ? '' : `, did you mean ${near}?`}; desk help columns`;
}
