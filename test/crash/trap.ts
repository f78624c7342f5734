import type { OpenDesk } from '../../src/open-desk.ts';
import type { Courier } from '../../src/outbox/outbox.ts';
import type { MarkedDeath, Moment, Way } from './deaths.ts';

/** Counts the moments a daemon comes by and lets it die at the one it was given. */
export interface Trap {
  pass(moment: Moment, way?: Way): void;
}

export function setTrap(death: MarkedDeath | undefined, die: () => void): Trap {
  let left = death?.nth ?? 0;
  return {
    pass: (moment, way) => {
      if (death === undefined || death.at !== moment || (death.way !== undefined && death.way !== way)) return;
      left -= 1;
      if (left !== 0) return;
      if (death.later === undefined) die();
      else if (death.later === 0) setImmediate(die);
      else setTimeout(die, death.later);
    },
  };
}

export function trapDesk(desk: OpenDesk, trap: Trap): OpenDesk {
  return {
    ...desk,
    receive: async arrival => {
      const way = wayOf(arrival.route);
      trap.pass('arrived', way);
      const receipt = await desk.receive(arrival);
      trap.pass('committed', way);
      return receipt;
    },
    receiveInOrder: (arrivals, taken, signal) => {
      for (const { route } of arrivals) trap.pass('arrived', wayOf(route));
      const passAndTell: typeof taken = (receipt, arrival) => {
        trap.pass('committed', wayOf(arrival.route));
        taken(receipt, arrival);
      };
      return desk.receiveInOrder(arrivals, passAndTell, signal);
    },
  };
}

export function trapCourier(courier: Courier, trap: Trap): Courier {
  return {
    ...courier,
    deliver: async (...args) => {
      trap.pass('setting-out');
      const delivery = await courier.deliver(...args);
      trap.pass('delivered');
      return delivery;
    },
  };
}

function wayOf(route: string): Way {
  return route === 'smtp' || route === 'lmtp' ? route : 'imap';
}
