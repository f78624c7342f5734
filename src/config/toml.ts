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
  return `not TOML: ${message.split('\n', 1)[0]!.replace(/^Invalid TOML document: /, '')}`;
}

/** Any text as a TOML basic string on one line. */
export function tomlString(text: string): string {
  const escaped = JSON.stringify(text.replace(/\p{Cs}/gu, '\ufffd'));
  return escaped.replace(/\u007f/g, '\\u007f');
}
