import type { MarkedDeath } from './deaths.ts';
import type { Sabotage } from './sabotage.ts';

/** What the harness tells a daemon that has loaded its modules. */
export interface Orders {
  readonly config: string;
  readonly sabotage: Sabotage;
  readonly death?: MarkedDeath;
}

/** The last line of a daemon that died as it was told. */
export const LAST_WORD = 'dies here';
