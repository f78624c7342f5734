/**
 * Long output on a terminal goes through a pager: $DESK_PAGER, $PAGER, or less; never into a pipe or a file. An empty
 * word or `cat` switches it off. Through sudo there is none: `!sh` in less would be a shell of the account of the desk.
 */
import { spawn } from 'node:child_process';
import { isBound } from './identity.ts';
import type { Terminal } from './terminal.ts';

export async function printLong(terminal: Terminal, lines: readonly string[]): Promise<void> {
  const pager = pagerFor(lines, process.stdout, process.env);
  if (pager !== undefined && (await page(pager, lines))) return;
  for (const line of lines) await terminal.print(line);
}

/** undefined: none is wanted or needed. */
export function pagerFor(
  lines: readonly string[],
  { isTTY, rows }: { readonly isTTY?: boolean; readonly rows?: number },
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (!isTTY || env.TERM === 'dumb' || lines.length < (rows ?? Number.POSITIVE_INFINITY)) return undefined;
  if (isBound({ sudo: env.SUDO_USER, uid: process.getuid?.() })) return undefined;
  const pager = (env.DESK_PAGER ?? env.PAGER ?? 'less').trim();
  return pager === '' || pager === 'cat' ? undefined : pager;
}

/** FRX: as git has it; colours pass, nothing else that steers, and the last page stays on the screen. */
const LESS = 'FRX';

/** false: there is no such program, so nothing was shown. The shell splits the command, the lines are its stdin. */
function page(pager: string, lines: readonly string[]): Promise<boolean> {
  const ignore = () => {};
  // Ctrl-C belongs to the pager while it is open.
  process.on('SIGINT', ignore);
  return new Promise<boolean>(resolve => {
    const env = { ...process.env, LESS: process.env.LESS ?? LESS, LV: process.env.LV ?? '-c' };
    const child = spawn('/bin/sh', ['-c', pager], { stdio: ['pipe', 'inherit', 'inherit'], env });
    // a pager may be left before its end
    child.stdin.on('error', ignore);
    child.once('error', () => resolve(false));
    child.once('close', code => resolve(code !== 126 && code !== 127));
    child.stdin.end(lines.map(line => `${line}\n`).join(''));
  }).finally(() => process.off('SIGINT', ignore));
}
