/** What reading a rule needs: the words there are, a way to complain, and patterns in their three written forms. */

import { closest } from '../desk/closest.ts';
import type { Pattern } from '../desk/rules/rule.ts';
import { plainWords } from '../desk/rules/words.ts';
import { type Complaint, wrong } from './complaint.ts';
import { instead, meant } from './did-you-mean.ts';
import { oneOf, type Path, quoted, shown } from './fault.ts';
import type { Compiled } from './pattern.ts';
import type { Toml } from './toml.ts';

/** The two ways to make an expression; RE2 is loaded only where there are rules. */
export interface Expressions {
  compileExpression(source: string): Compiled;
  compileWords(glob: string): Compiled;
}

/** What rules may name. */
export interface Known {
  readonly queues: readonly string[];
  /** Logins of operators who may own tickets. */
  readonly owners: readonly string[];
  /** Of all who are active, who may hear of them. */
  readonly watchers: readonly string[];
  readonly groups: readonly { readonly name: string; readonly members: readonly string[] }[];
  readonly statuses: readonly string[];
  readonly categories: readonly string[];
  readonly criticalities: readonly string[];
  readonly complexities: readonly string[];
  readonly kinds: readonly string[];
  readonly levels: readonly string[];
  /** Empty: any word is a tag. */
  readonly tags: readonly string[];
  /** Of weekday and time. */
  readonly zone: string;
}

export interface Reading {
  readonly known: Known;
  readonly expressions: Expressions;
  readonly complaints: Complaint[];
}

export function complain({ complaints }: Reading, path: Path, message: string, at: 'key' | 'value' = 'value'): void {
  complaints.push(wrong(path, message, at));
}

export interface Item {
  readonly value: unknown;
  readonly path: Path;
}

/** One thing or a list of things. */
export function itemsOf(value: unknown, path: Path): Item[] {
  return Array.isArray(value) ? value.map((item, i) => ({ value: item, path: [...path, i] })) : [{ value, path }];
}

/** Each item as `read` takes it; what it does not take is missing. An empty list is a slip. */
export function readAll<T>(value: unknown, path: Path, read: (item: Item) => T | undefined, reading: Reading): T[] {
  const items = itemsOf(value, path);
  if (items.length === 0) complain(reading, path, 'an empty list: nothing is one of none');
  return items.flatMap(item => {
    const taken = read(item);
    return taken === undefined ? [] : [taken];
  });
}

export function isTable(value: unknown): value is Toml {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** One of some words; with advice when it is nearly one. */
export function readWord<W extends string>(
  { value, path }: Item,
  words: readonly W[],
  what: string,
  reading: Reading,
): W | undefined {
  if (words.includes(value as W)) return value as W;
  if (typeof value !== 'string') complain(reading, path, `expected ${what}, got ${shown(value)}`);
  else complain(reading, path, `${quoted(value)} is not ${what}${instead(value, words)}`);
  return undefined;
}

/** One of a few words that are always the same. */
export function readChoice<W extends string>(
  { value, path }: Item,
  words: readonly W[],
  reading: Reading,
): W | undefined {
  if (words.includes(value as W)) return value as W;
  complain(reading, path, `expected ${oneOf(words)}, got ${shown(value)}${meant(value, words)}`);
  return undefined;
}

/** Keys of a small table that nobody reads. */
export function strangers(table: Toml, known: readonly string[], path: Path, reading: Reading): void {
  for (const key of Object.keys(table).filter(key => !known.includes(key))) {
    const near = closest(key, known);
    const advice = near === undefined ? `: known are ${known.join(', ')}` : `, did you mean ${near}?`;
    complain(reading, [...path, key], `unknown key${advice}`, 'key');
  }
}

/** What a pattern is held against: a text, or all of an address, a domain or another name. */
export type Against = 'words' | 'address' | 'domain' | 'name';

export function readPatterns(value: unknown, path: Path, of: Against, reading: Reading): Pattern[] {
  return readAll(value, path, item => readPattern(item, of, reading), reading);
}

function readPattern({ value, path }: Item, of: Against, reading: Reading): Pattern | undefined {
  if (typeof value !== 'string' || value.trim() === '') {
    complain(
      reading,
      path,
      `expected words, a glob such as "invoic*" or an expression such as '/inv\\d+/', got ${shown(value)}`,
    );
    return undefined;
  }
  const [, expression] = /^\/([\s\S]+)\/$/.exec(value) ?? [];
  if (expression !== undefined) return expected(reading.expressions.compileExpression(expression), path, reading);
  const text = plainWords(value);
  const never = neverFits(text, of);
  if (never !== undefined) {
    complain(reading, path, `expected ${never}, got ${shown(value)}`);
    return undefined;
  }
  if (!/[*?]/.test(text)) return { by: 'literal', text };
  if (of !== 'words') return { by: 'glob', text };
  if (/^[*? ]*$/.test(text)) {
    complain(reading, path, `${quoted(value)} would find everything`);
    return undefined;
  }
  return expected(reading.expressions.compileWords(text), path, reading);
}

/** What is no address, or no domain, and so would find nothing for ever. */
function neverFits(text: string, of: Against): string | undefined {
  if (of === 'address' && (!/[@*]/.test(text) || /[<>\s]/.test(text)))
    return 'an address such as "ann@example.org", or "*@example.org" for all of a domain';
  if (of === 'domain' && /[@<>\s]/.test(text))
    return 'what follows the @, such as "example.org", or "*.example.org" for what is below it';
  return undefined;
}

function expected(compiled: Compiled, path: Path, reading: Reading): Pattern | undefined {
  if (!('fault' in compiled)) return compiled;
  complain(reading, path, compiled.fault);
  return undefined;
}
