import type { Dice } from './dice.ts';

/**
 * When a daemon is to die: at a marked moment, at once or a little later, or at an instant chosen from outside.
 * A marked death is carried out by the daemon itself, so that nothing comes between the moment and the end.
 */
export type Way = 'imap' | 'smtp' | 'lmtp';
export const WAYS: readonly Way[] = ['imap', 'smtp', 'lmtp'];

export type Moment =
  /** serve was called: the lock, the file, the migration. */
  | 'starting'
  /** The database is open and migrated; what a dead daemon was sending is not settled yet. */
  | 'opened'
  /** Doors are open. */
  | 'ready'
  /** A mail is about to be handed to the desk. */
  | 'arrived'
  /** The desk has committed it; nobody outside knows. */
  | 'committed'
  /** A letter is about to go to the courier. */
  | 'setting-out'
  /** The server has said yes to it; nothing is recorded. */
  | 'delivered';

export interface MarkedDeath {
  readonly at: Moment;
  readonly way?: Way;
  /** The how manieth time it comes to this moment; 1 is the first. */
  readonly nth: number;
  /** ms after the moment; without it nothing else runs in between. */
  readonly later?: number;
  /** There is no whole database when it begins. */
  readonly unborn?: true;
}

export interface SuddenDeath {
  readonly at: 'any';
  /** ms after the daemon was told to serve. */
  readonly later: number;
}

export type Death = MarkedDeath | SuddenDeath;

/** The row of the table it is counted in. */
export function nameOf(death: Death): string {
  if (death.at === 'any') return 'at a random instant';
  if (death.unborn) return `${death.at}, without a database`;
  const way = death.way === undefined ? '' : ` (${death.way})`;
  const later = death.later === undefined ? '' : ', a little later';
  return `${death.at}${way}${later}`;
}

const RANDOM_SHARE = 0.25;
const LATEST_SUDDEN = 900;
/** A start takes about 50 ms. */
const START = 60;

/** `count` deaths: the first of them while the database is made, then every kind about equally often, in any order. */
export function planDeaths(count: number, dice: Dice): Death[] {
  const births = Math.max(2, Math.round(count * 0.06));
  const sudden = Math.round(count * RANDOM_SHARE);
  const marked = count - births - sudden;
  const variants = dice.shuffled(markedVariants());
  const deaths: Death[] = [
    ...times(sudden, () => ({ at: 'any', later: dice.below(LATEST_SUDDEN) }) as const),
    ...times(marked, n => aim(variants[n % variants.length]!, dice)),
  ];
  return [...times(births, () => unborn(dice)), ...dice.shuffled(deaths)].slice(0, count);
}

type Variant = Pick<MarkedDeath, 'at' | 'way'> & { readonly later: boolean };

function markedVariants(): Variant[] {
  const mails = (['arrived', 'committed'] as const).flatMap(at => WAYS.map(way => ({ at, way })));
  const others = (['setting-out', 'delivered', 'opened'] as const).map(at => ({ at }));
  const both = [...mails, ...others].flatMap(one => [
    { ...one, later: false },
    { ...one, later: true },
  ]);
  return [...both, { at: 'starting', later: true }, { at: 'ready', later: false }];
}

function aim({ at, way, later }: Variant, dice: Dice): MarkedDeath {
  const many = at === 'setting-out' || at === 'delivered' ? 8 : 2;
  const nth = at === 'starting' || at === 'opened' || at === 'ready' ? 1 : 1 + dice.below(many);
  return {
    at,
    nth,
    ...(way === undefined ? {} : { way }),
    ...(later ? { later: dice.below(at === 'starting' ? START : 12) } : {}),
  };
}

function unborn(dice: Dice): MarkedDeath {
  return { at: 'starting', nth: 1, later: dice.below(START), unborn: true };
}

function times<T>(count: number, make: (n: number) => T): T[] {
  return Array.from({ length: Math.max(0, count) }, (_, n) => make(n));
}
