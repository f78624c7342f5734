/**
 * The command line as a table: names, arguments, options, examples. Help, parsing and the test of the documentation
 * read it.
 */

import { answeringCommands } from './commands/answering.ts';
import { decidingCommands } from './commands/deciding.ts';
import { mailCommands } from './commands/mail.ts';
import { JSON_OUT } from './commands/parts.ts';
import { peopleCommands } from './commands/people.ts';
import { readingCommands } from './commands/reading.ts';
import { repairingCommands } from './commands/repairing.ts';
import { runningCommands } from './commands/running.ts';
import { sortingCommands } from './commands/sorting.ts';
import type { CommandFamily, CommandSpec } from './commands/spec.ts';

export const COMMANDS: readonly (CommandSpec | CommandFamily)[] = [
  ...readingCommands,
  ...answeringCommands,
  ...sortingCommands,
  ...repairingCommands,
  ...peopleCommands,
  ...mailCommands,
  ...decidingCommands,
  ...runningCommands,
  {
    name: 'man',
    group: 'Running:',
    needs: 'anybody',
    description: 'the manual page, for man -l or an installation',
    examples: ['desk man | man -l -', 'desk man > /usr/local/share/man/man1/desk.1'],
    // it prints this very table
    load: async () => (await import('./man.ts')).printManPage(COMMANDS),
  },
  {
    name: 'whoami',
    group: 'Running:',
    needs: 'read-only',
    description: 'who you are to the desk: login, role, groups, the queues you see, and which configuration says so',
    options: [JSON_OUT],
    examples: ['desk whoami', 'desk whoami --json'],
    load: async () => (await import('./whoami.ts')).whoami,
  },
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
