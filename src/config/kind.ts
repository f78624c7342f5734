import * as v from 'valibot';
import { MOST_NAMED, meant, meantZone } from './did-you-mean.ts';
import { oneOf, quoted, shown, sortOf } from './fault.ts';
import { isPath } from './field-syntax.ts';
import { parseDuration, parseSize } from './units.ts';

/**
 * The kinds of value a key can have, and how keys make tables. A key carries its schema and its documentation
 * together, so that checking, the printed example and the list of known keys cannot drift apart.
 * Every key yields at most one fault: the first that is wrong with it.
 */
type Schema = v.GenericSchema;
type Say = (issue: v.BaseIssue<unknown>) => string;

export interface Leaf<S extends Schema = Schema> {
  readonly schema: S;
  readonly doc: string;
  /** The value in the printed example, as TOML. */
  readonly example: string;
  /** The example shows it in force; the others stand there as comments. */
  readonly active: boolean;
}

export interface Section<S extends Schema = Schema> {
  readonly schema: S;
  readonly doc: string;
  readonly shape: 'one' | 'many' | 'maybe';
  /** The example shows it as a comment. */
  readonly off?: boolean;
  readonly keys: Keys;
}

export type Keys = { readonly [key: string]: Leaf | Section };
type Entries<K extends Keys> = { [N in keyof K]: K[N]['schema'] };

/** A key that has to be given. */
export function required<S extends Schema>(schema: S, doc: string, example: string): Leaf<S> {
  return { schema, doc, example: JSON.stringify(example), active: true };
}

/** A key with a default, written as the administrator would write it. */
export function preset<S extends Schema, const D extends v.InferInput<S>>(schema: S, value: D, doc: string) {
  return { schema: v.optional(schema, value), doc, example: JSON.stringify(value), active: false };
}

/** A key that may be left out; `active` when the example should show it in use. */
export function optional<S extends Schema>(schema: S, doc: string, example: unknown, active: '' | 'active' = '') {
  return { schema: v.optional(schema), doc, example: JSON.stringify(example), active: active === 'active' };
}

/** A key whose value is judged elsewhere, because it may be one thing or many. */
export function freely(doc: string, example: unknown): Leaf {
  return { schema: v.optional(v.unknown()), doc, example: JSON.stringify(example), active: false };
}

/** A table whose keys all have defaults, or are missed when the table is. */
export function one<K extends Keys>(doc: string, keys: K) {
  const schema = table(keys);
  return { schema: v.optional(schema, {} as v.InferInput<typeof schema>), doc, shape: 'one' as const, keys };
}

/** A table that means something by being there. */
export function maybe<K extends Keys>(doc: string, keys: K) {
  return { schema: v.optional(table(keys)), doc, shape: 'maybe' as const, keys };
}

/** The same for what most desks do without. */
export function extra<K extends Keys>(doc: string, keys: K) {
  return { ...many(doc, keys), off: true };
}

/** Tables in double brackets, as many as wanted. */
export function many<K extends Keys>(doc: string, keys: K) {
  const list = v.array(table(keys), expected('a table in double brackets, [[…]]', sortOf));
  return { schema: v.optional(list, []), doc, shape: 'many' as const, keys };
}

export function table<K extends Keys>(keys: K) {
  const entries = Object.fromEntries(Object.entries(keys).map(([key, { schema }]) => [key, schema])) as Entries<K>;
  const missing: Say = issue => `missing: ${keys[String(issue.path?.at(-1)?.key)]?.doc ?? 'a key'}`;
  const isTable = v.custom<v.InferInput<v.ObjectSchema<Entries<K>, Say>>>(isPlainTable, expected('a table', sortOf));
  return v.pipe(isTable, v.object(entries, missing));
}

function isPlainTable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

export function text(expectation: string, ok: (text: string) => boolean, show: typeof shown = shown) {
  const say = expected(expectation, show);
  return v.pipe(v.string(say), v.check(ok, say));
}

/** Text that may be a password or was perhaps meant to be one: faults tell its sort only. */
export function guarded(expectation: string, ok: (text: string) => boolean) {
  return text(expectation, ok, sortOf);
}

/** `known` tells whether the clock of the machine has it. */
export function zone(known: (text: string) => boolean) {
  return text('a time zone such as "Europe/Amsterdam"', known, input => `${shown(input)}${meantZone(input)}`);
}

export const path = text('a path; ~ is not expanded', isPath);

export const flag = v.boolean(expected('true or false'));

export function choice<const W extends readonly string[]>(...words: W) {
  return v.picklist(words, ({ input }) => {
    const near = meant(input, words);
    return near !== '' && words.length > MOST_NAMED
      ? `${shown(input)} is not known${near}`
      : `expected ${oneOf(words)}, got ${shown(input)}${near}`;
  });
}

export function whole(min: number, max: number) {
  const say = expected(`a whole number from ${min} to ${max}`);
  return v.pipe(
    v.number(say),
    v.check(n => Number.isInteger(n) && n >= min && n <= max, say),
  );
}

export function list<S extends Schema>(item: S, expectation: string) {
  return v.array(item, expected(expectation));
}

/** A list of texts with something in it, nothing twice. */
export function filled<S extends v.GenericSchema<unknown, string[]>>(schema: S, expectation: string) {
  return v.pipe(
    schema,
    v.check(
      all => all.length > 0 && new Set(all).size === all.length,
      issue => {
        const all = issue.input as readonly string[];
        const twice = all.find((item, i) => all.indexOf(item) !== i);
        return twice === undefined ? expected(expectation)(issue) : `${quoted(twice)} stands there twice`;
      },
    ),
  );
}

/** ms; "off" is 0 where it is allowed. */
export function duration(min: string, max: string, off: 'or off' | '' = '') {
  const say = expected(`a duration from "${min}" to "${max}"${off && ' or "off"'} (units s, m, h, d)`);
  const read = (text: string) => (off && text === 'off' ? 0 : within(parseDuration, min, max, text));
  return measured(read, say);
}

/** Bytes; "off" is 0 where it is allowed. */
export function size(min: string, max: string, off: 'or off' | '' = '') {
  const say = expected(`a size from "${min}" to "${max}"${off && ' or "off"'} (units kB, MB, GB or KiB, MiB, GiB)`);
  const read = (text: string) => (off && text === 'off' ? 0 : within(parseSize, min, max, text));
  return measured(read, say);
}

function measured(read: (text: string) => number | undefined, say: Say) {
  return v.pipe(
    v.string(say),
    v.check(text => read(text) !== undefined, say),
    v.transform(text => read(text)!),
  );
}

function within(parse: (text: string) => number | undefined, min: string, max: string, text: string) {
  const n = parse(text);
  return n !== undefined && n >= parse(min)! && n <= parse(max)! ? n : undefined;
}

function expected(what: string, show: typeof shown = shown): Say {
  return issue => `expected ${what}, got ${show(issue.input)}`;
}

export type Value<S extends Schema> = v.InferOutput<S>;

/** Reads `value` by `schema`: what came of it, and each fault with the path of its key. */
export function read<S extends Schema>(schema: S, value: unknown) {
  const result = v.safeParse(schema, value);
  const faults = (result.issues ?? []).map(issue => ({
    path: (issue.path ?? []).map(step => step.key as string | number),
    message: issue.message,
  }));
  return { output: result.output, faults };
}
