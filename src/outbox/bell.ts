/** A wake-up that is not lost: a ring while nobody waits ends the next wait at once. */
export interface Bell {
  ring(): void;
  /** Until it rings, or `ms` have passed. */
  wait(ms: number): Promise<void>;
}

export function createBell(): Bell {
  let rung = false;
  let awaken: (() => void) | undefined;
  return {
    ring() {
      rung = true;
      awaken?.();
    },
    async wait(ms) {
      if (!rung) await pause(ms, wake => (awaken = wake));
      rung = false;
      awaken = undefined;
    },
  };
}

function pause(ms: number, onWait: (wake: () => void) => void): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, ms);
    onWait(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
