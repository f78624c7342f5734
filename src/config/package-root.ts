import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Where the package lies: the program runs from dist/src, bundled from dist/desk, or installed under node_modules, and
 * the files it reads (migrations, templates) stay beside package.json. Not the state directory: nothing is written here.
 */
export function packageRoot(from: string = import.meta.url): string {
  const start = dirname(fileURLToPath(from));
  let folder = start;
  while (!isOurPackage(folder)) {
    const parent = dirname(folder);
    if (parent === folder) {
      throw new Error(
        `no package.json of postdesk at or above ${start}: the installation is incomplete, install it again`,
      );
    }
    folder = parent;
  }
  return folder;
}

function isOurPackage(folder: string): boolean {
  const file = join(folder, 'package.json');
  return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).name === 'postdesk';
}
