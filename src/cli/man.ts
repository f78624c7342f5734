import type { Call } from './call.ts';
import { COMMANDS } from './commands.ts';
import { type Exit, OK } from './exits.ts';
import { manPage } from './man-page.ts';
import { packageVersion } from './package-version.ts';

export async function printManPage({ terminal }: Call<readonly []>): Promise<Exit> {
  await terminal.write(Buffer.from(manPage(COMMANDS, packageVersion())));
  return OK;
}
