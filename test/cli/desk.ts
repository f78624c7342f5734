/** The program as people have it: bin/desk as a process of its own, with a config file in a temporary folder. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../../..');
export const DESK = join(ROOT, 'bin/desk');

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Wishes {
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  /** A shell line in which "$DESK" is the program. */
  readonly shell?: true;
}

export interface TemporaryDesk {
  readonly folder: string;
  /** Runs the program as bob. */
  desk(...args: readonly (string | Wishes)[]): Promise<Ended>;
  /** Writes a file into the folder and gives its path. */
  file(name: string, content: string | Uint8Array): string;
  remove(): void;
}

export const CONFIG = `state = "state"
[[operator]]
login = "bob"
name = "Bob"
address = "bob@staff.example"
[[operator]]
login = "eve"
name = "Eve"
address = "eve@staff.example"
[[queue]]
name = "support"
address = "support@desk.example"
[courier]
kind = "keep"
[limits]
mail_size = "100 kB"
[trust]
check = "off"
[letters]
undo_window = "off"
`;

export function temporaryDesk(config: string | undefined = CONFIG): TemporaryDesk {
  const folder = mkdtempSync(join(tmpdir(), 'postdesk-cli-'));
  const file = (name: string, content: string | Uint8Array) => {
    const path = join(folder, name);
    mkdirSync(resolve(path, '..'), { recursive: true });
    writeFileSync(path, content);
    return path;
  };
  if (config !== '') file('config.toml', config);
  return {
    folder,
    file,
    desk: (...args) => run(folder, args),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function run(folder: string, given: readonly (string | Wishes)[]): Promise<Ended> {
  const args = given.filter(arg => typeof arg === 'string');
  const wishes = Object.assign({}, ...given.filter(arg => typeof arg !== 'string')) as Wishes;
  const env = {
    ...process.env,
    DESK: `${process.execPath} ${DESK}`,
    DESK_OPERATOR: 'bob',
    DESK_CONFIG: '',
    XDG_STATE_HOME: join(folder, 'own'),
    ...wishes.env,
  };
  const [command, words] = wishes.shell ? ['/bin/sh', ['-c', ...args]] : [process.execPath, [DESK, ...args]];
  const child = spawn(command, words, { cwd: folder, env, stdio: 'pipe' });
  child.stdin.on('error', () => {});
  child.stdin.end(wishes.input ?? '');
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', data => out.push(data));
  child.stderr.on('data', data => err.push(data));
  return new Promise((done, failed) => {
    child.once('error', failed);
    child.once('close', code => done({ code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() }));
  });
}

export function mail(subject: string, text: string, headers = ''): string {
  return `From: Ann <ann@example.org>\r\nTo: support@desk.example\r\nSubject: ${subject}\r\n${headers}\r\n${text}\r\n`;
}
