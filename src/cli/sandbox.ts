/**
 * `desk sandbox`: the real daemon on a private desk. Its configuration is written once and then belongs to whoever
 * edits it; the demo mails come in when the ledger is empty, that is at the first start and after starting afresh.
 */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load-config.ts';
import { packageRoot } from '../config/package-root.ts';
import { sandboxConfig } from '../config/sandbox.ts';
import type { FrontDesk } from '../front-desk.ts';
import type { Call } from './call.ts';
import { demoMails } from './demo-mails.ts';
import { type Exit, OK } from './exits.ts';
import { nextFreePort, portIsFree } from './free-port.ts';
import { namesOfProcess } from './identity.ts';
import { guide } from './sandbox-guide.ts';
import { untilStopped } from './until-stopped.ts';

const DOOR_HOST = '127.0.0.1';
const DOOR_PORT = 2525;

interface SandboxOptions {
  readonly dir?: string;
}

export async function sandbox(call: Call<readonly [], SandboxOptions>): Promise<Exit> {
  const folder = resolve(call.options.dir ?? join(packageRoot(), 'data'));
  const file = join(folder, 'config.toml');
  if (!existsSync(file)) await writeConfig(folder, file, call);
  const config = await withFreeDoor(await loadConfig(file));
  const lines = guide(config, howToCall(file, call.options.dir === undefined));
  const ready = async (desk: FrontDesk) => {
    for (const line of lines) await call.terminal.print(line);
    await receiveDemoMails(desk);
  };
  const { serve } = await import('../daemon/serve.ts');
  await untilStopped(signal => serve(config, { signal, ready }));
  return OK;
}

async function writeConfig(folder: string, file: string, call: Call<unknown>): Promise<void> {
  const names = namesOfProcess(call.globals);
  const login = names.as || names.desk || names.sudo || names.account || 'operator';
  const smtpPort = await nextFreePort(DOOR_HOST, DOOR_PORT);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(file, sandboxConfig({ login, name: login, state: '.', smtpPort }), { flag: 'wx' });
}

/** The port of the configuration while it can be had, else the next free one for this run. */
async function withFreeDoor(config: Config): Promise<Config> {
  const [, port] = /^127\.0\.0\.1:(\d+)$/.exec(config.door?.smtp ?? '') ?? [];
  if (port === undefined || (await portIsFree(DOOR_HOST, Number(port)))) return config;
  const free = await nextFreePort(DOOR_HOST, Number(port) + 1);
  return { ...config, door: { ...config.door, smtp: `${DOOR_HOST}:${free}` } };
}

async function receiveDemoMails(desk: FrontDesk): Promise<void> {
  if ((await desk.mails({ limit: 1 })).length > 0) return;
  const queue = desk.config.policy.queues[0]?.address ?? '';
  for (const mail of demoMails(queue, Date.now()))
    await desk.receive({ route: 'inject', bytes: Buffer.from(mail), envelope: { to: [queue] } });
}

/** `bin/desk` as it is typed from here; a desk in another folder has to be named. */
function howToCall(file: string, isDefault: boolean): string {
  const program = relative(process.cwd(), join(packageRoot(), 'bin', 'desk'));
  const shown = program.startsWith('..') ? join(packageRoot(), 'bin', 'desk') : program;
  return isDefault ? shown : `${shown} -c ${file}`;
}
