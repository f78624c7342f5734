/**
 * Words of notes in a letter to a requester. The last of the four walls: it looks at what leaves and knows nothing of how
 * it came about. Case, white space, quote marks and Markdown do not matter, and words that somebody said in public are no
 * secret. One pass over the notes; of these only words that stand in the letter too are looked at closely.
 *
 * What is a leak, is chosen so that people who work on one matter may use the same words: eight words of a note in a row, a
 * whole note of four or more, or, in what nobody typed, a code that only notes know: a password, a serial number.
 */
export interface Outgoing {
  /** Every text in the letter, as it is read. */
  readonly texts: readonly string[];
  /** What a person wrote into it; '' for none. A code in it was meant. */
  readonly typed: string;
}

/** The words of a note as they stand in the letter; undefined: none do, but what is `published` too. Asked for only when it matters. */
export interface Found {
  readonly words: string;
  readonly run: readonly string[];
}

const RUN = 8 as const;
/** Of words said in public so many in a row count as said. */
const PUBLIC_RUN = 4 as const;
const RUN_LETTERS = 30;
const WHOLE = 4;
const WHOLE_LETTERS = 16;
const CODE = 8;
/** What is shown of it. */
const MOST_SHOWN = 20;

/** Runs of words that the letter has in common with notes. */
export function inCommon(notes: readonly string[], letter: Outgoing): Found[] {
  const noted = notes.map(note => [...wordsOf(note)]);
  // files may be a thousand times longer than notes, and of their words only those matter
  const known = indexed(letter.texts, new Set(noted.flat()));
  const typed = new Set(wordsOf(letter.typed));
  return noted.flatMap(words => [
    ...(words.length < RUN ? wholeNote(words, known) : longRuns(words, known)),
    ...words.filter(word => isCode(word) && known.ids.has(word) && !typed.has(word)).map(word => asFound([word])),
  ]);
}

/** The first that was not said in public, but for a few words around what was: `wrote` before a quote is no secret. */
export function firstSecret(found: readonly Found[], published: readonly string[]): Found | undefined {
  if (found.length === 0) return undefined;
  const known = indexed(published, new Set(found.flatMap(({ run }) => run)));
  return found.find(({ run }) => {
    if (run.length < WHOLE) return !run.every(word => known.ids.has(word));
    return unsaid(run, known) >= WHOLE;
  });
}

/** How many of the words stand in no piece of a public message. */
function unsaid(run: readonly string[], known: Index): number {
  let covered = 0;
  let upTo = 0;
  for (const [at, id] of numbered(run, known, PUBLIC_RUN).entries()) {
    if (id === GAP) continue;
    covered += at + PUBLIC_RUN - Math.max(at, upTo);
    upTo = at + PUBLIC_RUN;
  }
  return run.length - covered;
}

/**
 * Texts as numbers of words, with gaps between. Runs of two, four and eight words have numbers too, each made of the
 * numbers of its halves, so that runs are compared without making any text of them.
 */
interface Index {
  readonly ids: ReadonlyMap<string, number>;
  readonly sequence: readonly number[];
  /** Of each word. */
  readonly places: readonly (readonly number[])[];
  readonly runs: ReadonlyMap<2 | 4 | 8, ReadonlyMap<number, number>>;
}

const GAP = -1;
const LENGTHS = [2, 4, 8] as const;

/** Of words that are not in `only` nothing is kept but a gap. */
function indexed(texts: readonly string[], only: ReadonlySet<string>): Index {
  const ids = new Map<string, number>();
  const sequence: number[] = [];
  const places: number[][] = [];
  const part = () => {
    if (sequence.at(-1) !== GAP) sequence.push(GAP);
  };
  for (const text of texts) {
    for (const word of wordsOf(text)) {
      if (!only.has(word)) {
        part();
        continue;
      }
      const id = ids.get(word) ?? ids.size;
      if (id === places.length) {
        ids.set(word, id);
        places.push([]);
      }
      places[id]!.push(sequence.length);
      sequence.push(id);
    }
    part();
  }
  const runs = new Map<2 | 4 | 8, Map<number, number>>();
  let numbers: readonly number[] = sequence;
  for (const length of LENGTHS) {
    const known = new Map<number, number>();
    numbers = ofPairs(numbers, length / 2, pair => numberIn(known, pair));
    runs.set(length, known);
  }
  return { ids, sequence, places, runs };
}

function numberIn(known: Map<number, number>, pair: number): number {
  const number = known.get(pair) ?? known.size;
  known.set(pair, number);
  return number;
}

/** The number of the run of that length that begins at each word; GAP where the index has no such run. */
function numbered(words: readonly string[], { ids, runs }: Index, length: 2 | 4 | 8): readonly number[] {
  let numbers: readonly number[] = words.map(word => ids.get(word) ?? GAP);
  for (const each of LENGTHS.filter(one => one <= length)) {
    const known = runs.get(each)!;
    numbers = ofPairs(numbers, each / 2, pair => known.get(pair) ?? GAP);
  }
  return numbers;
}

function ofPairs(numbers: readonly number[], apart: number, numberOf: (pair: number) => number): number[] {
  const made: number[] = [];
  for (let at = 0; at + apart < numbers.length; at++) {
    const [first, second] = [numbers[at]!, numbers[at + apart]!];
    made.push(first === GAP || second === GAP ? GAP : numberOf(pairOf(first, second)));
  }
  return made;
}

function longRuns(words: readonly string[], known: Index): Found[] {
  return stretches(words, known).flatMap(([from, to]) => runsWithin(words.slice(from, to), known));
}

/** Where each two words in a row stand so in the index too, long enough: most notes have no such stretch. */
function stretches(words: readonly string[], { ids, runs }: Index): [from: number, to: number][] {
  const pairs = runs.get(2)!;
  const found: [number, number][] = [];
  let from = 0;
  let before = GAP;
  for (let at = 0; at <= words.length; at++) {
    const id = at < words.length ? (ids.get(words[at]!) ?? GAP) : GAP;
    if (id !== GAP && before !== GAP && pairs.has(pairOf(before, id))) before = id;
    else {
      if (at - from >= RUN) found.push([from, at]);
      [from, before] = [at, id];
    }
  }
  return found;
}

function pairOf(first: number, second: number): number {
  return first * 2 ** 26 + second;
}

function runsWithin(words: readonly string[], known: Index): Found[] {
  const found: Found[] = [];
  const runs = numbered(words, known, RUN);
  for (let from = 0; from < runs.length; from++) {
    if (runs[from] === GAP) continue;
    let last = from;
    while (last + 1 < runs.length && runs[last + 1] !== GAP) last++;
    const run = words.slice(from, last + RUN);
    if (letters(run) >= RUN_LETTERS) found.push(asFound(run));
    from = last;
  }
  return found;
}

function wholeNote(words: readonly string[], known: Index): Found[] {
  const isEnough = words.length >= WHOLE && letters(words) >= WHOLE_LETTERS;
  return isEnough && holds(words, known) ? [asFound(words)] : [];
}

function holds(run: readonly string[], { ids, sequence, places }: Index): boolean {
  const wanted = run.map(word => ids.get(word));
  const [first] = wanted;
  if (first === undefined || wanted.includes(undefined)) return false;
  return places[first]!.some(at => wanted.every((id, i) => sequence[at + i] === id));
}

function asFound(run: readonly string[]): Found {
  return { run, words: run.slice(0, MOST_SHOWN).join(' ') + (run.length > MOST_SHOWN ? ' …' : '') };
}

function letters(words: readonly string[]): number {
  return words.reduce((sum, word) => sum + word.length, 0);
}

function isCode(word: string): boolean {
  return word.length >= CODE && /\d/.test(word) && /\p{L}/u.test(word);
}

/** Where no blanks stand between words, each sign is one. */
const UNSPACED = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}';
const WORD = new RegExp(`[${UNSPACED}]|[[\\p{L}\\p{N}\\p{M}]--[${UNSPACED}]]+`, 'gv');
const ASCII = /^[\0-\x7f]*$/;

function* wordsOf(text: string): Iterable<string> {
  const isPlain = ASCII.test(text);
  // soft hyphens, joiners, marks of direction and whatever else shows nothing stand within words
  const words = isPlain ? text : text.replace(/\p{Default_Ignorable_Code_Point}/gu, '').normalize('NFKC');
  for (const [word] of words.toLowerCase().matchAll(isPlain ? /[a-z0-9]+/g : WORD)) yield word;
}
