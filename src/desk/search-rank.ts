/** How well a message fits what is sought: as BM25 has it, and a hit in the subject, in a name or a file weighs more. */
import { type Piece, type Place, placesOf, type Sought, snippetOf } from './search-words.ts';

export interface Found {
  readonly subject: string;
  readonly text: string;
  readonly author: string;
  readonly requester: string;
  readonly files: readonly string[];
}

export interface Fit {
  /** Higher is better; small differences are none, so that the newer comes first. */
  readonly score: number;
  /** Made when it is asked for, for few of many are shown. */
  snippet(): readonly Piece[];
  /** The subject, with what was sought marked. */
  subject(): readonly Piece[];
}

const SUBJECT = 4;
const NAME = 2;
const FILE = 2;
const SATURATION = 1.2;
const USUAL_LENGTH = 150;

/** One for each message, in their order. */
export function fitsOf(messages: readonly Found[], sought: readonly Sought[]): Fit[] {
  const read = messages.map(message => partsOf(message, sought));
  // of words joined by OR the rarer says more; only what was found is known here
  const weights = sought.map((_, i) => {
    const having = read.filter(parts => parts.some(({ places }) => places[i]!.length > 0)).length;
    return 1 + Math.log(messages.length / Math.max(1, having));
  });
  return read.map((parts, at) => ({
    score: Math.round(5 * weights.reduce((sum, weight, i) => sum + weight * worth(parts, i), 0)) / 5,
    snippet: () => snippetOf(messages[at]!.text, parts[0]!.places.flat()),
    subject: () => marksOf(messages[at]!.subject, parts[1]!.places.flat()),
  }));
}

interface Part {
  readonly words: number;
  readonly places: readonly (readonly Place[])[];
}

const LETTERS_A_WORD = 6;

/** Text, subject, names, files. */
function partsOf({ text, subject, author, requester, files }: Found, sought: readonly Sought[]): Part[] {
  const only = (part: Sought['within'], words: string): Part => {
    const places = placesOf(words, sought).map((own, i) => (fits(sought[i]!, part) ? own : []));
    return { words: words.length / LETTERS_A_WORD, places };
  };
  return [
    only(undefined, text),
    only('subject', subject),
    only('author', `${author}\n${requester}`),
    only('files', files.join('\n')),
  ];
}

const fits = ({ within }: Sought, part: Sought['within']) => within === undefined || within === part;

function worth([text, subject, names, files]: readonly Part[], i: number): number {
  const often = text!.places[i]!.length;
  const long = SATURATION * (0.25 + (0.75 * text!.words) / USUAL_LENGTH);
  return (
    (often * (SATURATION + 1)) / (often + long) +
    (subject!.places[i]!.length > 0 ? SUBJECT : 0) +
    (names!.places[i]!.length > 0 ? NAME : 0) +
    (files!.places[i]!.length > 0 ? FILE : 0)
  );
}

function marksOf(subject: string, places: readonly Place[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { start, end } of places.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (start < at) continue;
    if (start > at) pieces.push({ text: subject.slice(at, start), hit: false });
    pieces.push({ text: subject.slice(start, end), hit: true });
    at = end;
  }
  return at < subject.length ? [...pieces, { text: subject.slice(at), hit: false }] : pieces;
}
