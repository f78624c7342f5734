import { randomBytes } from 'node:crypto';
import type { Arrival, Receipt } from '../../src/intake/arrival.ts';
import type { OpenDesk } from '../../src/open-desk.ts';

/**
 * Two faults a desk could have, planted on purpose: the harness must see them, or it sees nothing.
 * `ack-first` says yes to a mail before it is committed; `double` makes a mail that is tried again a new one.
 */
export type Sabotage = 'none' | 'ack-first' | 'double';
export const SABOTAGES: readonly Sabotage[] = ['none', 'ack-first', 'double'];

export function sabotaged(desk: OpenDesk, how: Sabotage): OpenDesk {
  switch (how) {
    case 'none':
      return desk;
    case 'ack-first':
      return {
        ...desk,
        receive: async arrival => {
          desk.receive(arrival).catch(() => undefined);
          return EARLY;
        },
        receiveInOrder: async (arrivals, taken, signal) => {
          desk.receiveInOrder(arrivals, () => undefined, signal).catch(() => undefined);
          for (const arrival of arrivals) taken(EARLY, arrival);
        },
      };
    case 'double':
      return {
        ...desk,
        receive: arrival => desk.receive(varied(arrival)),
        receiveInOrder: (arrivals, taken, signal) => desk.receiveInOrder(arrivals.map(varied), taken, signal),
      };
  }
}

const EARLY: Receipt = { mail: 0, end: 'handled', ticket: null, because: ['said before it was done'] };

/** One more field at the top: to the desk it is another mail each time. */
function varied(arrival: Arrival): Arrival {
  const field = `X-Varied: ${randomBytes(8).toString('hex')}\r\n`;
  return { ...arrival, bytes: Buffer.concat([Buffer.from(field), arrival.bytes]) };
}
