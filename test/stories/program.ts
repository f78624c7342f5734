/** The program as a sysadmin and an operator have it: bin/desk as a process, a config file, a state directory. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { removed } from '../removed.ts';

const DESK = resolve(import.meta.dirname, '../../../bin/desk');

export interface Result {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Program {
  readonly dir: string;
  readonly config: string;
  /** Runs `desk ARGS` as bob. */
  desk(args: readonly string[], options?: { input?: string | Buffer; as?: string }): Promise<Result>;
  /** The same, which must succeed, with --json read back. */
  json<T>(...args: string[]): Promise<T>;
  /** Starts `desk serve` and resolves when mail can come in. */
  serve(): Promise<Serving>;
  remove(): Promise<void>;
}

export interface Serving {
  /** Everything it printed so far. */
  log(): string;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Who works here; and no question leaves this machine. */
export const STAFF = `
[trust]
check = "off"

[[operator]]
login = "bob"
name = "Bob"
address = "bob@staff.example"

[[operator]]
login = "eve"
name = "Eve"
address = "eve@staff.example"
`;

/** A story may write more mails in a minute than people do in an hour. */
const PATIENCE = `
[storms]
automatic_per_address = 1000
automatic_per_day = 10000
automatic_per_hour = 1000000
same_mails = 0
notices_per_ticket = 10000
letters_per_hour = 0
`;

/** Answers leave at once. */
const AT_ONCE = `
[letters]
undo_window = "off"
`;

export const PEOPLE = STAFF + PATIENCE + AT_ONCE;
/** For a story with a [letters] table of its own. */
export const PEOPLE_ALONE = STAFF + PATIENCE;

export const QUEUE = `
[[queue]]
name = "support"
address = "support@desk.example"
from_name = "Example Support"
`;

/** `environment` is added to the program's own. */
export function createProgram(toml: string, environment: Readonly<Record<string, string>> = {}): Program {
  const dir = mkdtempSync(join(tmpdir(), 'postdesk-story-'));
  const config = join(dir, 'config.toml');
  writeFileSync(config, toml, { mode: 0o600 });
  const running = new Set<ChildProcess>();

  const start = (args: readonly string[], as: string) => {
    const env = {
      ...process.env,
      DESK_OPERATOR: as,
      NO_COLOR: '1',
      DESK_CONFIG: config,
      EDITOR: 'false',
      VISUAL: '',
      XDG_STATE_HOME: join(dir, 'own'),
      ...environment,
    };
    const child = spawn(process.execPath, [DESK, ...args], { cwd: dir, env, stdio: ['pipe', 'pipe', 'pipe'] });
    running.add(child);
    child.once('exit', () => running.delete(child));
    return child;
  };
  const program: Program = {
    dir,
    config,
    desk: (args, { input = '', as = 'bob' } = {}) => {
      const child = start(args, as);
      child.stdin!.on('error', () => {});
      child.stdin!.end(input);
      return finished(child);
    },
    json: async (...args) => {
      const { code, out, err } = await program.desk([...args, '--json']);
      if (code !== 0) throw new Error(`desk ${args.join(' ')}: exit ${code}\n${err}`);
      return JSON.parse(out);
    },
    serve: async () => serving(start(['serve'], 'bob')),
    remove: async () => {
      for (const child of running) child.kill('SIGKILL');
      await removed(dir);
    },
  };
  return program;
}

function finished(child: ChildProcess): Promise<Result> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout!.on('data', chunk => out.push(chunk));
  child.stderr!.on('data', chunk => err.push(chunk));
  return new Promise(done => {
    child.once('close', code => done({ code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() }));
  });
}

async function serving(child: ChildProcess): Promise<Serving> {
  let log = '';
  const exited = new Promise<number | null>(done => child.once('exit', code => done(code)));
  child.stderr!.on('data', chunk => {
    log += chunk;
  });
  await new Promise<void>((ready, failed) => {
    child.stdout!.on('data', chunk => {
      log += chunk;
      if (/ started /.test(log)) ready();
    });
    exited.then(code => failed(new Error(`desk serve ended with ${code}:\n${log}`)));
  });
  return {
    log: () => log,
    stop: (signal = 'SIGTERM') => {
      child.kill(signal);
      return exited;
    },
  };
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise(done => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
}

export interface Letter {
  readonly from: string;
  readonly to: string[];
  readonly raw: string;
}

/** A mail server that takes everything and shows it: what leaves the house is what a test looks at. */
export async function startSink(at = 0): Promise<{ port: number; letters: Letter[]; close(): Promise<void> }> {
  const letters: Letter[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', chunk => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        letters.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(r => r.address),
          raw: Buffer.concat(chunks).toString('latin1'),
        });
        done();
      });
    },
  });
  server.on('error', () => {});
  await new Promise<void>(ready => server.listen(at, '127.0.0.1', ready));
  const { port } = server.server.address() as { port: number };
  return { port, letters, close: () => new Promise(done => server.close(() => done())) };
}

/** Waits until the condition holds; fails with its text after ten seconds. */
export async function eventually<T>(
  what: string,
  find: () => T | undefined | false | Promise<T | undefined | false>,
  ms = 10_000,
): Promise<T> {
  const deadline = Date.now() + ms;
  for (;;) {
    const found = await find();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`waited ${ms} ms in vain: ${what}`);
    await new Promise(next => setTimeout(next, 20));
  }
}

/** Speaks SMTP or LMTP to a door, line by line; resolves with every reply. */
export function dialogue(port: number, lines: readonly (string | Buffer)[]): Promise<string[]> {
  return new Promise((done, failed) => {
    const replies: string[] = [];
    const waiting = [...lines];
    let buffer = '';
    const socket = connect(port, '127.0.0.1');
    socket.on('data', chunk => {
      buffer += chunk;
      for (let end = buffer.indexOf('\r\n'); end >= 0; end = buffer.indexOf('\r\n')) {
        const line = buffer.slice(0, end);
        buffer = buffer.slice(end + 2);
        if (line[3] === '-') continue;
        replies.push(line);
        const next = waiting.shift();
        if (next === undefined) socket.end();
        else socket.write(typeof next === 'string' ? `${next}\r\n` : next);
      }
    });
    socket.on('close', () => done(replies));
    socket.on('error', failed);
  });
}
