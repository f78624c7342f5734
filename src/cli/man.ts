import type { Call } from './call.ts';
import type { CommandFamily, CommandSpec } from './commands/spec.ts';
import { type Exit, OK } from './exits.ts';
import { manPage } from './man-page.ts';
import { packageVersion } from './package-version.ts';

export function printManPage(commands: readonly (CommandSpec | CommandFamily)[]) {
  return async ({ terminal }: Call<readonly []>): Promise<Exit> => {
    await terminal.write(Buffer.from(manPage(commands, packageVersion())));
    return OK;
  };
}
