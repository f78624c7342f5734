import type { Delimiters } from './delimiters.ts';

/**
 * What parts of a multipart look like where no header tells of them. Each looks at a few hundred bytes only; all are
 * guesses, so outline.ts asks them last, and says in a fault what was taken for what.
 */
const LOOKED_AT = 700;
const GUESSED_WITHIN = 2000;
const MIME_LINE = /^content-[a-z-]{1,40}[ \t]*:/i;

export interface Guessed {
  readonly bytes: Uint8Array;
  readonly delimiters: Delimiters;
  /** Boundaries of the multiparts around. */
  readonly byBoundary: ReadonlyMap<string, unknown>;
}

/** The first line that looks like a delimiter, before one of a multipart around this. */
export function guessedBoundary({ bytes, delimiters, byBoundary }: Guessed, from: number): string | undefined {
  for (let n = from; n < Math.min(delimiters.lines.length, from + GUESSED_WITHIN); n++) {
    const line = delimiters.lines[n];
    if (line === undefined || byBoundary.has(line.text) || byBoundary.has(line.text.replace(/--$/, '')))
      return undefined;
    if (/\s/.test(line.text) || line.text.endsWith('--')) continue;
    if (MIME_LINE.test(beginning(bytes, line.end))) return line.text;
    const isRepeated = delimiters.comes(line.text, n + 1) || delimiters.comes(`${line.text}--`, n + 1);
    if (isRepeated && /^\r?\n/.test(beginning(bytes, line.end))) return line.text;
  }
  return undefined;
}

/** The first words are a delimiter and a MIME field, with at most the usual remark about MIME above them. */
export function beginsLikeParts(bytes: Uint8Array): boolean {
  return /^(?:\s*|[^\n]{0,200}\bMIME\b[^\n]{0,200}\r?\n\s*)--[^\r\n]{1,200}\r?\ncontent-[a-z-]{1,40}[ \t]*:/i.test(
    beginning(bytes, 0),
  );
}

/** Their delimiters are of a multipart whose header is lost. */
export function holdsParts(bytes: Uint8Array): boolean {
  return /(?:^|\n)--\S[^\r\n]{0,200}\r?\ncontent-type[ \t]*:/i.test(beginning(bytes, 0));
}

/** Where a header of MIME fields begins, with at most the rest of a delimiter above it. */
export function mimeFieldsAt(bytes: Uint8Array, from: number): number | undefined {
  const above = /^\s*(?:--[^\n]{0,200}\n\s*)?(?=content-[a-z-]{1,40}[ \t]*:)/i.exec(beginning(bytes, from));
  return above === null ? undefined : from + above[0].length;
}

export function beginsAsHtml(bytes: Uint8Array, at: number): boolean {
  return /^\s*<(?:!doctype|html|head|body|div|p|table|meta)\b/i.test(beginning(bytes, at));
}

function beginning(bytes: Uint8Array, at: number): string {
  const end = Math.min(bytes.length, at + LOOKED_AT);
  return Buffer.from(bytes.buffer, bytes.byteOffset + at, end - at).toString('latin1');
}
