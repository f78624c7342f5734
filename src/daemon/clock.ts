import { schedule, setLogger } from 'node-cron';
import type { Log } from './log.ts';
import { messageOf } from './supervise.ts';

/**
 * Lets time pass, once a minute (`every` is a cron expression). node-cron catches up on nothing it missed, so what is due
 * is read from the database each time; it would also write to the console by itself. Returns how to stop, after a run in
 * progress has ended.
 */
export function startClock(passTime: () => Promise<number>, log: Log, every = '* * * * *'): () => Promise<void> {
  const silent = () => {};
  setLogger({ info: silent, warn: silent, error: silent, debug: silent });
  let running: Promise<void> = Promise.resolve();
  const run = async () => {
    const changes = await passTime();
    if (changes > 0) log('time-passed', { changes });
  };
  const task = schedule(
    every,
    () => {
      running = run().catch(error => log('clock-failed', { why: messageOf(error), next: 'at the next minute' }));
      return running;
    },
    { name: 'desk', noOverlap: true },
  );
  return async () => {
    await task.destroy();
    await running;
  };
}
