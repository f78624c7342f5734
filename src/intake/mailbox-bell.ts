/**
 * Rings when a mail may have come or the connection has ended, and keeps ringing until the next look takes it down:
 * news that comes while nobody waits is not slept over.
 */
export interface Bell {
  rung: boolean;
  /** Ends the waiting of the moment, if there is one. */
  wake: () => void;
  /** Why the connection ended, once it has. */
  lost: string;
}

export function quietBell(lost: string): Bell {
  return { rung: false, wake: () => undefined, lost };
}

/** Returns at the ring, after `within` ms, or when told to stop; at once when it rang before. */
export async function rings(bell: Bell, within: number, signal: AbortSignal): Promise<void> {
  if (bell.rung || signal.aborted) return;
  await new Promise<void>(resolve => {
    const wake = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', wake);
      bell.wake = () => undefined;
      resolve();
    };
    const timer = setTimeout(wake, within);
    bell.wake = wake;
    signal.addEventListener('abort', wake);
  });
}
