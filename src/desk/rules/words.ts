/** Looking for words and names without expressions: each takes time that grows with the text only. */

/** Case, kinds of space and line ends make no difference to words. */
export function plainWords(text: string): string {
  return (isAscii(text) ? text : text.normalize('NFC')).toLowerCase().replace(ODD_SPACE, ' ').trim();
}

/** More than one, or not a blank: most are one blank, and stay. */
const ODD_SPACE = / (?=\s)\s*|[^\S ]\s*/g;

function isAscii(text: string): boolean {
  return !/[^\u0000-\u007f]/.test(text);
}

/** Whether the words stand in the text as whole words. Both are plain. */
export function hasWords(text: string, words: string): boolean {
  const openLeft = !isPartOfWord(words, 0);
  const openRight = !isPartOfWord(words, words.length - 1);
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    const left = openLeft || !isPartOfWord(text, at - 1);
    if (left && (openRight || !isPartOfWord(text, at + words.length))) return true;
  }
  return false;
}

/** Chinese, Japanese and Thai are written without spaces, so there every letter may begin a word. */
const LETTER = /^[\p{L}\p{N}\p{M}_]$/u;
const UNSPACED =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]$/u;

export function isPartOfWord(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (Number.isNaN(code)) return false;
  if (code < 128) return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code === 95;
  const letter = text[at]!;
  return LETTER.test(letter) && !UNSPACED.test(letter);
}

/** `*` any letters, `?` one; the whole of it. Only for what is short, such as addresses. */
export function isLike(text: string, glob: string): boolean {
  let [t, g, star, resume] = [0, 0, -1, 0];
  while (t < text.length) {
    if (glob[g] === '*') {
      star = g++;
      resume = t;
    } else if (g < glob.length && (glob[g] === '?' || glob[g] === text[t])) {
      t++;
      g++;
    } else if (star >= 0) {
      g = star + 1;
      t = ++resume;
    } else return false;
  }
  while (glob[g] === '*') g++;
  return g === glob.length;
}
