/** The end of a complaint about a word that is not there: what may have been meant, else what there is. */
import { closest } from '../desk/closest.ts';
import { oneOf, quoted } from './fault.ts';

/** More are only counted. */
export const MOST_NAMED = 12;

/** `, did you mean "support"?` or `: there is "support" or "billing"`. */
export function instead(word: string, words: readonly string[]): string {
  const near = meant(word, words);
  if (near !== '') return near;
  if (words.length === 0) return ': there is none';
  return words.length > MOST_NAMED ? `: there are ${words.length}` : `: there is ${oneOf(words)}`;
}

/** `, did you mean "support"?`, or nothing. */
export function meant(word: unknown, words: readonly string[]): string {
  const near = typeof word === 'string' ? closest(word, words) : undefined;
  return near === undefined ? '' : `, did you mean ${quoted(near)}?`;
}

/** The same for time zones: all that this machine knows. */
export function meantZone(word: unknown): string {
  return meant(word, Intl.supportedValuesOf('timeZone'));
}
