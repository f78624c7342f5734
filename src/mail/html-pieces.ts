/**
 * HTML cut into words and tags, in one pass. Every search that can fail over the whole rest of the text is made
 * only once (`Searches`): `<!--` repeated a million times must not be a million searches for `-->`.
 */
export type HtmlPiece =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'open'; readonly name: string; readonly attributes: string }
  | { readonly kind: 'close'; readonly name: string };

/** What was searched for in vain: it will not be found later either. */
interface Searches {
  noComment: boolean;
  noTagEnd: boolean;
  noQuotedEnd: boolean;
  noCdataEnd: boolean;
  readonly neverClosed: Set<string>;
}

const LONGEST_ATTRIBUTES = 16 * 1024;
/** Their content is not for readers: all that a head holds in words is in these. */
const SILENT = new Set(['script', 'style', 'template', 'title', 'xml', 'iframe', 'datalist']);
const CDATA = '<![CDATA[';

export function* htmlPieces(html: string): Generator<HtmlPiece> {
  const searches: Searches = {
    noComment: false,
    noTagEnd: false,
    noQuotedEnd: false,
    noCdataEnd: false,
    neverClosed: new Set(),
  };
  let wordsFrom = 0;
  let at = html.indexOf('<');
  while (at >= 0) {
    const markup = markupAt(html, at, searches);
    if (markup === undefined) {
      at = html.indexOf('<', at + 1);
      continue;
    }
    if (at > wordsFrom) yield { kind: 'words', text: html.slice(wordsFrom, at) };
    if (markup.piece !== undefined) yield markup.piece;
    wordsFrom = markup.end;
    at = html.indexOf('<', wordsFrom);
  }
  if (wordsFrom < html.length) yield { kind: 'words', text: html.slice(wordsFrom) };
}

/** Undefined when the `<` is a letter. `piece` is undefined for comments and declarations. */
function markupAt(
  html: string,
  at: number,
  searches: Searches,
): { piece: HtmlPiece | undefined; end: number } | undefined {
  if (html.startsWith('<!--', at)) return comment(html, at, searches);
  if (html.startsWith(CDATA, at)) return cdata(html, at, searches);
  const second = html.charCodeAt(at + 1);
  if (second === 0x21 || second === 0x3f) {
    const end = simpleEnd(html, at, searches);
    return end === undefined ? undefined : { piece: undefined, end };
  }
  const isClose = second === 0x2f;
  const nameAt = at + (isClose ? 2 : 1);
  const name = tagName(html, nameAt);
  const end = name === undefined ? undefined : tagEnd(html, nameAt + name.length, searches);
  if (name === undefined || end === undefined) return undefined;
  if (isClose) return { piece: { kind: 'close', name }, end };
  if (SILENT.has(name)) return { piece: undefined, end: silentEnd(html, name, end, searches) };
  const attributes = html.slice(nameAt + name.length, Math.min(end - 1, nameAt + LONGEST_ATTRIBUTES));
  return { piece: { kind: 'open', name, attributes }, end };
}

/** Bad converters write `<ann@example.org>` and `<https://…>` as they are: those are words. */
function tagName(html: string, at: number): string | undefined {
  const begin = html.slice(at, at + 32);
  const name = /^[a-z][a-z0-9:-]{0,30}/i.exec(begin)?.[0].toLowerCase();
  return name === undefined || name.endsWith(':') || /[@.]/.test(begin[name.length] ?? '') ? undefined : name;
}

/** Conditional comments (`<!--[if mso]>`) end like any other; what stands between two of them is shown. */
function comment(html: string, at: number, searches: Searches): { piece: undefined; end: number } | undefined {
  if (searches.noComment) return undefined;
  const closing = /--!?>/g;
  closing.lastIndex = at + 2;
  searches.noComment = closing.exec(html) === null;
  return searches.noComment ? undefined : { piece: undefined, end: closing.lastIndex };
}

/** Browsers hide it and XML readers show it. Its letters are no entities, so they are given as if they were. */
function cdata(html: string, at: number, searches: Searches): { piece: HtmlPiece; end: number } | undefined {
  if (searches.noCdataEnd) return undefined;
  const end = html.indexOf(']]>', at);
  searches.noCdataEnd = end < 0;
  const text = html.slice(at + CDATA.length, end).replaceAll('&', '&amp;');
  return end < 0 ? undefined : { piece: { kind: 'words', text }, end: end + 3 };
}

/** The `>` outside of quotes; where quotes are never closed, the next one whatever stands around it. */
function tagEnd(html: string, from: number, searches: Searches): number | undefined {
  if (searches.noQuotedEnd) return simpleEnd(html, from, searches);
  let quote = 0;
  for (let at = from; at < html.length; at++) {
    const code = html.charCodeAt(at);
    if (quote !== 0) quote = code === quote ? 0 : quote;
    else if (code === 0x3e) return at + 1;
    else if ((code === 0x22 || code === 0x27) && /[=\s]/.test(html[at - 1] ?? '')) quote = code;
  }
  searches.noQuotedEnd = true;
  return simpleEnd(html, from, searches);
}

function simpleEnd(html: string, from: number, searches: Searches): number | undefined {
  if (searches.noTagEnd) return undefined;
  const end = html.indexOf('>', from);
  searches.noTagEnd = end < 0;
  return end < 0 ? undefined : end + 1;
}

/** Behind the closing tag. What is never closed is shown: better a style sheet too many than a sentence too few. */
function silentEnd(html: string, name: string, from: number, searches: Searches): number {
  if (searches.neverClosed.has(name)) return from;
  const closing = new RegExp(`</${name}\\b[^>]{0,200}>?`, 'gi');
  closing.lastIndex = from;
  if (closing.exec(html) !== null) return closing.lastIndex;
  searches.neverClosed.add(name);
  return from;
}
