import { type Model, rehash, type Slots, slotsFor } from './learn.ts';

/**
 * Words that never come again would fill the table without end: the random letters of one campaign, the ids of one
 * mail. What came once and long ago is forgotten first; each doubling of its counts keeps a token for as long again.
 */
const LIFE = 2000;

/**
 * Leaves at most `most` tokens; what the same mail brought goes together, so they may be fewer. The same model is pruned
 * in the same way, so one that is rebuilt from its labels stays equal to the last bit.
 */
export function prune(model: Model, most: number): void {
  if (model.size <= most) return;
  const { slots } = model;
  const worths = new Float64Array(model.size);
  for (let slot = 0, n = 0; slot < slots.id.length; slot++) {
    if (slots.id[slot] !== 0) worths[n++] = worth(slots, slot);
  }
  const forgotten = worths.sort()[model.size - most - 1]!;
  rehash(model, slotsFor(most), slot => worth(slots, slot) > forgotten);
}

/** The number of the last mail that had it, and a bonus in mails for having come more than once. */
function worth({ s, h, at }: Slots, slot: number): number {
  return at[slot]! + LIFE * Math.log2(s[slot]! + h[slot]!);
}
