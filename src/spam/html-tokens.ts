import { isAsciiLetter, isDigit } from './letters.ts';
import { addLower, addName, prefix } from './token-set.ts';

/**
 * What HTML says by its making: its tags, their attributes, styles, comments and odd entities. What comes back is the
 * text a reader may see, hidden or not, and the links. One pass: whoever reads a mail reads `mail/html-words.ts`, this
 * is for the filter only, and words broken by tags (`fr<b></b>ee`) come back whole.
 */
export interface HtmlText {
  readonly text: string;
  readonly links: readonly string[];
}

const MOST_TAGS = 400;
const MOST_ATTRIBUTES = 12;
const MOST_LINKS = 200;
const LONGEST_TAG = 600;
const LONGEST_VALUE = 24;
const LONGEST_STYLE = 40;
const LINKING = new Set(['href', 'src', 'action', 'background']);
/** A word ends here; elsewhere a tag may stand within one. */
const BREAKING = /^(?:br|p|div|li|h[1-6]|t[a-z]+|ul|ol|hr|center|option)$/;
const ENTITIES: ReadonlyMap<string, string> = new Map(
  Object.entries({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', copy: '©', reg: '®' }).concat([
    ['euro', '€'],
    ['pound', '£'],
    ['shy', ''],
    ['zwnj', ''],
  ]),
);
const IN_TAG = /([a-z-]{1,30})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s>]+))/gi;
const TAG = prefix('tag:');
const ATTRIBUTE = prefix('attribute:');
const CSS = prefix('css:');

export function addHtml(html: string): HtmlText {
  const pieces: string[] = [];
  const links: string[] = [];
  let tags = 0;
  for (let at = 0; at < html.length; ) {
    const open = html.indexOf('<', at);
    pieces.push(html.slice(at, open < 0 ? html.length : open));
    if (open < 0) break;
    if (html.startsWith('<!--', open)) {
      addName('html.comment');
      at = behind(html, '-->', open + 4);
      continue;
    }
    const first = html.charCodeAt(open + 1);
    if (!isAsciiLetter(first) && first !== 47 && first !== 33 && first !== 63) {
      pieces.push('<');
      at = open + 1;
      continue;
    }
    const end = html.indexOf('>', open);
    const stop = end < 0 ? html.length : end;
    const closes = first === 47;
    const nameAt = open + (closes ? 2 : 1);
    const name = html.slice(nameAt, nameEnd(html, nameAt, stop)).toLowerCase();
    if (!closes && tags++ < MOST_TAGS)
      addTag(name, html.slice(nameAt + name.length, Math.min(stop, open + LONGEST_TAG)), links);
    if (BREAKING.test(name)) pieces.push(' ');
    at = !closes && (name === 'script' || name === 'style') ? rawEnd(html, name, stop) : stop + 1;
  }
  return { text: withEntities(pieces.join('')), links };
}

function addTag(name: string, rest: string, links: string[]): void {
  addLower(TAG, name);
  if (!rest.includes('=')) return;
  let count = 0;
  for (const [, written = '', double, single, bare] of rest.matchAll(IN_TAG)) {
    if (count++ === MOST_ATTRIBUTES) break;
    const value = double ?? single ?? bare ?? '';
    const attribute = written.toLowerCase();
    if (LINKING.has(attribute)) {
      if (links.length < MOST_LINKS) links.push(value);
      addName(`attribute:${name}.${attribute}`);
    } else if (attribute === 'style') addStyle(value);
    else addLower(ATTRIBUTE, `${name}.${attribute}=${value.slice(0, LONGEST_VALUE)}`);
  }
}

function addStyle(value: string): void {
  for (const declaration of value.split(';', 8)) {
    const said = declaration.trim();
    if (said !== '') addLower(CSS, said.slice(0, LONGEST_STYLE));
  }
}

function nameEnd(html: string, at: number, stop: number): number {
  let end = at;
  for (; end < stop && end < at + 20; end++) {
    const code = html.charCodeAt(end);
    if (!isAsciiLetter(code) && !isDigit(code) && code !== 33) break;
  }
  return end;
}

/** Where what is no text ends: at its closing tag. */
function rawEnd(html: string, name: string, from: number): number {
  const closing = name === 'script' ? /<\/script/gi : /<\/style/gi;
  closing.lastIndex = from;
  return closing.exec(html)?.index ?? html.length;
}

function behind(text: string, what: string, from: number): number {
  const found = text.indexOf(what, from);
  return found < 0 ? text.length : found + what.length;
}

function withEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x?[0-9a-f]{1,6}|[a-z]{2,8});?/gi, (written, what: string) => {
    if (!what.startsWith('#')) return ENTITIES.get(what.toLowerCase()) ?? written;
    addName('html.number-entity');
    const code = /^#x/i.test(what) ? Number.parseInt(what.slice(2), 16) : Number.parseInt(what.slice(1), 10);
    return code > 0 && code < 0x10000 ? String.fromCharCode(code) : ' ';
  });
}
