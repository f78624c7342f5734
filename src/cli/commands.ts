/**
 * The command line as a table: names, arguments, options, examples. Help, parsing and the test of the documentation
 * read it.
 */

import { mailCommands } from './commands/mail.ts';
import { JSON_OUT } from './commands/parts.ts';
import { peopleCommands } from './commands/people.ts';
import { runningCommands } from './commands/running.ts';
import type { CommandFamily, CommandSpec } from './commands/spec.ts';
import { ticketCommands } from './commands/tickets.ts';

export const COMMANDS: readonly (CommandSpec | CommandFamily)[] = [
  ...ticketCommands,
  ...peopleCommands,
  ...mailCommands,
  ...runningCommands,
  {
    name: 'roles',
    group: 'Running:',
    needs: 'read-only',
    description: 'which role may do what, and how sudo makes that binding',
    options: [JSON_OUT],
    examples: ['desk roles', 'desk roles --json'],
    load: async () => {
      const { printRoles } = await import('./roles.ts');
      return call => printRoles(call, COMMANDS);
    },
  },
];
