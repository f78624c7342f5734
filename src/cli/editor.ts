/** Opens the operator's editor on a file and waits for its end. */
import { spawn } from 'node:child_process';
import { isBound, namesOfProcess } from './identity.ts';

/** $VISUAL, $EDITOR or vi; may hold options, so a shell splits it. Returns what went wrong, in words. */
export async function runEditor(file: string): Promise<string | undefined> {
  if (isBound(namesOfProcess({})))
    return 'through sudo no editor is started, for it would run as the account of the desk';
  const editor = process.env.VISUAL || process.env.EDITOR || 'vi';
  // Ctrl-C belongs to the editor while it is open.
  const ignore = () => {};
  process.on('SIGINT', ignore);
  try {
    const status = await waitFor(editor, file);
    if (status === 127) return `there is no editor "${editor}"; set EDITOR, or use -m`;
    return status === 0 ? undefined : `the editor ended with ${status}`;
  } finally {
    process.off('SIGINT', ignore);
  }
}

/** The file's name is an argument of the shell, never a part of its text. */
function waitFor(editor: string, file: string): Promise<number | string> {
  return new Promise((resolve, reject) => {
    const child = spawn('/bin/sh', ['-c', `${editor} "$1"`, 'desk', file], { stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? signal ?? 'an unknown status'));
  });
}
