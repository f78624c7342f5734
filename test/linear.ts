/**
 * Whether work grows no faster than its input: n, 2n and 4n, each the best of three. Generous, for machines are shared:
 * what is quadratic takes sixteen times as long.
 */
export function growsLinearly(work: (n: number) => unknown, start = 2000): boolean {
  work(start);
  const time = (n: number) => Math.min(...[1, 2, 3].map(() => timed(() => work(n))));
  const [small, large] = [time(start), time(4 * start)];
  return large < 9 * small + 20;
}

function timed(work: () => unknown): number {
  const begun = performance.now();
  work();
  return performance.now() - begun;
}
