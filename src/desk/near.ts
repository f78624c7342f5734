/** Which of some words somebody may have meant: those that differ by few letters, nearest first. */

const LONGEST_WORD = 320;

/** At most `most` of them, none that differs in more than `distance` letters. */
export function nearest(
  word: string,
  candidates: readonly string[],
  { distance, most }: { readonly distance: number; readonly most: number },
): string[] {
  return candidates
    .map(candidate => ({ candidate, differs: difference(word, candidate, distance) }))
    .filter(({ differs }) => differs <= distance)
    .sort((a, b) => a.differs - b.differs)
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

/** Letters put in, left out, changed or swapped with their neighbour; Infinity when more than `limit`. */
export function difference(one: string, other: string, limit: number): number {
  if (Math.abs(one.length - other.length) > limit || one.length > LONGEST_WORD) return Number.POSITIVE_INFINITY;
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1];
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      const changed = last[j - 1]! + (same ? 0 : 1);
      row.push(Math.min(last[j]! + 1, row[j - 1]! + 1, changed, swapped ? before[j - 2]! + 1 : changed));
    }
    if (Math.min(...row) > limit) return Number.POSITIVE_INFINITY;
    before = last;
    last = row;
  }
  return last[other.length]! <= limit ? last[other.length]! : Number.POSITIVE_INFINITY;
}
