import { setTimeout as sleep } from 'node:timers/promises';
import type { Program } from '../stories/program.ts';
import type { LetterBox } from './letter-box.ts';

/** Operators at their terminals: they answer what was confirmed, whether the daemon lives or not. */
export interface Operators {
  /** One more answer is to be given, as soon as there is a ticket for it. */
  answer(): void;
  /** The name of each answer whose command said that it was done, with its ticket. */
  readonly given: ReadonlyMap<string, number>;
  waiting(): number;
  /** Exits other than 0, and what was said. */
  readonly told: string[];
  stop(): void;
}

/** EX_TEMPFAIL: nothing happened, try again. */
const TRY_AGAIN = 75;

/** They take turns: one command at a time. */
export function seatOperators(program: Program, box: LetterBox): Operators {
  const given = new Map<string, number>();
  const told: string[] = [];
  let wanted = 0;
  let asked = 0;
  let stopped = false;
  let working = false;

  const work = async () => {
    working = true;
    while (wanted > 0 && !stopped) {
      const target = box.next('answer');
      if (target) {
        asked += 1;
        await answerOne(`a${asked}`, target.ticket);
        wanted -= 1;
      } else await sleep(50);
    }
    working = false;
  };
  const answerOne = async (name: string, ticket: number) => {
    while (!stopped) {
      const { code, err } = await program.desk(['reply', String(ticket), '-m', `Answer [[${name}]].`]);
      if (code === 0) given.set(name, ticket);
      else told.push(`${name}: exit ${code}: ${err.trim()}`);
      if (code !== TRY_AGAIN) return;
      await sleep(100);
    }
  };
  return {
    answer: () => {
      wanted += 1;
      if (!working) void work();
    },
    given,
    waiting: () => wanted,
    told,
    stop: () => {
      stopped = true;
    },
  };
}
