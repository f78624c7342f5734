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
  const root = new Scan(text).document();
  return (path, what) => placeOf(text, deepest(root, path, what));
}

function deepest(root: Spot, path: Path, what: 'key' | 'value'): number {
  let spot = root;
  for (const [i, step] of path.entries()) {
    const next = spot.inside.get(String(step));
    if (!next) return spot.key;
    if (i === path.length - 1) return next[what];
    spot = next;
  }
  return spot.key;
}

function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
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

/** One reading of a text; a class because every step moves the same position. */
class Scan {
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  document(): Spot {
    const root = spot(0);
    let table = root;
    for (this.eat(VOID); this.at < this.text.length; this.eat(VOID)) {
      const before = this.at;
      if (this.text[this.at] === '[') table = this.header(root);
      else this.pair(table);
      if (this.at === before) break;
    }
    return root;
  }

  /** `[a.b]` or `[[a.b]]`: gives the table that the following keys belong to. */
  private header(root: Spot): Spot {
    const start = this.at;
    const double = this.text.startsWith('[[', start);
    this.at += double ? 2 : 1;
    const keys = this.dottedKey();
    this.at += double ? 2 : 1;
    const holder = this.descend(root, keys.slice(0, -1), start);
    const name = keys.at(-1)!.name;
    const last = holder.inside.get(name) ?? this.add(holder, name, spot(start));
    if (double) return this.add(last, String(last.tables++), spot(start));
    last.key = last.value = start;
    return last;
  }

  /** `a.b = value` */
  private pair(table: Spot): void {
    const keys = this.dottedKey();
    const holder = this.descend(table, keys.slice(0, -1));
    this.eat(BLANK);
    this.at += 1;
    this.eat(BLANK);
    const last = keys.at(-1);
    if (last) this.value(this.add(holder, last.name, spot(last.at, this.at)));
  }

  private value(here: Spot): void {
    if (this.text[this.at] === '[') this.items(']', i => this.value(this.add(here, String(i), spot(this.at))));
    else if (this.text[this.at] === '{') this.items('}', () => this.pair(here));
    else if (!this.string()) this.eat(BARE_VALUE);
  }

  /** What stands between brackets, with commas, line breaks and comments between. */
  private items(close: string, item: (index: number) => void): void {
    this.at += 1;
    for (let i = 0; this.at < this.text.length; i++) {
      this.eat(VOID);
      const before = this.at;
      if (this.text[before] === close) break;
      item(i);
      this.eat(VOID);
      if (this.text[this.at] === ',') this.at += 1;
      if (this.at === before) break;
    }
    this.at += 1;
  }

  private dottedKey(): { name: string; at: number }[] {
    const keys: { name: string; at: number }[] = [];
    do {
      if (keys.length > 0) this.at += 1;
      this.eat(BLANK);
      const at = this.at;
      keys.push({ name: this.eat(BARE_KEY) || unquote(this.string()), at });
      this.eat(BLANK);
    } while (this.text[this.at] === '.');
    return keys;
  }

  private descend(from: Spot, keys: { name: string; at: number }[], start?: number): Spot {
    return keys.reduce((spotSoFar, { name, at }) => {
      return newest(spotSoFar.inside.get(name) ?? this.add(spotSoFar, name, spot(start ?? at)));
    }, from);
  }

  private add(holder: Spot, name: string, what: Spot): Spot {
    holder.inside.set(name, what);
    return what;
  }

  private string(): string {
    for (const pattern of STRINGS) {
      const found = this.eat(pattern);
      if (found) return found;
    }
    return '';
  }

  private eat(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }
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
