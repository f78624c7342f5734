import { forHeader } from './clean.ts';
import { decodeWords } from './encoded-words.ts';
import type { Address } from './mail.ts';

/**
 * Address lists of header fields (RFC 5322 §3.4, and what programs really write). Encoded words are decoded only
 * after the list is taken apart: a name that decodes to `boss@example.org>,` must not become an address.
 * One pass without recursion; an entry without a usable addr-spec is left out.
 */
const MOST_ADDRESSES = 1000;
const LONGEST_ADDRESS = 320;
const LONGEST_NAME = 300;

/** What one entry of the list has shown so far. */
interface Entry {
  /** The words before the angle bracket, quotes taken away. */
  phrase: string;
  /** The same with its quotes: the address itself when there is no angle bracket. */
  bare: string;
  comment: string;
  angle: string | undefined;
}

/** At most `limit` addresses, in order; groups are opened, their names dropped. */
export function parseAddresses(value: string, limit = MOST_ADDRESSES): Address[] {
  const found: Address[] = [];
  const plain = new Set<string>();
  let entry = emptyEntry();
  let at = 0;
  while (at < value.length && found.length < limit) {
    const letter = value[at] ?? '';
    const next = plain.has(letter) ? at : takeEnclosed(value, at, entry);
    if (next > at) {
      at = next;
      continue;
    }
    // A quote or bracket that is never closed is a letter, and so is every later one: no second search.
    if (letter === '"' || letter === '(') plain.add(letter);
    if (letter === ',' || letter === ';') {
      found.push(...finished(entry));
      entry = emptyEntry();
    } else if (letter === ':' && entry.angle === undefined && !entry.bare.includes('@')) {
      entry = emptyEntry();
    } else {
      entry.phrase += letter;
      entry.bare += letter;
    }
    at++;
  }
  if (found.length < limit) found.push(...finished(entry));
  return found;
}

/** Local part and domain of an addr-spec; the @ that counts is the last. */
export function splitAddress(address: string): { readonly local: string; readonly domain: string } {
  const at = address.lastIndexOf('@');
  return at < 0 ? { local: address, domain: '' } : { local: address.slice(0, at), domain: address.slice(at + 1) };
}

/** The addr-spec as written with its domain in lower case, undefined when it is none. */
export function addrSpec(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed.length > LONGEST_ADDRESS || /[\u0000-\u001f\u007f-\u009f]/.test(trimmed)) return undefined;
  const spec = trimmed.replace(/^mailto:/i, '').replace(/^@[^:"]*:/, '');
  // White space around the dots and the @ is old syntax (RFC 5322 §4.4); elsewhere it makes two words.
  const { local, domain } = splitAddress(spec.startsWith('"') ? spec : spec.replace(/ *([@.]) */g, '$1'));
  const name = domain.trim().toLowerCase().replace(/\.$/, '');
  if (local === '' || !/^(?:[\p{L}\p{N}\p{M}._-]+|\[[0-9a-z.:]+\])$/u.test(name)) return undefined;
  const isQuoted = /^"(?:[^"\\]|\\.)*"$/.test(local);
  return isQuoted || !/[\s"(),:;<>[\]\\@]/.test(local) ? `${local}@${name}` : undefined;
}

function emptyEntry(): Entry {
  return { phrase: '', bare: '', comment: '', angle: undefined };
}

function finished(entry: Entry): Address[] {
  const address = addrSpec(entry.angle ?? entry.bare);
  if (address === undefined) return [];
  const words = entry.angle === undefined ? '' : entry.phrase.trim();
  const name = forHeader(decodeWords(words === '' ? entry.comment.trim() : words), LONGEST_NAME);
  return [{ name: name.replace(/\s+/g, ' '), address }];
}

/** Each take… returns where to go on, or `start` when what begins there is not enclosed. */
function takeEnclosed(value: string, start: number, entry: Entry): number {
  switch (value[start]) {
    case '"':
      return takeQuoted(value, start, entry);
    case '(':
      return takeComment(value, start, entry);
    case '<':
      return takeAngle(value, start, entry);
    default:
      return start;
  }
}

function takeQuoted(value: string, start: number, entry: Entry): number {
  let at = start + 1;
  let words = '';
  for (; at < value.length && value[at] !== '"'; at++) {
    if (value[at] === '\\' && at + 1 < value.length) at++;
    words += value[at];
  }
  if (at >= value.length) return start;
  entry.phrase += words;
  entry.bare += value.slice(start, at + 1);
  return at + 1;
}

function takeComment(value: string, start: number, entry: Entry): number {
  let depth = 0;
  for (let at = start; at < value.length; at++) {
    if (value[at] === '\\') at++;
    else if (value[at] === '(') depth++;
    else if (value[at] === ')' && --depth === 0) {
      if (entry.comment === '') entry.comment = value.slice(start + 1, at);
      return at + 1;
    }
  }
  return start;
}

function takeAngle(value: string, start: number, entry: Entry): number {
  const close = value.indexOf('>', start);
  const end = close < 0 ? value.length : close;
  const inside = value.slice(start + 1, end);
  // `<Name <a@b.example>>`: the innermost bracket holds the address.
  entry.angle = inside.slice(inside.lastIndexOf('<') + 1);
  return end + 1;
}
