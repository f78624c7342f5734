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
