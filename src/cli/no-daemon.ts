/** That letters wait and nobody is there to send them. */
import type { FrontDesk } from '../front-desk.ts';
import { count } from './amounts.ts';
import type { Terminal } from './terminal.ts';

/** Letters that are counted. */
const MOST = 100;

/** On PostgreSQL the daemon may be at work on another machine, so nothing is said there. */
export async function sayNoDaemon(desk: FrontDesk, terminal: Terminal): Promise<void> {
  const { state, store } = desk.config;
  if (store.url !== undefined) return;
  const { isDaemonAtWork } = await import('../daemon/lock.ts');
  if ((await isDaemonAtWork(state)) !== false) return;
  const waiting = (await desk.letters({ state: ['queued'], limit: MOST })).length;
  if (waiting === 0) return;
  const letters = waiting === MOST ? `${MOST} letters or more` : count(waiting, 'letter');
  const wait = waiting === 1 ? 'waits' : 'wait';
  terminal.say(`no daemon is at work: ${letters} ${wait}; desk serve, or systemctl start postdesk`);
}
