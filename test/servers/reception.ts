import type { Arrival, Receipt, Reception } from '../../src/intake/arrival.ts';

/**
 * A desk that only writes down what it was handed. Like the real one it moves the cursor with each mail it takes,
 * and not at all when it fails.
 */
export interface Recorder extends Reception {
  readonly arrivals: Arrival[];
  /** Subjects in the order they were taken. */
  subjects(): string[];
  cursorOf(route: string): { readonly uidValidity: string; readonly lastUid: number } | undefined;
  /** Runs before each mail is taken; what it throws is the desk's trouble. */
  before: (arrival: Arrival) => Promise<void> | void;
}

export function recorder(): Recorder {
  const cursors = new Map<string, { uidValidity: string; lastUid: number }>();
  const arrivals: Arrival[] = [];
  const desk: Recorder = {
    arrivals,
    before: () => undefined,
    subjects: () => arrivals.map(subjectOf),
    cursorOf: route => cursors.get(route),
    cursor: async route => cursors.get(route),
    setCursor: async (route, uidValidity, lastUid) => {
      cursors.set(route, { uidValidity, lastUid });
    },
    receive: async arrival => {
      await desk.before(arrival);
      arrivals.push(arrival);
      if (arrival.uidValidity !== undefined && arrival.uid !== undefined)
        cursors.set(arrival.route, { uidValidity: arrival.uidValidity, lastUid: arrival.uid });
      return receipt(arrivals.length);
    },
    entered: async route => new Set(arrivals.filter(one => one.route === route).map(one => one.uid ?? 0)),
    receiveInOrder: async (several, taken, signal) => {
      for (const arrival of several) {
        if (signal.aborted) return;
        taken(await desk.receive(arrival), arrival);
      }
    },
  };
  return desk;
}

function receipt(mail: number): Receipt {
  return { mail, end: 'handled', ticket: mail, because: ['written down'] };
}

export function subjectOf(arrival: Arrival): string {
  return /^subject: (.*?)\r?$/im.exec(Buffer.from(arrival.bytes).toString('latin1'))?.[1] ?? '';
}
