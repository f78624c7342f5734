import { decodeBytes } from './charset.ts';
import { htmlWords } from './html-words.ts';

/**
 * The words of an RTF text. Where Outlook hid HTML in it (MS-OXRTFEX, `\fromhtml`), that HTML is taken out again and
 * read as HTML. One pass; groups nest in a list and not in calls.
 */
const TOKEN = /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)|\\/gi;
const UNSEEN = new Set([
  ...['fonttbl', 'colortbl', 'stylesheet', 'info', 'pict', 'object', 'header', 'footer', 'headerl', 'headerr'],
  ...['footerl', 'footerr', 'listtable', 'listoverridetable', 'revtbl', 'rsidtbl', 'generator', 'themedata'],
  ...['colorschememapping', 'latentstyles', 'datastore', 'xmlnstbl', 'fldinst', 'bkmkstart', 'bkmkend', 'mhtmltag'],
]);
const BREAKS: ReadonlyMap<string, string> = new Map([
  ...(['par', 'line', 'row', 'sect', 'page'] as const).map(word => [word, '\n'] as const),
  ['tab', '\t'],
  ['cell', '\t'],
  ['emdash', '—'],
  ['endash', '–'],
  ['lquote', '‘'],
  ['rquote', '’'],
  ['ldblquote', '“'],
  ['rdblquote', '”'],
  ['bullet', '•'],
]);

interface Group {
  readonly unseen: boolean;
  /** Letters that stand in for one `\u`. */
  readonly instead: number;
  /** Tags, given back as they are. */
  readonly tag: boolean;
  /** RTF that only shows what the tags say (`\htmlrtf`). */
  readonly shadow: boolean;
}

interface Page {
  readonly out: string[];
  readonly stack: Group[];
  group: Group;
  bytes: number[];
  charset: string;
  skip: number;
  fromHtml: boolean;
  /** `\*` came: a destination that may be passed over. */
  starred: boolean;
}

const OUTER: Group = { unseen: false, instead: 1, tag: false, shadow: false };
const MOST_GROUPS = 10_000;

export function rtfWords(rtf: string, limit: number): string {
  const page: Page = {
    out: [],
    stack: [],
    group: OUTER,
    bytes: [],
    charset: 'windows-1252',
    skip: 0,
    fromHtml: false,
    starred: false,
  };
  for (const [, word, number, hex, symbol, brace, text] of rtf.matchAll(TOKEN)) {
    if (hex !== undefined) byte(page, Number.parseInt(hex, 16));
    else if (word !== undefined) control(page, word.toLowerCase(), number === undefined ? undefined : Number(number));
    else if (symbol !== undefined) sign(page, symbol);
    else if (brace !== undefined) groups(page, brace);
    else if (text !== undefined) say(page, skipped(page, text));
  }
  flush(page);
  const said = page.out.join('');
  return page.fromHtml
    ? htmlWords(said, limit).text
    : said
        .replace(/[ \t]+\n/g, '\n')
        .trim()
        .slice(0, limit);
}

function groups(page: Page, brace: string): void {
  flush(page);
  page.skip = 0;
  page.starred = false;
  if (brace === '{' && page.stack.length < MOST_GROUPS) page.stack.push(page.group);
  else if (brace === '}') page.group = page.stack.pop() ?? OUTER;
}

function control(page: Page, word: string, number: number | undefined): void {
  if (word === 'u') {
    unicode(page, number ?? 0xfffd);
    return;
  }
  flush(page);
  const { starred } = page;
  page.starred = false;
  if (word === 'fromhtml') page.fromHtml = number !== 0;
  else if (word === 'ansicpg' && number !== undefined) page.charset = number === 65001 ? 'utf-8' : `cp${number}`;
  else if (word === 'mac') page.charset = 'macintosh';
  else if (word === 'uc') page.group = { ...page.group, instead: Math.min(Math.max(number ?? 1, 0), 16) };
  else if (word === 'htmlrtf') page.group = { ...page.group, shadow: number !== 0 };
  else if (word === 'htmltag') page.group = { ...page.group, tag: true, unseen: false };
  else if (UNSEEN.has(word) || starred) page.group = { ...page.group, unseen: true };
  else if (word === 'bin') page.skip = 0;
  else say(page, BREAKS.get(word) ?? '');
}

/** `\uN` and the letters that stand in for it. N may be negative (16 bits, signed). */
function unicode(page: Page, number: number): void {
  flush(page);
  say(page, String.fromCharCode(number & 0xffff));
  page.skip = page.group.instead;
}

function sign(page: Page, symbol: string): void {
  if (symbol === '*') page.starred = true;
  else if (symbol === '~') say(page, '\u00a0');
  else if (symbol === '\r' || symbol === '\n') say(page, '\n');
  else if (symbol === '\\' || symbol === '{' || symbol === '}') say(page, skipped(page, symbol));
  else if (symbol === '_') say(page, '-');
}

function byte(page: Page, value: number): void {
  if (page.skip > 0) page.skip--;
  else if (isShown(page)) page.bytes.push(value);
}

function skipped(page: Page, text: string): string {
  const left = text.slice(page.skip);
  page.skip = Math.max(0, page.skip - text.length);
  return left;
}

function flush(page: Page): void {
  if (page.bytes.length === 0) return;
  page.out.push(decodeBytes(Uint8Array.from(page.bytes), page.charset));
  page.bytes = [];
}

function say(page: Page, text: string): void {
  if (text === '') return;
  flush(page);
  if (isShown(page)) page.out.push(text);
}

function isShown({ group }: Page): boolean {
  return !group.unseen && (group.tag || !group.shadow);
}
