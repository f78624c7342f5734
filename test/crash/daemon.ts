/**
 * `desk serve` with a trap in it: the real daemon on its real ports, which kills itself at the moment it is told.
 * It loads its modules at once and waits; the first word of its parent lets it serve. SIGTERM ends it in order.
 */
import { writeSync } from 'node:fs';
import { loadConfig } from '../../src/config/load-config.ts';
import { serve } from '../../src/daemon/serve.ts';
import { LAST_WORD, type Orders } from './orders.ts';
import { sabotaged } from './sabotage.ts';
import { setTrap, trapCourier, trapDesk } from './trap.ts';

const stopping = new AbortController();
process.once('SIGTERM', () => stopping.abort());
// A daemon whose harness is gone serves nobody.
process.once('disconnect', () => process.exit(1));
process.once('message', orders => void live(orders as Orders));
process.send?.('loaded');

async function live({ config, sabotage, death }: Orders): Promise<void> {
  const trap = setTrap(death, die);
  const loaded = await loadConfig(config);
  trap.pass('starting');
  await serve(loaded, {
    signal: stopping.signal,
    write: line => void writeSync(1, `${line}\n`),
    ready: () => trap.pass('ready'),
    around: {
      desk: desk => {
        trap.pass('opened');
        return trapDesk(sabotaged(desk, sabotage), trap);
      },
      courier: courier => trapCourier(courier, trap),
    },
  });
  process.removeAllListeners('disconnect');
  process.disconnect();
}

function die(): void {
  writeSync(1, `${LAST_WORD}\n`);
  process.kill(process.pid, 'SIGKILL');
}
