import { Worker } from 'node:worker_threads';
import type { Limits } from '../config/config.ts';
import type { Envelope, Mail, Unread } from '../mail/mail.ts';
import { headerOnlyMail } from './parse-header-only.ts';
import type { ParseAnswer, ParseRequest } from './parse-worker.ts';

/**
 * Reads mails in a thread of its own, with a limit of time and memory for each: a mail that hangs, bursts or crashes
 * the thread is answered from its header, marked as unread, and the next one gets a new thread. `parse` never rejects
 * because of a mail; it rejects when the desk closes or no thread can be had, and then nothing has happened.
 *
 * The clock of a mail starts when the thread has loaded its modules and the mail is its only task; start-up has a
 * limit of its own, otherwise a slow disk would make the first mail of the day unreadable.
 */
export interface Parser {
  /** `wireSize`: bytes of the whole mail when `bytes` are only its beginning (Arrival.oversize). */
  parse(bytes: Uint8Array, envelope: Envelope, wireSize?: number): Promise<Mail>;
  /** Ends the thread. Mails still waiting are rejected: who brought them still has them. */
  close(): Promise<void>;
}

type ReadingLimits = Pick<Limits, 'mailSize' | 'parseTime' | 'parseMemory'>;

const START_TIME = 30_000;
/** Bytes. A new thread costs some tenths of a second, less than reading so much. */
const LARGE = 8_000_000;
const MEGABYTE = 1024 * 1024;
const CLOSING = 'the desk is closing: the mail was not taken';
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
  lastError: Error | undefined;
}

export function createParser(limits: ReadingLimits): Parser {
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
    thread.timer = setTimeout(() => giveUp(dying, () => tooSlow(limits)), limits.parseTime);
    const request: ParseRequest = { bytes: ownCopy(task.bytes), envelope: task.envelope, mailSize: limits.mailSize };
    thread.worker.postMessage(request, [request.bytes.buffer as ArrayBuffer]);
  }

  function startThread(): Thread {
    // Next to this file, compiled or bundled.
    const name = import.meta.url.endsWith('.cjs') ? './parse-worker.cjs' : './parse-worker.js';
    const worker = new Worker(new URL(name, import.meta.url), {
      resourceLimits: heap(limits),
      // The flags of the process are not the thread's: --input-type or --inspect-brk would keep it from starting.
      execArgv: [],
    });
    const started: Thread = { worker, ready: false, task: undefined, timer: undefined, lastError: undefined };
    started.timer = setTimeout(() => giveUp(started, () => died(limits, undefined)), START_TIME);
    worker.on('message', (answer: ParseAnswer) => hear(started, answer));
    worker.on('error', error => {
      started.lastError = error;
    });
    worker.on('exit', () => giveUp(started, () => died(limits, started.lastError)));
    return started;
  }

  function hear(from: Thread, answer: ParseAnswer): void {
    if (from !== thread) return;
    clearTimeout(from.timer);
    const task = from.task;
    from.task = undefined;
    if ('ready' in answer) from.ready = true;
    else if ('mail' in answer) task?.answer(answer.mail);
    else task?.answer(unreadMail(task, stumbled(answer.bug)));
    // Idle, it must not keep the process alive.
    from.worker.unref();
    if (task !== undefined && task.bytes.length > LARGE) retire(from);
    next();
  }

  /** What is left of a large mail lies in its thread until that cleans up, which may be never: the thread goes instead. */
  function retire(old: Thread): void {
    thread = undefined;
    void old.worker.terminate();
  }

  /** The thread is lost; so is its mail's body, but not the mail. */
  function giveUp(lost: Thread, why: () => Reason): void {
    if (lost !== thread) return;
    clearTimeout(lost.timer);
    thread = undefined;
    void lost.worker.terminate();
    const task = lost.task;
    task?.answer(unreadMail(task, why()));
    // It never came up: that is our trouble and not the mail's, which shall be tried again later.
    if (!lost.ready)
      waiting.shift()?.fail(new Error(`The thread that reads mails could not start. ${lost.lastError?.message ?? ''}`));
    next();
  }

  return {
    parse(bytes, envelope, wireSize = bytes.length) {
      const tooLong = Math.max(wireSize, bytes.length) > limits.mailSize || wireSize > bytes.length;
      if (tooLong) return Promise.resolve(unreadMail({ bytes, envelope }, overLimit(wireSize, limits), wireSize));
      if (closed) return Promise.reject(new Error(CLOSING));
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
      for (const task of left) task.fail(new Error(CLOSING));
      await last?.worker.terminate();
    },
  };
}

/** The caller's bytes stay its own: they are stored after the mail was read. */
function ownCopy(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}

function heap(limits: ReadingLimits) {
  const megabytes = Math.max(LEAST_MEMORY_MB, Math.floor(limits.parseMemory / MEGABYTE));
  return { maxOldGenerationSizeMb: megabytes, maxYoungGenerationSizeMb: Math.max(8, Math.floor(megabytes / 8)) };
}

/** Why a body was not read: for the desk, and in words for an operator. */
interface Reason extends Unread {
  readonly words: string;
}

function unreadMail(
  { bytes, envelope }: Pick<Task, 'bytes' | 'envelope'>,
  { words, why, limit }: Reason,
  wireSize?: number,
): Mail {
  return headerOnlyMail(bytes, envelope, words, { why, limit }, wireSize);
}

function tooSlow({ parseTime }: ReadingLimits): Reason {
  const words = `Reading the mail took longer than ${parseTime} ms and was stopped: only its header was read.`;
  return { why: 'time', limit: parseTime, words };
}

function died({ parseMemory }: ReadingLimits, error: Error | undefined): Reason {
  if ((error as NodeJS.ErrnoException | undefined)?.code !== 'ERR_WORKER_OUT_OF_MEMORY')
    return stumbled(error?.message ?? 'its thread ended');
  const memory = `${Math.floor(parseMemory / MEGABYTE)} MB`;
  const words = `Reading the mail burst its thread, whose memory limit is ${memory}: only its header was read.`;
  return { why: 'memory', limit: parseMemory, words };
}

/** The first line of a stack says what it was; the rest is for us and no operator. */
function stumbled(bug: string): Reason {
  const words = `Reading the mail failed by a fault of the program (${bug.split('\n', 1)[0]}): only its header was read.`;
  return { why: 'fault', limit: 0, words };
}

function overLimit(size: number, { mailSize }: ReadingLimits): Reason {
  const words = `The mail has ${size} bytes, the limit is ${mailSize}: only its header was read.`;
  return { why: 'oversize', limit: mailSize, words };
}
