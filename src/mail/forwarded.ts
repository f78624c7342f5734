import { bounded, forHeader } from './clean.ts';
import { FARTHEST, type Head, type Line, lineOf, oneAddress, readHead } from './forward-head.ts';
import { hasForwardMarker, isForwardEnd, isForwardMarker, isRuledLine } from './forward-marker.ts';
import { DATED, ORIGINAL_MESSAGE, WROTE } from './head-labels.ts';
import type { HeaderBlock } from './header-block.ts';
import { addresses, subjectIn, value } from './header-fields.ts';
import type { Forwarded } from './mail.ts';
import { parseMailDate } from './mail-date.ts';
import { messageIds } from './message-ids.ts';
import { forwardPrefix, plainSubject } from './subject.ts';

/**
 * Who and what was forwarded. The first old mail in the text decides, whatever it is: below an answer's head, or below
 * a marker whose head names no sender, nothing more is looked for, because from there on a stranger wrote and can
 * write markers of his own. Nothing here is proof: who may speak for whom is decided elsewhere.
 */

/** The first old mail in a text. */
interface OldMail {
  /** A line above it says that it was forwarded. */
  readonly marked: boolean;
  /** Its first line: marker, rule or head. */
  readonly at: number;
  /** Undefined for a mail that was answered, and for a head we cannot read. */
  readonly head: Head | undefined;
  /** A line at its end says that it ends. */
  readonly ends: boolean;
}

const LONGEST = 256 * 1024;
const LONGEST_SUBJECT = 2000;

/** Undefined when it is no forward, or names not exactly one address as its sender. */
export function forwardedInline(text: string, subject: string): Forwarded | undefined {
  const prefix = forwardPrefix(subject);
  const looked = text.slice(0, LONGEST);
  if (prefix === undefined && !hasForwardMarker(looked)) return undefined;
  const old = firstOldMail(looked.split('\n'), prefix !== undefined);
  if (old?.head === undefined) return undefined;
  if (!old.marked && (prefix === undefined || isFinnishAnswer(prefix, old.head))) return undefined;
  const from = oneAddress(old.head.values.get('from') ?? '');
  if (from === undefined) return undefined;
  const { values } = old.head;
  const written = text.split('\n');
  const { words, below } = wordsOf(written.slice(old.head.end), old.head.depth > 0, old.ends);
  const [messageId] = messageIds(values.get('id') ?? '');
  const date = zonedDate(values.get('date') ?? '');
  return {
    how: 'inline',
    from,
    subject: forHeader(values.get('subject') ?? plainSubject(subject), LONGEST_SUBJECT),
    ...(messageId === undefined ? {} : { messageId }),
    ...(date === undefined ? {} : { date }),
    text: words,
    comment: [trimmed(withoutRule(written.slice(0, old.at))), below].filter(part => part !== '').join('\n\n'),
  };
}

/** `head` and `text` are those of the mail that came as a file; undefined unless it has exactly one sender. */
export function forwardedAttached(head: HeaderBlock, text: string, comment: string): Forwarded | undefined {
  const [from, ...others] = addresses(head.fields, 'from');
  if (from === undefined || others.length > 0) return undefined;
  const [messageId] = messageIds(value(head.fields, 'message-id'));
  const date = parseMailDate(value(head.fields, 'date'));
  return {
    how: 'attached',
    from,
    subject: subjectIn(head.fields),
    ...(messageId === undefined ? {} : { messageId }),
    ...(date === undefined ? {} : { date }),
    text,
    comment,
  };
}

/** Quoted lines are only looked at when the subject says `forwarded`, and then only where a quote begins. */
function firstOldMail(written: readonly string[], prefixed: boolean): OldMail | undefined {
  const lines: Line[] = [];
  let above = 0;
  for (let at = 0; at < written.length; at++) {
    // no more of a long text is taken apart than is looked at
    while (lines.length < Math.min(written.length, at + FARTHEST)) lines.push(lineOf(written[lines.length]!));
    const line = lines[at]!;
    if (line.blank) continue;
    const isLookedAt = line.depth === 0 || (line.depth === 1 && above === 0 && prefixed);
    const old = isLookedAt ? oldMailAt(lines, at, line, prefixed) : undefined;
    if (old !== undefined) return old;
    above = line.depth;
  }
  return undefined;
}

function oldMailAt(lines: readonly Line[], at: number, line: Line, prefixed: boolean): OldMail | undefined {
  const old = { at, marked: false, ends: false };
  if (isForwardMarker(line.text)) return { at, marked: true, ...markedHead(lines, at, line.text) };
  if (isRuledLine(line.text)) {
    const head = readHead(lines, at + 1);
    const isOld = head !== undefined || isHeadOfUnknownLanguage(lines, at + 1) || ORIGINAL_MESSAGE.test(line.text);
    if (isOld) return { ...old, head };
  }
  if (/^(?:from|date|subject)$/.test(line.said?.label ?? '')) {
    const head = readHead(lines, at, 3);
    if (head !== undefined && isOfAMail(head)) return { ...old, head };
  }
  return isAttribution(lines, at, line.text) && !(prefixed && isAboveAForward(lines, at))
    ? { ...old, head: undefined }
    : undefined;
}

/** `From: Berlin, To: Paris, Date: 3 May` is a journey. */
function isOfAMail({ values }: Head): boolean {
  return values.has('subject') || /\S@\S/.test(values.get('from') ?? '');
}

/** mutt names the sender in the marker too; Yandex has a head of one line, `23.11.2026, 10:00, "Ann" <ann@x>:`. */
function markedHead(lines: readonly Line[], at: number, marker: string): Pick<OldMail, 'head' | 'ends'> {
  const sender = /message from (.{1,300}?)\s?[-_=]{2,60}$/i.exec(marker)?.[1];
  const head = readHead(lines, at + 1);
  if (head !== undefined) return { head, ends: sender !== undefined };
  const next = lines[at + 1]?.blank ? at + 2 : at + 1;
  const said = lines[next]?.text ?? '';
  const dated = /^\d[\d. :,/-]{5,40},\s(.{1,300}):$/.exec(said)?.[1];
  if (dated !== undefined) return { head: headOf(dated, next + 1, lines[next]?.depth ?? 0), ends: true };
  return { head: sender === undefined ? undefined : headOf(sender, at + 1, lines[at]?.depth ?? 0), ends: true };
}

function headOf(sender: string, end: number, depth: number): Head {
  return { values: new Map([['from', sender]]), word: '', depth, end };
}

/** Labels nobody told us, between rules and with an address: a forward of somebody we cannot name. */
function isHeadOfUnknownLanguage(lines: readonly Line[], at: number): boolean {
  const start = lines[at]?.blank ? at + 1 : at;
  const next = lines.slice(start, start + 3);
  return (
    next.length === 3 && next.every(line => line.said !== undefined) && next.some(({ text }) => /\S@\S/.test(text))
  );
}

/** Who wrote when, wrapped over three lines at most. */
function isAttribution(lines: readonly Line[], at: number, text: string): boolean {
  if (!/[:：]$/.test(text)) return false;
  const near = lines.slice(Math.max(0, at - 2), at + 1);
  const said = near.map(line => line.text).join(' ');
  return WROTE.test(said.slice(-200)) && DATED.test(said.slice(-600));
}

/** `On Monday Ann wrote:` above a marker is the forwarder's own sentence, if the subject is a forward's. */
function isAboveAForward(lines: readonly Line[], at: number): boolean {
  const next = lines.slice(at + 1, at + 4).find(line => !line.blank);
  return next !== undefined && (isForwardMarker(next.text) || next.said?.label === 'from');
}

/** `VS:` is an answer where the sender is called lähettäjä. */
function isFinnishAnswer(prefix: string, head: Head): boolean {
  return prefix === 'vs' && head.word === 'lähettäjä';
}

/** The forwarded words, one quote sign taken off when the program put it there, and what stands below them. */
function wordsOf(rest: readonly string[], isQuoted: boolean, ends: boolean): { words: string; below: string } {
  const cut = isQuoted ? quoteEnd(rest) : ends ? endLine(rest) : rest.length;
  const old = rest.slice(0, cut);
  const below = rest.slice(ends ? cut + 1 : cut);
  const quoted = isQuoted || old.every(line => /^\s{0,3}>/.test(line) || line.trim() === '');
  return { words: trimmed(quoted ? old.map(unquoted) : old), below: trimmed(below) };
}

/** A quote ends at an empty line with no quote sign below; a line that lost its sign by wrapping is still of it. */
function quoteEnd(rest: readonly string[]): number {
  const last = rest.findLastIndex(line => /^\s{0,3}>/.test(line));
  const gap = rest.findIndex((line, n) => n > last && line.trim() === '');
  return last < 0 || gap < 0 ? rest.length : gap;
}

/** The last one is the forwarder's: those above it may be the stranger's. */
function endLine(rest: readonly string[]): number {
  const last = rest.findLastIndex(line => line.startsWith('-') && isForwardEnd(bounded(line, 200)));
  return last < 0 ? rest.length : last;
}

function unquoted(line: string): string {
  return line.replace(/^\s{0,3}> ?/, '');
}

function withoutRule(lines: readonly string[]): readonly string[] {
  const last = lines.findLastIndex(line => line.trim() !== '');
  return /^\s{0,3}[-_=]{3,}\s*$/.test(lines[last]?.slice(0, 300) ?? '') ? lines.slice(0, last) : lines;
}

function trimmed(lines: readonly string[]): string {
  const isWritten = (line: string) => line.trim() !== '';
  const first = lines.findIndex(isWritten);
  return first < 0 ? '' : lines.slice(first, lines.findLastIndex(isWritten) + 1).join('\n');
}

/** Most programs write the date in the forwarder's own time and do not say which. */
function zonedDate(said: string): number | undefined {
  return /[+-]\d{4}(?:\s|$)/.test(said.slice(0, 100)) ? parseMailDate(said) : undefined;
}
