/**
 * What is wrong with a configuration, in a form that can be printed, counted and jumped to.
 * A message quotes what was written only where that cannot be a password; see `shown`.
 */
export interface Fault {
  /** As the caller named it; '' when there is no file. */
  readonly file: string;
  /** From 1; 0 when the fault has no place in the text. */
  readonly line: number;
  /** From 1, in UTF-16 units as most editors count; 0 without a line. */
  readonly column: number;
  /** `mailbox[1].tls`, counted from 0; '' when the fault is not about one key. */
  readonly path: string;
  readonly message: string;
}

export type Path = readonly (string | number)[];

/** The configuration cannot be used. The terminal prints every fault and exits with 78 (EX_CONFIG of sysexits.h). */
export class ConfigFaults extends Error {
  override readonly name = 'ConfigFaults';
  readonly faults: readonly Fault[];
  readonly exitCode = 78;

  constructor(faults: readonly Fault[]) {
    super(faults.map(faultLine).join('\n'));
    this.faults = faults;
  }
}

/** `config.toml:14:8: mailbox[1].tls: expected …`: the shape that editors and CI logs turn into a link. */
export function faultLine({ file, line, column, path, message }: Fault): string {
  const place = line > 0 ? `${file}:${line}:${column}` : file;
  return [place, path, message].filter(part => part !== '').join(': ');
}

/** A path as an administrator would write it: `queue[0].aliases[2]`. */
export function pathText(path: Path): string {
  return path.map((step, i) => (typeof step === 'number' ? `[${step}]` : (i > 0 ? '.' : '') + keyText(step))).join('');
}

/** A key the way TOML wants it: bare when it can be. */
export function keyText(key: string): string {
  return /^[A-Za-z0-9_-]{1,60}$/.test(key) ? key : quoted(key);
}

const LONGEST_QUOTE = 60;
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Text in double quotes that no terminal obeys: cut short, control and bidi characters escaped. */
export function quoted(text: string): string {
  const cut = text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;
  return JSON.stringify(cut).replace(UNPRINTABLE, c => `\\u{${c.codePointAt(0)!.toString(16)}}`);
}

/** What stands in the file, for the end of `expected …, got …`. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return sortOf(value);
}

/** The sort of a value without the value: what may be said of a password. */
export function sortOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'an array';
  if (value instanceof Date) return 'a date';
  if (typeof value === 'object') return 'a table';
  if (typeof value === 'bigint') return 'a number';
  return `a ${typeof value}`;
}

/** `"implicit", "starttls" or "none"` */
export function oneOf(words: readonly string[]): string {
  const all = words.map(word => JSON.stringify(word));
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} or ${all.at(-1)}`;
}
