/**
 * The command line as a table: names, arguments, options, examples. Help, parsing and the test of the documentation
 * read it.
 */
import { mailCommands } from './commands/mail.ts';
import { peopleCommands } from './commands/people.ts';
import { runningCommands } from './commands/running.ts';
import type { CommandFamily, CommandSpec } from './commands/spec.ts';
import { ticketCommands } from './commands/tickets.ts';

export const COMMANDS: readonly (CommandSpec | CommandFamily)[] = [
  ...ticketCommands,
  ...peopleCommands,
  ...mailCommands,
  ...runningCommands,
];
