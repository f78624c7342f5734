/** What `:` takes: any command of the program, whose ticket need not be said when it is the one selected. Pure. */
import type { Meant } from '../call.ts';
import type { Setting, Writing } from './state.ts';

type Made =
  | { readonly calls: readonly (readonly string[])[] }
  | { readonly quit: true }
  | { readonly ticket: number }
  | { readonly write: Writing }
  | { readonly refused: string };

/** They keep running, or draw a screen of their own. */
const NOT_HERE = new Set(['serve', 'sandbox', 'board', 'watch']);

export function callsOf(line: string, tickets: readonly number[], meantBy: Setting['meantBy']): Made {
  const typed = split(line);
  if (typed === undefined) return { refused: 'a quotation mark is not closed' };
  const words = typed[0] === 'desk' ? typed.slice(1) : typed;
  const [first = '', ...rest] = words;
  if (first === 'q' || first === 'quit') return { quit: true };
  const number = numberIn(first);
  if (number !== undefined && rest.length === 0) return { ticket: number };
  if (NOT_HERE.has(first)) return { refused: `desk ${first} does not run inside the board` };
  if (isWriting(first) && !rest.some(word => /^(?:-m|--message|--canned|--help)/.test(word)))
    return editing(first, rest, tickets);
  const meant = meantBy(words);
  return { calls: meant === undefined ? [words] : withTickets(meant, words, tickets) };
}

function isWriting(word: string): word is Writing['what'] {
  return word === 'reply' || word === 'note';
}

/** Without words of their own they are the keys r and n. */
function editing(what: Writing['what'], others: readonly string[], tickets: readonly number[]): Made {
  const ticket = others.map(numberIn).find(found => found !== undefined) ?? tickets[0];
  return ticket === undefined ? { refused: `which ticket? ${what} 12` } : { write: { what, ticket } };
}

function withTickets(meant: Meant, words: readonly string[], tickets: readonly number[]): (readonly string[])[] {
  const verbs = words.slice(0, meant.verbs);
  const others = words.slice(meant.verbs);
  const named = others.some(word => /^(?!\d{4}-\d\d-\d\d$)#?[0-9][0-9,-]*$/.test(word)) || others.includes('--help');
  if (meant.tickets === undefined || named || tickets.length === 0) return [words];
  if (meant.tickets === 'several') return [[...verbs, ...tickets.map(String), ...others]];
  return tickets.map(ticket => [...verbs, String(ticket), ...others]);
}

function numberIn(word: string): number | undefined {
  const digits = /^#?([1-9][0-9]{0,14})$/.exec(word)?.[1];
  return digits === undefined ? undefined : Number(digits);
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
