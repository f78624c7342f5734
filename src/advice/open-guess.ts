/**
 * The guess of categories in a running desk: what operators said of the last two thousand tickets, followed by the
 * journal and kept as a snapshot. Loads natural, and only where there is enough to learn from.
 */
import { deflateSync, inflateSync } from 'node:zlib';
import { forLog } from '../mail/clean.ts';
import type { CategoryGuess } from '../mail/mail.ts';
import { plainSubject } from '../mail/subject.ts';
import * as categories from '../store/categories.ts';
import type { Database } from '../store/database.ts';
import { loadSnapshot, saveSnapshot } from '../store/spam.ts';
import { type Categorised, createGuesser, type Guesser, stemsOf } from './category-guess.ts';

export interface Learner {
  /** Reads what was said since, the first time all of it. */
  follow(): Promise<void>;
  guess(subject: string, text: string): CategoryGuess | undefined;
  /** Writes down what was learned when enough came to it. */
  save(): Promise<boolean>;
}

interface Parts {
  readonly database: Database;
  readonly clock: () => number;
}

const MOST = 2_000;
/** So many more before the oldest are forgotten, for that makes the model anew. */
const SLACK = 200;
/** Lines of the journal that are looked back over where there is no snapshot, and at once. */
const LOOK_BACK = 200_000;
const AT_ONCE = 5_000;
const TICKETS_AT_ONCE = 200;
const SAVE_EVERY = 20;

export function createLearner({ database, clock }: Parts): Learner {
  /** In the order they were learned. */
  let known: Map<number, Categorised> | undefined;
  let guesser: Guesser = createGuesser([]);
  let seq = 0;
  let unsaved = 0;

  const start = async () => {
    const newest = await categories.newestLine(database);
    const kept = await loadSnapshot(database, 'categories');
    const read = kept && fromBytes(kept.bytes);
    seq = read && kept ? kept.seq : Math.max(0, newest - LOOK_BACK);
    known = new Map((read ?? []).map(one => [one.ticket, one]));
    guesser = createGuesser([...known.values()]);
    await step(newest);
  };
  const step = async (newest: number) => {
    while (seq < newest) {
      const upTo = Math.min(newest, seq + AT_ONCE);
      await learn([...new Set(await categories.categorisedIn(database, seq, upTo))]);
      seq = upTo;
    }
  };
  const learn = async (numbers: readonly number[]) => {
    let changed = false;
    for (let at = 0; at < numbers.length; at += TICKETS_AT_ONCE)
      for (const one of await categories.sortedRequests(database, numbers.slice(at, at + TICKETS_AT_ONCE)))
        changed = take(known!, one) || changed;
    unsaved += numbers.length;
    if (known!.size > MOST + SLACK) {
      for (const ticket of [...known!.keys()].slice(0, known!.size - MOST)) known!.delete(ticket);
      changed = true;
    }
    if (changed) guesser = createGuesser([...known!.values()]);
  };
  /** Whether something that was learned is no longer so; then the model is made anew. */
  const take = (all: Map<number, Categorised>, { ticket, category, subject, text }: categories.Sorted): boolean => {
    const before = all.get(ticket);
    if (before?.category === category) return false;
    all.delete(ticket);
    if (category === null) return before !== undefined;
    const one = { ticket, category, stems: stemsOf(plainSubject(subject), text) };
    all.set(ticket, one);
    if (before === undefined) guesser.learn(one);
    return before !== undefined;
  };

  return {
    follow: async () => (known === undefined ? start() : step(await categories.newestLine(database))),
    guess: (subject, text) => {
      const guess = guesser.guess(plainSubject(subject), text);
      return guess && { ...guess, because: guess.because.map(word => forLog(word, 40)) };
    },
    save: async () => {
      if (known === undefined || unsaved < SAVE_EVERY) return false;
      await saveSnapshot(database, { seq, bytes: toBytes([...known.values()]) }, clock(), 'categories');
      unsaved = 0;
      return true;
    },
  };
}

/** Of another version: learned again from the journal. To be raised when stemsOf answers otherwise. */
const VERSION = 1;

function toBytes(all: readonly Categorised[]): Buffer {
  const words = [...new Set(all.flatMap(({ stems }) => stems))];
  const places = new Map(words.map((word, n) => [word, n]));
  const rows = all.map(({ ticket, category, stems }) => [ticket, category, stems.map(stem => places.get(stem))]);
  return deflateSync(JSON.stringify({ version: VERSION, words, rows }));
}

function fromBytes(bytes: Uint8Array): Categorised[] | undefined {
  try {
    const { version, words, rows } = JSON.parse(inflateSync(bytes).toString('utf8')) as {
      version: number;
      words: string[];
      rows: [number, string, number[]][];
    };
    if (version !== VERSION) return undefined;
    return rows.map(([ticket, category, stems]) => ({ ticket, category, stems: stems.map(place => words[place]!) }));
  } catch {
    return undefined;
  }
}
