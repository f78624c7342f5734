/**
 * The one place that knows markdown-it: Markdown of the desk's own people to HTML. Raw HTML is text, pictures are not
 * shown (nothing is fetched), a link goes to the web, a mail address or a telephone and shows where. What strangers typed
 * never comes here (literal.ts).
 *
 * Two ways of writing: a frame, which an administrator wrote as Markdown; and words, typed by an operator who may not
 * think of Markdown at all. In words line ends count, and what is often typed without meaning it stays as it was typed:
 * backslashes of a path, `__init__`, `5*3*2`, `# a prompt`, `&amp;`.
 */
import createMarkdown, { type MarkdownIt, type StateCore, type StateInline, type Token } from 'markdown-it';
import { escapeHtml } from './literal.ts';

export function frameHtml(source: string): string {
  frame ??= createFrame();
  return frame.render(source);
}

/** Beyond this it is a log and not a letter: as it was typed. */
const LONGEST_WORDS = 200_000;

export function wordsHtml(source: string): string {
  if (source.length > LONGEST_WORDS) return `<pre>${escapeHtml(source)}</pre>\n`;
  words ??= createWords();
  return words.render(source);
}

let frame: MarkdownIt | undefined;
let words: MarkdownIt | undefined;

/** No headings by underlining: a row of dashes below a line is a rule or a signature in a mail. */
const NEVER = ['image', 'html_block', 'html_inline', 'lheading', 'reference'];

function createFrame(): MarkdownIt {
  return create({ breaks: false });
}

function createWords(): MarkdownIt {
  const markdown = create({ breaks: true }).disable(['escape', 'entity', 'strikethrough']);
  markdown.inline.ruler.before('emphasis', 'typed-marks', leaveTypedMarks);
  markdown.core.ruler.after('block', 'typed-prompt', leavePrompts);
  markdown.core.ruler.push('direction', setDirections);
  return markdown;
}

function create({ breaks }: { breaks: boolean }): MarkdownIt {
  const markdown = createMarkdown({ html: false, linkify: true, breaks, maxNesting: 20 }).disable(NEVER);
  markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
  markdown.validateLink = url => /^(?:https?:\/\/|mailto:|tel:)/i.test(url);
  const toUrl = markdown.normalizeLink;
  markdown.normalizeLink = url =>
    url
      .split(HELD)
      .map(piece => (HELD.test(piece) ? inUrl(piece) : toUrl(piece)))
      .join('');
  markdown.normalizeLinkText = text => text;
  markdown.renderer.rules.link_open = (tokens, at) => {
    const href = hrefOf(tokens[at]);
    return href === '' ? '[' : `<a href="${escapeHtml(href)}">`;
  };
  markdown.renderer.rules.link_close = (tokens, at) => closed(tokens, at);
  return markdown;
}

/** A value of the letter that is filled in later (pieces.ts); in an address of a page it is filled in as its part. */
const HELD = /(\ufdd0\d+\ufdd1)/;

function inUrl(held: string): string {
  return held.replace('\ufdd0', '\ufdd2');
}

/** The end of a link, with where it goes unless its text says so; a link to nowhere stays as it was typed. */
function closed(tokens: readonly Token[], at: number): string {
  const open = tokens.findLastIndex((token, n) => n < at && token.type === 'link_open');
  const href = hrefOf(tokens[open]);
  if (href === '') return ']()';
  const text = tokens
    .slice(open + 1, at)
    .map(token => token.content)
    .join('');
  const target = href.replace(/^(?:mailto|tel):/i, '');
  const isShown = text === href || text === target || tokens[open]?.info === 'auto';
  return isShown ? '</a>' : `</a> (${escapeHtml(target)})`;
}

function hrefOf(token: Token | undefined): string {
  return String(token?.attrGet('href') ?? '');
}

/** `_` never marks, `*` not between letters. */
function leaveTypedMarks(state: StateInline, silent: boolean): boolean {
  const mark = state.src[state.pos];
  if (mark !== '*' && mark !== '_') return false;
  let end = state.pos + 1;
  while (state.src[end] === mark) end++;
  const isWithin = isWordSign(state.src[state.pos - 1]) && isWordSign(state.src[end]);
  if (mark === '*' && !isWithin) return false;
  if (!silent) state.pending += state.src.slice(state.pos, end);
  state.pos = end;
  return true;
}

function isWordSign(sign: string | undefined): boolean {
  return sign !== undefined && /[\p{L}\p{N}]/u.test(sign);
}

const FROM_THE_RIGHT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u;

/** The page goes as the language of its frame does: words of the other way round each find their own. */
function setDirections({ src, tokens }: StateCore): void {
  if (!FROM_THE_RIGHT.test(src)) return;
  for (const token of tokens)
    if (/^(?:paragraph|heading|.*_list|table)_open$/.test(token.type)) token.attrSet('dir', 'auto');
}

/** `# systemctl …`: one `#` is a prompt far more often than a heading. */
function leavePrompts({ tokens }: StateCore): void {
  for (const [n, token] of tokens.entries()) {
    if (token.markup !== '#' || !token.type.startsWith('heading')) continue;
    token.tag = 'p';
    const text = tokens[n + 1];
    if (token.type === 'heading_open' && text?.type === 'inline') text.content = `# ${text.content}`;
  }
}
