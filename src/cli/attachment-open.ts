/**
 * `desk attachment open`. The file stays in its private folder: the program that shows it may go on reading when this one
 * has ended. What would run instead of being shown is not opened.
 */
import { spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileBytes, writtenName } from './attached-files.ts';
import { withFiles } from './attachment-list.ts';
import { saveInto } from './attachment-save.ts';
import type { Call } from './call.ts';
import { type Exit, OK } from './exits.ts';
import { oneLine } from './one-line.ts';
import { refuse } from './with-desk.ts';

interface OpenOptions {
  readonly force?: boolean;
}

export function openAttachment(call: Call<readonly [number, number], OpenOptions>): Promise<Exit> {
  const { terminal, options, args } = call;
  return withFiles(call, args[0], async (desk, files, ticket) => {
    const one = files[args[1] - 1];
    if (one === undefined) return refuse(terminal, { refused: `ticket ${ticket.number} has no file ${args[1]}` });
    const name = `file ${one.number} (${writtenName(one.file)})`;
    const found = await fileBytes(desk, one);
    if (found === undefined) return refuse(terminal, { refused: `${name} is not in its mail any more` });
    const { bytes, blocked, danger } = found;
    if ((blocked ?? danger) !== undefined && !options.force) {
      const what = blocked === undefined ? `dangerous: ${danger}` : `blocked: ${blocked}`;
      return refuse(terminal, { refused: `${name} is ${what}; --force opens it` });
    }
    // made for its owner alone (0700)
    const folder = await mkdtemp(join(tmpdir(), 'postdesk-file-'));
    const path = (await saveInto(folder, one.file.name, bytes))!;
    await terminal.print(oneLine(path));
    const wrong = await runOpener(path);
    return wrong === undefined ? OK : refuse(terminal, { refused: wrong });
  });
}

/** What went wrong, in words. $DESK_OPENER may hold options, so a shell splits it; the path is its argument. */
async function runOpener(path: string): Promise<string | undefined> {
  const opener = process.env.DESK_OPENER || (process.platform === 'darwin' ? 'open' : 'xdg-open');
  const status = await new Promise<number | string>((resolve, reject) => {
    const child = spawn('/bin/sh', ['-c', `${opener} "$1"`, 'desk', path], { stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? signal ?? 'an unknown status'));
  });
  if (status === 127) return `there is no program "${opener}"; set DESK_OPENER, or open it yourself`;
  return status === 0 ? undefined : `${opener} ended with ${status}`;
}
