/** `desk config`: what an administrator needs around config.toml. */
import { join, resolve } from 'node:path';
import type { Config } from '../config/config.ts';
import { exampleConfig } from '../config/example.ts';
import { ConfigFaults, type Fault, faultLine } from '../config/fault.ts';
import { loadConfig } from '../config/load-config.ts';
import { packageRoot } from '../config/package-root.ts';
import { systemdUnit } from '../config/systemd.ts';
import { configWarnings } from '../config/warnings.ts';
import { forTerminal } from '../mail/clean.ts';
import { count } from './amounts.ts';
import type { Call, Json } from './call.ts';
import { configFile } from './configured.ts';
import { BAD_CONFIG, type Exit, OK } from './exits.ts';
import { jsonText } from './json.ts';
import { templateFaults } from './template-faults.ts';

export async function checkConfig(call: Call<readonly [string | undefined], Json>): Promise<Exit> {
  const { terminal, options } = call;
  const file = await configFile(call.args[0] ?? call.globals.config);
  const read = await faultsOrConfig(file);
  const faults = 'faults' in read ? read.faults.map(faultLine) : await templateFaults(read.config);
  const warnings = 'config' in read ? await configWarnings(read.config) : [];
  if (options.json) await terminal.print(jsonText({ file, faults, warnings }));
  for (const line of faults) terminal.say(forTerminal(line, { multiline: false }));
  for (const line of warnings) terminal.say(`warning: ${forTerminal(line, { multiline: false })}`);
  if (!options.json && faults.length === 0) await terminal.print(summary(file, read));
  return faults.length === 0 ? OK : BAD_CONFIG;
}

type Read = { readonly config: Config } | { readonly faults: readonly Fault[] };

function faultsOrConfig(file: string): Promise<Read> {
  return loadConfig(file).then(
    config => ({ config }),
    error => {
      if (error instanceof ConfigFaults) return { faults: error.faults };
      throw error;
    },
  );
}

function summary(file: string, read: Read): string {
  if ('faults' in read) return file;
  const { policy, mailboxes } = read.config;
  const parts = [
    count(policy.queues.length, 'queue'),
    count(policy.operators.length, 'operator'),
    count(mailboxes.length, 'mailbox', 'mailboxes'),
  ];
  return `${file}: no faults (${parts.join(', ')})`;
}

export async function printExample(call: Call<readonly []>): Promise<Exit> {
  await call.terminal.print(exampleConfig().trimEnd());
  return OK;
}

/** The unit runs this very program with the file that was named, else with the system's. */
export async function printUnit(call: Call<readonly []>): Promise<Exit> {
  const config = resolve(call.globals.config ?? process.env.DESK_CONFIG ?? '/etc/postdesk/config.toml');
  const program = join(packageRoot(), 'bin', 'desk');
  await call.terminal.print(systemdUnit({ program, config, user: 'postdesk' }).trimEnd());
  return OK;
}
