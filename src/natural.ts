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
import type { Language } from './mail/language.ts';

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

/** The stem of a word in lower case; the word itself in a language that natural has no stemmer for. */
export function stem(word: string, language: Language | undefined): string {
  const stemmer = language === undefined ? undefined : STEMMERS[language];
  return stemmer?.stem(word) || word;
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
  /** Of the words that are known at all. `without`: as if a document of these words and this label had not been added. */
  logs(words: readonly string[], without?: string): readonly LabelLogs[];
}

/** ln of the share of a label, and of the share of its documents that have each of the words. */
export interface LabelLogs {
  readonly label: string;
  readonly prior: number;
  readonly words: ReadonlyMap<string, number>;
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
  #size = 0;

  get labels(): string[] {
    return Object.keys(this.classifier.classTotals).map(key => key.slice(1));
  }

  get size(): number {
    return this.#size;
  }

  add(words: readonly string[], label: string): void {
    if (words.length === 0) return;
    for (const word of words) if (!this.#places.has(word)) this.#places.set(word, this.#places.size);
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

  logs(words: readonly string[], without?: string): LabelLogs[] {
    const { classFeatures, classTotals } = this.classifier;
    const less = (label: string) => Number(label === `=${without}`);
    // natural begins to count at one
    const labels = Object.entries(classTotals).map(([key, total]) => ({ key, documents: total - 1 - less(key) }));
    const all = this.#size - Number(without !== undefined);
    const having = (key: string, place: number) => Math.max((classFeatures[key]?.[place] ?? 1) - 1 - less(key), 0);
    const known = words.flatMap(word => {
      const place = this.#places.get(word);
      if (place === undefined) return [];
      const share = labels.reduce((sum, { key }) => sum + having(key, place), 0) / all;
      return share > 0 ? [{ word, place, share }] : [];
    });
    return labels.map(({ key, documents }) => ({
      label: key.slice(1),
      prior: Math.log((documents + 1) / (all + labels.length)),
      words: new Map(
        known.map(({ word, place, share }) => [
          word,
          Math.log((having(key, place) + BACKGROUND * share) / (documents + BACKGROUND)),
        ]),
      ),
    }));
  }
}
