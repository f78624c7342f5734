/**
 * Letters that nobody sees: soft hyphens, and those without width with which preview lines are filled. Between letters
 * joiners are part of the word and stay.
 */
const UNSEEN = /[\u00ad\u200b-\u200f\u2060\ufeff]|\u034f/;
const INVISIBLE = /(?:[\u00ad\u200b\u200e\u200f\u2060\ufeff]|\u034f)+/g;

export function withoutUnseen(text: string): string {
  if (!UNSEEN.test(text)) return text;
  return text.replace(INVISIBLE, '').replace(/[\u200c\u200d]+/g, (joiners, at: number, whole: string) => {
    const before = whole[at - 1];
    const after = whole[at + joiners.length];
    const joins = before === undefined ? after !== undefined : !isSpace(before);
    return joins && !isSpace(after) ? joiners : '';
  });
}

function isSpace(letter: string | undefined): boolean {
  return letter !== undefined && letter.trim() === '';
}
