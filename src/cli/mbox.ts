/**
 * An mbox file as its mails (RFC 4155). A mail begins at a line `From `, at the start of the file or after an empty
 * line and before a header field: a sentence that begins so is told from it by what follows. That line and the empty
 * line before the next are the file's, all other bytes are the mail's. Whether the writer quoted lines `>From ` cannot
 * be known: they stay as they are, unless one asks for the other.
 */
import { type Piled, pile } from './pile.ts';

const LF = 10;
const CR = 13;
const GREATER = 62;
/** A line without an end is handed on in pieces of about this size. */
const LONGEST_LINE = 64 * 1024;

export function beginsMbox(bytes: Uint8Array): boolean {
  return startsWithFrom(bytes);
}

export interface MboxReading {
  /** Takes one `>` from lines `>From `, `>>From ` …: right for an mbox whose writer quoted all of them (mboxrd). */
  readonly unquote?: boolean;
}

export async function* mailsOfMbox(
  chunks: AsyncIterable<Uint8Array>,
  limit: number,
  { unquote = false }: MboxReading = {},
): AsyncGenerator<Piled> {
  let mail: ReturnType<typeof pile> | undefined;
  /** Bytes at the end of the mail so far that are the file's. */
  let spare = 0;
  /** Length of the empty line before, 0 when the line before was not empty. */
  let blank = 1;
  /** A line `From ` that waits for the line after it. */
  let divider: Uint8Array | undefined;
  for await (const { bytes, starts } of linesOf(chunks)) {
    if (divider && (mail === undefined || isDated(divider) || beginsHeader(bytes))) {
      if (mail) yield mail.finish(Math.min(blank + spare, mail.size));
      mail = pile(limit);
      blank = 0;
      spare = isUnended(divider) ? 1 : 0;
    } else if (divider) {
      mail?.add(divider);
      blank = 0;
    }
    divider = starts && blank > 0 && startsWithFrom(bytes) ? Uint8Array.from(bytes) : undefined;
    if (divider) continue;
    mail ??= pile(limit);
    mail.add(unquote && starts ? unquoted(bytes) : bytes);
    blank = starts ? blankLength(bytes) : 0;
  }
  if (divider && isDated(divider)) {
    if (mail) yield mail.finish(Math.min(blank + spare, mail.size));
    return;
  }
  if (divider) mail?.add(divider);
  if (mail) yield mail.finish(divider ? 0 : Math.min(blank + spare, mail.size));
}

/** RFC 4155: an address and the date as C's asctime writes it. No sentence looks like that. */
const DATED = /^From \S{1,320} (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}\b/;

function isDated(divider: Uint8Array): boolean {
  return DATED.test(latin1(divider));
}

/** Our own word, after the date where readers expect remarks: the mail's last line had no end. */
export const UNENDED = 'unended';

function isUnended(divider: Uint8Array): boolean {
  const line = latin1(divider).trimEnd();
  return line.endsWith(` ${UNENDED}`) && DATED.test(line);
}

/** More quotation marks than anybody writes stay as they are, here and where an mbox is written. */
export const MOST_QUOTES = 1_000;
const QUOTED = new RegExp(`^>{1,${MOST_QUOTES}}From `);

function unquoted(line: Uint8Array): Uint8Array {
  return line[0] === GREATER && QUOTED.test(latin1(line.subarray(0, MOST_QUOTES + 5))) ? line.subarray(1) : line;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 2_000)).toString('latin1');
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
