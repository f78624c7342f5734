import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigFaults } from './fault.ts';

/**
 * Which configuration a command works with. The first that is there wins, and a place that was named (--config or
 * $DESK_CONFIG) is never passed over for another: a slip must not lead to a different desk.
 */
export interface Surroundings {
  /** The value of --config. */
  readonly flag?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Where package.json lies, for the private desk of a checkout. */
  readonly packageRoot?: string | undefined;
  /** Only places that are not the person's who asks. */
  readonly bound?: boolean;
}

/** The absolute path of the file; throws ConfigFaults that lists the places looked at. */
export function findConfig(around: Surroundings): string {
  const looks = places(around).map(place => ({ ...place, state: look(place.file) }));
  const found = looks.find(({ state }) => state === 'there');
  if (found) return found.file;
  const list = looks.map(({ file, why, state }) => `  ${file} (${why}): ${state}`).join('\n');
  const advice = 'desk config example prints a commented one to start from';
  const message = `no configuration found; looked at\n${list}\n${advice}`;
  throw new ConfigFaults([{ file: '', line: 0, column: 0, path: '', message }]);
}

interface Candidate {
  readonly file: string;
  readonly why: string;
}

function places({ flag, env, cwd, packageRoot, bound = false }: Surroundings): Candidate[] {
  if (flag !== undefined) return [{ file: resolve(cwd, flag), why: '--config' }];
  if (env.DESK_CONFIG) return [{ file: resolve(cwd, env.DESK_CONFIG), why: '$DESK_CONFIG' }];
  const ofCheckout = packageRoot ? [{ file: join(packageRoot, 'data', 'config.toml'), why: 'this checkout' }] : [];
  return [
    ...(bound ? [] : [{ file: resolve(cwd, 'config.toml'), why: 'the current folder' }]),
    ...ofCheckout,
    { file: '/etc/postdesk/config.toml', why: 'the system' },
  ];
}

/** A folder that may not be entered is not the same as a file that is missing. */
function look(file: string): 'there' | 'not there' | 'a folder' | 'permission denied' {
  try {
    const found = statSync(file, { throwIfNoEntry: false });
    if (!found) return 'not there';
    return found.isDirectory() ? 'a folder' : 'there';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES' ? 'permission denied' : 'not there';
  }
}
