/**
 * What the last `desk list` in this terminal showed, so that `.3` is its third line. It is kept with the user's state
 * (XDG_STATE_HOME), one file for each terminal, and counts for one day and for the desk it was made of. All at once, for
 * a list waits for it.
 */
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Globals } from './call.ts';

interface LastList {
  /** The configuration file of the desk. */
  readonly desk: string;
  readonly tickets: readonly number[];
  readonly at: number;
}

const AN_HOUR = 60 * 60 * 1000;
const A_DAY = 24 * AN_HOUR;

/** What cannot be kept is no fault of the list: then `.3` says that there is none. */
export function keepList(desk: string, tickets: readonly number[]): void {
  try {
    const folder = folderOf(process.env);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const now = Date.now();
    const list: LastList = { desk, tickets, at: now };
    keep(join(folder, `${terminalName()}.json`), JSON.stringify(list));
    forgetOld(folder, now);
  } catch {
    // a home that is read-only, or none at all
  }
}

function keep(file: string, text: string): void {
  writeFileSync(`${file}.${process.pid}`, text, { mode: 0o600 });
  renameSync(`${file}.${process.pid}`, file);
}

export async function lastList(globals: Globals): Promise<readonly number[] | { readonly fault: string }> {
  const list = read(join(folderOf(process.env), `${terminalName()}.json`));
  if (!list || Date.now() - list.at > A_DAY)
    return { fault: 'there is no last list in this terminal: desk list first' };
  const { configFile } = await import('./configured.ts');
  const { resolve } = await import('node:path');
  if (list.desk !== resolve(await configFile(globals.config)))
    return { fault: 'the last list was of another desk: desk list first' };
  return list.tickets;
}

function read(file: string): LastList | undefined {
  try {
    return parsed(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** @throws when it is no JSON */
function parsed(text: string): LastList | undefined {
  const { desk, tickets, at } = JSON.parse(text) as Partial<LastList>;
  const whole = Array.isArray(tickets) && tickets.every(one => Number.isSafeInteger(one) && one > 0);
  return typeof desk === 'string' && typeof at === 'number' && whole ? { desk, tickets, at } : undefined;
}

function folderOf({ XDG_STATE_HOME }: NodeJS.ProcessEnv): string {
  const state = XDG_STATE_HOME?.startsWith('/') ? XDG_STATE_HOME : join(homedir(), '.local', 'state');
  return join(state, 'postdesk', 'last-list');
}

/** `pts-3`; where the system does not tell, whoever started the program stands for its terminal. */
function terminalName(): string {
  for (const fd of [0, 1, 2]) {
    const device = linkOf(`/proc/self/fd/${fd}`);
    if (/^\/dev\/(?:pts\/|tty)\w+$/.test(device)) return device.slice('/dev/'.length).replaceAll('/', '-');
  }
  return `process-${process.ppid}`;
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

/** Once an hour: each process without a terminal leaves a file, and scripts start many in a day. */
function forgetOld(folder: string, now: number): void {
  const mark = join(folder, 'tidied');
  const tidied = statSync(mark, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (Math.abs(now - tidied) < AN_HOUR) return;
  keep(mark, '');
  for (const name of readdirSync(folder)) {
    const made = statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? now;
    if (now - made > A_DAY) rmSync(join(folder, name), { force: true });
  }
}
