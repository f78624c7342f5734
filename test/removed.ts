import { rmSync } from 'node:fs';

/** A folder goes away once nobody writes into it any more: programs that were told to end may still be at it. */
export async function removed(folder: string): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    try {
      return rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise(next => setTimeout(next, 100));
    }
  }
}
