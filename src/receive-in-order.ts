/**
 * Many mails of one mailbox in their order: read some ahead, commit together what is ready. The mailbox's cursor moves
 * with each mail, so no mail may be committed before the one that came before it: one that fails ends its group, is
 * brought in alone, and only then those after it.
 */
import type { Arrival, Receipt } from './intake/arrival.ts';

export interface Steps<Prepared> {
  /** Everything that can be done before the commit. */
  prepare(arrival: Arrival): Promise<Prepared>;
  /** Commits in order up to the first that fails, and tells of those before it. */
  together(mails: readonly Prepared[]): Promise<readonly Receipt[]>;
  /** Commits one, at the worst by putting it aside; throws at trouble. */
  alone(mail: Prepared): Promise<Receipt>;
}

/** Mails read ahead, and so the most that share a commit: other doors shall not wait long for the parser or the store. */
const AHEAD = 16;

export async function receiveInOrder<Prepared>(
  arrivals: readonly Arrival[],
  taken: (receipt: Receipt, arrival: Arrival) => void,
  signal: AbortSignal,
  steps: Steps<Prepared>,
): Promise<void> {
  const ahead: Ahead<Prepared>[] = [];
  let next = 0;
  let done = 0;
  const tell = (receipt: Receipt) => taken(receipt, arrivals[done++]!);
  while (done < arrivals.length && !signal.aborted) {
    while (ahead.length < AHEAD && next < arrivals.length) ahead.push(begin(steps, arrivals[next++]!));
    const ready = await firstReady(ahead);
    if (signal.aborted) return;
    const receipts = await steps.together(ready);
    for (const receipt of receipts) tell(receipt);
    const failed = ready[receipts.length];
    if (failed !== undefined) tell(await steps.alone(failed));
    ahead.splice(0, receipts.length + (failed === undefined ? 0 : 1));
  }
}

interface Ahead<Prepared> {
  readonly outcome: Promise<Prepared>;
  /** Set when it is ready. */
  prepared: Prepared | undefined;
}

function begin<Prepared>(steps: Steps<Prepared>, arrival: Arrival): Ahead<Prepared> {
  const one: Ahead<Prepared> = { outcome: steps.prepare(arrival), prepared: undefined };
  one.outcome.then(
    prepared => {
      one.prepared = prepared;
    },
    // told when its turn comes, if it comes
    () => {},
  );
  return one;
}

/** Waits for the first, and takes along what is ready behind it. */
async function firstReady<Prepared>(ahead: readonly Ahead<Prepared>[]): Promise<Prepared[]> {
  const ready: Prepared[] = [await ahead[0]!.outcome];
  for (const { prepared } of ahead.slice(1)) {
    if (prepared === undefined) break;
    ready.push(prepared);
  }
  return ready;
}
