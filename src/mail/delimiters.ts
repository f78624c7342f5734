/**
 * The lines of a body that begin with `--`, for only they can be delimiters of a multipart (RFC 2046 §5.1.1). They are
 * found once; whether a boundary ever comes is then a question to a table and not another search.
 */
export interface Delimiter {
  /** Where the line begins. */
  readonly start: number;
  /** Behind its line end. */
  readonly end: number;
  /** What follows the dashes, blanks at its end taken away. */
  readonly text: string;
}

export interface Delimiters {
  readonly lines: readonly Delimiter[];
  /** Some lines were not looked at, for there are too many. */
  readonly cut: boolean;
  /** Whether that text comes in a line with at least that number. */
  comes(text: string, from: number): boolean;
  /** The text that differs from it only in case, blanks and quotes, and comes. */
  resembling(text: string, from: number): string | undefined;
}

const MOST_LINES = 100_000;
/** Longer lines are no delimiters, though RFC 2046 says 70. */
const LONGEST = 1000;
const LF = 10;
const DASH = 45;

export function delimitersIn(bytes: Uint8Array): Delimiters {
  const lines: Delimiter[] = [];
  const last = new Map<string, number>();
  const alike = new Map<string, string>();
  let cut = false;
  for (const { start, end } of dashLines(bytes)) {
    if (lines.length === MOST_LINES) {
      cut = true;
      break;
    }
    const text = Buffer.from(bytes.buffer, bytes.byteOffset + start + 2, Math.min(end - start - 2, LONGEST))
      .toString('latin1')
      .trimEnd();
    if (text === '' || end - start > LONGEST) continue;
    last.set(text, lines.length);
    alike.set(plain(text), text);
    lines.push({ start, end, text });
  }
  const comes = (text: string, from: number) => (last.get(text) ?? -1) >= from;
  return {
    lines,
    cut,
    comes,
    resembling(text, from) {
      const found = alike.get(plain(text));
      return found !== undefined && comes(found, from) ? found : undefined;
    },
  };
}

function* dashLines(bytes: Uint8Array): Generator<{ readonly start: number; readonly end: number }> {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = whole[0] === DASH && whole[1] === DASH ? 0 : next(whole, 0);
  while (at >= 0) {
    const end = whole.indexOf(LF, at);
    if (end < 0) {
      yield { start: at, end: whole.length };
      return;
    }
    yield { start: at, end: end + 1 };
    at = next(whole, end);
  }
}

function next(bytes: Buffer, from: number): number {
  const found = bytes.indexOf('\n--', from, 'latin1');
  return found < 0 ? -1 : found + 1;
}

function plain(text: string): string {
  return text.toLowerCase().replace(/["'\s;]/g, '');
}
