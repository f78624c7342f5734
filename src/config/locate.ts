import type { Path } from './fault.ts';

/**
 * From a path such as mailbox[1].tls to its place in the text. Reads TOML that has already been parsed without a
 * fault, so it only has to find where things begin, never to judge them; each character is looked at a bounded
 * number of times. Handles dotted and quoted keys, [t], [[t]], inline tables, arrays and multi-line strings.
 */
interface Spot {
  /** Offset of the key; of the header's bracket for a table that has one. */
  key: number;
  /** Offset of the value; the header again for a table that has one. */
  value: number;
  readonly inside: Map<string, Spot>;
  /** How many [[t]] came so far. */
  tables: number;
}

export interface Place {
  readonly line: number;
  readonly column: number;
}

export type Locator = (path: Path, what: 'key' | 'value') => Place;

/** Where a path begins; for what is not there, where the table begins that should hold it. */
export function locator(text: string): Locator {
  const root = scan(text);
  const starts = lineStarts(text);
  return (path, what) => placeOf(starts, deepest(root, path, what));
}

function deepest(root: Spot, path: Path, what: 'key' | 'value'): number {
  let here = root;
  for (const [i, step] of path.entries()) {
    const next = here.inside.get(String(step));
    if (!next) return here.key;
    if (i === path.length - 1) return next[what];
    here = next;
  }
  return here.key;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function placeOf(starts: readonly number[], offset: number): Place {
  let [low, high] = [0, starts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle;
  }
  return { line: low + 1, column: offset - starts[low]! + 1 };
}

function spot(key: number, value = key): Spot {
  return { key, value, inside: new Map(), tables: 0 };
}

const BLANK = /[ \t]*/y;
const VOID = /(?:[ \t\r\n]+|#[^\n]*)*/y;
const BARE_KEY = /[A-Za-z0-9_-]+/y;
const BARE_VALUE = /[^,\]}#\r\n]*/y;
const STRINGS = [
  /"""(?:[^"\\]|\\[\s\S]|"(?!""))*"{3,5}/y,
  /'''(?:[^']|'(?!''))*'{3,5}/y,
  /"(?:[^"\\\n]|\\.)*"/y,
  /'[^'\n]*'/y,
];

/** One reading of the text, moved on by every step. */
interface Cursor {
  readonly text: string;
  at: number;
}

interface Name {
  readonly name: string;
  readonly at: number;
}

function scan(text: string): Spot {
  const c: Cursor = { text, at: 0 };
  const root = spot(0);
  let table = root;
  for (eat(c, VOID); c.at < text.length; eat(c, VOID)) {
    const before = c.at;
    if (text[c.at] === '[') table = header(c, root);
    else pair(c, table);
    if (c.at === before) break;
  }
  return root;
}

/** `[a.b]` or `[[a.b]]`: gives the table that the following keys belong to. */
function header(c: Cursor, root: Spot): Spot {
  const start = c.at;
  const double = c.text.startsWith('[[', start);
  c.at += double ? 2 : 1;
  const names = dottedKey(c);
  c.at += double ? 2 : 1;
  const holder = descend(root, names.slice(0, -1), start);
  const { name } = names.at(-1)!;
  const last = holder.inside.get(name) ?? add(holder, name, spot(start));
  if (double) return add(last, String(last.tables++), spot(start));
  last.key = last.value = start;
  return last;
}

/** `a.b = value` */
function pair(c: Cursor, table: Spot): void {
  const names = dottedKey(c);
  const holder = descend(table, names.slice(0, -1));
  eat(c, BLANK);
  c.at += 1;
  eat(c, BLANK);
  const { name, at } = names.at(-1)!;
  value(c, add(holder, name, spot(at, c.at)));
}

function value(c: Cursor, here: Spot): void {
  if (c.text[c.at] === '[') items(c, ']', i => value(c, add(here, String(i), spot(c.at))));
  else if (c.text[c.at] === '{') items(c, '}', () => pair(c, here));
  else if (!quotedText(c)) eat(c, BARE_VALUE);
}

/** What stands between brackets, with commas, line breaks and comments between. */
function items(c: Cursor, close: string, item: (index: number) => void): void {
  c.at += 1;
  for (let i = 0; c.at < c.text.length; i++) {
    eat(c, VOID);
    const before = c.at;
    if (c.text[before] === close) break;
    item(i);
    eat(c, VOID);
    if (c.text[c.at] === ',') c.at += 1;
    if (c.at === before) break;
  }
  c.at += 1;
}

/** At least one name. */
function dottedKey(c: Cursor): Name[] {
  const names: Name[] = [];
  do {
    if (names.length > 0) c.at += 1;
    eat(c, BLANK);
    const at = c.at;
    names.push({ name: eat(c, BARE_KEY) || unquote(quotedText(c)), at });
    eat(c, BLANK);
  } while (c.text[c.at] === '.');
  return names;
}

/** The table that holds the last name of a dotted key; tables that have no header of their own begin here. */
function descend(from: Spot, names: readonly Name[], start?: number): Spot {
  return names.reduce((so, { name, at }) => newest(so.inside.get(name) ?? add(so, name, spot(start ?? at))), from);
}

function add(holder: Spot, name: string, what: Spot): Spot {
  holder.inside.set(name, what);
  return what;
}

function quotedText(c: Cursor): string {
  for (const pattern of STRINGS) {
    const found = eat(c, pattern);
    if (found) return found;
  }
  return '';
}

function eat(c: Cursor, pattern: RegExp): string {
  pattern.lastIndex = c.at;
  const found = pattern.exec(c.text)?.[0] ?? '';
  c.at += found.length;
  return found;
}

/** A path through [[t]] means the last of them. */
function newest(table: Spot): Spot {
  return table.tables > 0 ? table.inside.get(String(table.tables - 1))! : table;
}

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', t: '\t', n: '\n', f: '\f', r: '\r', e: '\u001b' };

function unquote(quoted: string): string {
  const inner = quoted.slice(1, -1);
  if (quoted[0] !== '"') return inner;
  return inner.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|x([0-9A-Fa-f]{2})|(.))/g, (_all, u, U, x, letter) => {
    return letter === undefined ? fromHex(u ?? U ?? x) : (ESCAPES[letter] ?? letter);
  });
}

function fromHex(hex: string): string {
  const code = Number.parseInt(hex, 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}
