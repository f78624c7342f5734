import { DATED, FORWARDED, type Label, labelIn, ORIGINAL_MESSAGE, WROTE } from './head-labels.ts';

/**
 * What was written this time, apart from what is only quoted below it. Folding hides, so the rule is: fold only what
 * is surely old, lose no line (newWords and folded together hold every one), and when nothing would be left, fold
 * nothing. Answers that stand between quoted lines keep those lines beside them, for they answer them.
 *
 * A recogniser looks at the lines and names the ranges it is sure of. A new habit of a mail program is one more
 * recogniser in the list below. Each must be linear: what it tests per line is cut to a fixed length first.
 */
export interface SplitWords {
  readonly newWords: string;
  readonly folded: string;
}

/** The line that letters of the desk may carry: everything below it is ours. */
export const REPLY_MARKER = '##- Please write your answer above this line -##';

interface Line {
  /** At most TESTED letters, trimmed: what recognisers look at. */
  readonly text: string;
  readonly quoted: boolean;
  readonly blank: boolean;
}

/** Lines `from` (included) to `to` (not included) are old. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** `end`: lines from here on were folded by an earlier recogniser. */
type Recogniser = (lines: readonly Line[], end: number) => Range | undefined;

const LONGEST = 256 * 1024;
const TESTED = 300;

export function splitWords(text: string): SplitWords {
  if (text.length > LONGEST) return { newWords: text, folded: '' };
  const written = text.split('\n');
  const lines = written.map(lineOf);
  const old = new Array<boolean>(lines.length).fill(false);
  let end = lines.length;
  for (const recognise of RECOGNISERS) {
    const range = recognise(lines, end);
    if (range === undefined) continue;
    old.fill(true, range.from, range.to);
    // Below a fold at the end there is nothing more to find; a fold in the middle leaves the end where it is.
    if (lines.slice(range.to, end).every(line => line.blank)) end = Math.min(end, range.from);
  }
  const isNew = lines.some((line, n) => !old[n] && !line.blank);
  if (!isNew) return { newWords: text, folded: '' };
  return {
    newWords: withoutBlankEnds(written.filter((_, n) => !old[n])).join('\n'),
    folded: written.filter((_, n) => old[n]).join('\n'),
  };
}

function withoutBlankEnds(written: readonly string[]): readonly string[] {
  const isWritten = (line: string) => line.trim() !== '';
  return written.slice(Math.max(0, written.findIndex(isWritten)), written.findLastIndex(isWritten) + 1);
}

const RECOGNISERS: readonly Recogniser[] = [
  belowOurMarker,
  belowAnOriginalMessageLine,
  belowAHeadBlock,
  aQuotedBlock,
  aSignature,
];

function lineOf(written: string): Line {
  const text = written.slice(0, TESTED).trim();
  return { text, quoted: /^>/.test(text) && !/^>{2,}\s*>{2,}\s+\S.*<{2,}/.test(text), blank: text === '' };
}

function belowOurMarker(lines: readonly Line[], end: number): Range | undefined {
  const from = lines.findIndex(({ text }) => /^##- .* -##$/.test(text));
  return from < 0 ? undefined : { from: withAttribution(lines, from), to: end };
}

function belowAnOriginalMessageLine(lines: readonly Line[], end: number): Range | undefined {
  const from = lines.findIndex(({ text }, n) => n < end && ORIGINAL_MESSAGE.test(text));
  return from < 0 ? undefined : { from, to: end };
}

const HEAD_LINES = 8;

function belowAHeadBlock(lines: readonly Line[], end: number): Range | undefined {
  for (let from = 0; from < end; from++) {
    const first = labelOf(lines[from]);
    if ((first !== 'from' && first !== 'date') || isForwarded(lines, from)) continue;
    if (isHeadBlock(lines.slice(from, Math.min(end, from + HEAD_LINES))))
      return { from: aboveRule(lines, from), to: end };
  }
  return undefined;
}

/**
 * The sender and two more of the four labels, with no paragraph between. `From: Berlin, To: Paris, Date: 3 May` is a
 * journey, not a mail: a subject or an address must be there.
 */
function isHeadBlock(lines: readonly Line[]): boolean {
  const seen = new Set<Label>();
  for (const line of lines) {
    if (line.blank) break;
    const label = labelOf(line);
    if (label !== undefined) seen.add(label);
  }
  const isOfAMail = seen.has('subject') || lines.some(({ text }) => /\S@\S/.test(text));
  return isOfAMail && seen.has('from') && seen.size >= 3;
}

function labelOf(line: Line | undefined): Label | undefined {
  return line === undefined ? undefined : labelIn(line.text);
}

function isForwarded(lines: readonly Line[], from: number): boolean {
  return lines.slice(Math.max(0, from - 3), from).some(({ text }) => FORWARDED.test(text));
}

function aboveRule(lines: readonly Line[], from: number): number {
  const above = lastWritten(lines, from);
  return above >= 0 && /^[-_]{10,}$/.test(lines[above]?.text ?? '') ? above : from;
}

/**
 * The quoted block at the end; or, when there is but one block and it has an attribution, that one wherever it
 * stands. Blocks with answers between them stay, except the last when nothing follows it.
 */
function aQuotedBlock(lines: readonly Line[], end: number): Range | undefined {
  const blocks = quotedBlocks(lines, end);
  const last = blocks.at(-1);
  if (last === undefined) return undefined;
  const from = withAttribution(lines, last.from);
  const atTheEnd = lines.slice(last.to, end).every(line => line.blank);
  const alone = blocks.length === 1 && from < last.from;
  return atTheEnd || alone ? { from, to: atTheEnd ? end : last.to } : undefined;
}

/** Runs of quoted lines; empty lines between them belong to the run. */
function quotedBlocks(lines: readonly Line[], end: number): Range[] {
  const blocks: { from: number; to: number }[] = [];
  let within = false;
  for (let n = 0; n < end; n++) {
    const line = lines[n];
    if (line === undefined || line.blank) continue;
    const block = blocks.at(-1);
    if (line.quoted && within && block !== undefined) block.to = n + 1;
    else if (line.quoted) blocks.push({ from: n, to: n + 1 });
    within = line.quoted;
  }
  return blocks;
}

const ATTRIBUTION_LINES = 4;

/** How the line begins that names a date: `On Fri, …`, `Am 3. Mai …`, `2024-05-03 12:01 …`. */
const OPENING =
  /^[-*_ ]{0,8}(?:(?:on|am|um|le|el|em|op|den|på|il|dne|dnia|w dniu|vào|kl|в|у)(?!\p{L})|\d{1,4}[./年-]\d)/iu;

/** The line above a quoted block that says who wrote it when, wrapped over some lines by many programs. */
function withAttribution(lines: readonly Line[], from: number): number {
  const last = lastWritten(lines, from);
  const ending = lines[last]?.text ?? '';
  if (!/[:：]$|-$/.test(ending)) return from;
  let said = '';
  for (let n = last; n > last - ATTRIBUTION_LINES; n--) {
    const line = lines[n];
    if (line === undefined || line.quoted || (line.blank && n < last - 1)) break;
    said = `${line.text} ${said}`.trim();
    if (OPENING.test(line.text) && isAttribution(said)) return n;
  }
  return isAttribution(ending) ? last : from;
}

/** The answer and the attribution on one line: the words before it are new, so the line stays. */
const ANSWER_BEFORE = /\S[-\s]+(?:On|Am|Le|El|Em|Op)\s+(?:\p{L}+[., ]+)?\p{L}*\s?\d/u;

/** A date or an address before the colon, or a word for writing: `Ann:` alone may be the sender's own words. */
function isAttribution(said: string): boolean {
  if (!OPENING.test(said) && ANSWER_BEFORE.test(said)) return false;
  return WROTE.test(said.slice(-200)) || (DATED.test(said.slice(0, 600)) && /[:：]$/.test(said));
}

function lastWritten(lines: readonly Line[], before: number): number {
  for (let n = before - 1; n >= 0 && n >= before - 4; n--) if (lines[n]?.blank === false) return n;
  return -1;
}

const SIGNATURE_LINES = 12;

/** RFC 3676 §4.3: `-- ` on a line of its own, and no more than a card's worth of lines below it. */
function aSignature(lines: readonly Line[], end: number): Range | undefined {
  for (let n = end - 1; n > 0 && n >= end - 2 * SIGNATURE_LINES; n--) {
    if (lines[n]?.text !== '--') continue;
    const written = lines.slice(n + 1, end).filter(line => !line.blank);
    return written.length <= SIGNATURE_LINES && !written.some(line => line.quoted) ? { from: n, to: end } : undefined;
  }
  return undefined;
}
