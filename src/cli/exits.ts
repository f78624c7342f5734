/**
 * What the program ends with; scripts, pipes of mail servers and systemd read these (sysexits.h from 64 up).
 */
export const OK = 0;
/** The desk said no; the reason is on stderr. */
export const REFUSED = 1;
/** The command line makes no sense. */
export const USAGE = 2;
/** Somebody answered since you read it. */
export const STALE = 4;
/** What came in is not a mail, or too large: trying again is no use. */
export const BAD_DATA = 65;
/** The program is at fault. */
export const BUG = 70;
/** Busy, locked, full, unreachable: the same command may work later. */
export const TROUBLE = 75;
/** The configuration has faults. */
export const BAD_CONFIG = 78;

export type Exit =
  | typeof OK
  | typeof REFUSED
  | typeof USAGE
  | typeof STALE
  | typeof BAD_DATA
  | typeof BUG
  | typeof TROUBLE
  | typeof BAD_CONFIG;

/** For `desk help exit-codes` and the man page. */
export const EXITS: readonly { readonly code: Exit; readonly meaning: string }[] = [
  { code: OK, meaning: 'done' },
  {
    code: REFUSED,
    meaning:
      'refused: the desk said no and why, as to a word it does not have; of several tickets at least one was refused',
  },
  {
    code: USAGE,
    meaning:
      'the command line makes no sense: an unknown command, option or column; in desk list, a word that finds nothing',
  },
  { code: STALE, meaning: 'somebody answered since you read the ticket' },
  { code: BAD_DATA, meaning: 'what came in is not a mail, or too large: trying again is no use (EX_DATAERR)' },
  { code: BUG, meaning: 'the program is at fault (EX_SOFTWARE)' },
  { code: TROUBLE, meaning: 'busy, locked, full or unreachable: the same command may work later (EX_TEMPFAIL)' },
  { code: BAD_CONFIG, meaning: 'the configuration has faults (EX_CONFIG)' },
];
