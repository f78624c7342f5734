/** Durations as administrators write them: a whole number and a unit. */

/** The unit, and ms of one; the largest first. */
export const DURATION_UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
] as const;

/** `2d`, `90m`: in the largest unit that says all of it. */
export function durationWords(ms: number): string {
  const [unit, one] = DURATION_UNITS.find(([, one]) => ms % one === 0) ?? ['s', 1000];
  return `${ms / one}${unit}`;
}
