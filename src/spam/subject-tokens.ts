import type { HeaderLine } from './header-lines.ts';
import { addExact, addLower, addName, prefix } from './token-set.ts';
import { eachWord, isInCapitals } from './words.ts';

/** The subject: its words, apart from those of the body, and how it shouts. */
const WORD = prefix('subject:');
const CHARSET = prefix('subject.charset:');
const MOST_WORDS = 60;

export function addSubject({ value, words, raw }: HeaderLine): void {
  let capitals = 0;
  const count = eachWord(words, MOST_WORDS, (text, from, to) => {
    addLower(WORD, text, from, to);
    const last = text.charCodeAt(to - 1);
    if ((last === 33 || last === 37) && to - from > 1) addLower(WORD, text, from, to - 1);
    if (to - from > 2 && isInCapitals(text, from, to)) capitals++;
  });
  if (count === 0) addName('subject.empty');
  else if (capitals === count) addName('subject.all-capitals');
  else if (capitals > 1) addName('subject.capitals');
  if (/[!?]{2}/.test(words)) addName('subject.marks');
  // A number behind a wide gap, so that no two subjects are equal.
  if (/ {4}\S/.test(words)) addName('subject.gap');
  if (/^re:/i.test(words)) addName('subject.re');
  const charset = /=\?([^?*]{1,40})/.exec(value)?.[1];
  if (charset !== undefined) addExact(CHARSET, charset.toLowerCase());
  else if (raw) addName('subject.raw-letters');
}
