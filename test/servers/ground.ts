import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, connect as dial } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * What every server for tests stands on: a directory, a port, a process. Each process leads its own group, so that
 * it is ended with its children by the number we know, and never by a name.
 */
export const asRoot = process.getuid?.() === 0;

/** Waits for a condition; the error says what did not come true. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, within = 10_000): Promise<void> {
  const end = Date.now() + within;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited ${within} ms in vain: ${what}`);
    await sleep(10);
  }
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

export function ownDirectory(name: string, owner?: Owner): string {
  const path = mkdtempSync(join(tmpdir(), `${name}-`));
  if (owner?.uid !== undefined && owner.gid !== undefined) chownSync(path, owner.uid, owner.gid);
  return path;
}

export function removeDirectory(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 5 });
}

/** Whom an unprivileged server runs as: nobody when we are root, else ourselves. */
export interface Owner {
  readonly user: string;
  readonly group: string;
  readonly uid?: number;
  readonly gid?: number;
}

export function unprivileged(): Owner {
  const name = asRoot ? ['nobody'] : [];
  const user = id('-un', ...name);
  const group = id('-gn', ...name);
  return asRoot ? { user, group, uid: Number(id('-u', ...name)), gid: Number(id('-g', ...name)) } : { user, group };
}

function id(...args: string[]): string {
  return execFileSync('id', args, { encoding: 'utf8' }).trim();
}

/** The first line of `program --version` or the like; undefined when it is not installed. */
export function versionOf(program: string, ...args: string[]): string | undefined {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}

export interface Running {
  readonly pid: number;
  signal(name: NodeJS.Signals): void;
  /** SIGTERM, and SIGKILL for what does not hear it; resolves when it is gone. */
  end(): Promise<void>;
  alive(): boolean;
}

export function start(program: string, args: readonly string[], owner?: Owner): Running {
  const ids = owner?.uid !== undefined && owner.gid !== undefined ? { uid: owner.uid, gid: owner.gid } : {};
  const child = spawn(program, args, { ...ids, detached: true, stdio: 'ignore' });
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${program} could not be started`);
  const signal = (name: NodeJS.Signals) => signalGroup(pid, name);
  const lastResort = () => signal('SIGKILL');
  process.once('exit', lastResort);
  child.once('exit', () => process.removeListener('exit', lastResort));
  return { pid, signal, end: () => end(child, signal), alive: () => gone(child) === false };
}

function gone(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function end(child: ChildProcess, signal: (name: NodeJS.Signals) => void): Promise<void> {
  if (gone(child)) return;
  const exit = once(child, 'exit');
  signal('SIGCONT');
  child.kill('SIGTERM');
  const killer = setTimeout(() => signal('SIGKILL'), 5_000);
  await exit;
  clearTimeout(killer);
  // Children that outlive their parent still carry its number as their group.
  signal('SIGKILL');
}

/** Nobody there any more is fine. */
export function signalGroup(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Resolves when a server greets on this port. */
export async function greets(port: number, running: Running, name: string): Promise<void> {
  await until(`${name} greets on port ${port}`, async () => {
    if (!running.alive()) throw new Error(`${name} ended instead of listening`);
    return greeting(port);
  });
}

function greeting(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = dial(port, '127.0.0.1');
    const answer = (yes: boolean) => {
      socket.destroy();
      resolve(yes);
    };
    socket.setTimeout(1_000, () => answer(false));
    socket.once('data', () => answer(true));
    socket.once('error', () => answer(false));
    socket.once('end', () => answer(false));
  });
}
