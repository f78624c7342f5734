/** The program at a terminal of its own (script(1) of util-linux makes one), with an editor that a test directs. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DESK, type TemporaryDesk } from './desk.ts';

export const hasTerminals = spawnSync('script', ['--version']).status === 0;

export interface AtTerminal {
  readonly child: ChildProcess;
  /** All that was shown so far. */
  shown(): string;
  type(text: string): void;
  readonly ended: Promise<number | null>;
}

interface Circumstances {
  readonly as?: string;
  readonly editor?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** `editor` is a line of shell in which "$1" is the file. */
export function atTerminal(
  here: TemporaryDesk,
  args: readonly string[],
  { as = 'bob', editor = 'false', env: more = {} }: Circumstances = {},
): AtTerminal {
  const script = here.file(`editor-${as}-${Math.random().toString(36).slice(2)}.sh`, editor);
  const env = {
    ...process.env,
    DESK_OPERATOR: as,
    DESK_CONFIG: '',
    NO_COLOR: '1',
    VISUAL: '',
    EDITOR: `/bin/sh ${script}`,
    XDG_STATE_HOME: join(here.folder, 'own'),
    TEST_FOLDER: here.folder,
    ...more,
  };
  const line = [process.execPath, DESK, ...args].map(word => `'${word}'`).join(' ');
  // a session of its own, so that a test can kill all of it at once
  const child = spawn('script', ['-qec', `exec ${line}`, '/dev/null'], {
    cwd: here.folder,
    env,
    stdio: 'pipe',
    detached: true,
  });
  let shown = '';
  child.stdout.on('data', data => {
    shown += data;
  });
  child.stderr.on('data', data => {
    shown += data;
  });
  child.stdin.on('error', () => {});
  const ended = new Promise<number | null>(done => child.once('close', code => done(code)));
  return { child, shown: () => shown, type: text => void child.stdin.write(text), ended };
}

/** Until it holds; fails after a while, with what `say` knows. */
export async function until(holds: () => boolean | Promise<boolean>, say: () => string = () => ''): Promise<void> {
  for (const end = Date.now() + 60_000; Date.now() < end; ) {
    if (await holds()) return;
    await new Promise(resolve => setTimeout(resolve, 25));
  }
  throw new Error(`it does not come to that: ${say()}`);
}

export function appears(here: TemporaryDesk, name: string): Promise<void> {
  return until(
    () => existsSync(join(here.folder, name)),
    () => name,
  );
}
