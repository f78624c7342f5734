import { backOff } from '../intake/back-off.ts';
import type { Log } from './log.ts';

/**
 * Keeps a loop running until the signal: a throw is logged and the loop starts again after a pause that grows to a
 * minute. One failing loop never stops another (G7). Resolves when the loop has ended after the signal.
 */
export async function supervise(
  name: string,
  loop: (signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
  log: Log,
): Promise<void> {
  for (let failures = 0; !signal.aborted; ) {
    try {
      await loop(signal);
      if (signal.aborted) return;
      failures++;
      log('loop-ended', { loop: name });
    } catch (error) {
      failures++;
      log('loop-failed', { loop: name, why: messageOf(error) });
    }
    await pause(backOff(failures, { first: 1000, most: 60_000 }, Math.random()), signal);
  }
}

/** A database error's message holds its parameters, which are people's words: only its cause is said. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
