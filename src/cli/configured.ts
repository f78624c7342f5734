/** The configuration a command works with. */
import type { Config } from '../config/config.ts';
import type { Globals } from './call.ts';
import { isBound, namesOfProcess } from './identity.ts';

/** Of --config, $DESK_CONFIG or the usual places; throws ConfigFaults. */
export async function configured(globals: Globals): Promise<Config> {
  return read(await configFile(globals.config));
}

/** Through sudo: the one that the person who types has no say in. */
export async function boundConfig(): Promise<Config> {
  return read(await find(undefined, {}));
}

/** Throws ConfigFaults with the places looked at when there is none. */
export function configFile(flag: string | undefined): Promise<string> {
  return find(flag, process.env);
}

async function find(flag: string | undefined, env: NodeJS.ProcessEnv): Promise<string> {
  const { findConfig } = await import('../config/find-config.ts');
  const { packageRoot } = await import('../config/package-root.ts');
  const bound = isBound(namesOfProcess({}));
  return findConfig({ flag, env, cwd: process.cwd(), packageRoot: packageRoot(), bound });
}

const known = new Map<string, Promise<Config>>();

/** Once for each command: the door asks for it too. */
function read(file: string): Promise<Config> {
  const config = known.get(file) ?? load(file);
  known.set(file, config);
  return config;
}

async function load(file: string): Promise<Config> {
  const { loadConfig } = await import('../config/load-config.ts');
  return loadConfig(file);
}
