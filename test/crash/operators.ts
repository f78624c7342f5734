import { setTimeout as sleep } from 'node:timers/promises';
import type { Program } from '../stories/program.ts';

/** Operators at their terminals: they answer tickets, whether the daemon lives or not. */
export interface Operators {
  /** To be answered, one command at a time. */
  answer(ticket: number): void;
  /** The name of each answer whose command said that it was done, with its ticket. */
  readonly given: ReadonlyMap<string, number>;
  /** Answers not given yet. */
  waiting(): number;
  /** Exits other than 0, and what was said. */
  readonly told: readonly string[];
  stop(): void;
}

/** EX_TEMPFAIL: nothing happened, try again. */
const TRY_AGAIN = 75;

export function seatOperators(program: Program): Operators {
  const given = new Map<string, number>();
  const told: string[] = [];
  let asked = 0;
  let waiting = 0;
  let stopped = false;
  let turn = Promise.resolve();

  const answerOne = async (name: string, ticket: number) => {
    while (!stopped) {
      const { code, err } = await program.desk(['reply', String(ticket), '-m', `Answer [[${name}]].`]);
      if (code === 0) given.set(name, ticket);
      else told.push(`${name}: exit ${code}: ${err.trim()}`);
      if (code !== TRY_AGAIN) break;
      await sleep(100);
    }
    waiting -= 1;
  };
  return {
    answer: ticket => {
      asked += 1;
      waiting += 1;
      const name = `a${asked}`;
      turn = turn.then(() => answerOne(name, ticket));
    },
    given,
    waiting: () => waiting,
    told,
    stop: () => {
      stopped = true;
    },
  };
}
