/** Which of many words are meant by the few letters typed: those that have them in that order, the closest first. Pure. */
export function fuzzy<T>(typed: string, all: readonly T[], nameOf: (one: T) => string): T[] {
  const wanted = typed.toLowerCase().replace(/\s+/g, '');
  if (wanted === '') return [...all];
  return all
    .map((one, i) => ({ one, i, score: score(wanted, nameOf(one).toLowerCase()) }))
    .filter(({ score }) => score !== undefined)
    .sort((a, b) => a.score! - b.score! || a.i - b.i)
    .map(({ one }) => one);
}

/** The smaller the closer: letters skipped between the first and the last one, and a little for a late beginning. */
function score(wanted: string, name: string): number | undefined {
  let best: number | undefined;
  for (let start = name.indexOf(wanted[0]!); start >= 0; start = name.indexOf(wanted[0]!, start + 1)) {
    const end = endOf(wanted, name, start);
    if (end === undefined) break;
    const gaps = end - start - wanted.length;
    const late = start === 0 ? 0 : /[\p{L}\p{N}]/u.test(name[start - 1]!) ? 3 : 1;
    best = Math.min(best ?? Number.POSITIVE_INFINITY, gaps * 2 + late);
  }
  return best;
}

function endOf(wanted: string, name: string, start: number): number | undefined {
  let at = start;
  for (const letter of wanted) {
    at = name.indexOf(letter, at);
    if (at < 0) return undefined;
    at += letter.length;
  }
  return at;
}
