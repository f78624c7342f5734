/**
 * The head of a Markdown file: lines `key: value` between two lines `---`. A strict piece of YAML and not YAML: these
 * heads have five keys with plain values, and what YAML would read otherwise than it looks (quotes, brackets, anchors,
 * blocks) is a fault with its place. So no package is needed, and every file that is taken is YAML for other programs.
 */
export interface FrontMatter {
  readonly fields: ReadonlyMap<string, Field>;
  /** What stands below the head. */
  readonly body: string;
  /** Lines of the file before the body. */
  readonly above: number;
  /** `file:line:column: what`. */
  readonly faults: readonly string[];
}

export interface Field {
  readonly value: string;
  readonly line: number;
  readonly column: number;
}

const LONGEST_VALUE = 300;
/** What begins something else than plain text in YAML. */
const NOT_PLAIN = /^[-?:](?:\s|$)|^[[\]{},#&*!|>'"%@`]|\s#|:\s/;
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** `keys`: what the head may say. */
export function readFrontMatter(file: string, source: string, keys: readonly string[]): FrontMatter {
  const lines = source
    .replace(/^\ufeff/, '')
    .replace(/\r\n?/g, '\n')
    .split('\n');
  const end = isFence(lines[0]) ? lines.findIndex((line, n) => n > 0 && isFence(line)) : -1;
  if (end < 0) {
    const fault = `${file}:1:1: must begin with a line ---, "title: …", and a line ---`;
    return { fields: new Map(), body: '', above: 0, faults: [fault] };
  }
  const fields = new Map<string, Field>();
  const faults: string[] = [];
  for (const [n, line] of lines.slice(1, end).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [, key = '', gap = '', value = ''] = /^([A-Za-z_]{1,40}):([ \t]*)(.*?)[ \t]*$/.exec(line) ?? [];
    const place = { line: n + 2, column: key === '' ? 1 : key.length + 2 + gap.length };
    const fault = key === '' ? 'expected "key: value"' : whatIsWrong(key, gap, value, keys, fields);
    if (fault !== undefined) faults.push(`${file}:${place.line}:${place.column}: ${fault}`);
    else fields.set(key, { value, ...place });
  }
  return { fields, body: lines.slice(end + 1).join('\n'), above: end + 1, faults };
}

function isFence(line: string | undefined): boolean {
  return line !== undefined && /^---[ \t]*$/.test(line);
}

function whatIsWrong(
  key: string,
  gap: string,
  value: string,
  keys: readonly string[],
  before: ReadonlyMap<string, Field>,
): string | undefined {
  if (!keys.includes(key)) return `unknown key ${key}; there is ${keys.join(', ')}`;
  if (before.has(key)) return `${key} stands twice, in line ${before.get(key)!.line} too`;
  if (value === '') return `${key} has no value`;
  if (gap === '') return `expected a blank after "${key}:"`;
  if (value.length > LONGEST_VALUE) return `${key} is longer than ${LONGEST_VALUE} characters`;
  if (CONTROLS.test(value)) return `${key} holds a control character`;
  return NOT_PLAIN.test(value)
    ? `${key} is no plain text: no quotes or brackets, and no ": " or " #" in it`
    : undefined;
}
