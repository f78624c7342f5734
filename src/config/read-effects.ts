/** `then` of a rule. Whatever it names has to be there. */
import type { Effects, OwnerChoice, RuleField } from '../desk/rules/rule.ts';
import { type Path, quoted, shown, sortOf } from './fault.ts';
import { isName } from './field-syntax.ts';
import {
  complain,
  type Item,
  isTable,
  type Known,
  type Reading,
  readAll,
  readWord,
  strangers,
} from './rule-reading.ts';
import type { Toml } from './toml.ts';
import { parseDuration } from './units.ts';
import { FARTHEST_DUE } from './when.ts';

export function readEffects(then: Toml, path: Path, rule: string, reading: Reading): Effects {
  const at = (key: string) => [...path, key];
  const crew = (key: 'helpers' | 'watchers', read: typeof readLogin) =>
    then[key] === undefined ? [] : readAll(then[key], at(key), item => read(item, reading), reading);
  const texts = {
    ...textOf('canned', then.canned, at('canned'), 'the name of a canned reply', isName, reading),
    ...textOf('note', then.note, at('note'), 'a text of 1 to 10,000 characters', isNote, reading),
    ...textOf(
      'webhook',
      then.webhook,
      at('webhook'),
      'a URL that begins with https:// or http://, without a password',
      isUrl,
      reading,
      // a password, or a secret in its path
      sortOf,
    ),
  };
  const owner = then.owner === undefined ? undefined : readOwner(then.owner, at('owner'), rule, reading);
  return {
    fields: readFields(then, path, reading),
    ...(owner === undefined ? {} : { owner }),
    ...dueOf(then.due_in, at('due_in'), reading),
    tags: then.tags === undefined ? [] : readAll(then.tags, at('tags'), item => readTag(item, reading), reading),
    helpers: crew('helpers', readLogin),
    watchers: crew('watchers', readWatcher),
    ...texts,
    ...reasonOf('hold', then.hold, at('hold'), reading),
    ...reasonOf('reject', then.reject, at('reject'), reading),
    accept: readFlag(then.accept, at('accept'), reading),
    stop: readFlag(then.stop, at('stop'), reading),
  };
}

const FIELDS: readonly (readonly [RuleField, what: string, (known: Known) => readonly string[]])[] = [
  ['queue', 'a queue', ({ queues }) => queues],
  ['group', 'a group', ({ groups }) => groups.map(({ name }) => name)],
  ['category', 'a category', ({ categories }) => categories],
  ['criticality', 'a criticality', ({ criticalities }) => criticalities],
  ['complexity', 'a complexity', ({ complexities }) => complexities],
  ['kind', 'a kind', ({ kinds }) => kinds],
  ['status', 'a status', ({ statuses }) => statuses],
];

function readFields(then: Toml, path: Path, reading: Reading): Effects['fields'] {
  const found = FIELDS.flatMap(([field, what, words]) => {
    if (then[field] === undefined) return [];
    const word = readWord({ value: then[field], path: [...path, field] }, words(reading.known), what, reading);
    return word === undefined ? [] : [[field, word] as const];
  });
  return Object.fromEntries(found);
}

const CHOICES: readonly string[] = ['round_robin', 'least_loaded'];

function readOwner(value: unknown, path: Path, rule: string, reading: Reading): OwnerChoice | undefined {
  if (typeof value === 'string') {
    const { groups, owners } = reading.known;
    if (!owners.includes(value) && groups.some(({ name }) => name === value)) {
      complain(reading, path, `${quoted(value)} is a group: { round_robin = ${quoted(value)} } chooses one of it`);
      return undefined;
    }
    const login = readLogin({ value, path }, reading);
    return login === undefined ? undefined : { by: 'name', login };
  }
  const keys = isTable(value) ? Object.keys(value) : [];
  const [key] = keys;
  if (isTable(value) && keys.length === 1 && !CHOICES.includes(key!)) {
    strangers(value, CHOICES, path, reading);
    return undefined;
  }
  if (!isTable(value) || keys.length !== 1 || (key !== 'round_robin' && key !== 'least_loaded')) {
    complain(reading, path, `expected a login, { round_robin = … } or { least_loaded = … }, got ${shown(value)}`);
    return undefined;
  }
  const among = readCrew(value[key], [...path, key], rule, reading);
  return among && { by: key === 'round_robin' ? 'turn' : 'load', ...among };
}

/** A group by its name, or a list of logins, whose turns are the rule's own. */
function readCrew(
  value: unknown,
  path: Path,
  rule: string,
  reading: Reading,
): { name: string; among: string[] } | undefined {
  const { groups, owners } = reading.known;
  if (typeof value === 'string') {
    const word = readWord(
      { value, path },
      groups.map(({ name }) => name),
      'a group',
      reading,
    );
    const members = groups.find(({ name }) => name === word)?.members ?? [];
    const among = members.filter(login => owners.includes(login));
    if (word !== undefined && among.length === 0) complain(reading, path, `nobody in ${quoted(word)} can own a ticket`);
    return word === undefined ? undefined : { name: word, among };
  }
  const among = readAll(value, path, item => readLogin(item, reading), reading);
  return { name: `rule ${rule}`, among: [...new Set(among)] };
}

function readLogin(item: Item, reading: Reading): string | undefined {
  return readWord(item, reading.known.owners, 'an active operator who may own tickets', reading);
}

function readWatcher(item: Item, reading: Reading): string | undefined {
  return readWord(item, reading.known.watchers, 'an active operator', reading);
}

function dueOf(value: unknown, path: Path, reading: Reading): Pick<Effects, 'dueIn'> {
  if (value === undefined) return {};
  const dueIn = typeof value === 'string' ? parseDuration(value) : undefined;
  if (dueIn !== undefined && dueIn > 0 && dueIn <= FARTHEST_DUE) return { dueIn };
  complain(reading, path, `expected a duration such as "4h" or "2d", at most ten years, got ${shown(value)}`);
  return {};
}

function readTag({ value, path }: Item, reading: Reading): string | undefined {
  const { tags } = reading.known;
  if (tags.length > 0) return readWord({ value, path }, tags, 'a tag', reading);
  if (typeof value === 'string' && /^[\p{L}\p{N}][\p{L}\p{N}._:+#/-]{0,49}$/u.test(value)) return value;
  complain(reading, path, `expected a tag, one word, got ${shown(value)}`);
  return undefined;
}

function textOf<K extends string>(
  key: K,
  value: unknown,
  path: Path,
  what: string,
  ok: (text: string) => boolean,
  reading: Reading,
  show: typeof shown = shown,
): { readonly [P in K]?: string } {
  if (value === undefined) return {};
  if (typeof value === 'string' && ok(value)) return { [key]: value } as { [P in K]: string };
  complain(reading, path, `expected ${what}, got ${show(value)}`);
  return {};
}

function isNote(text: string): boolean {
  return text.trim() !== '' && text.length <= 10_000;
}

function isUrl(text: string): boolean {
  if (!/^https?:\/\//i.test(text) || text.length > 2_000 || !URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username === '' && password === '';
}

/** true, or why in one line; false is as if it were not there. */
function reasonOf<K extends 'hold' | 'reject'>(key: K, value: unknown, path: Path, reading: Reading) {
  if (value === undefined || value === false) return {};
  if (value === true) return { [key]: '' } as { [P in K]: string };
  return textOf(
    key,
    value,
    path,
    'true, or why in one line',
    text => text.trim() !== '' && !/\p{Cc}/u.test(text),
    reading,
  );
}

function readFlag(value: unknown, path: Path, reading: Reading): boolean {
  if (typeof value === 'boolean') return value;
  if (value !== undefined) complain(reading, path, `expected true or false, got ${shown(value)}`);
  return false;
}
