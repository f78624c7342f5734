/** The word somebody meant who wrote another. */
const LONGEST = 40;
const SHORTEST_BEGINNING = 3;

/** The known word that is at most a third of its length of slips away, and nearest; else the only one that begins so. */
export function closest(word: string, words: readonly string[]): string | undefined {
  if (word.length > LONGEST) return undefined;
  const plain = tidy(word);
  const measured = words.map(known => ({ known, slips: slips(plain, tidy(known)) }));
  const near = measured.filter(({ known, slips }) => slips <= Math.max(1, Math.floor(known.length / 3)));
  return near.sort((a, b) => a.slips - b.slips)[0]?.known ?? beginning(plain, words);
}

/** `due` is the beginning of `due_in`, `pass` that of `passed`. */
function beginning(plain: string, words: readonly string[]): string | undefined {
  const alike = words.filter(known => {
    const [short, long] = [plain, tidy(known)].sort((a, b) => a.length - b.length) as [string, string];
    return short.length >= SHORTEST_BEGINNING && long.startsWith(short);
  });
  return alike.length === 1 ? alike[0] : undefined;
}

function tidy(word: string): string {
  return word.toLowerCase().replaceAll('-', '_');
}

/** Inserted, left out, changed and swapped letters (optimal string alignment). */
export function slips(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(change, last[j]! + 1, row[j - 1]! + 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) row[j] = Math.min(row[j]!, before[j - 2]! + 1);
    }
    [before, last] = [last, row];
  }
  return last[b.length]!;
}
