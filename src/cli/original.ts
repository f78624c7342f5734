import { forTerminal } from '../mail/clean.ts';
import { type Exit, OK } from './exits.ts';
import type { Terminal } from './terminal.ts';

/**
 * A mail as it came or a letter as it leaves: byte for byte into a file or a pipe. A terminal would obey what is
 * in it, so there it is shown with every control character made visible.
 */
export async function printOriginal(terminal: Terminal, bytes: Uint8Array): Promise<Exit> {
  if (terminal.width === undefined) {
    await terminal.write(bytes);
    return OK;
  }
  await terminal.print(forTerminal(Buffer.from(bytes).toString('utf8'), { multiline: true }));
  terminal.say('(made safe for the terminal; into a file it goes byte for byte)');
  return OK;
}
