/**
 * Time that is spent, in ms of CPU, where other work on the machine or a collection of garbage may fall into any one
 * measurement: so what fails is measured again, and only what never gets below its bound is too slow.
 */
const ROUNDS = 12;
/** ms: a collection of garbage takes so long, and what takes no longer is no danger. */
const NO_TIME = 20;

/** Whether work grows no faster than its input: n against 4n. Generous: what is quadratic takes sixteen times as long. */
export function growsLinearly(work: (n: number) => unknown, start = 2000): boolean {
  return howItGrows(work, start).linear;
}

/** The same with its figures, to be said where it fails. */
export function howItGrows(work: (n: number) => unknown, start = 2000) {
  work(start);
  let [small, large] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < ROUNDS; round++) {
    small = Math.min(
      small,
      spent(() => work(start)),
    );
    large = Math.min(
      large,
      spent(() => work(4 * start)),
    );
    if (round > 1 && large < 9 * small + NO_TIME) return { small, large, linear: true };
  }
  return { small, large, linear: false };
}

/** @returns the least of up to twelve measurements, the first one below `bound` if there is one */
export function leastBelow(bound: number, work: () => unknown): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS && least >= bound; round++) least = Math.min(least, spent(work));
  return least;
}

function spent(work: () => unknown): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
