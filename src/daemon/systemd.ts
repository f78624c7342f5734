/**
 * sd_notify(3) by systemd's own program: Node cannot send to a datagram socket of the file system. Without
 * NOTIFY_SOCKET nobody listens and nothing is run. The unit needs NotifyAccess=all, for the message is a child's.
 */
import { execFile } from 'node:child_process';
import type { Log } from './log.ts';
import { messageOf } from './supervise.ts';

export interface ServiceManager {
  ready(status: string): Promise<void>;
  stopping(): Promise<void>;
}

/**
 * The watchdog is fed only while `alive` answers: a hung event loop sends nothing at all, and a desk whose database no
 * longer answers is restarted too.
 */
export function connectServiceManager(
  environment: NodeJS.ProcessEnv,
  alive: () => Promise<unknown>,
  signal: AbortSignal,
  log: Log,
): ServiceManager {
  if (!environment.NOTIFY_SOCKET) return { ready: async () => {}, stopping: async () => {} };
  const notify = (...states: string[]) => run(environment, states, log);
  const watchdog = Number(environment.WATCHDOG_USEC ?? 0) / 1000;
  if (watchdog > 0) {
    const feeding = setInterval(async () => {
      await alive()
        .then(() => notify('WATCHDOG=1'))
        .catch(error => log('not-alive', { why: messageOf(error) }));
    }, watchdog / 3);
    signal.addEventListener('abort', () => clearInterval(feeding), { once: true });
  }
  return {
    ready: status => notify('READY=1', `STATUS=${status}`, `MAINPID=${process.pid}`),
    stopping: () => notify('STOPPING=1'),
  };
}

function run(environment: NodeJS.ProcessEnv, states: string[], log: Log): Promise<void> {
  return new Promise(resolve => {
    execFile('systemd-notify', ['--', ...states], { env: environment, timeout: 5000 }, error => {
      if (error) log('service-manager-not-told', { what: states[0] ?? '', why: error.message });
      resolve();
    });
  });
}
