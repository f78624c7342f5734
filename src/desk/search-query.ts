/**
 * What people type after `desk search`, as a query: all of its clauses, of each clause any term. OR joins its two
 * neighbours; `-` or NOT before a term turns it round. Whatever cannot be understood is a fault with its column.
 */
import { nearest } from './near.ts';
import { type Condition, type Knows, OPERATORS, type Operator } from './search-operators.ts';
import { type Part, searchWords } from './search-words.ts';

export interface SearchQuery {
  readonly all: readonly Clause[];
  /** What was understood, but will hardly find anything: a word the dictionary does not have. */
  readonly doubts: readonly string[];
}

/** Any of them. */
export type Clause = readonly Term[];

export interface Term {
  readonly not: boolean;
  readonly is: Condition;
}

export interface QueryFault {
  readonly fault: string;
  /** 1 is the first letter. */
  readonly column: number;
}

const LONGEST = 2_000;
const MOST_TERMS = 40;
const LONGEST_WORD = 200;
/** Fewer letters before a `*` stand for half of all words. */
const SHORTEST_PREFIX = 2;

export function parseSearch(text: string, knows: Knows): SearchQuery | { readonly faults: readonly QueryFault[] } {
  if (text.length > LONGEST)
    return { faults: [{ fault: `more than ${LONGEST} letters are no search`, column: LONGEST }] };
  const reading: Reading = { clauses: [], doubts: [], faults: [], knows };
  const pieces = piecesOf(text);
  let or: TypedPiece | undefined;
  let not = false;
  for (const piece of pieces) {
    if (piece.word === 'AND') continue;
    if (piece.word === 'NOT') not = true;
    else if (piece.word === 'OR') {
      if (or || reading.clauses.length === 0) reading.faults.push(loneOr(piece));
      or = piece;
    } else {
      readTerm(reading, { ...piece, not: piece.not !== not }, or !== undefined);
      [or, not] = [undefined, false];
    }
  }
  if (or) reading.faults.push(loneOr(or));
  return finished(reading);
}

function finished({ clauses, doubts, faults }: Reading): SearchQuery | { readonly faults: readonly QueryFault[] } {
  if (clauses.flat().length > MOST_TERMS)
    faults.push({ fault: `more than ${MOST_TERMS} words and operators are too many`, column: 1 });
  if (clauses.length === 0 && faults.length === 0)
    faults.push({ fault: 'there is no word in it; say what to look for', column: 1 });
  return faults.length > 0 ? { faults: faults.toSorted((a, b) => a.column - b.column) } : { all: clauses, doubts };
}

const loneOr = ({ column }: TypedPiece): QueryFault => ({ fault: 'OR stands between two words', column });

interface Reading {
  readonly clauses: Term[][];
  readonly doubts: string[];
  readonly faults: QueryFault[];
  readonly knows: Knows;
}

/** As it was typed: `-key:"value"`. */
interface TypedPiece {
  readonly not: boolean;
  /** In lower case, without its colon. */
  readonly key: string | undefined;
  readonly value: string;
  readonly quoted: boolean;
  /** All of it; undefined behind quotes, where OR is a word. */
  readonly word: string | undefined;
  readonly column: number;
}

/** A quote that is never closed goes to the end. */
const PIECE =
  /(-?)([A-Za-z]+):(?=\s|$)|(-?)(?:([A-Za-z]+):)?(?:["\u201c\u201d]([^"\u201c\u201d]*)(?:["\u201c\u201d](\*?)|$)|(\S+))/g;

function piecesOf(text: string): TypedPiece[] {
  return [...text.matchAll(PIECE)].map(found => {
    const [all, loneMinus, loneKey, minus, key, phrase, star = '', plain] = found;
    return {
      not: (minus ?? loneMinus) === '-',
      key: (key ?? loneKey)?.toLowerCase(),
      value: phrase === undefined ? (plain ?? '') : phrase + star,
      quoted: phrase !== undefined,
      word: phrase === undefined ? all : undefined,
      column: found.index + 1,
    };
  });
}

function readTerm(reading: Reading, piece: TypedPiece & { not: boolean }, or: boolean): void {
  const read = conditionOf(piece, reading.knows);
  if ('fault' in read) return void reading.faults.push({ fault: read.fault, column: piece.column });
  if (read.doubt !== undefined) reading.doubts.push(read.doubt);
  if (read.is === undefined) return;
  const term = { not: piece.not, is: read.is };
  if (or) reading.clauses.at(-1)?.push(term);
  else reading.clauses.push([term]);
}

type Read = { readonly is?: Condition; readonly doubt?: string } | { readonly fault: string };

function conditionOf({ key, value, quoted }: TypedPiece, knows: Knows): Read {
  if (key === undefined) return textOf(value, undefined);
  const operator: Operator | undefined = Object.hasOwn(OPERATORS, key) ? OPERATORS[key] : undefined;
  if (operator === undefined)
    return quoted || unknownKey(key) === undefined ? textOf(`${key}:${value}`, undefined) : { fault: unknownKey(key)! };
  if (value.trim() === '') return { fault: `${key}: needs ${operator.wants} right behind it` };
  return operator.read(value, knows) ?? textOf(value, operator.part);
}

/** `10:30` and `http://…` are words; what nearly is an operator was meant to be one. */
function unknownKey(key: string): string | undefined {
  const known = Object.keys(OPERATORS);
  const meant =
    nearest(key, known, { distance: 1, most: 1 })[0] ??
    (key.length < 3 ? undefined : known.find(operator => operator.startsWith(key)));
  if (meant === undefined || key.length < 3) return undefined;
  return `there is no ${key}:, did you mean ${meant}:? (in quotes they are words)`;
}

function textOf(value: string, within: Part | undefined): Read {
  const words = searchWords(value);
  const prefix = /[\p{L}\p{N}\p{M}\p{Co}]\*$/u.test(value);
  if (words.length === 0) return { doubt: `there is no letter and no digit in ${value}` };
  if (words.some(word => word.length > LONGEST_WORD)) return { fault: `a word has at most ${LONGEST_WORD} letters` };
  if (prefix && words.at(-1)!.length < SHORTEST_PREFIX)
    return { fault: `at least ${SHORTEST_PREFIX} letters stand before *` };
  return { is: { about: 'text', words, prefix, ...(within === undefined ? {} : { within }) } };
}
