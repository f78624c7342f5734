/**
 * One Authentication-Results field (RFC 8601 §2.2) taken apart. A server writes into it what strangers chose: the
 * envelope sender stands there as it came. So quotes and comments are read by the letter, and a field in which one of
 * them is never closed is not read at all. One pass, no recursion.
 */
export interface AuthenticationResults {
  /** Lower case. */
  readonly by: string;
  readonly results: readonly MethodResult[];
}

export interface MethodResult {
  /** `dkim`, `spf`, `dmarc`, …, lower case. */
  readonly method: string;
  /** `pass`, `fail`, `none`, …, lower case. */
  readonly result: string;
  /** `header.from`, `smtp.mailfrom`, … in lower case; of several the first. */
  readonly properties: ReadonlyMap<string, string>;
}

type Token = { readonly is: 'word' | 'quoted'; readonly text: string } | { readonly is: ';' | '=' };

const MOST_TOKENS = 2000;
const ENDS_WORD = /[\s;("=]/;
const ENDS_VALUE = /[\s;("]/;

/** undefined when it cannot be read, or is of a version that is not 1. */
export function parseAuthenticationResults(value: string): AuthenticationResults | undefined {
  const [head, ...rest] = statements(tokens(value) ?? []);
  const [id, version, ...more] = head ?? [];
  if (id === undefined || !('text' in id) || id.text === '' || more.length > 0) return undefined;
  if (version !== undefined && !('text' in version && version.text === '1')) return undefined;
  return { by: id.text.toLowerCase(), results: rest.flatMap(methodResult) };
}

/** The host after `by` in a Received field, lower case; '' when there is none. */
export function receivedBy(value: string): string {
  const words = (tokens(value) ?? []).map(token => ('text' in token ? token.text.toLowerCase() : ''));
  const at = words.indexOf('by');
  return at < 0 ? '' : (words[at + 1] ?? '');
}

function statements(all: readonly Token[]): Token[][] {
  const found: Token[][] = [[]];
  for (const token of all) {
    if (token.is === ';') found.push([]);
    else found.at(-1)!.push(token);
  }
  return found;
}

function methodResult(statement: readonly Token[]): MethodResult[] {
  const pairs = keysAndValues(statement);
  const [first] = pairs;
  if (first === undefined || statement[1]?.is !== '=') return [];
  const properties = new Map<string, string>();
  for (const [key, value] of pairs.slice(1)) if (!properties.has(key)) properties.set(key, value);
  const method = first[0].split('/', 1)[0]!;
  return [{ method, result: first[1].toLowerCase(), properties }];
}

function keysAndValues(statement: readonly Token[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (const [at, token] of statement.entries()) {
    const [before, after] = [statement[at - 1], statement[at + 1]];
    if (token.is === '=' && before?.is === 'word' && after && 'text' in after)
      pairs.push([before.text.toLowerCase(), after.text]);
  }
  return pairs;
}

/** undefined when a quote or comment stays open, or there are too many. */
function tokens(value: string): Token[] | undefined {
  const found: Token[] = [];
  let at = 0;
  while (at < value.length) {
    const letter = value[at]!;
    if (found.length >= MOST_TOKENS) return undefined;
    if (/\s/.test(letter)) at++;
    else if (letter === '(') {
      at = afterComment(value, at);
      if (at < 0) return undefined;
    } else if (letter === ';' || (letter === '=' && found.at(-1)?.is !== '=')) {
      found.push({ is: letter });
      at++;
    } else {
      const word = takeWord(value, at, found.at(-1)?.is === '=');
      if (word === undefined) return undefined;
      found.push(word.token);
      at = word.end;
    }
  }
  return found;
}

/** Comments may stand in comments. -1 when it is never closed. */
function afterComment(value: string, start: number): number {
  let depth = 0;
  for (let at = start; at < value.length; at++) {
    if (value[at] === '\\') at++;
    else if (value[at] === '(') depth++;
    else if (value[at] === ')' && --depth === 0) return at + 1;
  }
  return -1;
}

/** A value may hold `=` (base64), and may be half quoted: `"ann b"@example.org`. */
function takeWord(value: string, start: number, isValue: boolean): { token: Token; end: number } | undefined {
  const ends = isValue ? ENDS_VALUE : ENDS_WORD;
  const pieces: string[] = [];
  let quoted = false;
  let at = start;
  while (at < value.length) {
    if (value[at] === '"') {
      const close = closingQuote(value, at);
      if (close < 0) return undefined;
      pieces.push(value.slice(at + 1, close).replace(/\\(.)/g, '$1'));
      quoted = true;
      at = close + 1;
    } else if (ends.test(value[at]!)) break;
    else pieces.push(value[at++]!);
  }
  return { token: { is: quoted ? 'quoted' : 'word', text: pieces.join('') }, end: at };
}

function closingQuote(value: string, open: number): number {
  for (let at = open + 1; at < value.length; at++) {
    if (value[at] === '\\') at++;
    else if (value[at] === '"') return at;
  }
  return -1;
}
