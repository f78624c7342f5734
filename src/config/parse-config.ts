import { assemble } from './assemble.ts';
import type { Complaint, Draft } from './complaint.ts';
import type { Config } from './config.ts';
import { crossCheck } from './cross-checks.ts';
import type { Fault, Path } from './fault.ts';
import { keys, type Settings, schema } from './keys.ts';
import { read } from './kind.ts';
import { placed } from './placed.ts';
import { knownOf, type RulesRead, readRules } from './read-rules.ts';
import type { Expressions } from './rule-reading.ts';
import { parseToml, type Toml } from './toml.ts';
import { unknownKeys } from './unknown-keys.ts';

/**
 * TOML text → Config, or every fault at once in the order of the lines. Only a slip of syntax hides the others, since
 * nothing after it can be trusted. `file` names the faults and is what relative paths start from; nothing is read.
 * `expressions` is needed where there are rules.
 */
export function parseConfig(
  text: string,
  file: string,
  expressions?: Expressions,
): { config: Config } | { faults: readonly Fault[] } {
  const source = text.startsWith('\ufeff') ? text.slice(1) : text;
  const toml = parseToml(source);
  if ('fault' in toml) return { faults: [{ file, path: '', ...toml.fault }] };
  const { settings, rules, complaints } = check(toml.table, expressions);
  if (complaints.length > 0) return { faults: placed(complaints, source, file) };
  return { config: assemble(settings, rules, file) };
}

function check(table: Toml, expressions: Expressions | undefined) {
  const { output, faults } = read(schema, table);
  const shape = faults.map(
    ({ path, message }): Complaint => ({ path, message: message + single(path, table), at: 'value' }),
  );
  const unknown = unknownKeys(table, keys).map((key): Complaint => ({ ...key, at: 'key' }));
  const settings = output as Settings;
  const draft = prune(output, faults) as Draft<Settings>;
  const { rules, complaints } = rulesIn(draft, expressions, path => valueAt(table, path));
  const crossed = crossCheck(draft, path => isGiven(table, path));
  return { settings, rules, complaints: [...shape, ...unknown, ...crossed, ...complaints] };
}

/** `[[rules]]` is what one writes before one knows that it is `[[rule]]`. */
function single([name, ...inner]: Path, table: Toml): string {
  if (inner.length > 0 || typeof name !== 'string' || !Array.isArray(table[name])) return '';
  const entry = name.endsWith('s') ? keys[name.slice(0, -1) as keyof typeof keys] : undefined;
  return entry && 'shape' in entry && entry.shape === 'many' ? `, did you mean [[${name.slice(0, -1)}]]?` : '';
}

function rulesIn(
  draft: Draft<Settings>,
  expressions: Expressions | undefined,
  written: (path: Path) => unknown,
): RulesRead {
  const { rule = [] } = draft;
  if (rule.length === 0) return { rules: [], complaints: [] };
  if (!expressions) throw new Error('rules are read with expressions');
  return readRules(rule, knownOf(draft), expressions, written);
}

/** Takes the faulty values out of the output, which is ours: the cross checks see sound values or none. */
function prune(output: unknown, faults: readonly { readonly path: Path }[]): unknown {
  for (const { path } of faults) {
    const holder = path.slice(0, -1).reduce<unknown>(child, output);
    if (isContainer(holder)) holder[path.at(-1)!] = undefined;
  }
  return output;
}

function isGiven(table: Toml, path: Path): boolean {
  return valueAt(table, path) !== undefined;
}

function valueAt(table: Toml, path: Path): unknown {
  return path.reduce<unknown>(child, table);
}

function child(value: unknown, step: string | number): unknown {
  return isContainer(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

function isContainer(value: unknown): value is Record<string | number, unknown> {
  return typeof value === 'object' && value !== null;
}
