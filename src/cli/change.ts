/** Sorting tickets by hand: `desk set`, a verb for each field, `desk tag`, `desk helper`, `desk watcher`. */
import type { Changes } from '../desk/command.ts';
import { statusNameOf, wordsOf } from '../desk/dictionary.ts';
import type { Policy } from '../desk/policy.ts';
import { isTag } from '../desk/sorting.ts';
import type { Field, Part } from '../desk/ticket.ts';
import type { FrontDesk } from '../front-desk.ts';
import type { ListRow } from '../store/views.ts';
import type { Call, Json } from './call.ts';
import { carryOutAll, type Order } from './carry-out.ts';
import { configured } from './configured.ts';
import { type Exit, OK, USAGE } from './exits.ts';
import { jsonLine } from './json.ts';
import { oneLine } from './one-line.ts';
import { changesOf, type SortingOptions, sayFault, signed } from './sorting-options.ts';
import { namesTickets } from './ticket-numbers.ts';
import { asOperator, noTicket, withDesk } from './with-desk.ts';

interface ChangeOptions extends Order {
  readonly hidden?: boolean;
}

type Tickets = readonly number[];

export async function set(call: Call<readonly [Tickets], ChangeOptions & SortingOptions>): Promise<Exit> {
  return asOperator(call, async (desk, login) => {
    const asked = changesOf(call.options, desk.config.policy);
    if ('fault' in asked) return sayFault(call.terminal, 'set', asked);
    if (asked.changes !== undefined) return changeAll(desk, login, call, asked.changes);
    call.terminal.say('desk set: say what is to be changed, such as --status waiting --category billing');
    return USAGE;
  });
}

type ChangeCall = Call<readonly [Tickets, ...unknown[]], ChangeOptions>;

function change(call: ChangeCall, changes: Changes): Promise<Exit> {
  return asOperator(call, (desk, login) => changeAll(desk, login, call, changes));
}

function changeAll(desk: FrontDesk, login: string, call: ChangeCall, changes: Changes): Promise<Exit> {
  const hidden = call.options.hidden === true;
  return carryOutAll(desk, login, call, call.args[0], ticket => ({ do: 'change', ticket, changes, hidden }));
}

type FieldCall = Call<readonly [Tickets, string | undefined], ChangeOptions & { readonly none?: boolean }>;

/** Without tickets the words there are; without a word what the tickets have; with one it is what they have from now on. */
function verb(field: Field | 'status'): (call: FieldCall) => Promise<Exit> {
  return async call => {
    const [tickets, word] = call.args;
    if (word !== undefined && call.options.none) {
      call.terminal.say(`desk ${field}: either a word or --none`);
      return USAGE;
    }
    if (word !== undefined) return changeTo(call, field, word);
    if (call.options.none) return change(call, { [field]: null });
    return show(call, tickets, field);
  };
}

/** Whose word the dictionary does not have may want a word of their own. */
async function changeTo(call: FieldCall, field: Field | 'status', word: string): Promise<Exit> {
  const exit = await change(call, { [field]: word });
  if (exit === OK || (field !== 'category' && field !== 'kind')) return exit;
  const { policy } = await configured(call.globals);
  const isTaggable = isTag(word) && policy.dictionary.tags.length === 0;
  if (isTaggable && !wordsOf(field, policy).includes(word))
    call.terminal.say(`for a word of your own: desk tag ${call.args[0].join(' ')} ${word}`);
  return exit;
}

export const status = verb('status');
export const category = verb('category');
export const criticality = verb('criticality');
export const complexity = verb('complexity');
export const kind = verb('kind');
export const source = verb('source');
export const queue = verb('queue');
export const group = verb('group');

function show(call: Call<unknown, Json>, tickets: Tickets, field: Field | 'status'): Promise<Exit> {
  const { terminal, options } = call;
  return withDesk(call, async desk => {
    const { policy } = desk.config;
    const words = field === 'status' ? policy.dictionary.statuses.map(({ name }) => name) : wordsOf(field, policy);
    const worded = (row: ListRow) => (field === 'status' ? statusNameOf(row, policy.dictionary) : row[field]);
    if (tickets.length > 0) return showEach(call, desk, tickets, row => ({ [field]: worded(row) }), words);
    if (options.json) await terminal.print(jsonLine(words));
    else for (const word of words) await terminal.print(word);
    if (words.length === 0) terminal.say(`the configuration names no ${field}`);
    return OK;
  });
}

async function showEach(
  { terminal, options }: Call<unknown, Json>,
  desk: FrontDesk,
  tickets: Tickets,
  about: (row: ListRow) => Record<string, string | readonly string[] | null>,
  words: readonly string[],
): Promise<Exit> {
  let worst: Exit = OK;
  for (const number of tickets) {
    const row = await desk.show(number);
    if (row === undefined) worst = noTicket(terminal, number);
    else if (options.json) await terminal.print(jsonLine({ ticket: number, ...about(row) }));
    else for (const value of Object.values(about(row))) await terminal.print(`#${number}: ${said(value)}`);
  }
  if (!options.json && words.length > 0) terminal.say(`there is ${words.join(', ')}`);
  return worst;
}

function said(value: string | readonly string[] | null): string {
  const words = value === null ? [] : typeof value === 'string' ? [value] : value;
  return words.length === 0 ? '-' : words.map(oneLine).join(', ');
}

type TagCall = Call<
  readonly [Tickets, readonly string[] | undefined],
  ChangeOptions & { readonly remove?: readonly string[] }
>;

export async function tag(call: TagCall): Promise<Exit> {
  const [tickets, words = []] = call.args;
  const doubtful = words.find(namesTickets);
  if (doubtful !== undefined) {
    call.terminal.say(`desk tag: "${doubtful}" looks like a ticket; +${doubtful} for a tag of that name`);
    return USAGE;
  }
  const all = [...words.flatMap(word => word.split(',')), ...(call.options.remove ?? []).map(word => `-${word}`)];
  if (all.length > 0) return change(call, signed(all, 'tag', 'untag'));
  return withDesk(call, async desk => {
    const { tags } = desk.config.policy.dictionary;
    if (tickets.length > 0) {
      const exit = await showEach(call, desk, tickets, row => ({ tags: row.tags }), tags);
      if (exit !== OK && tickets.length > 1) call.terminal.say('a tag that looks like a ticket has a plus: +6');
      return exit;
    }
    if (call.options.json) await call.terminal.print(jsonLine(tags));
    else for (const one of tags) await call.terminal.print(one);
    if (tags.length === 0) call.terminal.say('any word is a tag: the configuration names none');
    return OK;
  });
}

type CrewCall = Call<readonly [Tickets, readonly string[]], ChangeOptions>;

function crew(field: keyof Changes): (call: CrewCall) => Promise<Exit> {
  return call => change(call, { [field]: call.args[1].flatMap(word => word.split(',')) });
}

export const addHelpers = crew('helpers');
export const removeHelpers = crew('noHelpers');
export const addWatchers = crew('watchers');
export const removeWatchers = crew('noWatchers');

function crewOf(part: Part): (call: Call<readonly [Tickets], Json>) => Promise<Exit> {
  return call =>
    withDesk(call, desk =>
      showEach(call, desk, call.args[0], row => ({ [`${part}s`]: row[`${part}s`] }), activeLogins(desk.config.policy)),
    );
}

export const listHelpers = crewOf('helper');
export const listWatchers = crewOf('watcher');

function activeLogins({ operators }: Policy): string[] {
  return operators.filter(({ active }) => active).map(({ login }) => login);
}
