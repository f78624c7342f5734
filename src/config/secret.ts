import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import type { Secret } from './config.ts';

/**
 * Passwords: read when they are needed, never printed. An inline one is out of sight of JSON, util.inspect, spread and
 * Object.keys; only `.value` by its name gives it.
 */
export function inlineSecret(value: string): Secret {
  const hidden = { from: 'inline' };
  Object.defineProperty(hidden, 'value', { get: () => value });
  Object.defineProperty(hidden, inspect.custom, { value: () => '{ from: inline, value: *** }' });
  return hidden as Secret;
}

type Env = Readonly<Record<string, string | undefined>>;

/** The password. Throws an Error that names the source and what to do, and never what was read. */
export async function readSecret(secret: Secret, env: Env = process.env): Promise<string> {
  const value = await readFrom(secret, env);
  if (value === '') throw new Error(`the password is empty: ${sourceOf(secret)}`);
  return value;
}

/** Where a password comes from, in words. */
export function sourceOf(secret: Secret): string {
  switch (secret.from) {
    case 'file':
      return `file ${secret.path}`;
    case 'env':
      return `environment variable ${secret.name}`;
    case 'credential':
      return `systemd credential ${secret.name}`;
    case 'inline':
      return 'the password in the configuration';
  }
}

function readFrom(secret: Secret, env: Env): string | Promise<string> {
  switch (secret.from) {
    case 'file':
      return fromFile(secret.path, sourceOf(secret));
    case 'env':
      return fromEnv(secret.name, env);
    case 'credential':
      return fromCredential(secret.name, env);
    case 'inline':
      return secret.value;
  }
}

/** One line break at the end belongs to the file, not to the password. */
async function fromFile(path: string, source: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(`cannot read the password from ${source}: ${error.code ?? 'no reason given'}`);
  });
  return text.replace(/\r?\n$/, '');
}

function fromEnv(name: string, env: Env): string {
  const value = env[name];
  if (value === undefined) throw new Error(`cannot read the password: environment variable ${name} is not set`);
  return value;
}

/** systemd puts credentials into a folder that only the service can read (systemd.exec(5), LoadCredential=). */
async function fromCredential(name: string, env: Env): Promise<string> {
  const folder = env.CREDENTIALS_DIRECTORY;
  if (!folder) {
    const advice = `run the desk as a service with LoadCredential=${name}:/path/of/the/file`;
    throw new Error(`cannot read the password from systemd credential ${name}: no credentials here; ${advice}`);
  }
  return fromFile(join(folder, name), `systemd credential ${name}`);
}
