import { htmlWords } from '../../src/mail/html-words.ts';
import { splitWords } from '../../src/mail/new-words.ts';

/** One case of a public set of replies and how well its new words were found. */
export interface ReplyCase {
  readonly name: string;
  readonly text: string | null;
  readonly html?: string;
  readonly expected?: string;
  readonly mustKeep?: readonly string[];
}

export interface Score {
  readonly name: string;
  /** The words that remain are the expected ones, white space aside. */
  readonly same: boolean;
  /** A line that should remain does not. */
  readonly lost: boolean;
  /** A line remains that should not. */
  readonly leak: boolean;
  /** newWords and folded do not give the text back. */
  readonly dropped: boolean;
}

export function scoreReply({ name, text, html, expected, mustKeep = [] }: ReplyCase): Score {
  const whole = text ?? htmlWords(html ?? '').text;
  const { newWords, folded } = splitWords(whole);
  const found = normal(newWords);
  const isKept = mustKeep.every(pattern => new RegExp(pattern).test(found));
  const wanted = expected === undefined ? undefined : normal(expected);
  const isHtml = text === null;
  const lost = wanted === undefined ? false : isHtml ? !isWithin(bare(wanted), bare(found)) : isMissing(wanted, found);
  return {
    name,
    same: isKept && (wanted === undefined || words(found, isHtml) === words(wanted, isHtml)),
    lost: lost || !isKept,
    leak:
      wanted !== undefined &&
      (isHtml ? words(found, true).length > words(wanted, true).length : isMissing(found, wanted)),
    dropped: !isWhole(whole, newWords, folded),
  };
}

/** Every line of the text in exactly one of the two, in its order. */
export function isWhole(text: string, newWords: string, folded: string): boolean {
  const isNothingNew = newWords === '' && folded !== '';
  const kept = isNothingNew ? [] : newWords.split('\n');
  const hidden = folded === '' && newWords === text ? [] : folded.split('\n');
  const lines = text.split('\n');
  return kept.length + hidden.length === lines.length && isMerged(lines, kept, hidden);
}

/** Whether `lines` are `kept` and `hidden` put together, each in its order: a set of places reached, line by line. */
function isMerged(lines: readonly string[], kept: readonly string[], hidden: readonly string[]): boolean {
  let places = new Set([0]);
  for (const [n, line] of lines.entries()) {
    const next = new Set<number>();
    for (const place of places) {
      if (kept[place] === line) next.add(place + 1);
      if (hidden[n - place] === line) next.add(place);
    }
    places = next;
  }
  return places.has(kept.length);
}

function normal(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[ \t\u00a0]+$/gm, '')
    .trim();
}

/** White space aside; of HTML also the link targets and rules that we put in. */
function words(text: string, isHtml: boolean): string {
  return isHtml ? bare(text) : text.split(/\s+/).join(' ').trim();
}

function bare(text: string): string {
  return text
    .replace(/<(?:mailto|https?):[^>]*>/g, '')
    .replace(/^-{3}$/gm, '')
    .replace(/^> ?/gm, '')
    .replace(/\s+/g, '');
}

/** A line of the one that stands nowhere in the other, not even as a part of a line. */
function isMissing(wanted: string, found: string): boolean {
  return wanted.split('\n').some(line => !found.includes(line.trim()));
}

/** All letters of the one in the other, in their order. */
function isWithin(wanted: string, found: string): boolean {
  let at = 0;
  for (const letter of found) if (letter === wanted[at]) at++;
  return at >= wanted.length;
}
