/**
 * The category of a request, guessed from those that operators gave to earlier ones. Bayes over the words that stand in
 * it; the sum of the logarithms is made milder by as much as makes the probabilities right for the requests it learned
 * from, each judged as if it had not been learned, for words are not independent and the plain answer is always sure.
 */

import { type Language, languageOf } from '../mail/language.ts';
import type { CategoryGuess } from '../mail/mail.ts';
import { topicWords } from '../mail/topic-words.ts';
import { Counter, type Logs, stem, type Tally } from './natural.ts';

export interface Categorised {
  readonly ticket: number;
  readonly category: string;
  /** stemsOf its first request. */
  readonly stems: readonly string[];
}

export interface Guesser {
  guess(subject: string, text: string): CategoryGuess | undefined;
  learn(one: Categorised): void;
}

/** With fewer tickets, or fewer categories, nothing is said. */
export const FEWEST_TICKETS = 20;
export const FEWEST_CATEGORIES = 2;
const MOST_STEMS = 60;
/** UTF-16 units of a request that are looked at: what it is about stands at its beginning. */
const LONGEST = 6_000;
const MILDNESS = [1, 0.8, 0.6, 0.5, 0.4, 0.3, 0.2, 0.15, 0.1];
const MOST_SIGNS = 4;

/** stem → a word of the text that has it. Each once, in their order. */
function stemmed(subject: string, text: string): Map<string, string> {
  const words = `${subject}\n${text.slice(0, LONGEST)}`;
  const language: Language | undefined = languageOf(words);
  const found = new Map<string, string>();
  for (const word of topicWords(words, language)) {
    if (found.size >= MOST_STEMS) break;
    const key = stem(word, language);
    if (!found.has(key)) found.set(key, word);
  }
  return found;
}

export function stemsOf(subject: string, text: string): string[] {
  return [...stemmed(subject, text).keys()];
}

export function createGuesser(learned: readonly Categorised[]): Guesser {
  const documents = [...learned];
  const counts = new Counter();
  for (const one of documents) counts.add(one.stems, one.category);
  let mildness: number | undefined;
  let mildnessOf = 0;
  return {
    learn: one => {
      documents.push(one);
      counts.add(one.stems, one.category);
    },
    guess: (subject, text) => {
      if (counts.size < FEWEST_TICKETS || counts.labels.length < FEWEST_CATEGORIES) return undefined;
      if (mildness === undefined || counts.size > mildnessOf * 1.1) {
        mildness = bestMildness(counts, documents);
        mildnessOf = counts.size;
      }
      return guessOf(counts, stemmed(subject, text), mildness);
    },
  };
}

function guessOf(counts: Tally, said: ReadonlyMap<string, string>, mildness: number): CategoryGuess | undefined {
  const logs = counts.logs([...said.keys()]);
  // of no word that is known nothing can be said
  if (logs.words.length === 0) return undefined;
  const shares = probabilities(logs, mildness);
  const best = shares.indexOf(Math.max(...shares));
  const signs = signsFor(logs, best).slice(0, MOST_SIGNS);
  return {
    category: logs.labels[best]!.label,
    probability: shares[best]!,
    because: signs.map(word => said.get(word)!),
  };
}

/** Words are made milder, how many tickets there are of a category is known. */
function probabilities({ labels }: Logs, mildness: number): number[] {
  const sums = labels.map(({ prior, logs }) => prior + mildness * sum(logs));
  const most = Math.max(...sums);
  const shares = sums.map(one => Math.exp(one - most));
  const all = sum(shares);
  return shares.map(share => share / all);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, n) => all + n, 0);
}

/** What speaks for it and against the others on the average, the strongest first. */
function signsFor({ words, labels }: Logs, best: number): string[] {
  const others = labels.filter((_, n) => n !== best);
  const signs = words.map((word, n) => ({
    word,
    adds: labels[best]!.logs[n]! - sum(others.map(({ logs }) => logs[n]!)) / others.length,
  }));
  return signs
    .filter(({ adds }) => adds > 0)
    .sort((a, b) => b.adds - a.adds)
    .map(({ word }) => word);
}

/** Of the learned requests, at most so many, the newest. */
const ASKED = 300;

function bestMildness(counts: Tally, documents: readonly Categorised[]): number {
  const asked = documents.slice(-ASKED).map(({ stems, category }) => {
    const logs = counts.logs(stems, category);
    return { logs, right: logs.labels.findIndex(({ label }) => label === category) };
  });
  const goodness = (mildness: number) =>
    sum(asked.map(({ logs, right }) => Math.log(Math.max(probabilities(logs, mildness)[right] ?? 0, 1e-9))));
  const rated = MILDNESS.map(mildness => ({ mildness, good: goodness(mildness) }));
  return rated.sort((a, b) => b.good - a.good)[0]!.mildness;
}
