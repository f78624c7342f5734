import { ENDS_WITH_WROTE, WROTE } from './head-labels.ts';
import { type Line, writtenAbove } from './written-lines.ts';

/**
 * The line above a quote that says who wrote it when. Programs wrap it over up to five lines, and some put no sign
 * before the words that they quote below it. So there are two degrees: `sure` ones have a date, a time or an address
 * and a form that no person writes by hand, and all below them is old; the others only count above quoted lines.
 */
export interface Attribution {
  /** Its first line. */
  readonly from: number;
  readonly sure: boolean;
}

const MOST_LINES = 5;
const LONGEST = 450;

const ADDRESS = /[^\s@<>()[\]"]{1,80}@[^\s@<>()[\]"]{1,200}/;
const BRACKETED = /[<([]\s?(?:mailto:)?[^<>()[\]]{0,80}?[^\s@<>()[\]"]{1,80}@[^\s@<>()[\]"]{1,200}/;
const ENDS_WITH_ADDRESS = /@[^\s@"]{1,200}[>)\]]{1,3}(?:\s?wrote)?\s?[:：]$/;
const CLOCK =
  /(?<![\d.])\d{1,2}\s?[:.h]\s?\d{2}(?![\d]|\.\d)|\d\s?[ap]\.?m\.?(?!\p{L})|오전|오후|午前|午後|上午|下午|\d[点點時时]/iu;
const DATE =
  /\d{1,4}\s?[./-]\s?(?:\d{1,2}|\p{L}{3,9}\.?)\s?[./-]\s?\d{1,4}|(?<![\d:+-])(?:19|20)\d\d(?![\d:])|\d\s?[年年년]|\d\s?月/u;

const OPENING_WORDS =
  'on|am|um|le|el|em|op|den|på|il|il giorno|in data|in date|dne|dnia|dňa|w dniu|vào|vào lúc|kl|в|у|на|la|în data|dana|στις|在|于|於|' +
  'sent from|wiadomość napisana przez|în';
/** `On Mon, Nov 23`, `Il giorno lun 23`, `пн, 23`, `2026-11-23`: at most two other words before the first digit. */
const OPENING = new RegExp(
  `^[-*_–— ]{0,12}(?:(?:${OPENING_WORDS})(?!\\p{L})[,.]?\\s{0,2})?((?:[\\p{L}\\p{M}'’-]{1,15}[.,]{0,2}\\s{1,2}){0,2})[(]?\\d`,
  'iu',
);
const OPENING_WORD = new RegExp(`^[-*_–— ]{0,12}(?:${OPENING_WORDS})(?!\\p{L})`, 'iu');
/** `Ann <ann@x.example> schrieb am …`: a name of a few words, then the address. */
const NAME_FIRST = /^(?:[^\s\d<>([@]{1,40}\s{1,2}){0,9}[<([]?(?:mailto:)?[^\s@<>()[\]"]{1,80}@/u;
const DASHED = /^[-–—_=]{2,20}\s?(.{1,300}?)\s?[-–—_=]{2,20}$/u;
/** A sentence of the writer's own. */
const FIRST_PERSON =
  /(?<![\p{L}\p{N}@<.])(?:I|ich|wir|je|nous|ik|wij|yo|io|noi|eu|я|мы|ja|jag|vi|jeg|minä|ben|biz|we|you|du|vous|usted|mir|mich)(?![\p{L}\p{N}@.])|j['’]ai|私/u;

/** The attribution whose last line is `last`; undefined when there is none. */
export function attributionAt(lines: readonly Line[], last: number): Attribution | undefined {
  const ending = lines[last];
  if (ending === undefined || ending.blank || ending.length > LONGEST || !mayEnd(ending.text)) return undefined;
  let said = '';
  let likely: Attribution | undefined;
  let gaps = 0;
  for (let n = last; n >= 0 && n > last - MOST_LINES; n--) {
    const line = lines[n];
    if (line === undefined || line.depth !== ending.depth || said.length > LONGEST) break;
    if (line.blank && ++gaps > 1) break;
    if (line.blank) continue;
    if (n < last && /[:：.!?]$/.test(line.text) && !/\p{L}{1,4}\.$/u.test(line.text)) break;
    said = `${line.text} ${said}`.trim();
    const found = degree(said, n === last);
    if (found === 'sure') return { from: n, sure: true };
    if (found === 'likely') likely ??= { from: n, sure: false };
  }
  return likely;
}

/** The attribution above line `at`, the first of the quote. */
export function attributionAbove(lines: readonly Line[], at: number): Attribution | undefined {
  return attributionAt(lines, writtenAbove(lines, at, 3));
}

function mayEnd(text: string): boolean {
  return /[:：>-]$|[-–—_=]{2}$/.test(text) || ENDS_WITH_WROTE.test(text.slice(-40));
}

function degree(said: string, isOneLine: boolean): 'sure' | 'likely' | undefined {
  if (said.length > LONGEST) return undefined;
  const dashed = DASHED.exec(said)?.[1];
  if (dashed !== undefined) return isDashed(dashed) ? 'sure' : undefined;
  const isWrote = WROTE.test(said.slice(-220));
  const isWroteLast = ENDS_WITH_WROTE.test(said.slice(-40));
  const isColon = /[:：]$/.test(said);
  const address = BRACKETED.test(said);
  if (!isWrote && !isWroteLast && !address && !/\d/.test(said)) return undefined;
  const date = DATE.test(said);
  const clock = CLOCK.test(said);
  const opens = isOpening(said);
  const nameFirst = !opens && NAME_FIRST.test(said);
  const isOwn = FIRST_PERSON.test(said.replace(/[<([][^<>()[\]]*[>)\]]/g, ''));
  if (opens && date && clock && address && (ENDS_WITH_ADDRESS.test(said) || isWrote || isWroteLast)) return 'sure';
  if (opens && date && clock && ADDRESS.test(said) && (isWrote || isWroteLast)) return 'sure';
  if (!isOwn && date && isWrote && OPENING_WORD.test(said) && (clock || address)) return 'sure';
  if (!isOwn && date && isWrote && opens && clock) return 'sure';
  if (!isOwn && date && isWrote && nameFirst) return 'sure';
  return isLikely(said, isOneLine, { isWrote, isColon, date, clock, address, opens, nameFirst, isOwn })
    ? 'likely'
    : undefined;
}

interface Signs {
  readonly isWrote: boolean;
  readonly isColon: boolean;
  readonly date: boolean;
  readonly clock: boolean;
  readonly address: boolean;
  readonly opens: boolean;
  readonly nameFirst: boolean;
  readonly isOwn: boolean;
}

function isLikely(said: string, isOneLine: boolean, signs: Signs): boolean {
  const { isWrote, isColon, date, clock, address, opens, nameFirst, isOwn } = signs;
  if (opens && date && (address || (clock && isColon))) return true;
  if (isWrote && (address || (opens && OPENING_WORD.test(said) && /\d/.test(said))) && !isOwn) {
    return opens || nameFirst || isOneLine;
  }
  if (!isOneLine) return false;
  const words = said.split(/\s+/).length;
  if (isWrote && words <= 8 && /^[^\p{Ll}]|^(?:on|am|le|el|em|op|den|il)\s/u.test(said) && !hasAnswer(said))
    return true;
  return isColon && address && nameFirst && words <= 8 && ENDS_WITH_ADDRESS.test(said);
}

/** An answer and the attribution on one line: the words before it are new, so the line stays. */
function isOpening(said: string): boolean {
  const before = OPENING.exec(said.slice(0, 120))?.[1];
  return before !== undefined && !hasAnswer(before);
}

function hasAnswer(before: string): boolean {
  return /(?:^|[\s-])(?:On|Am|Le|El|Em|Op|Den|Il)\s/.test(before) && !OPENING_WORD.test(before);
}

/** `---- Ann Smith wrote ----`, `---- On Wed, 24 Feb … wrote ----`. */
function isDashed(inside: string): boolean {
  return ENDS_WITH_WROTE.test(inside.slice(-40)) || (WROTE.test(`${inside}:`.slice(-220)) && DATE.test(inside));
}
