/**
 * What the last `desk list` in this terminal showed, so that `.3` is its third line. It is kept with the user's state
 * (XDG_STATE_HOME), one file for each terminal, and counts for one day and for the desk it was made of.
 */
import { mkdir, readdir, readFile, readlink, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Globals } from './call.ts';

interface LastList {
  /** The configuration file of the desk. */
  readonly desk: string;
  readonly tickets: readonly number[];
  readonly at: number;
}

const A_DAY = 24 * 60 * 60 * 1000;

/** What cannot be kept is no fault of the list: then `.3` says that there is none. */
export async function keepList(desk: string, tickets: readonly number[]): Promise<void> {
  try {
    const folder = folderOf(process.env);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = join(folder, `${await terminalName()}.json`);
    const list: LastList = { desk, tickets, at: Date.now() };
    await writeFile(`${file}.${process.pid}`, JSON.stringify(list), { mode: 0o600 });
    await rename(`${file}.${process.pid}`, file);
    await forgetOld(folder);
  } catch {
    // a home that is read-only, or none at all
  }
}

export async function lastList(globals: Globals): Promise<readonly number[] | { readonly fault: string }> {
  const file = join(folderOf(process.env), `${await terminalName()}.json`);
  const list = await readFile(file, 'utf8').then(parsed, () => undefined);
  if (!list || Date.now() - list.at > A_DAY)
    return { fault: 'there is no last list in this terminal: desk list first' };
  const { configFile } = await import('./configured.ts');
  const { resolve } = await import('node:path');
  if (list.desk !== resolve(await configFile(globals.config)))
    return { fault: 'the last list was of another desk: desk list first' };
  return list.tickets;
}

function parsed(text: string): LastList | undefined {
  try {
    const { desk, tickets, at } = JSON.parse(text) as Partial<LastList>;
    const whole = Array.isArray(tickets) && tickets.every(one => Number.isSafeInteger(one) && one > 0);
    return typeof desk === 'string' && typeof at === 'number' && whole ? { desk, tickets, at } : undefined;
  } catch {
    return undefined;
  }
}

function folderOf({ XDG_STATE_HOME }: NodeJS.ProcessEnv): string {
  const state = XDG_STATE_HOME?.startsWith('/') ? XDG_STATE_HOME : join(homedir(), '.local', 'state');
  return join(state, 'postdesk', 'last-list');
}

/** `pts-3`; where the system does not tell, whoever started the program stands for its terminal. */
async function terminalName(): Promise<string> {
  for (const fd of [0, 1, 2]) {
    const device = await readlink(`/proc/self/fd/${fd}`).catch(() => '');
    if (/^\/dev\/(?:pts\/|tty)\w+$/.test(device)) return device.slice('/dev/'.length).replaceAll('/', '-');
  }
  return `process-${process.ppid}`;
}

async function forgetOld(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const { mtimeMs } = await stat(join(folder, name));
    if (Date.now() - mtimeMs > A_DAY) await rm(join(folder, name), { force: true });
  }
}
