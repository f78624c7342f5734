/**
 * How long to wait before trying again. Pure: the dice are an argument, so that many mailboxes of one server
 * do not come back in the same instant and a test knows the answer.
 */
export interface Pace {
  /** ms after the first failure. */
  readonly first: number;
  /** ms that are never exceeded. */
  readonly most: number;
}

/**
 * Doubles with every failure in a row and takes between half and the whole of that.
 * @param failures in a row, this one included; 1 or more
 * @param dice 0 ≤ dice < 1
 * @returns ms
 */
export function backOff(failures: number, pace: Pace, dice: number): number {
  const doublings = Math.min(Math.max(failures - 1, 0), 30);
  const whole = Math.min(pace.most, pace.first * 2 ** doublings);
  return Math.round(whole * (0.5 + dice / 2));
}
