import type { Call } from './call.ts';
import { SCRIPTS, type Shell } from './completion-scripts.ts';
import { type Exit, OK } from './exits.ts';

export async function printCompletion({ args, terminal }: Call<readonly [Shell]>): Promise<Exit> {
  await terminal.write(Buffer.from(SCRIPTS[args[0]]));
  return OK;
}
