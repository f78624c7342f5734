/** What an operator may want to know of a request before reading it: what it seems to be of, and what it lacks. */
import type { Lacking } from '../desk/lacking.ts';
import type { CategoryGuess } from '../mail/mail.ts';
import type { TicketView } from '../store/views.ts';
import { oneLine } from './one-line.ts';
import { percent } from './spam-words.ts';

/** `printing (93.0 %: toner, streaks)` */
export function guessWords({ category, probability, because }: CategoryGuess): string {
  const words = because.length === 0 ? '' : `: ${because.map(oneLine).join(', ')}`;
  return `${oneLine(category)} (${percent(probability)}${words})`;
}

/** Only where nobody said what it is. */
export function guessHint({ number, category, guess }: Pick<TicketView, 'number' | 'category' | 'guess'>): string {
  return category !== null || guess === null ? '' : `${guessWords(guess)}; desk suggest ${number}`;
}

const WORDS = {
  steps: 'what was done',
  expected: 'what was expected',
  seen: 'what was seen',
  'error-code': 'the error message',
  screenshot: 'a picture',
} as const;

export function lackWords(lacks: Lacking['lacks']): string {
  return lacks.map(({ what }) => WORDS[what]).join(', ');
}

export function lackHint(number: number, lacks: Lacking['lacks']): string {
  if (lacks.length === 0) return '';
  return `${lackWords(lacks)}; desk reply ${number} --canned need-info asks for it`;
}
