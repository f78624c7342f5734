/**
 * What a line of a typed text is, by its looks: prose, a point of a list, a field, code, a table; and whether a line end
 * was set by a person or by a program whose columns were full.
 */

/** The signs that begin or end a block of code. */
export function fenceOf(line: string): string | undefined {
  return /^[> ]{0,12}(`{3,}|~{3,})/.exec(line)?.[1];
}

/** Code, a table, columns that were lined up by hand. */
export function isLaidOut(line: string): boolean {
  return /^(?: {4}|\t)|\|[^|]*\||\S {3,}\S|\S\t+\S/.test(line);
}

/** `- `, `* `, `12. `, `• `, with what stands before it. */
export const POINT = /^ {0,3}(?:[-*+•–]|\d{1,9}[.)]) +/;

/** `Reason:   no such user`: a field as notices write one. */
export const FIELD = /^\p{L}[\p{L} -]{0,20}: {2,}(?=\S)/u;

/** A script whose words have none between them. */
export const WITHOUT_BLANKS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** `> > `, '' for none. */
export function quoteOf(line: string): string {
  return /^(?: ?>){1,20} ?/.exec(line)?.[0] ?? '';
}

/** Programs of mail end the lines of a paragraph somewhere below this. */
const FULL_LINE = 80;
/** A shorter line with a capital may be a name below a closing. */
const LONGEST_NAME = 30;

/** Whether a paragraph goes on on the next line, for a program may have broken it here. */
export function goesOn(line: string, next: string | undefined): boolean {
  const quote = quoteOf(line);
  if (next === undefined || line.length > FULL_LINE || quoteOf(next) !== quote) return false;
  const [rest, follows] = [line.slice(quote.length), next.slice(quote.length)];
  if (!isProse(rest) || !isProse(follows) || WITHOUT_BLANKS.test(`${rest.at(-1)}${follows[0]}`)) return false;
  return /^\p{Ll}/u.test(follows) || (!/[.:;!?…]$/.test(rest) && follows.length >= LONGEST_NAME);
}

function isProse(line: string): boolean {
  return (
    /^[*"'“„«([]{0,3}[\p{L}\p{N}]/u.test(line) &&
    !/ $/.test(line) &&
    !POINT.test(line) &&
    !FIELD.test(line) &&
    !isLaidOut(line)
  );
}

/** Programs break lines at 72 columns, a few a little before. */
const FEWEST_COLUMNS = 66;

/** Paragraphs on one line each where a program has broken them, for the next word had no room; all else as it was. */
export function flowing(text: string): string {
  const lines = text.split('\n');
  let fence: string | undefined;
  let flown = '';
  for (const [n, line] of lines.entries()) {
    const mark = fenceOf(line);
    const stays = fence !== undefined || mark !== undefined || quoteOf(line) !== '';
    fence = fence === undefined ? mark : mark?.startsWith(fence) ? undefined : fence;
    const next = lines[n + 1];
    if (next === undefined) return flown + line;
    const [word = ''] = next.split(' ', 1);
    const wasFull = !stays && line.length + 1 + word.length > FEWEST_COLUMNS && goesOn(line, next);
    flown += line + (wasFull ? ' ' : '\n');
  }
  return flown;
}
