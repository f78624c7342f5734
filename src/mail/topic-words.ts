/** The words that say what a text is about: no addresses, no numbers alone, none of the small words of its language. */
import { isSmallWord, type Language } from './language.ts';

/** UTF-16 units that are looked at. */
const LONGEST = 20_000;
const LONGEST_WORD = 40;

/** Lower case, in their order, again as often as they stand there. */
export function topicWords(text: string, language?: Language): string[] {
  const start = text.slice(0, LONGEST).toLowerCase().normalize('NFC').replaceAll('’', "'");
  const plain = start.split(/\s+/).filter(piece => !/@|:\/\/|^www\./.test(piece));
  const words = plain.join(' ').match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:'\p{L}+)*/gu) ?? [];
  return words.filter(
    word => word.length > 1 && word.length <= LONGEST_WORD && /\p{L}/u.test(word) && !isSmallWord(word, language),
  );
}
