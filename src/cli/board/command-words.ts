/** What `:` takes: any command of the program, whose ticket need not be said when it is the one selected. Pure. */
import type { CommandSpec } from '../commands/spec.ts';
import { COMMANDS } from '../commands.ts';
import type { Writing } from './state.ts';

type Made =
  | { readonly calls: readonly (readonly string[])[] }
  | { readonly quit: true }
  | { readonly ticket: number }
  | { readonly write: Writing }
  | { readonly refused: string };

/** They keep running, or draw a screen of their own. */
const NOT_HERE = new Set(['serve', 'sandbox', 'board', 'watch']);

export function callsOf(line: string, tickets: readonly number[]): Made {
  const words = split(line);
  if (words === undefined) return { refused: 'a quotation mark is not closed' };
  const [first = '', ...rest] = words[0] === 'desk' ? words.slice(1) : words;
  if (first === 'q' || first === 'quit') return { quit: true };
  const number = /^#?([1-9][0-9]{0,14})$/.exec(first)?.[1];
  if (number !== undefined && rest.length === 0) return { ticket: Number(number) };
  if (NOT_HERE.has(first)) return { refused: `desk ${first} does not run inside the board` };
  const found = specOf(first, rest);
  if (found === undefined) return { calls: [[first, ...rest]] };
  const { spec, verbs, others } = found;
  if (takesWords(spec) && !others.some(word => /^(-m|--message)/.test(word) || word === '--help'))
    return editing(spec, others, tickets);
  return { calls: withTickets(spec, verbs, others, tickets) };
}

function specOf(first: string, rest: readonly string[]) {
  const entry = COMMANDS.find(({ name }) => name === first);
  if (entry === undefined) return undefined;
  if (!('inner' in entry)) return { spec: entry, verbs: [first], others: rest };
  const inner = entry.inner.find(({ name }) => name === rest[0]);
  if (inner) return { spec: inner, verbs: [first, inner.name], others: rest.slice(1) };
  const usual = entry.inner.find(({ byDefault }) => byDefault === true);
  return usual && { spec: usual, verbs: [first], others: rest };
}

function takesWords({ name }: CommandSpec): boolean {
  return name === 'reply' || name === 'note';
}

/** Without words of their own they are the keys r and n. */
function editing({ name }: CommandSpec, others: readonly string[], tickets: readonly number[]): Made {
  const said = others.map(word => /^#?([1-9][0-9]{0,14})$/.exec(word)?.[1]).find(Boolean);
  const ticket = said === undefined ? tickets[0] : Number(said);
  if (ticket === undefined) return { refused: `which ticket? ${name} 12` };
  return { write: { what: name as Writing['what'], ticket } };
}

function withTickets(
  { args = [] }: CommandSpec,
  verbs: readonly string[],
  others: readonly string[],
  tickets: readonly number[],
): readonly (readonly string[])[] {
  const needs = args[0]?.name ?? '';
  if (!needs.startsWith('<ticket') || others.some(isNumber) || others.includes('--help') || tickets.length === 0)
    return [[...verbs, ...others]];
  if (needs.includes('...')) return [[...verbs, ...tickets.map(String), ...others]];
  return tickets.map(ticket => [...verbs, String(ticket), ...others]);
}

function isNumber(word: string): boolean {
  return /^#?[0-9][0-9,-]*$/.test(word);
}

/** As a shell splits words, without anything else a shell does. */
function split(line: string): string[] | undefined {
  const words: string[] = [];
  let rest = line.trim();
  while (rest !== '') {
    const word = /^(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/s.exec(rest)?.[0];
    if (word === undefined) return undefined;
    words.push(
      word.replace(
        /"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/gs,
        (_, double, single, letter) => single ?? letter ?? double.replace(/\\(.)/gs, '$1'),
      ),
    );
    rest = rest.slice(word.length).trimStart();
  }
  return words;
}
