/** The values that may stand at a place of the command line: out of the table of commands, the configuration, the store. */
import type { Config } from '../config/config.ts';
import { DAYS } from '../config/when.ts';
import { wordsOf } from '../desk/dictionary.ts';
import { LIST_COLUMNS } from '../desk/list-columns.ts';
import type { Policy } from '../desk/policy.ts';
import { STATUSES } from '../desk/ticket.ts';
import type { ReadingDesk } from '../reading-desk.ts';
import type { Globals } from './call.ts';
import { longOf } from './commands/parts.ts';
import type { ArgSpec, CommandFamily, CommandSpec, OptionSpec } from './commands/spec.ts';
import { COMMANDS } from './commands.ts';
import { optionsOf, type Typed } from './complete-line.ts';
import { FILES } from './completion-scripts.ts';
import { configured } from './configured.ts';
import { TOPICS } from './help-topics.ts';
import { COLUMNS } from './list-columns.ts';
import { viewsThereAre } from './list-views.ts';
import type { Terminal } from './terminal.ts';
import { withReadingDesk } from './with-desk.ts';

export interface Candidate {
  readonly value: string;
  readonly about: string;
}

/** More of them nobody reads. */
const MOST = 200;

export async function candidatesFor(typed: Typed): Promise<readonly Candidate[]> {
  const { current, before } = typed;
  const all = await allFor(typed);
  return all
    .filter(({ value }) => value === FILES || value.startsWith(current))
    .slice(0, MOST)
    .map(({ value, about }) => ({ value: value === FILES ? value : `${before}${value}`, about }));
}

async function allFor({ command, place, current, globals }: Typed): Promise<readonly Candidate[]> {
  if (place) return valuesFor(place, command, current, globals);
  if (/^-./.test(current)) return optionsOf(command).map(one => ({ value: longOf(one.flags), about: one.description }));
  if (command === undefined) return [...named(COMMANDS), { value: 'help', about: 'what a command does' }];
  if (command === 'help')
    return [
      ...named(COMMANDS.filter(({ name }) => TOPICS.every(topic => topic.name !== name))),
      ...TOPICS.map(({ name, title }) => ({ value: name, about: title })),
    ];
  if (command === 'unknown' || !('inner' in command)) return [];
  // a family that does something by itself takes its arguments at once
  const usual = command.inner.find(({ byDefault }) => byDefault);
  const [first] = usual?.args ?? [];
  return [...named(command.inner), ...(first ? await valuesFor(first, usual, current, globals) : [])];
}

function named(commands: readonly (CommandSpec | CommandFamily)[]): Candidate[] {
  return commands.map(({ name, description }) => ({ value: name, about: description }));
}

async function valuesFor(
  place: OptionSpec | ArgSpec,
  command: Typed['command'],
  current: string,
  globals: Globals,
): Promise<readonly Candidate[]> {
  if ('choices' in place && place.choices) return plain(place.choices);
  const what = whatIsAskedFor(place, command);
  if (what === 'file') return [{ value: FILES, about: '' }];
  if (what === 'column') return LIST_COLUMNS.map(name => ({ value: name, about: COLUMNS[name].about }));
  if (what === 'ticket' || what === 'tag') return fromStore(what, command, current, globals);
  const config = await configured(globals);
  if (what === 'view') return plain(viewsThereAre(config.views).map(({ name }) => name));
  return what === 'canned' ? cannedReplies(config) : fromConfig(what, config);
}

/** By the name of the place: `<login>`, `--category <word>`, the word of desk category. */
function whatIsAskedFor(place: OptionSpec | ArgSpec, command: Typed['command']): string {
  if ('completes' in place && place.completes) return place.completes;
  if (place.kind === 'ticket' || place.kind === 'tickets') return 'ticket';
  const text = 'flags' in place ? place.flags : place.name;
  const holder = /[<[]([a-z-]+)/.exec(text)?.[1] ?? '';
  const owner = 'flags' in place ? longOf(place.flags).slice(2) : typeof command === 'object' ? command.name : '';
  return PLACES[holder] ?? PLACES[owner] ?? owner;
}

const PLACES: Readonly<Record<string, string>> = {
  login: 'operator',
  logins: 'operator',
  as: 'operator',
  queue: 'queue',
  group: 'group',
  tag: 'tag',
  tags: 'tag',
  status: 'status',
  column: 'column',
  columns: 'column',
  file: 'file',
  files: 'file',
  folder: 'file',
  index: 'file',
  config: 'file',
};

function fromConfig(what: string, { policy }: Config): readonly Candidate[] {
  switch (what) {
    case 'operator':
      return policy.operators.filter(({ active }) => active).map(({ login, name }) => ({ value: login, about: name }));
    case 'status':
      return statuses(policy);
    case 'category':
    case 'criticality':
    case 'complexity':
    case 'kind':
    case 'source':
      return plain(wordsOf(what, policy));
    case 'level':
      return plain(policy.dictionary.levels);
    case 'queue':
      return policy.queues.map(({ name, address }) => ({ value: name, about: address }));
    case 'group':
      return policy.groups.map(({ name, members }) => ({ value: name, about: members.join(', ') }));
    case 'rule':
      // a blank would end the word in some shells
      return policy.rules.flatMap(({ name }) => (/\s/.test(name) ? [] : [{ value: name, about: '' }]));
    case 'due':
      return plain(['today', 'tomorrow', ...DAYS, 'none']);
    default:
      return [];
  }
}

async function cannedReplies(config: Config): Promise<Candidate[]> {
  const [{ loadCanned }, { templateFolders }] = await Promise.all([
    import('../outbox/canned.ts'),
    import('../config/template-folders.ts'),
  ]);
  const titles = new Map(loadCanned(templateFolders(config)).map(({ name, title }) => [name, title]));
  return [...titles].map(([value, about]) => ({ value, about }));
}

function statuses({ dictionary }: Policy): Candidate[] {
  const own = dictionary.statuses.map(({ name, means }) => ({
    value: name,
    about: name === means ? '' : `means ${means}`,
  }));
  const meanings = STATUSES.filter(means => !own.some(({ value }) => value === means));
  return [...own, ...meanings.map(means => ({ value: means, about: 'all its words' }))];
}

function plain(words: readonly string[]): Candidate[] {
  return words.map(value => ({ value, about: '' }));
}

async function fromStore(
  what: 'ticket' | 'tag',
  command: Typed['command'],
  current: string,
  globals: Globals,
): Promise<readonly Candidate[]> {
  let found: readonly Candidate[] = [];
  await withReadingDesk({ args: [], options: {}, globals, terminal: SILENT }, async desk => {
    found = what === 'tag' ? await tags(desk) : await tickets(desk, command, current);
    return 0;
  });
  return found;
}

/** Those that are worked on, the latest first; where closed ones are meant, those. */
async function tickets(desk: ReadingDesk, command: Typed['command'], current: string): Promise<Candidate[]> {
  const closed = typeof command === 'object' && command.name === 'reopen';
  const rows = await desk.list({ limit: MOST, ...(closed ? { status: ['solved', 'closed'] as const } : {}) });
  const sign = current.startsWith('#') ? '#' : '';
  return rows.map(({ number, subject }) => ({ value: `${sign}${number}`, about: subject }));
}

async function tags(desk: ReadingDesk): Promise<Candidate[]> {
  const words = desk.config.policy.dictionary.tags;
  if (words.length > 0) return plain(words);
  const used = await desk.countTicketsBy({}, 'tags');
  return used.flatMap(({ value, count }) => (value === null ? [] : [{ value, about: String(count) }]));
}

/** Nothing but the candidates is ever printed. */
const SILENT: Terminal = {
  print: async () => {},
  write: async () => {},
  say: () => {},
  paint: (_, text) => text,
  width: undefined,
  asks: false,
  closed: () => false,
};
