import { htmlWords } from './html-words.ts';

/**
 * Which of two renderings of the same words is read: the plain one, unless it is no rendering at all but empty, or a
 * few words that the HTML does not hold (“your program cannot show HTML”, “see the web version”) beside more of them.
 * What such a stub says is known in no language; that its words are missing in the HTML can be seen in every one.
 */
const LONGEST_STUB = 1500;
const MOST_WORDS = 150;
const LOOKED_AT = 200_000;

/** Both as they were decoded; the HTML with its tags. */
export function isNoRendering(plain: string, html: string): boolean {
  const said = plain.trim();
  if (/^[\s\u00a0\u200b\ufeff-]*$/.test(said)) return true;
  if (said.length > LONGEST_STUB || html.length < said.length) return false;
  const words = tellingWords(said);
  if (words.length === 0 || share(words, html.slice(0, LOOKED_AT)) >= 0.5) return false;
  const shown = htmlWords(html, LOOKED_AT).text;
  return shown.trim().length > said.length && share(words, shown) < 0.5;
}

/** Short words stand within others everywhere, so the longer ones count where there are any. */
function tellingWords(text: string): string[] {
  const words = Array.from(text.matchAll(/[\p{L}\p{N}]{2,}/gu), ([word]) => word.toLowerCase()).slice(0, MOST_WORDS);
  const long = words.filter(word => word.length > 3);
  return long.length > 2 ? long : words;
}

function share(words: readonly string[], text: string): number {
  const lower = text.toLowerCase();
  return words.filter(word => lower.includes(word)).length / words.length;
}
