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
  /** For a command that takes other commands: what a line of words calls. */
  readonly meantBy?: (words: readonly string[]) => Meant | undefined;
}

export interface Meant {
  /** How many of the words name the command. */
  readonly verbs: number;
  /** It begins with the number of a ticket, or of several. */
  readonly tickets?: 'one' | 'several';
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
