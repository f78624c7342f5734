/**
 * The only file that knows natural, and it is loaded when something is to be guessed or suggested and not before. By
 * its parts: `import 'natural'` reads mongoose, pg and redis, the .env of the current folder, and takes a second.
 */
import BayesClassifier from 'natural/lib/natural/classifiers/bayes_classifier.js';
import PorterStemmer from 'natural/lib/natural/stemmers/porter_stemmer.js';
import PorterStemmerDe from 'natural/lib/natural/stemmers/porter_stemmer_de.js';
import PorterStemmerEs from 'natural/lib/natural/stemmers/porter_stemmer_es.js';
import PorterStemmerFr from 'natural/lib/natural/stemmers/porter_stemmer_fr.js';
import PorterStemmerIt from 'natural/lib/natural/stemmers/porter_stemmer_it.js';
import PorterStemmerNl from 'natural/lib/natural/stemmers/porter_stemmer_nl.js';
import PorterStemmerRu from 'natural/lib/natural/stemmers/porter_stemmer_ru.js';
import PorterStemmerUk from 'natural/lib/natural/stemmers/porter_stemmer_uk.js';
import TfIdf from 'natural/lib/natural/tfidf/tfidf.js';
import type { Language } from '../mail/language.ts';

const STEMMERS: Readonly<Partial<Record<Language, { stem(word: string): string }>>> = {
  en: PorterStemmer,
  de: PorterStemmerDe,
  es: PorterStemmerEs,
  fr: PorterStemmerFr,
  it: PorterStemmerIt,
  nl: PorterStemmerNl,
  ru: PorterStemmerRu,
  uk: PorterStemmerUk,
};

/** Words come again and again, and a stemmer takes its time. */
const KNOWN_STEMS = new Map<string, string>();
const MOST_STEMS = 50_000;

/** The stem of a word in lower case; the word itself in a language that natural has no stemmer for. */
export function stem(word: string, language: Language | undefined): string {
  const stemmer = language === undefined ? undefined : STEMMERS[language];
  if (!stemmer) return word;
  const key = `${language} ${word}`;
  const known = KNOWN_STEMS.get(key);
  if (known !== undefined) return known;
  if (KNOWN_STEMS.size >= MOST_STEMS) KNOWN_STEMS.clear();
  const found = stemmer.stem(word) || word;
  KNOWN_STEMS.set(key, found);
  return found;
}

/** Weights of words in documents. */
export interface Weights {
  /** Of each document: word → weight, of length one. */
  readonly documents: readonly ReadonlyMap<string, number>[];
  /** How much a word tells that stands in few documents. */
  readonly idf: (word: string) => number;
}

/**
 * natural's own score of a document is a sum that grows with the document's length, so the long ones would always come
 * first: here every document has the length one, and a word that stands in it three times does not count three times.
 */
export function weigh(documents: readonly (readonly string[])[]): Weights {
  const tfidf = new TfIdf();
  // with a sign before it no word is a property that objects have by themselves
  for (const words of documents) tfidf.addDocument(words.map(word => `=${word}`));
  const weighed = documents.map((_, n) => {
    const terms = tfidf.listTerms(n).filter(({ term }) => term.startsWith('='));
    return unit(terms.map(({ term, tf, idf }) => [term.slice(1), (1 + Math.log(tf)) * idf] as const));
  });
  return { documents: weighed, idf: word => tfidf.idf(`=${word}`) };
}

export function unit(weights: readonly (readonly [string, number])[]): Map<string, number> {
  const length = Math.hypot(...weights.map(([, weight]) => weight)) || 1;
  return new Map(weights.map(([word, weight]) => [word, weight / length]));
}

/** How often words stood in the documents of each label. */
export interface Tally {
  readonly labels: readonly string[];
  /** Of documents. */
  readonly size: number;
  /** Each word once. */
  add(words: readonly string[], label: string): void;
  /** `without`: as if a document of these words and this label had not been added. */
  logs(words: readonly string[], without?: string): Logs;
}

/** Of the words that are known at all: ln of the share of each label's documents that have them, in their order. */
export interface Logs {
  readonly words: readonly string[];
  readonly labels: readonly LabelLogs[];
}

export interface LabelLogs {
  readonly label: string;
  /** ln of the share of documents that are of this label. */
  readonly prior: number;
  readonly logs: readonly number[];
}

/** So many documents in which words are as frequent as they are in all are added to those of each label. */
const BACKGROUND = 15;

/**
 * natural counts, we calculate. Its own answers are products that are not normalised and become 0 for all labels at
 * some hundred words; it looks for every known word in every text, one after the other; and a word that a label never
 * had speaks for the label with the fewest documents. Words are added with a sign before them: a number would move the
 * places of all words behind it, and `constructor` is there already.
 */
export class Counter extends BayesClassifier implements Tally {
  readonly #places = new Map<string, number>();
  /** How many documents have the word of each place. */
  readonly #having: number[] = [];
  #size = 0;

  get labels(): string[] {
    return Object.keys(this.classifier.classTotals).map(key => key.slice(1));
  }

  get size(): number {
    return this.#size;
  }

  add(words: readonly string[], label: string): void {
    if (words.length === 0) return;
    for (const word of words) {
      const place = this.#places.get(word) ?? this.#places.size;
      this.#places.set(word, place);
      this.#having[place] = (this.#having[place] ?? 0) + 1;
    }
    this.addDocument(
      words.map(word => `=${word}`),
      `=${label}`,
    );
    this.train();
    this.#size++;
  }

  /** What natural finds by looking for each word it knows. */
  override textToFeatures(words: readonly string[]): (0 | 1)[] {
    const features = new Array<0 | 1>(this.#places.size).fill(0);
    for (const word of words) features[this.#places.get(word.slice(1))!] = 1;
    return features;
  }

  logs(words: readonly string[], without?: string): Logs {
    const { classFeatures, classTotals } = this.classifier;
    const own = without === undefined ? undefined : `=${without}`;
    const all = this.#size - Number(own !== undefined);
    const known = words.flatMap(word => {
      const place = this.#places.get(word);
      const share = place === undefined ? 0 : (this.#having[place]! - Number(own !== undefined)) / all;
      return share > 0 ? [{ word, place: place!, share }] : [];
    });
    const keys = Object.keys(classTotals);
    const labels = keys.map(key => {
      const [features, less] = [classFeatures[key]!, Number(key === own)];
      // natural begins to count at one
      const documents = classTotals[key]! - 1 - less;
      const logs = known.map(({ place, share }) =>
        Math.log((Math.max((features[place] ?? 1) - 1 - less, 0) + BACKGROUND * share) / (documents + BACKGROUND)),
      );
      return { label: key.slice(1), prior: Math.log((documents + 1) / (all + keys.length)), logs };
    });
    return { words: known.map(({ word }) => word), labels };
  }
}
