import { idOf } from './token-set.ts';

/**
 * How much one sender may teach the filter: of the labels it learned last, only so many are of one address and one
 * kind. Who sends five hundred friendly mails, to be trusted later, has taught it no more than who sends a few; and a
 * sender whose mails were called ham too often can still be called spam.
 */
export interface Senders {
  /** Sender and kind of the last labels, in a ring; 0 where the sender is not known. */
  readonly keys: Float64Array;
  /** How many there ever were. */
  seen: number;
}

export const LAST_LABELS = 1000;
/** A sender's tenth mail teaches hardly anything new; measured, ten cost nothing and fifty are enough to spoil the filter. */
export const MOST_LEARNED = 10;

export function createSenders(): Senders {
  return { keys: new Float64Array(LAST_LABELS), seen: 0 };
}

/** How many of the last labels are of that sender and kind; 0 when the sender is not known. */
export function labelsOf({ keys }: Senders, sender: string | undefined, isSpam: boolean): number {
  if (sender === undefined) return 0;
  const key = keyOf(sender, isSpam);
  let count = 0;
  for (let i = 0; i < keys.length; i++) if (keys[i] === key) count++;
  return count;
}

export function countLabel(senders: Senders, sender: string | undefined, isSpam: boolean): void {
  senders.keys[senders.seen % senders.keys.length] = sender === undefined ? 0 : keyOf(sender, isSpam);
  senders.seen++;
}

function keyOf(sender: string, isSpam: boolean): number {
  return idOf(`${isSpam ? 'spam' : 'ham'} ${sender.toLowerCase()}`);
}
