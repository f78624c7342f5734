/** `when` of a rule: one table of conditions, all of which count; a list anywhere means any of it. */
import { isZone, WEEKDAYS } from '../desk/rules/local-time.ts';
import type { Condition, FileCondition, Range } from '../desk/rules/rule.ts';
import { meantZone } from './did-you-mean.ts';
import { type Path, shown } from './fault.ts';
import { conditionKeys } from './rule-keys.ts';
import {
  complain,
  type Item,
  isTable,
  type Reading,
  readAll,
  readChoice,
  readPatterns,
  readWord,
  strangers,
} from './rule-reading.ts';
import type { Toml } from './toml.ts';
import { parseSize } from './units.ts';
import { unknownKeys } from './unknown-keys.ts';

type Key = keyof typeof conditionKeys;
type Read = (value: unknown, path: Path, reading: Reading, table: Toml) => Condition | undefined;

/** Deeper than anybody writes by hand, and not so deep that reading it could fail. */
const DEEPEST = 20;

export function readCondition(table: Toml, path: Path, reading: Reading, depth = 0): Condition {
  if (depth > 0)
    for (const key of unknownKeys(table, conditionKeys, conditionKeys, path))
      complain(reading, key.path, key.message, 'key');
  const of = (Object.keys(conditionKeys) as Key[]).flatMap(key => {
    if (table[key] === undefined) return [];
    const here = [...path, key];
    if (isNesting(key)) return readNested(key, table[key], here, reading, depth);
    return READ[key](table[key], here, reading, table) ?? [];
  });
  return of.length === 1 ? of[0]! : { ask: 'all', of };
}

function isNesting(key: Key): key is 'all' | 'any' | 'not' {
  return key === 'all' || key === 'any' || key === 'not';
}

function readNested(
  key: 'all' | 'any' | 'not',
  value: unknown,
  path: Path,
  reading: Reading,
  depth: number,
): Condition[] {
  if (depth >= DEEPEST) {
    complain(reading, path, `conditions within conditions, deeper than ${DEEPEST}`);
    return [];
  }
  const read = ({ value: one, path: at }: Item) => {
    if (isTable(one)) return readCondition(one, at, reading, depth + 1);
    complain(reading, at, `expected conditions in braces, such as { subject = "invoice" }, got ${shown(one)}`);
    return undefined;
  };
  const of = readAll(value, path, read, reading);
  if (key !== 'not') return [{ ask: key, of }];
  return [{ ask: 'not', of: of.length === 1 ? of[0]! : { ask: 'any', of } }];
}

const READ: Readonly<Record<Exclude<Key, 'all' | 'any' | 'not'>, Read>> = {
  mail: words(['new', 'follow-up'], any => ({ ask: 'mail', any })),
  written_by: words(['person', 'list', 'bulk', 'report', 'auto-reply', 'receipt'], any => ({ ask: 'writtenBy', any })),
  queue: (value, path, reading) => {
    const { queues } = reading.known;
    return { ask: 'queue', any: readAll(value, path, item => readWord(item, queues, 'a queue', reading), reading) };
  },
  trust: words(['pass', 'fail', 'none', 'unknown'], any => ({ ask: 'trust', any })),
  spam: words(['ham', 'unsure', 'spam', 'unjudged'], any => ({ ask: 'spam', any })),
  language: words(['en', 'nl', 'de', 'fr', 'es', 'it', 'ru', 'uk', 'pl'], any => ({ ask: 'language', any })),
  size: (value, path, reading) => {
    const range = readRange({ value, path }, reading);
    return range && { ask: 'size', range };
  },
  weekday: (value, path, reading, table) => ({
    ask: 'weekday',
    zone: zoneOf(table, reading),
    any: readAll(value, path, item => readDays(item, reading), reading).flat(),
  }),
  time: (value, path, reading, table) => ({
    ask: 'time',
    zone: zoneOf(table, reading),
    any: readAll(value, path, item => readHours(item, reading), reading),
  }),
  zone: (value, path, reading, table) => {
    if (typeof value !== 'string' || !isZone(value))
      complain(
        reading,
        path,
        `expected a time zone such as "Europe/Amsterdam", got ${shown(value)}${meantZone(value)}`,
      );
    else if (table.time === undefined && table.weekday === undefined)
      complain(reading, path, 'needs a time or a weekday beside it', 'key');
    return undefined;
  },
  domain: (value, path, reading) => ({ ask: 'domain', any: readPatterns(value, path, 'domain', reading) }),
  organisation: (value, path, reading) => ({ ask: 'organisation', any: readPatterns(value, path, 'name', reading) }),
  level: (value, path, reading) => {
    const levels = [...reading.known.levels, 'none'];
    return { ask: 'level', any: readAll(value, path, item => readWord(item, levels, 'a level', reading), reading) };
  },
  from: addresses('from'),
  to: addresses('to'),
  cc: addresses('cc'),
  recipient: addresses('recipient'),
  guess: readGuess,
  attachment: readAttachment,
  header: (value, path, reading) => {
    const any = readAll(value, path, item => readHeader(item, reading), reading);
    return any.length === 1 ? any[0]! : { ask: 'any', of: any };
  },
  subject: inText('subject'),
  body: inText('body'),
  anywhere: inText('anywhere'),
};

function words<W extends string>(all: readonly W[], make: (any: W[]) => Condition): Read {
  return (value, path, reading) => make(readAll(value, path, item => readChoice(item, all, reading), reading));
}

function addresses(where: 'from' | 'to' | 'cc' | 'recipient'): Read {
  return (value, path, reading) => ({
    ask: 'address',
    where,
    any: readPatterns(value, path, where === 'recipient' ? 'name' : 'address', reading),
  });
}

function inText(where: 'subject' | 'body' | 'anywhere'): Read {
  return (value, path, reading) => ({ ask: 'words', where, any: readPatterns(value, path, 'words', reading) });
}

function zoneOf({ zone }: Toml, { known }: Reading): string {
  return typeof zone === 'string' && isZone(zone) ? zone : known.zone;
}

function readRange({ value, path }: Item, reading: Reading): Range | undefined {
  const [, sign, size = ''] = /^([<>]) *(\S.*)$/.exec(typeof value === 'string' ? value.trim() : '') ?? [];
  const bytes = parseSize(size);
  if (bytes !== undefined) return sign === '>' ? { above: bytes } : { below: bytes };
  complain(reading, path, `expected a size such as "> 5 MB" or "< 64 kB", got ${shown(value)}`);
  return undefined;
}

/** `sat`, or `mon-fri`, which may go over the end of a week. */
function readDays({ value, path }: Item, reading: Reading): number[] | undefined {
  const [, first, last = first] =
    /^([a-z]+)(?:-([a-z]+))?$/.exec(typeof value === 'string' ? value.toLowerCase() : '') ?? [];
  const [from, to] = [first, last].map(day => (WEEKDAYS as readonly (string | undefined)[]).indexOf(day)) as [
    number,
    number,
  ];
  if (from >= 0 && to >= 0) return Array.from({ length: ((to - from + 7) % 7) + 1 }, (_, i) => (from + i) % 7);
  complain(reading, path, `expected a day such as "sat" or "mon-fri", got ${shown(value)}`);
  return undefined;
}

function readHours({ value, path }: Item, reading: Reading): [number, number] | undefined {
  const found = /^(\d{1,2}):(\d{2}) *- *(\d{1,2}):(\d{2})$/.exec(typeof value === 'string' ? value.trim() : '');
  const [h1, m1, h2, m2] = (found ?? []).slice(1).map(Number) as [number, number, number, number];
  const [from, to] = [h1 * 60 + m1, h2 * 60 + m2];
  if (found && m1 < 60 && m2 < 60 && from < 1440 && to <= 1440 && from !== to) return [from, to];
  complain(reading, path, `expected a time of day such as "08:00-18:00", got ${shown(value)}`);
  return undefined;
}

function readHeader({ value, path }: Item, reading: Reading): Condition | undefined {
  const given: Toml = isTable(value) ? value : { name: value };
  strangers(given, ['name', 'matches'], path, reading);
  const { name, matches } = given;
  if (typeof name !== 'string' || !/^[!-9;-~]{1,76}$/.test(name)) {
    const at = isTable(value) && name !== undefined ? [...path, 'name'] : path;
    complain(reading, at, `expected the name of a header, or { name = "X-Spam", matches = "yes" }, got ${shown(name)}`);
    return undefined;
  }
  const any = matches === undefined ? {} : { any: readPatterns(matches, [...path, 'matches'], 'words', reading) };
  return { ask: 'header', name: name.toLowerCase(), ...any };
}

const SURE = 0.8;

function readGuess(value: unknown, path: Path, reading: Reading): Condition | undefined {
  const given: Toml = isTable(value) ? value : { category: value };
  strangers(given, ['category', 'above'], path, reading);
  const { category, above = SURE } = given;
  const { categories } = reading.known;
  const where = isTable(value) ? [...path, 'category'] : path;
  const any = readAll(category, where, item => readWord(item, categories, 'a category', reading), reading);
  if (typeof above === 'number' && above > 0 && above <= 1) return { ask: 'guess', any, above };
  complain(reading, [...path, 'above'], `expected a number above 0 and at most 1, got ${shown(above)}`);
  return undefined;
}

function readAttachment(value: unknown, path: Path, reading: Reading): Condition | undefined {
  if (typeof value === 'boolean') return { ask: 'files', some: value };
  return { ask: 'files', some: true, any: readAll(value, path, item => readFile(item, reading), reading) };
}

function readFile({ value, path }: Item, reading: Reading): FileCondition | undefined {
  const given: Toml = isTable(value) ? value : { name: value };
  strangers(given, ['type', 'name', 'size'], path, reading);
  const at = (key: string) => (isTable(value) ? [...path, key] : path);
  const size = given.size === undefined ? undefined : readRange({ value: given.size, path: at('size') }, reading);
  return {
    ...(given.type === undefined ? {} : { type: readPatterns(given.type, at('type'), 'name', reading) }),
    ...(given.name === undefined ? {} : { name: readPatterns(given.name, at('name'), 'name', reading) }),
    ...(size === undefined ? {} : { size }),
  };
}
