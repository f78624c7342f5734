import type { Exit } from './exits.ts';
import type { Terminal } from './terminal.ts';

/**
 * One call of the program after the command line was read. Arguments come in the order of the command table,
 * options by their camel-cased long name; what was not given is undefined.
 */
export interface Call<Args, Options = object> {
  readonly args: Args;
  readonly options: Options;
  readonly globals: Globals;
  readonly terminal: Terminal;
}

export interface Globals {
  /** --config; undefined: the usual places are tried. */
  readonly config?: string;
  /** --as: who gives the command. */
  readonly as?: string;
}

/** A command: returns how the program ends; throws for trouble and bugs only. */
export type Run = (call: Call<never, never>) => Promise<Exit>;

/** Options that are read by many commands. */
export interface Json {
  readonly json?: boolean;
}
