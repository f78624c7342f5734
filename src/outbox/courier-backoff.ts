/** When a letter is tried again: one minute, doubling to an hour, spread so that letters do not come back in step. */
const FIRST = 60_000;
const LONGEST = 3_600_000;
const SPREAD = 0.2;

/** ms to wait after the `attempts`-th try (1 is the first); `random` is in [0, 1). */
export function courierBackoff(attempts: number, random: number): number {
  return spread(Math.min(FIRST * 2 ** Math.min(attempts - 1, 30), LONGEST), random);
}

/** ms in which nothing is tried after the `troubles`-th time in a row that the server served nobody: one second to one minute. */
export function courierPause(troubles: number, random: number): number {
  return spread(Math.min(1_000 * 2 ** Math.min(troubles - 1, 30), 60_000), random);
}

function spread(wait: number, random: number): number {
  return Math.round(wait * (1 - SPREAD + 2 * SPREAD * random));
}
