/** The configuration a command works with. */
import type { Config } from '../config/config.ts';
import type { Globals } from './call.ts';

/** Of --config, $DESK_CONFIG or the usual places; throws ConfigFaults. */
export async function configured(globals: Globals): Promise<Config> {
  const { loadConfig } = await import('../config/load-config.ts');
  return loadConfig(await configFile(globals.config));
}

/** Throws ConfigFaults with the places looked at when there is none. */
export async function configFile(flag: string | undefined): Promise<string> {
  const { findConfig } = await import('../config/find-config.ts');
  const { packageRoot } = await import('../config/package-root.ts');
  return findConfig({ flag, env: process.env, cwd: process.cwd(), packageRoot: packageRoot() });
}
