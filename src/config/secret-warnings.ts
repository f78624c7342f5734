import { stat } from 'node:fs/promises';
import type { Config, Secret } from './config.ts';

/**
 * What is not wrong but unwise about the secrets of a configuration, one sentence each; `desk config check` and the
 * start of the daemon print them. Looks at file modes only and opens nothing.
 */
export async function secretWarnings(config: Config): Promise<string[]> {
  const files = secretFiles(config).map(({ where, path }) => aboutFile(where, path));
  return [...(await Promise.all([...files, aboutConfigFile(config)])).flat(), ...passwordsInTheClear(config)];
}

const GROUP_CAN_READ = 0o040;
const OTHERS_CAN_READ = 0o004;

interface Held {
  readonly where: string;
  readonly secret: Secret;
}

function secrets({ mailboxes, courier, webhookSecret }: Config): Held[] {
  const held = mailboxes.map(({ name, password }) => ({ where: `mailbox ${name}`, secret: password }));
  if (webhookSecret) held.push({ where: 'webhooks', secret: webhookSecret });
  const ofCourier = courier.kind === 'smtp' ? courier.password : undefined;
  return ofCourier ? [...held, { where: 'courier', secret: ofCourier }] : held;
}

function secretFiles(config: Config): { where: string; path: string }[] {
  const passwords = secrets(config).flatMap(({ where, secret }) =>
    secret.from === 'file' ? [{ where, path: secret.path }] : [],
  );
  const dkim = config.courier.kind === 'smtp' ? config.courier.dkim : undefined;
  return dkim ? [...passwords, { where: 'courier.dkim', path: dkim.keyFile }] : passwords;
}

async function aboutFile(where: string, path: string): Promise<string[]> {
  const mode = await modeOf(path);
  if (typeof mode === 'string') return [`${where}: ${path} cannot be read: ${mode}`];
  const readers = readersOf(mode);
  return readers ? [`${where}: ${path} can be read by ${readers}; chmod 600 keeps it to its owner`] : [];
}

async function aboutConfigFile(config: Config): Promise<string[]> {
  const inside = secrets(config).filter(({ secret }) => secret.from === 'inline');
  const places = inside.map(({ where }) => where);
  if (/:\/\/[^/?#]*:[^/?#]*@|[?&]password=/i.test(config.store.url ?? '')) places.push('store.url');
  if (places.length === 0 || config.file === '') return [];
  const mode = await modeOf(config.file);
  const readers = typeof mode === 'number' ? readersOf(mode) : '';
  const advice = 'chmod 600 keeps it to its owner, password_file keeps the password elsewhere';
  return readers
    ? [`${config.file} holds the password of ${places.join(', ')} and can be read by ${readers}; ${advice}`]
    : [];
}

function passwordsInTheClear({ mailboxes, courier }: Config): string[] {
  const open = mailboxes.filter(({ tls, host }) => tls === 'none' && !isLoopback(host));
  const warnings = open.map(
    ({ name, host }) => `mailbox ${name}: tls = "none" sends its password to ${host} in the clear`,
  );
  const bare = courier.kind === 'smtp' && courier.tls === 'none' && courier.password && !isLoopback(courier.host);
  return bare ? [...warnings, `courier: tls = "none" sends its password to ${courier.host} in the clear`] : warnings;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** The permission bits, or the reason why they cannot be known. */
async function modeOf(path: string): Promise<number | string> {
  return stat(path).then(
    ({ mode }) => mode,
    (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? 'there is no such file' : (error.code ?? 'unknown')),
  );
}

function readersOf(mode: number): string {
  if (mode & OTHERS_CAN_READ) return 'everybody on this machine';
  return mode & GROUP_CAN_READ ? 'its group' : '';
}
