import { parse, TomlError } from 'smol-toml';

/**
 * TOML text in and out. The parser stops at the first slip of syntax; its own report carries the lines around it,
 * which may hold a password, so only its first sentence is kept.
 */
export type Toml = Readonly<Record<string, unknown>>;

export interface SyntaxFault {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** The tables as plain objects without a prototype; integers too large for a number come as bigint. */
export function parseToml(text: string): { readonly table: Toml } | { readonly fault: SyntaxFault } {
  try {
    return { table: parse(text, { integersAsBigInt: 'asNeeded' }) };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    return { fault: { line: error.line, column: error.column, message: firstSentence(error.message) } };
  }
}

function firstSentence(message: string): string {
  const said = message.split('\n', 1)[0]!.replace(/^Invalid TOML document: /, '');
  const advice = ADVICE.find(([about]) => said.startsWith(about))?.[1];
  return `not TOML: ${said}${advice === undefined ? '' : `: ${advice}`}`;
}

/** What is mostly meant, by how the parser's sentence begins. */
const ADVICE: readonly (readonly [about: string, advice: string])[] = [
  [
    'trying to redefine',
    'a key stands once in a table, a [table] once in the file; several of a kind take double brackets, such as [[queue]]',
  ],
  ['unrecognised escape', "in double quotes a \\ means more than itself, in single quotes it does not: '/inv\\d+/'"],
  ['invalid value', 'text stands in quotes; yes and no are written true and false'],
];

/** Any text as a TOML basic string on one line. */
export function tomlString(text: string): string {
  const escaped = JSON.stringify(text.replace(/\p{Cs}/gu, '\ufffd'));
  return escaped.replace(/\u007f/g, '\\u007f');
}
