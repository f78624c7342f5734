/** What a command is called, takes and does, as a table. A command's code is loaded when it is called and not before. */
import type { Role } from '../../desk/policy.ts';
import type { Run } from '../call.ts';

export interface CommandSpec {
  readonly name: string;
  readonly group: Group;
  /** The least role that may; `anybody` has no desk to do with, and needs the admin's through sudo. */
  readonly needs: Role | 'anybody';
  readonly description: string;
  /** Printed behind the options, as it stands here. */
  readonly more?: string;
  readonly args?: readonly ArgSpec[];
  readonly options?: readonly OptionSpec[];
  readonly examples: readonly string[];
  /** Whether this call reads or writes files that it was told of: through sudo they are another account's. */
  readonly touchesFiles?: (args: readonly unknown[], options: Readonly<Record<string, unknown>>) => boolean;
  readonly load: () => Promise<Run>;
  /** What looks like an option and is none is an argument: `desk search toner -paper`. */
  readonly freeWords?: boolean;
  /** Done when only the outer name is given: `desk outbox`. */
  readonly byDefault?: boolean;
}

export interface CommandFamily {
  readonly name: string;
  readonly group: Group;
  readonly description: string;
  readonly examples: readonly string[];
  readonly inner: readonly CommandSpec[];
}

export type Group = 'Reading:' | 'Answering:' | 'Sorting:' | 'Repairing:' | 'People:' | 'Mail:' | 'Running:';

export interface ArgSpec {
  /** `<number>`, `[file]`, `<number...>`. */
  readonly name: string;
  readonly description: string;
  /** number: a whole number; ticket: one of them; tickets: as many as are named. See ticket-numbers.ts. */
  readonly kind?: 'number' | 'ticket' | 'tickets';
  readonly choices?: readonly string[];
  /** What its values are to a shell that completes, where its name does not tell. */
  readonly completes?: 'canned' | 'rule';
}

export interface OptionSpec {
  readonly flags: string;
  readonly description: string;
  /** number: a whole number; ticket: as an argument; list: values with commas between, and again for more. */
  readonly kind?: 'number' | 'ticket' | 'list';
  readonly choices?: readonly string[];
  readonly fallback?: number;
}
