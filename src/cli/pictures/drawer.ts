/**
 * Has pictures drawn in a thread of their own, one after another: one that hangs or bursts it is not shown, and the next
 * gets a new thread. Nothing is thrown because of a picture.
 */
import { Worker } from 'node:worker_threads';
import type { DrawAnswer, DrawRequest } from './picture-worker.ts';

export interface Drawer {
  /** undefined: it cannot be shown. */
  draw(request: DrawRequest): Promise<string | undefined>;
  close(): Promise<void>;
}

/** ms for one picture, with the start of its thread, and for all of them. */
const PATIENCE = 5_000;
const PATIENCE_FOR_ALL = 12_000;
/** What decoders take lies outside of it. */
const HEAP_MB = 256;

export function createDrawer(patience = PATIENCE, patienceForAll = PATIENCE_FOR_ALL): Drawer {
  let worker: Worker | undefined;
  let left = patienceForAll;

  /** What the thread says next; undefined when it does not in time, or dies. */
  function next(thread: Worker, request: DrawRequest): Promise<DrawAnswer | undefined> {
    return new Promise(resolve => {
      const end = (answer: DrawAnswer | undefined) => {
        clearTimeout(timer);
        thread.removeAllListeners('message');
        resolve(answer);
      };
      const timer = setTimeout(() => end(undefined), Math.min(patience, left));
      thread.once('message', end);
      thread.once('exit', () => end(undefined));
      thread.postMessage(request);
    });
  }

  return {
    async draw(request) {
      if (left <= 0) return undefined;
      const started = performance.now();
      worker ??= startWorker();
      const answer = await next(worker, request);
      left -= performance.now() - started;
      if (answer?.drawn === undefined) await this.close();
      return answer?.drawn;
    },
    async close() {
      const last = worker;
      worker = undefined;
      await last?.terminate();
    },
  };
}

function startWorker(): Worker {
  // Next to this file, compiled or bundled.
  const name = import.meta.url.endsWith('.cjs') ? './picture-worker.cjs' : './picture-worker.js';
  const worker = new Worker(new URL(name, import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    execArgv: [],
    // decoders of pictures have nothing to say
    stdout: true,
    stderr: true,
  });
  // it ends then, and that is heard
  worker.on('error', () => {});
  return worker;
}
