import { addrSpec } from './addresses.ts';
import { forHeader } from './clean.ts';
import { type HeadLabel, type Labelled, labelled } from './head-labels.ts';
import type { Address } from './mail.ts';

/**
 * The head that a mail program writes above a mail it forwards, as lines of text. All that is known of the sender
 * stands here, and the one who wrote the old mail chose the name and the subject in it: so two senders are none, and
 * a wrapped subject that goes on with `From:` makes two.
 */
export interface Line {
  /** At most TESTED letters, trimmed, without its quote signs. */
  readonly text: string;
  /** How many `>` stand before it. */
  readonly depth: number;
  readonly blank: boolean;
  /** When it has the form of a label and a value; taken apart once, for many heads may be tried over the same lines. */
  readonly said: Labelled | undefined;
}

export interface Head {
  readonly values: ReadonlyMap<HeadLabel, string>;
  /** The label of the sender as written, lower case. */
  readonly word: string;
  readonly depth: number;
  /** The line behind the head. */
  readonly end: number;
}

const TESTED = 600;
const HEAD_LINES = 60;
const GAP = 3;
/** Lines: no head that is looked for at one of them reaches farther. */
export const FARTHEST = 2 * HEAD_LINES;
/** A line that long may go on in the next. */
const WRAPPED = 58;
const RULE = /^[-_=]{5,}$/;

export function lineOf(written: string): Line {
  const start = written.slice(0, TESTED);
  const signs = /^\s{0,3}(?:>\s?){1,20}/.exec(start)?.[0] ?? '';
  const text = start.slice(signs.length).trim();
  return { text, depth: signs.replace(/[^>]/g, '').length, blank: text === '', said: labelled(text) };
}

/** The head that begins at line `at` or below a few empty ones; undefined unless it has a sender and something more. */
export function readHead(lines: readonly Line[], at: number, least = 2): Head | undefined {
  let start = at;
  while (start < at + GAP && lines[start]?.blank) start++;
  const head = collect(lines, start);
  const known = (['from', 'date', 'to', 'subject'] as const).filter(label => head.values.has(label)).length;
  return head.values.has('from') && known >= least ? { ...head, end: belowRule(lines, head.end) } : undefined;
}

/** Outlook's way to say that somebody else wrote it, whose address it keeps to itself. */
const ON_BEHALF =
  /\b(?:on behalf of|im auftrag von|de la part de|en nombre de|per conto di|em nome de|namens|w imieniu|på vegne a[fv])\s|от имени\s|代表\s/i;

/** The one address of `Ann <ann@x>`, `Ann [mailto:ann@x]`, `Ann <ann@x<mailto:ann@x>>`; two different ones are none. */
export function oneAddress(value: string): Address | undefined {
  const words = value.slice(0, 2000).replace(/mailto:/gi, ' ');
  if (ON_BEHALF.test(words)) return undefined;
  const found = new Map<string, string>();
  for (const word of words.split(/[\s<>"()[\],;:*|，；：（）＜＞“”]+/)) {
    const address = word.includes('@') ? addrSpec(word.replace(/^['_]+|['_]+$/g, '')) : undefined;
    if (address !== undefined && !found.has(address.toLowerCase())) found.set(address.toLowerCase(), address);
  }
  const [address] = found.values();
  if (found.size !== 1 || address === undefined) return undefined;
  const name =
    /^[^<[(＜]*/
      .exec(words)?.[0]
      .replace(/[*"“”]|^[\s']+|[\s']+$/g, '')
      .trim() ?? '';
  return { name: name.includes('@') ? '' : forHeader(name.replace(/\s+/g, ' '), 300), address };
}

/** Labelled lines with what was wrapped below them, up to an empty line, or to the last label before the text. */
function collect(lines: readonly Line[], start: number) {
  const values = new Map<HeadLabel, string>();
  const depth = lines[start]?.depth ?? 0;
  const spaced = lines[start + 1]?.blank === true;
  let word = '';
  let open: HeadLabel | undefined;
  let loose: string[] = [];
  let end = start;
  let n = start;
  for (; n < start + HEAD_LINES; n++) {
    const line = lines[n];
    if (line === undefined || (line.blank ? !(spaced && goesOn(lines, n + 1, values)) : line.depth !== depth)) break;
    if (line.blank) continue;
    const { said } = line;
    if (said?.label === undefined) {
      // A label that we do not know ends the value above it; it only belongs to the head when one we know follows.
      if (said !== undefined) open = undefined;
      loose.push(line.text);
      continue;
    }
    if (open !== undefined) add(values, open, loose.join(' '), ' ');
    loose = [];
    open = said.label === 'from' || !values.has(said.label) ? said.label : undefined;
    if (said.label === 'from') word = said.word;
    if (open !== undefined) add(values, open, said.value, ', ');
    end = n + 1;
  }
  const wrapped = open === undefined ? 0 : wrappedLines(lines, end, n, open);
  if (open !== undefined) add(values, open, loose.slice(0, wrapped).join(' '), ' ');
  return { values, word, depth, end: end + wrapped };
}

/** How many of the lines below the last label belong to it: those of an open list, or one below a full line. */
function wrappedLines(lines: readonly Line[], end: number, textAt: number, label: HeadLabel): number {
  let at = end;
  if (label === 'to' || label === 'other') while (at < textAt && /[,;]$/.test(lines[at - 1]?.text ?? '')) at++;
  const isFull = (lines[end - 1]?.text.length ?? 0) >= WRAPPED;
  return at === end && isFull && textAt === end + 1 && lines[textAt]?.blank !== false ? 1 : at - end;
}

function add(values: Map<HeadLabel, string>, label: HeadLabel, value: string, between: string): void {
  const before = values.get(label);
  values.set(label, before === undefined || before === '' ? value : value === '' ? before : before + between + value);
}

/** Some programs put every label into a paragraph of its own. */
function goesOn(lines: readonly Line[], at: number, values: ReadonlyMap<HeadLabel, string>): boolean {
  const label = lines[at]?.said?.label;
  return label !== undefined && !values.has(label);
}

/** Old web mailers close the head with a rule. */
function belowRule(lines: readonly Line[], end: number): number {
  return RULE.test(lines[end]?.text ?? '') ? end + 1 : end;
}
