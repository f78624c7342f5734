/**
 * A desk to ask what it would do. The configured one, looked at as it is now; where there is none, or its state does
 * not exist yet, an empty one that passes, so that asking leaves no trace.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config/config.ts';
import type { FrontDesk } from '../front-desk.ts';
import type { Call, Globals } from './call.ts';
import { configFile, configured } from './configured.ts';
import type { Exit } from './exits.ts';

export async function withForesight(call: Call<unknown>, use: (desk: FrontDesk) => Promise<Exit>): Promise<Exit> {
  const config = (await isConfigured(call.globals)) ? await configured(call.globals) : await sandboxPolicy();
  const { openDesk } = await import('../open-desk.ts');
  const desk = await openDesk(config, { passing: !hasState(config) });
  try {
    return await use(desk);
  } finally {
    await desk.close();
  }
}

function hasState({ state, store }: Config): boolean {
  return store.url !== undefined || existsSync(join(state, 'desk.db'));
}

/** A place that was named must hold a configuration; only when none was named may there be none. */
async function isConfigured({ config }: Globals): Promise<boolean> {
  if (config !== undefined || process.env.DESK_CONFIG) return true;
  return configFile(undefined).then(
    () => true,
    () => false,
  );
}

async function sandboxPolicy(): Promise<Config> {
  const { sandboxConfig } = await import('../config/sandbox.ts');
  const { parseConfig } = await import('../config/parse-config.ts');
  const text = sandboxConfig({ login: 'operator', name: 'Operator', state: '/nonexistent', smtpPort: 2525 });
  const parsed = parseConfig(text, '');
  if ('faults' in parsed) throw new Error('the built-in configuration has faults');
  return parsed.config;
}
