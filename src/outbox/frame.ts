/**
 * A rendered frame, its values still marks, to the two forms of a letter. Its prose is Markdown: lines of a paragraph
 * belong together, and a longer name in one of them moves the rest. Below the line `-- ` (RFC 3676 §4.3) stands the
 * signature, in which lines are lines.
 */
import { frameHtml, wordsHtml } from './markdown.ts';
import { fillHtml, fillLine, type Pieces, pieceOn, pieceText, withPlainLinks } from './pieces.ts';
import { fenceOf, isLaidOut, POINT } from './typed-lines.ts';
import { wrapLine } from './wrap.ts';

export function frameText(frame: string, pieces: Pieces): string {
  const { above, below } = parted(frame);
  const text = proseText(tidy(above), pieces);
  return below === undefined ? text : `${text}\n\n-- \n${signatureText(below, pieces)}`.replace(/^\n+/, '');
}

/** The two halves of a page: what the letter says, and the signature below it. */
export function frameHtmls(frame: string, pieces: Pieces): { readonly body: string; readonly signature: string } {
  const { above, below } = parted(frame);
  return {
    body: fillHtml(frameHtml(standingAlone(tidy(above), pieces)), pieces),
    signature: below === undefined ? '' : fillHtml(wordsHtml(standingAlone(tidy(below), pieces)), pieces),
  };
}

function parted(frame: string): { above: string; below?: string } {
  const at = /(?:^|\n)-- \n/.exec(frame);
  return at === null
    ? { above: frame }
    : { above: frame.slice(0, at.index), below: frame.slice(at.index + at[0].length) };
}

/** What a condition left out leaves no gap. */
function tidy(frame: string): string {
  return frame.replace(/\n[ \t]*(?:\n[ \t]*)+\n/g, '\n\n').replace(/^\n+|\s+$/g, '');
}

/** In Markdown a piece is a paragraph of its own, whatever stands right above and below it. */
function standingAlone(frame: string, pieces: Pieces): string {
  return frame
    .split('\n')
    .map(line => (pieceOn(line, pieces) === undefined ? line : `\n${line.trim()}\n`))
    .join('\n');
}

function proseText(frame: string, pieces: Pieces): string {
  const text: string[] = [];
  let paragraph: string[] = [];
  let fence: string | undefined;
  const flush = () => {
    if (paragraph.length > 0) text.push(...wrapLine(fillLine(withPlainLinks(paragraph.join(' ')), pieces)));
    paragraph = [];
  };
  for (const line of frame.split('\n')) {
    const mark = fenceOf(line);
    const piece = fence === undefined ? pieceOn(line, pieces) : undefined;
    if (piece !== undefined) {
      flush();
      text.push(pieceText(piece));
    } else if (
      fence !== undefined ||
      mark !== undefined ||
      line.trim() === '' ||
      isLaidOut(line) ||
      /^ {0,3}[#>]/.test(line)
    ) {
      flush();
      text.push(fillLine(line, pieces));
    } else {
      if (POINT.test(line)) flush();
      paragraph.push(paragraph.length === 0 ? line.trimEnd() : line.trim());
      if (/(?: {2}|\\)$/.test(line)) flush();
    }
    fence = fence === undefined ? mark : mark?.startsWith(fence) ? undefined : fence;
  }
  flush();
  return text.join('\n');
}

function signatureText(below: string, pieces: Pieces): string {
  return tidy(below)
    .split('\n')
    .map(line => {
      const piece = pieceOn(line, pieces);
      return piece === undefined ? fillLine(withPlainLinks(line), pieces) : pieceText(piece);
    })
    .join('\n');
}
