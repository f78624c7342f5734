import { lstat, unlink } from 'node:fs/promises';
import { connect } from 'node:net';

/**
 * Where a door stands: `host:port`, `[::1]:port` or the absolute path of a unix socket. A socket file left behind by a
 * process that died is removed, but only when nobody answers on it.
 */
export type DoorAddress = { readonly host: string; readonly port: number } | { readonly path: string };

/** @throws Error for what is neither */
export function parseListen(listen: string): DoorAddress {
  if (listen.startsWith('/')) return { path: listen };
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:]*)):(\d{1,5})$/.exec(listen) ?? [];
  const port = Number(digits);
  if (digits === undefined || port > 65_535)
    throw new Error(`cannot listen on \`${listen}\`: write host:port or the absolute path of a socket`);
  return { host: bracketed ?? (plain || '0.0.0.0'), port };
}

/** @throws Error when a living server or another kind of file is there */
export async function clearStaleSocket(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (!found) return;
  if (!found.isSocket()) throw new Error(`cannot listen on ${path}: a file that is no socket is there; remove it`);
  if (await answers(path)) throw new Error(`cannot listen on ${path}: another program listens there; stop it first`);
  await unlink(path);
}

function answers(path: string): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ path });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    // Anything but a plain "nobody there" may be somebody who is busy.
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'ECONNREFUSED'));
  });
}
