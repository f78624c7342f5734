/**
 * The values of a letter on their way through its frame. While the frame is Liquid and then Markdown, each value is a
 * mark that neither reads, so whatever stands in it is never taken for either; at the end the mark becomes the value, in
 * the way its kind is written in a text or in HTML.
 */
import { escapeHtml, literalHtml, quoteHtml } from './literal.ts';
import { wordsHtml } from './markdown.ts';
import { fenceOf, flowing } from './typed-lines.ts';
import { COLUMNS, wrapText } from './wrap.ts';

/** A text that is more than a line of the frame. `words` and `signature` are an operator's or administrator's. */
export interface Piece {
  readonly as: 'words' | 'signature' | 'quote';
  readonly text: string;
}

export function isPiece(value: unknown): value is Piece {
  return typeof value === 'object' && value !== null && 'as' in value && 'text' in value;
}

export interface Pieces {
  /** The mark that stands for it. */
  hold(value: string | Piece): string;
  readonly held: readonly (string | Piece)[];
}

/** Signs that are no characters and never will be: no honest text has them (Unicode, chapter 23.7). */
const NO_CHARACTERS = /[\ufdd0-\ufdef]/g;

export function createPieces(): Pieces {
  const held: (string | Piece)[] = [];
  const hold = (value: string | Piece) => {
    // what was captured or filtered by the template may hold marks already: their values are part of this one
    const whole = isPiece(value) ? { ...value, text: clean(value.text) } : clean(fill(value, held, plainOf));
    return `\ufdd0${held.push(whole) - 1}\ufdd1`;
  };
  return { hold, held };
}

function clean(text: string): string {
  return text.replace(NO_CHARACTERS, '');
}

type Held = Pieces['held'];

function fill(marked: string, held: Held, write: (value: string | Piece, inUrl: boolean) => string): string {
  return marked
    .replace(/([\ufdd0\ufdd2])(\d+)\ufdd1/g, (_, sign: string, n: string) => {
      const value = held[Number(n)];
      return value === undefined ? '' : write(value, sign === '\ufdd2');
    })
    .replace(NO_CHARACTERS, '');
}

function plainOf(value: string | Piece): string {
  return isPiece(value) ? value.text : value;
}

/** Values within a line of a text. */
export function fillLine(marked: string, { held }: Pieces): string {
  return fill(marked, held, plainOf);
}

/** The piece when there is nothing else on the line. */
export function pieceOn(line: string, { held }: Pieces): Piece | undefined {
  const n = /^\s*\ufdd0(\d+)\ufdd1\s*$/.exec(line)?.[1];
  const value = n === undefined ? undefined : held[Number(n)];
  return isPiece(value) ? value : undefined;
}

export function pieceText({ as, text }: Piece): string {
  switch (as) {
    case 'words':
      return wrapText(withPlainLinks(text));
    case 'signature':
      return withPlainLinks(text);
    case 'quote':
      return quoted(wrapText(text, COLUMNS - 2));
    default:
      return as satisfies never;
  }
}

function quoted(text: string): string {
  return text
    .split('\n')
    .map(line => (line === '' || line.startsWith('>') ? `>${line}` : `> ${line}`))
    .join('\n');
}

/** `[text](target)` is for programs; in a text the target stands behind its words. */
export function withPlainLinks(markdown: string): string {
  if (!markdown.includes('](')) return markdown;
  let fence: string | undefined;
  return markdown
    .split('\n')
    .map(line => {
      const mark = fenceOf(line);
      const isCode = fence !== undefined || mark !== undefined;
      fence = fence === undefined ? mark : mark?.startsWith(fence) ? undefined : fence;
      return isCode ? line : line.replace(LINK, plainLink);
    })
    .join('\n');
}

const LINK = /(?<!`)\[([^[\]\n]{1,300})\]\(<?((?:https?:\/\/|mailto:|tel:)[^\s()<>]{1,2000})>?\)/gi;

function plainLink(_: string, text: string, target: string): string {
  const shown = target.replace(/^(?:mailto|tel):/i, '');
  return text === shown || text === target ? shown : `${text} <${shown}>`;
}

/** HTML of a frame, its marks filled in. A piece in a paragraph of its own takes its place. */
export function fillHtml(html: string, { held }: Pieces): string {
  const blocks = html.replace(/<p>\ufdd0(\d+)\ufdd1<\/p>\n?/g, (paragraph, n: string) => {
    const value = held[Number(n)];
    return isPiece(value) ? pieceHtml(value) : paragraph;
  });
  return fill(blocks, held, (value, inUrl) =>
    inUrl ? escapeHtml(encodeURIComponent(plainOf(value))) : literalHtml(plainOf(value)),
  );
}

export function pieceHtml({ as, text }: Piece): string {
  if (as === 'quote') return quoteHtml(text);
  return typedHtml(as === 'words' ? flowing(text) : text);
}

/** An operator's words are Markdown; what is quoted in them was a stranger's and is not. */
function typedHtml(text: string): string {
  let html = '';
  for (const run of runsOf(text))
    html += run.isQuote
      ? quoteHtml(run.lines.map(line => line.replace(/^ {0,3}> ?/, '')).join('\n'))
      : wordsHtml(run.lines.join('\n'));
  return html;
}

interface Run {
  readonly isQuote: boolean;
  readonly lines: string[];
}

/** Lines with a quote sign apart from those without; a block of code is never taken apart. */
function runsOf(text: string): Run[] {
  const runs: Run[] = [];
  let fence: string | undefined;
  for (const line of text.split('\n')) {
    const isQuote = fence === undefined && /^ {0,3}>/.test(line);
    if (!isQuote) {
      const mark = fenceOf(line);
      fence = fence === undefined ? mark : mark?.startsWith(fence) ? undefined : fence;
    }
    const last = runs.at(-1);
    if (last?.isQuote === isQuote) last.lines.push(line);
    else runs.push({ isQuote, lines: [line] });
  }
  return runs;
}
