import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Death, type MarkedDeath, nameOf } from './deaths.ts';
import { LAST_WORD, type Orders } from './orders.ts';

/** One process of the daemon from its first module to its end. */
export interface Life {
  /** It may serve from now on. */
  begin(death?: MarkedDeath): Promise<void>;
  /** Resolves with how it ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  send(signal: NodeJS.Signals): void;
  /** Everything it printed. */
  log(): string;
}

const DAEMON = fileURLToPath(new URL('./daemon.js', import.meta.url));

export function conceive(orders: Pick<Orders, 'config' | 'sabotage'>): Life {
  const child = fork(DAEMON, [], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execArgv: ['--enable-source-maps'] });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', text => (log += text));
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal }));
  const loaded = Promise.race([once(child, 'message'), ended.then(() => early(log))]);
  loaded.catch(() => undefined);
  return {
    begin: async death => {
      await loaded;
      const whole: Orders = death === undefined ? { ...orders } : { ...orders, death };
      child.send(whole);
    },
    ended,
    send: signal => void child.kill(signal),
    log: () => log,
  };
}

function early(log: string): never {
  throw new Error(`the daemon ended while it loaded:\n${log}`);
}

/** A moment that does not come within this time never comes: there is nothing left to do. */
const PATIENCE = 4_000;

/** Lets a life end as planned. `in vain`: its moment did not come, and it was killed from outside. */
export async function endAsPlanned(life: Life, death: Death): Promise<'as told' | 'in vain'> {
  const killer = setTimeout(() => life.send('SIGKILL'), death.at === 'any' ? death.later : PATIENCE);
  const { code, signal } = await life.ended;
  clearTimeout(killer);
  if (signal !== 'SIGKILL')
    throw new Error(
      `the daemon that was to die ${nameOf(death)} ended by itself, with ${signal ?? code}:\n${life.log()}`,
    );
  return death.at === 'any' || life.log().endsWith(`${LAST_WORD}\n`) ? 'as told' : 'in vain';
}
