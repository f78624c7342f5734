/**
 * An mbox file as its mails (RFC 4155). A mail begins at a line `From `, at the start of the file or after an empty
 * line and before a header field: a sentence that begins so is told from it by what follows. That line and the empty
 * line before the next are the file's, all other bytes are the mail's. Quoted `>From ` lines stay as they are: whether
 * the writer quoted them cannot be known.
 */
import { type Piled, pile } from './pile.ts';

const LF = 10;
const CR = 13;
/** A line without an end is handed on in pieces of about this size. */
const LONGEST_LINE = 64 * 1024;

export function beginsMbox(bytes: Uint8Array): boolean {
  return startsWithFrom(bytes);
}

export async function* mailsOfMbox(chunks: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<Piled> {
  let mail: ReturnType<typeof pile> | undefined;
  /** Length of the empty line before, 0 when the line before was not empty. */
  let blank = 1;
  /** A line `From ` that waits for the line after it. */
  let divider: Uint8Array | undefined;
  for await (const { bytes, starts } of linesOf(chunks)) {
    if (divider && (mail === undefined || beginsHeader(bytes))) {
      if (mail) yield mail.finish(blank);
      mail = pile(limit);
      blank = 0;
    } else if (divider) {
      mail?.add(divider);
      blank = 0;
    }
    divider = starts && blank > 0 && startsWithFrom(bytes) ? Uint8Array.from(bytes) : undefined;
    if (divider) continue;
    mail ??= pile(limit);
    mail.add(bytes);
    blank = starts ? blankLength(bytes) : 0;
  }
  if (divider) mail?.add(divider);
  if (mail) yield mail.finish(divider ? 0 : Math.min(blank, mail.size));
}

/** A header field, or the quoted separator that some writers put there. */
function beginsHeader(line: Uint8Array): boolean {
  return /^(?:[!-9;-~]{1,200}[ \t]*:|>From )/.test(Buffer.from(line.subarray(0, 300)).toString('latin1'));
}

interface Line {
  readonly bytes: Uint8Array;
  /** Begins at the start of a line. */
  readonly starts: boolean;
}

async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  let rest: Uint8Array = new Uint8Array();
  let starts = true;
  for await (const chunk of chunks) {
    const data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let end = data.indexOf(LF); end >= 0; end = data.indexOf(LF, from)) {
      yield { bytes: data.subarray(from, end + 1), starts };
      from = end + 1;
      starts = true;
    }
    rest = data.subarray(from);
    if (rest.length > LONGEST_LINE) {
      yield { bytes: rest, starts };
      rest = new Uint8Array();
      starts = false;
    }
  }
  if (rest.length > 0) yield { bytes: rest, starts };
}

function startsWithFrom(bytes: Uint8Array): boolean {
  return bytes.length >= 5 && [70, 114, 111, 109, 32].every((code, i) => bytes[i] === code);
}

function blankLength(line: Uint8Array): number {
  if (line.length === 1 && line[0] === LF) return 1;
  return line.length === 2 && line[0] === CR && line[1] === LF ? 2 : 0;
}
