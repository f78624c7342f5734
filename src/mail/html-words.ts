import { decodeEntities } from './entities.ts';
import { type HtmlPiece, htmlPieces } from './html-pieces.ts';

/**
 * The words of an HTML mail as plain text: paragraphs, lists, quotes as `> `, link targets behind their words.
 * Nothing that can be read is left out, hidden text included: a preview line does no harm, a lost sentence does.
 * One pass without recursion, so nesting costs nothing; the result is at most `limit` letters long.
 */
const MOST_QUOTES = 10;
const MOST_LISTS = 30;
const LONGEST_LINK = 500;
const PARAGRAPHS = new Set(['p', 'blockquote', 'pre', 'table', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'dl']);
const LINES = new Set([
  ...['div', 'li', 'tr', 'dt', 'dd', 'section', 'article', 'header', 'footer', 'main', 'nav', 'aside', 'address'],
  ...[
    'form',
    'fieldset',
    'legend',
    'center',
    'figure',
    'figcaption',
    'caption',
    'option',
    'body',
    'html',
    'hr',
    'title',
  ],
]);

interface Page {
  readonly lines: string[];
  line: string;
  /** Letters written so far, prefixes included. */
  length: number;
  quotes: number;
  readonly gmail: GmailQuotes;
  preformatted: number;
  /** Per open list the next number, or 0 for bullets. */
  readonly lists: number[];
  /** Target of the open link and where its words began. */
  link: { readonly href: string; readonly line: number; readonly at: number } | undefined;
  /** White space that stands between words and is written only when a word follows. */
  gap: boolean;
}

export function htmlWords(
  html: string,
  limit = Number.POSITIVE_INFINITY,
): { readonly text: string; readonly cut: boolean } {
  const page: Page = {
    lines: [],
    line: '',
    length: 0,
    quotes: 0,
    gmail: { replies: false, indents: 0 },
    preformatted: 0,
    lists: [],
    link: undefined,
    gap: false,
  };
  let cut = false;
  for (const piece of htmlPieces(html)) {
    write(page, piece);
    if (page.length + page.line.length <= limit) continue;
    cut = true;
    break;
  }
  breakLine(page);
  while (page.lines.at(-1)?.trim() === '') page.lines.pop();
  const text = page.lines.join('\n');
  return { text: cut ? text.slice(0, limit) : text, cut };
}

function write(page: Page, piece: HtmlPiece): void {
  switch (piece.kind) {
    case 'words':
      words(page, decodeEntities(piece.text));
      break;
    case 'open':
      open(page, piece.name, piece.attributes);
      break;
    case 'close':
      close(page, piece.name);
      break;
  }
}

function words(page: Page, text: string): void {
  if (page.preformatted > 0) {
    const [first = '', ...rest] = text.replace(/\r\n?/g, '\n').split('\n');
    page.line += first;
    for (const line of rest) {
      breakLine(page);
      page.line = line;
    }
    return;
  }
  const flat = text.replace(/[ \t\r\n\f\u00a0]+/g, ' ');
  const said = flat.trim();
  if (said === '') {
    page.gap ||= flat !== '';
    return;
  }
  const spaced = page.line !== '' && (page.gap || flat.startsWith(' ')) && !page.line.endsWith(' ');
  page.line += (spaced ? ' ' : '') + said;
  page.gap = flat.endsWith(' ');
}

function open(page: Page, name: string, attributes: string): void {
  if (PARAGRAPHS.has(name)) paragraph(page);
  else if (LINES.has(name) || name === 'br') breakLine(page, name === 'br');
  switch (name) {
    case 'div':
      page.gmail.replies ||= isOfGmail(attributes);
      return;
    case 'blockquote':
      if (isOnlyIndented(page.gmail, attributes)) page.gmail.indents++;
      else page.quotes++;
      return;
    case 'pre':
      page.preformatted++;
      return;
    case 'ul':
    case 'ol':
      if (page.lists.length < MOST_LISTS) page.lists.push(name === 'ol' ? 1 : 0);
      return;
    case 'li':
      page.line = bullet(page);
      return;
    case 'td':
    case 'th':
      page.gap = true;
      return;
    case 'hr':
      page.line = '---';
      breakLine(page);
      return;
    case 'img':
      image(page, attributes);
      return;
    case 'a':
      closeLink(page);
      page.link = { href: attribute(attributes, 'href'), line: page.lines.length, at: page.line.length };
      return;
  }
}

function close(page: Page, name: string): void {
  if (name === 'a') closeLink(page);
  if (name === 'blockquote') {
    breakLine(page);
    if (page.gmail.indents > 0) page.gmail.indents--;
    else page.quotes = Math.max(0, page.quotes - 1);
  }
  if (PARAGRAPHS.has(name)) paragraph(page);
  else if (LINES.has(name)) breakLine(page);
  if (name === 'pre') page.preformatted = Math.max(0, page.preformatted - 1);
  if (name === 'ul' || name === 'ol') page.lists.pop();
}

/** Gmail quotes what is answered within a `div`; without one its quote is what the writer indented by a button. */
interface GmailQuotes {
  replies: boolean;
  /** Open quotes that are none. */
  indents: number;
}

function isOnlyIndented(gmail: GmailQuotes, attributes: string): boolean {
  return !gmail.replies && isOfGmail(attributes);
}

function isOfGmail(attributes: string): boolean {
  return attributes.includes('gmail_') && /class=.{0,80}gmail_(?:quote|extra)/.test(attributes);
}

/** Ends the line that was begun; `always` makes an empty one too. */
function breakLine(page: Page, always = false): void {
  page.gap = false;
  const said = page.preformatted > 0 ? page.line : page.line.trimEnd();
  page.line = '';
  if (said !== '' || always) push(page, said);
}

function paragraph(page: Page): void {
  breakLine(page);
  const last = page.lines.at(-1);
  if (last === undefined || last === '') return;
  // An empty line that was quoted is taken over, so that the end of a quote leaves no `>` behind.
  if (/^[> ]+$/.test(last)) page.lines.pop();
  push(page, '');
}

function push(page: Page, said: string): void {
  const prefix = '> '.repeat(Math.min(page.quotes, MOST_QUOTES));
  const line = said === '' ? prefix.trimEnd() : prefix + said;
  page.lines.push(line);
  page.length += line.length + 1;
}

function bullet(page: Page): string {
  const indent = '  '.repeat(Math.max(0, page.lists.length - 1));
  const number = page.lists.at(-1) ?? 0;
  if (number === 0) return `${indent}- `;
  page.lists[page.lists.length - 1] = number + 1;
  return `${indent}${number}. `;
}

function image(page: Page, attributes: string): void {
  const alt = attribute(attributes, 'alt').trim();
  if (alt !== '') words(page, ` [${alt.slice(0, 200)}] `);
}

/** The target stands behind the words, unless the words are the target. */
function closeLink(page: Page): void {
  const link = page.link;
  page.link = undefined;
  if (link === undefined || !/^(?:https?|ftp|mailto|tel):/i.test(link.href)) return;
  const said = link.line === page.lines.length ? page.line.slice(link.at).trim() : page.line.trim();
  const bare = link.href.replace(/^(?:mailto|tel):/i, '').replace(/\/$/, '');
  if (said === '' && link.line === page.lines.length) return;
  if (said.includes(bare) || bare.replace(/^https?:\/\/(?:www\.)?/i, '') === said.replace(/^www\./i, '')) return;
  const target = link.href.length > LONGEST_LINK ? `${link.href.slice(0, LONGEST_LINK)}…` : link.href;
  page.line = `${page.line.trimEnd()} <${target}>`;
}

/** The value of one attribute, '' when it is not there; attributes are at most as long as htmlPieces lets them be. */
function attribute(attributes: string, name: string): string {
  const match = new RegExp(`(?:^|\\s)${name}\\s{0,9}=\\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(
    attributes,
  );
  return decodeEntities(match?.[1] ?? match?.[2] ?? match?.[3] ?? '').replace(/[\r\n\t]/g, '');
}
