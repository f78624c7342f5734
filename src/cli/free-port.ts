/** Ports nobody listens on. Between the look and the listening somebody may be faster: the daemon then says so. */
import { createServer } from 'node:net';

const TRIES = 200;

export async function nextFreePort(host: string, from: number): Promise<number> {
  for (let port = from; port < from + TRIES && port < 65536; port++) if (await portIsFree(host, port)) return port;
  throw new Error(`no free port on ${host} from ${from} on; end a program that listens there`);
}

export function portIsFree(host: string, port: number): Promise<boolean> {
  return new Promise(resolve => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}
