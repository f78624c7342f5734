/**
 * Which of the ready answers suit a text: cosine of the TF-IDF weights of their words' stems. Loads natural.
 */
import { type Language, languageOf } from '../mail/language.ts';
import { topicWords } from '../mail/topic-words.ts';
import { stem, unit, weigh } from './natural.ts';

export interface Ready {
  /** '' suits every language. */
  readonly language: string;
  readonly title: string;
  readonly tags: readonly string[];
  readonly text: string;
}

export interface Suggestion<R extends Ready> {
  readonly ready: R;
  /** 0 to 1. */
  readonly score: number;
  /** The words they share, the weightiest first, as they stand in what was asked. */
  readonly because: readonly string[];
}

export interface Suggester<R extends Ready> {
  /** For an operator, who looks at them; the best first. */
  suggest(asked: Asked, most: number): Suggestion<R>[];
  /** For the requester: rather none than a wrong one. */
  surely(asked: Asked, most: number): Suggestion<R>[];
}

export interface Asked {
  readonly subject: string;
  readonly text: string;
  /** Guessed from the words when it is not known. */
  readonly language?: Language;
}

/** Title and tags say more than the text below them. */
const TITLE = 3;
const TAGS = 2;
const SUBJECT = 2;
/** Below this two texts share a word and not a matter. */
const LEAST = 0.05;
/** On the labelled set no suggestion above it is wrong, and none is made to a question without an answer. */
const SURE = 0.25;
const SURE_WORDS = 2;
const MOST_WORDS = 5;

export function createSuggester<R extends Ready>(all: readonly R[]): Suggester<R> {
  const { documents, idf } = weigh(all.map(wordsOfReady));
  const rated = (asked: Asked, least: number) => {
    const said = stemsOf(asked);
    const weights = unit([...said].map(([word, { times }]) => [word, (1 + Math.log(times)) * idf(word)]));
    return all
      .map((ready, n) => ({ ready, ...likeness(weights, documents[n]!) }))
      .filter(({ score }) => score >= least)
      .sort((a, b) => b.score - a.score)
      .map(({ ready, score, shared }) => ({
        ready,
        score,
        because: shared.slice(0, MOST_WORDS).map(word => said.get(word)!.word),
      }));
  };
  return {
    suggest: (asked, most) => rated(asked, LEAST).slice(0, most),
    surely: (asked, most) =>
      rated(asked, SURE)
        .filter(({ because }) => because.length >= SURE_WORDS)
        .slice(0, most),
  };
}

function likeness(asked: ReadonlyMap<string, number>, ready: ReadonlyMap<string, number>) {
  const shared = [...asked].flatMap(([word, weight]) => {
    const other = ready.get(word);
    return other === undefined ? [] : [{ word, adds: weight * other }];
  });
  shared.sort((a, b) => b.adds - a.adds);
  return { score: shared.reduce((sum, { adds }) => sum + adds, 0), shared: shared.map(({ word }) => word) };
}

function wordsOfReady({ language, title, tags, text }: Ready): string[] {
  const known = (language.split('-')[0] || languageOf(`${title}\n${text}`)) as Language | undefined;
  const words = (part: string) => topicWords(part, known).map(word => stem(word, known));
  return [
    ...Array<string[]>(TITLE).fill(words(title)).flat(),
    ...Array<string[]>(TAGS)
      .fill(words(tags.join(' ')))
      .flat(),
    ...words(text),
  ];
}

/** stem → how often, and a word that has it. */
function stemsOf({ subject, text, language }: Asked): Map<string, { readonly word: string; readonly times: number }> {
  const known = language ?? languageOf(`${subject}\n${text}`);
  const found = new Map<string, { word: string; times: number }>();
  const add = (part: string, times: number) => {
    for (const word of topicWords(part, known)) {
      const key = stem(word, known);
      found.set(key, { word: found.get(key)?.word ?? word, times: (found.get(key)?.times ?? 0) + times });
    }
  };
  add(subject, SUBJECT);
  add(text, 1);
  return found;
}
