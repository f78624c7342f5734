/** Calls the program itself for `:` and gives back what it printed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { manyLines } from '../one-line.ts';

export interface Printed {
  readonly lines: readonly string[];
  readonly failed: boolean;
}

/** Characters; a page of a terminal is no place for more. */
const MOST = 1_000_000;

export class CommandRunner {
  readonly #before: readonly string[];
  #child: ChildProcess | undefined;
  #stopped = false;

  /** `before`: options that every call gets. */
  constructor(before: readonly string[]) {
    this.#before = before;
  }

  async run(calls: readonly (readonly string[])[]): Promise<Printed> {
    const lines: string[] = [];
    let failed = false;
    this.#stopped = false;
    for (const words of calls) {
      if (this.#stopped) break;
      const one = await this.#one(words);
      lines.push(...one.lines);
      failed ||= one.failed;
    }
    return { lines: this.#stopped ? [...lines, 'stopped'] : lines, failed };
  }

  stop(): void {
    this.#stopped = true;
    this.#child?.kill('SIGTERM');
  }

  #one(words: readonly string[]): Promise<Printed> {
    const program = [...process.execArgv, process.argv[1]!, ...this.#before, ...words];
    const env = { ...process.env, NO_COLOR: '1' };
    const child = spawn(process.execPath, program, { stdio: ['ignore', 'pipe', 'pipe'], env });
    this.#child = child;
    let said = '';
    const hear = (data: string) => {
      if (said.length < MOST) said += data;
    };
    child.stdout.setEncoding('utf8').on('data', hear);
    child.stderr.setEncoding('utf8').on('data', hear);
    return new Promise(done => {
      child.once('error', error => done({ lines: [error.message], failed: true }));
      child.once('close', code => {
        const lines = manyLines(said.trimEnd());
        done({ lines: lines.length === 1 && lines[0] === '' ? [] : lines, failed: code !== 0 });
      });
    });
  }
}
