/** An outbox in memory with the promises of the port: a claimed letter is under a lease, results count only under it. */
import type { DueLetter, Outbox } from '../../src/outbox/outbox.ts';

type State = 'queued' | 'sending' | 'sent' | 'uncertain' | 'failed';

export interface MemoryOutbox extends Outbox {
  put(...letters: readonly DueLetter[]): void;
  stateOf(id: number): State | undefined;
  replyOf(id: number): string | undefined;
  wasHandedOver(id: number): boolean;
  notBeforeOf(id: number): number | undefined;
  /** As if the lease had run out and another dispatcher had the letter. */
  loseLease(id: number): void;
  /** As if another dispatcher had taken the letter and ended it. */
  drop(id: number): void;
  claims(): number;
}

export function memoryOutbox(clock: () => number): MemoryOutbox {
  const rows = new Map<
    number,
    { letter: DueLetter; state: State; notBefore: number; attempts: number; reply?: string; handedOver?: boolean }
  >();
  let claims = 0;
  const settle = async (id: number, state: State, reply: string, notBefore = 0): Promise<boolean> => {
    const row = rows.get(id);
    if (row?.state !== 'sending') return false;
    Object.assign(row, { state, reply, notBefore }, state === 'queued' ? { handedOver: false } : {});
    return true;
  };
  return {
    put(...letters) {
      for (const letter of letters) rows.set(letter.id, { letter, state: 'queued', notBefore: 0, attempts: 0 });
    },
    stateOf: id => rows.get(id)?.state,
    replyOf: id => rows.get(id)?.reply,
    notBeforeOf: id => rows.get(id)?.notBefore,
    loseLease(id) {
      const row = rows.get(id);
      if (row) row.state = 'queued';
    },
    drop: id => void rows.delete(id),
    claims: () => claims,
    async claim(limit) {
      claims += 1;
      const due = [...rows.values()].filter(row => row.state === 'queued' && row.notBefore <= clock()).slice(0, limit);
      for (const row of due) {
        row.state = 'sending';
        row.attempts += 1;
      }
      return due.map(({ letter, attempts }) => ({ ...letter, attempts }));
    },
    handedOver: async id => {
      const row = rows.get(id);
      if (row?.state === 'sending') row.handedOver = true;
      return row?.state === 'sending';
    },
    wasHandedOver: id => rows.get(id)?.handedOver === true,
    sent: (id, reply) => settle(id, 'sent', reply),
    later: (id, reply, notBefore) => settle(id, 'queued', reply, notBefore),
    uncertain: (id, reply) => settle(id, 'uncertain', reply),
    failed: (id, reply) => settle(id, 'failed', reply),
  };
}
