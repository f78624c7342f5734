/** A terminal that a test can type in and look at: tmux, on a socket of its own. Waits are for what shows, never for time. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removed } from '../../removed.ts';

export const hasTmux = spawnSync('tmux', ['-V']).status === 0;

export interface Window {
  /** tmux's names of keys (`Enter`, `C-d`), or words with `typed`. */
  press(...keys: string[]): void;
  type(text: string): void;
  paste(text: string): void;
  /** What shows now; `colours`: with its escape sequences. */
  screen(colours?: boolean): string;
  /** Waits until that shows; fails with what shows instead. */
  shows(what: string | RegExp, ms?: number): Promise<string>;
  gone(what: string | RegExp): Promise<string>;
  resize(columns: number, rows: number): void;
  /** A variable of tmux, such as `alternate_on`. */
  about(variable: string): string;
  /** Everything the program writes from now on goes to that file too. */
  record(file: string): void;
}

export class Tmux {
  /** For what its programs write, and the socket. */
  readonly folder = mkdtempSync(join(tmpdir(), 'desk-tmux-'));
  #windows = 0;

  /** Runs the shell line in a new window of that size. */
  open(
    line: string,
    size: { columns: number; rows: number },
    env: Readonly<Record<string, string>>,
    cwd: string,
  ): Window {
    const name = `w${++this.#windows}`;
    const variables = Object.entries(env).flatMap(([key, value]) => ['-e', `${key}=${value}`]);
    const dimensions = ['-x', String(size.columns), '-y', String(size.rows)];
    this.#tmux(['new-session', '-d', '-s', name, ...dimensions, '-c', cwd, ...variables, line]);
    this.#tmux(['set-option', '-s', 'escape-time', '0']);
    this.#tmux(['set-option', '-s', 'set-clipboard', 'on']);
    return this.#window(name);
  }

  /** Empty when nothing was put on any clipboard. */
  clipboard(): string {
    return spawnSync('tmux', [...this.#socket(), 'show-buffer'], { encoding: 'utf8' }).stdout;
  }

  /** Its programs are hung up, and write what they keep before they end. */
  async close(): Promise<void> {
    spawnSync('tmux', [...this.#socket(), 'kill-server']);
    await removed(this.folder);
  }

  #window(name: string): Window {
    const screen = (colours = false) => this.#tmux(['capture-pane', '-p', ...(colours ? ['-e'] : []), '-t', name]);
    const until = async (what: string | RegExp, wanted: boolean, ms: number) => {
      const deadline = Date.now() + ms;
      for (;;) {
        const now = screen();
        const is = typeof what === 'string' ? now.includes(what) : what.test(now);
        if (is === wanted) return now;
        if (Date.now() > deadline)
          throw new Error(`${wanted ? 'does not show' : 'still shows'} ${what} after ${ms} ms, but:\n${now}`);
        await new Promise(next => setTimeout(next, 50));
      }
    };
    return {
      press: (...keys) => void this.#tmux(['send-keys', '-t', name, ...keys]),
      type: text => void this.#tmux(['send-keys', '-t', name, '-l', '--', text]),
      paste: text => {
        this.#tmux(['set-buffer', '-b', 'test', '--', text]);
        this.#tmux(['paste-buffer', '-p', '-d', '-b', 'test', '-t', name]);
      },
      screen,
      shows: (what, ms = 20_000) => until(what, true, ms),
      gone: what => until(what, false, 20_000),
      resize: (columns, rows) =>
        void this.#tmux(['resize-window', '-t', name, '-x', String(columns), '-y', String(rows)]),
      about: variable => this.#tmux(['display-message', '-p', '-t', name, `#{${variable}}`]).trim(),
      record: file => void this.#tmux(['pipe-pane', '-t', name, `cat > '${file}'`]),
    };
  }

  #tmux(args: readonly string[]): string {
    const env = { ...process.env, TMUX: '', LC_ALL: 'C.UTF-8' };
    const { status, stdout, stderr } = spawnSync('tmux', [...this.#socket(), ...args], { encoding: 'utf8', env });
    if (status !== 0) throw new Error(`tmux ${args.join(' ')}: ${stderr}`);
    return stdout;
  }

  #socket(): string[] {
    return ['-u', '-f', '/dev/null', '-S', join(this.folder, 'socket')];
  }
}
