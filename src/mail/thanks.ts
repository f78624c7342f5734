import { CLOSINGS, DONE, GREETINGS, SOLVED, THANKS } from './thanks-words.ts';

/**
 * Whether an answer only says thank you, so that it need not reopen a ticket or start a clock. Precision comes first:
 * the whole text must consist of phrases that thank or say that all is well (thanks-words.ts), around which only a
 * greeting, a closing and a name may stand. One word more and it is an answer like any other; a question mark and a
 * digit always make it one.
 */
const LONGEST = 400;
const MOST_PARTS = 16;

/** `newWords`: what was written this time. */
export function isOnlyThanks(newWords: string): boolean {
  const text = newWords.trim();
  if (text === '' || text.length > LONGEST || /[?？;؟\d@/\\#%€$=]/.test(text)) return false;
  if (ONLY_EMOJI.test(text)) return HAPPY.test(text);
  const parts = partsOf(text);
  if (parts.length === 0 || parts.length > MOST_PARTS || SAD.test(text)) return false;
  let thanked = false;
  for (const [n, part] of parts.entries()) {
    if (thanks(part)) thanked = true;
    else if (whole().solved.test(part.words)) thanked ||= DONE.test(part.words);
    else if (n === 0 && whole().greeting.test(part.words.replace(NAMES_AT_END, ''))) continue;
    else if (thanked && isTail(parts.slice(n))) return true;
    else if (!(thanked && isName(part))) return false;
  }
  return thanked;
}

interface Part {
  readonly words: string;
  readonly startsLine: boolean;
}

/** Clauses without emoji and marks: "Thanks, solved! 👍" is two. */
function partsOf(text: string): Part[] {
  return text.split('\n').flatMap(line =>
    line
      .replace(EMOJI, ' . ')
      .split(/[.,!:…。，、！～~]+|\s[-–—]+(?:\s|$)|^[-–—*]+|\s[:;]-?\)|<3|\^\^/)
      .map(words => words.replace(/\s+/g, ' ').replace(/^[\s'"“”„»«()¡¿]+|[\s'"“”„»«()]+$/g, ''))
      .filter(words => words !== '')
      .map((words, n) => ({ words, startsLine: n === 0 })),
  );
}

/** "Thanks Bob" too; behind a longer phrase a capital may begin any German noun. */
function thanks({ words }: Part): boolean {
  if (whole().thanks.test(words)) return true;
  const nameless = words.replace(/(?: \p{Lu}[\p{L}'’-]{1,24}){1,2}$/u, '');
  return nameless !== words && nameless.split(' ').length <= 3 && whole().thanks.test(nameless);
}

/** A closing and the name below it, and nothing after. */
function isTail(parts: readonly Part[]): boolean {
  const [first, ...rest] = parts;
  if (first === undefined) return true;
  if (whole().closing.test(first.words)) return rest.length <= 3 && rest.every(isName);
  return parts.length <= 2 && parts.every(isName);
}

/** One to three words with capitals, or one short word of a script that has none. */
function isName({ words }: Part): boolean {
  if (words.length > 40) return false;
  return (
    /^(?:\p{Lu}[\p{L}'’-]{0,24})(?: \p{Lu}[\p{L}'’-]{0,24}){0,2}$/u.test(words) ||
    /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]{1,5}$/u.test(words)
  );
}

const NAMES_AT_END = /(?: \p{Lu}[\p{L}'’-]{0,24}){1,3}$/u;
const EMOJI = /(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f|\u200d)+|[:;]-?[)D]/gu;
const ONLY_EMOJI = /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f|\u200d|\s|[:;]-?[)D])+$/u;
/** Nothing but these: a thumb down or a broken heart is an answer. */
const HAPPY =
  /^(?:👍|❤|💚|💙|💛|🧡|💜|🎉|😊|😀|😃|😄|🙂|🙏|✅|✔|👏|🙌|🥳|😍|💯|🔥|👌|🤗|😎|⭐|🌟|💐|🌹|☺|😁|🤝|🫶|\p{Emoji_Modifier}|\ufe0f|\u200d|\s|[:;]-?[)D])+$/u;
const SAD = /👎|😞|😠|😡|😢|😭|💔|🤔|😕|🙁|☹|❌|⚠|😤|🤬|🤷|🤦/u;
let patterns: ReturnType<typeof buildPatterns> | undefined;

/** Built when first asked: every start of a program would pay for it. */
function whole(): ReturnType<typeof buildPatterns> {
  patterns ??= buildPatterns();
  return patterns;
}

function buildPatterns() {
  return { thanks: oneOf(THANKS), solved: oneOf(SOLVED), greeting: oneOf(GREETINGS), closing: oneOf(CLOSINGS) };
}

function oneOf(phrases: readonly string[]): RegExp {
  return new RegExp(`^(?:${phrases.join('|')})$`, 'iu');
}
