import { decodeBytes } from './charset.ts';
import { decodeWords } from './encoded-words.ts';

/**
 * Content-Type and Content-Disposition taken apart (RFC 2045 §5.1, RFC 2231), as programs really write them: without
 * the quotes a name with blanks needs, without the second quote, without a semicolon, with comments. The parameters
 * are a Map, for their names are a stranger's words. One pass.
 */
export interface ContentType {
  /** Lower case, '' when it cannot be read. */
  readonly type: string;
  /** As written: `filename*0*` is a parameter of its own. See `parameter`. */
  readonly params: ReadonlyMap<string, string>;
}

const LONGEST_FIELD = 16 * 1024;
const MOST_PARAMS = 100;
/** Their values have blanks though nobody put them in quotes. */
const NAMES = /^(?:file)?name(?:\*\d{0,3}\*?)?$/;
const NEXT_PARAM =
  /[ \t]+(?:charset|name|filename|boundary|size|type|format|creation-date|x-[\w-]{1,30})\*?(?:\d\*?)?=/i;
const MOST_PIECES = 100;

export function parseContentType(value: string): ContentType {
  const bounded = value.slice(0, LONGEST_FIELD);
  const [written, type = ''] = /^[\s"']*([^\s;/"',()]+\/[^\s;/"',()]+)["']?/.exec(bounded) ?? [''];
  return { type: type.toLowerCase(), params: parameters(bounded, written.length) };
}

/** The first word, lower case, and the parameters. */
export function parseDisposition(value: string): ContentType {
  const bounded = value.slice(0, LONGEST_FIELD);
  const [written, type = ''] = /^[\s"']*([^\s;"'=,()]+)["']?(?!\s*=)/.exec(bounded) ?? [''];
  return { type: type.toLowerCase(), params: parameters(bounded, written.length) };
}

/** The value of a parameter in whichever way it was written: RFC 2231, encoded words, plain. */
export function parameter(params: ReadonlyMap<string, string>, name: string): string | undefined {
  const extended = params.get(`${name}*`);
  if (extended !== undefined) return decodeExtended(extended);
  const pieces = continued(params, name);
  if (pieces !== undefined) return pieces;
  const plain = params.get(name);
  if (plain === undefined) return undefined;
  return /^[\w-]{2,40}'[\w-]{0,20}'.*%[0-9a-f]{2}/i.test(plain) ? decodeExtended(plain) : decodeWords(plain);
}

function parameters(value: string, from: number): Map<string, string> {
  const params = new Map<string, string>();
  let at = from;
  while (at < value.length && params.size < MOST_PARAMS) {
    at = afterComment(value, after(value, at, /[\s;,]*/y));
    const nameEnd = after(value, at, /[^\s;="()]*/y);
    const equals = after(value, nameEnd, /\s*/y);
    if (nameEnd === at || value[equals] !== '=') {
      at = Math.max(at + 1, nameEnd);
      continue;
    }
    const name = value.slice(at, nameEnd).toLowerCase();
    const [text, end] = parameterValue(value, after(value, equals + 1, /\s*/y), NAMES.test(name));
    if (!params.has(name)) params.set(name, text);
    at = end;
  }
  return params;
}

/** The value and where it ends. */
function parameterValue(value: string, at: number, isName: boolean): readonly [string, number] {
  if (value[at] === '"') {
    const end = after(value, at + 1, /(?:[^"\\]|\\[\s\S])*/y);
    if (value[end] === '"') return [value.slice(at + 1, end).replace(/\\([\s\S])/g, '$1'), end + 1];
  }
  const semicolon = value.indexOf(';', at);
  const bare = value.slice(at, semicolon < 0 ? value.length : semicolon);
  const length = isName ? (NEXT_PARAM.exec(bare)?.index ?? bare.length) : bare.search(/[\s(]|$/);
  return [
    bare
      .slice(0, length)
      .trim()
      .replace(/^["']|["']$/g, ''),
    at + length,
  ];
}

function after(value: string, at: number, pattern: RegExp): number {
  pattern.lastIndex = at;
  return at + (pattern.exec(value)?.[0].length ?? 0);
}

function afterComment(value: string, at: number): number {
  if (value[at] !== '(') return at;
  const end = value.indexOf(')', at);
  return end < 0 ? value.length : end + 1;
}

/** `name*0*=utf-8''…; name*1=…` (RFC 2231 §3). Some programs count from 1. */
function continued(params: ReadonlyMap<string, string>, name: string): string | undefined {
  const first = params.has(`${name}*0`) || params.has(`${name}*0*`) ? 0 : 1;
  const bytes: Buffer[] = [];
  let charset: string | undefined;
  for (let n = first; n < first + MOST_PIECES; n++) {
    const coded = params.get(`${name}*${n}*`);
    const plain = params.get(`${name}*${n}`);
    if (coded === undefined && plain === undefined) break;
    const mark = n === first && coded !== undefined ? /^([^']*)'[^']*'/.exec(coded) : null;
    charset ??= mark?.[1];
    bytes.push(coded === undefined ? Buffer.from(plain ?? '') : percentBytes(coded.slice(mark?.[0].length ?? 0)));
  }
  if (bytes.length === 0) return undefined;
  return charset === undefined
    ? decodeWords(decodeBytes(Buffer.concat(bytes)))
    : decodeBytes(Buffer.concat(bytes), charset);
}

function decodeExtended(value: string): string {
  const [mark, charset = ''] = /^([^']*)'[^']*'/.exec(value) ?? ['', ''];
  return decodeBytes(percentBytes(value.slice(mark.length)), charset);
}

function percentBytes(text: string): Buffer {
  return Buffer.concat(
    text
      .split(/((?:%[0-9a-f]{2})+)/i)
      .map((part, n) => (n % 2 === 0 ? Buffer.from(part) : Buffer.from(part.replaceAll('%', ''), 'hex'))),
  );
}
