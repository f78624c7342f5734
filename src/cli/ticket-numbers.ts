/**
 * How tickets are named on the command line, the same for every command: `12`, `#12`, `12-15`, `12,14`, `.3` for the
 * third line of the last list, `.1-3` for its first three, and `-` for numbers from stdin.
 */
import { oneLine } from './one-line.ts';

/** What is behind `-` and `.3`; read only when it is asked for. */
export interface Behind {
  stdin(): Promise<string>;
  /** The tickets of the last list, or why there is none. */
  lastList(): Promise<readonly number[] | { readonly fault: string }>;
}

export type Tickets = { readonly numbers: readonly number[] } | { readonly fault: string };

/** More in one command is a slip. */
const MOST = 10_000;

/** Each ticket once, in the order they were named. */
export async function readTickets(words: readonly string[], behind: Behind): Promise<Tickets> {
  const numbers = new Set<number>();
  for (const word of words.flatMap(each => each.split(','))) {
    const read = await readWord(word.trim(), behind);
    if ('fault' in read) return read;
    for (const number of read.numbers) numbers.add(number);
    if (numbers.size > MOST) return { fault: `more than ${MOST} tickets: that is a slip` };
  }
  return { numbers: [...numbers] };
}

/** The same where exactly one is asked for. */
export async function readTicket(
  word: string,
  behind: Behind,
): Promise<{ readonly number: number } | { readonly fault: string }> {
  const read = await readTickets([word], behind);
  if ('fault' in read) return read;
  const [number, ...more] = read.numbers;
  if (number === undefined) return { fault: 'no ticket was named' };
  return more.length > 0 ? { fault: `one ticket is asked for, ${oneLine(word)} names ${more.length + 1}` } : { number };
}

const NAME = /^(\.|#?)([1-9][0-9]{0,14})(?:(-)[.#]?([1-9][0-9]{0,14}))?$/;

/** Whether a word reads as tickets, where it may be something else: `2026-12` is no range. */
export function namesTickets(word: string): boolean {
  return word.split(',').every(part => {
    const [, , first, dash, last] = NAME.exec(part.trim()) ?? [];
    return part === '-' || (first !== undefined && (dash === undefined || Number(last) >= Number(first)));
  });
}

async function readWord(word: string, behind: Behind): Promise<Tickets> {
  if (word === '-') return fromStdin(behind);
  const [, dot, first, dash, last] = NAME.exec(word) ?? [];
  if (first === undefined) return { fault: notANumber(word) };
  const range = rangeOf(Number(first), dash === undefined ? Number(first) : Number(last));
  if ('fault' in range) return range;
  return dot === '.' ? linesOf(range.numbers, behind) : range;
}

function rangeOf(first: number, last: number): Tickets {
  if (last < first) return { fault: `${first}-${last} is no range: the lower number comes first` };
  if (last - first >= MOST) return { fault: `${first}-${last} are more than ${MOST} tickets: that is a slip` };
  return { numbers: Array.from({ length: last - first + 1 }, (_, i) => first + i) };
}

async function linesOf(lines: readonly number[], behind: Behind): Promise<Tickets> {
  const list = await behind.lastList();
  if ('fault' in list) return list;
  const missing = lines.find(line => line > list.length);
  if (missing !== undefined) return { fault: `the last list has no line ${missing}: it had ${list.length}` };
  return { numbers: lines.map(line => list[line - 1]!) };
}

/** White space and line ends between numbers; what is there may have come from anywhere. */
async function fromStdin(behind: Behind): Promise<Tickets> {
  const words = (await behind.stdin()).split(/[\s,]+/).filter(word => word !== '');
  if (words.includes('-')) return { fault: '- on stdin names nothing' };
  return readTickets(words, { ...behind, stdin: async () => '' });
}

function notANumber(word: string): string {
  return `${JSON.stringify(oneLine(word).slice(0, 60))} names no ticket: 12, #12, 12-15, 12,14, .3 (third of the last list) or - (stdin)`;
}
