import { Worker } from 'node:worker_threads';
import type { Limits } from '../config/config.ts';
import type { Envelope, Mail } from '../mail/mail.ts';
import { headerOnlyMail } from './parse-header-only.ts';
import type { ParseAnswer, ParseRequest } from './parse-worker.ts';

/**
 * Reads mails in a thread of its own, with a limit of time and memory for each: a mail that hangs or bursts the
 * thread is answered from its header, and the next one gets a new thread. `parse` never rejects because of a mail.
 *
 * The clock of a mail starts when the thread has loaded its modules and the mail is its only task; start-up has a
 * limit of its own, otherwise a slow disk would make the first mail of the day unreadable.
 */
export interface Parser {
  /** `wireSize`: bytes of the whole mail when `bytes` are only its beginning (Arrival.oversize). */
  parse(bytes: Uint8Array, envelope: Envelope, wireSize?: number): Promise<Mail>;
  /** Ends the thread. Mails still waiting are answered from their headers. */
  close(): Promise<void>;
}

const START_TIME = 30_000;
const MEGABYTE = 1024 * 1024;
/** What V8 and the modules need before the first mail; a smaller limit would kill every thread at its start. */
const LEAST_MEMORY_MB = 48;

interface Task {
  readonly bytes: Uint8Array;
  readonly envelope: Envelope;
  readonly answer: (mail: Mail) => void;
  readonly fail: (error: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  ready: boolean;
  task: Task | undefined;
  timer: NodeJS.Timeout | undefined;
  /** Why it died, when it said so. */
  lastError: string;
}

export function createParser(limits: Limits): Parser {
  const waiting: Task[] = [];
  let thread: Thread | undefined;
  let closed = false;

  function next(): void {
    if (closed || (waiting.length === 0 && thread?.task === undefined)) return;
    thread ??= startThread();
    if (!thread.ready || thread.task !== undefined) return;
    const task = waiting.shift();
    if (task === undefined) return;
    thread.task = task;
    thread.worker.ref();
    const dying = thread;
    thread.timer = setTimeout(() => giveUp(dying, tooSlow(limits)), limits.parseTime);
    const request: ParseRequest = { bytes: ownCopy(task.bytes), envelope: task.envelope, mailSize: limits.mailSize };
    thread.worker.postMessage(request, [request.bytes.buffer as ArrayBuffer]);
  }

  function startThread(): Thread {
    // Next to this file, compiled or bundled: the bundle keeps parse-worker.js as an entry of its own in this folder,
    // and finds it only because the name stands here as a literal.
    const worker = new Worker(new URL('./parse-worker.js', import.meta.url), {
      resourceLimits: heap(limits),
      // The flags of the process are not the thread's: --input-type or --inspect-brk would keep it from starting.
      execArgv: [],
    });
    const started: Thread = { worker, ready: false, task: undefined, timer: undefined, lastError: '' };
    started.timer = setTimeout(() => giveUp(started, 'It did not start in time.'), START_TIME);
    worker.on('message', (answer: ParseAnswer) => hear(started, answer));
    worker.on('error', error => {
      started.lastError = error.message;
    });
    worker.on('exit', () => giveUp(started, tooLarge(limits, started.lastError)));
    return started;
  }

  function hear(from: Thread, answer: ParseAnswer): void {
    if (from !== thread) return;
    clearTimeout(from.timer);
    const task = from.task;
    from.task = undefined;
    if ('ready' in answer) from.ready = true;
    else if ('mail' in answer) task?.answer(answer.mail);
    else task?.fail(new Error(`Reading a mail failed by a fault of the program: ${answer.bug}`));
    // Idle, it must not keep the process alive.
    from.worker.unref();
    next();
  }

  /** The thread is lost; so is its mail's body, but not the mail. */
  function giveUp(lost: Thread, reason: string): void {
    if (lost !== thread) return;
    clearTimeout(lost.timer);
    thread = undefined;
    void lost.worker.terminate();
    const task = lost.task;
    task?.answer(headerOnlyMail(task.bytes, task.envelope, reason));
    // It never came up: that is our trouble and not the mail's, which shall be tried again later.
    if (!lost.ready) waiting.shift()?.fail(new Error(`The thread that reads mails could not start. ${lost.lastError}`));
    next();
  }

  return {
    parse(bytes, envelope, wireSize = bytes.length) {
      const tooLong = Math.max(wireSize, bytes.length) > limits.mailSize || wireSize > bytes.length;
      if (tooLong) return Promise.resolve(headerOnlyMail(bytes, envelope, overLimit(wireSize, limits), wireSize));
      if (closed) return Promise.resolve(headerOnlyMail(bytes, envelope, 'The desk was closing down.'));
      return new Promise((answer, fail) => {
        waiting.push({ bytes, envelope, answer, fail });
        next();
      });
    },
    async close() {
      closed = true;
      const last = thread;
      thread = undefined;
      clearTimeout(last?.timer);
      const left = last?.task === undefined ? waiting.splice(0) : [last.task, ...waiting.splice(0)];
      for (const task of left) task.answer(headerOnlyMail(task.bytes, task.envelope, 'The desk was closing down.'));
      await last?.worker.terminate();
    },
  };
}

/** The caller's bytes stay its own: they are stored after the mail was read. */
function ownCopy(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}

function heap(limits: Limits) {
  const megabytes = Math.max(LEAST_MEMORY_MB, Math.floor(limits.parseMemory / MEGABYTE));
  return { maxOldGenerationSizeMb: megabytes, maxYoungGenerationSizeMb: Math.max(8, Math.floor(megabytes / 8)) };
}

function tooSlow(limits: Limits): string {
  return `Reading the mail took longer than ${limits.parseTime} ms and was stopped: only its header was read.`;
}

function tooLarge(limits: Limits, error: string): string {
  const memory = `${Math.floor(limits.parseMemory / MEGABYTE)} MB`;
  const said = error === '' ? '' : ` (${error})`;
  return `Reading the mail ended its thread, whose memory limit is ${memory}${said}: only its header was read.`;
}

function overLimit(size: number, limits: Limits): string {
  return `The mail has ${size} bytes, the limit is ${limits.mailSize}: only its header was read.`;
}
