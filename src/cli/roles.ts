/** `desk roles`: what each role may do, read off the table of commands. */

import { ROLES } from '../desk/policy.ts';
import { mayDo, ROLE_WORDS } from '../desk/roles.ts';
import type { Call, Json } from './call.ts';
import type { CommandFamily, CommandSpec } from './commands/spec.ts';
import { type Exit, OK } from './exits.ts';
import { jsonText } from './json.ts';
import { type Cell, type Column, table } from './table.ts';

export interface RoleRow {
  readonly command: string;
  readonly needs: CommandSpec['needs'];
}

export function roleRows(commands: readonly (CommandSpec | CommandFamily)[]): RoleRow[] {
  return commands.flatMap(entry =>
    'inner' in entry
      ? entry.inner.map(spec => ({ command: `${entry.name} ${spec.name}`, needs: spec.needs }))
      : [{ command: entry.name, needs: entry.needs }],
  );
}

export async function printRoles(
  { terminal, options }: Call<readonly [], Json>,
  commands: readonly (CommandSpec | CommandFamily)[],
): Promise<Exit> {
  const rows = roleRows(commands);
  if (options.json) {
    await terminal.print(jsonText(rows));
    return OK;
  }
  const columns: Column[] = [{ title: 'desk …' }, ...ROLES.map(title => ({ title }))];
  const cells = rows.map(({ command, needs }): Cell[] => [
    { text: command, style: 'bold' },
    ...ROLES.map((role): Cell => ({ text: needs === 'anybody' || mayDo(role, needs) ? 'yes' : '-' })),
  ]);
  for (const line of await table(columns, cells, terminal.width, terminal.paint)) await terminal.print(line);
  await terminal.print('');
  for (const role of ROLES) await terminal.print(`${role.padEnd(11)}${ROLE_WORDS[role]}`);
  for (const line of BINDING) await terminal.print(line);
  return OK;
}

/** What makes it more than good manners. */
const BINDING = [
  '',
  'Whoever may read and write the files of the desk may do everything. So let them belong to an account of their own, and',
  'operators come in through sudo: who types is then whom sudo says, --as is for an admin, and no file, editor or pager is',
  'opened as that account. The configuration is /etc/postdesk/config.toml. With visudo:',
  '  Defaults!/usr/bin/desk env_reset, secure_path=/usr/sbin:/usr/bin:/sbin:/bin',
  '  %operators ALL=(postdesk) NOPASSWD: /usr/bin/desk',
  'env_reset and secure_path keep what a person’s environment could slip in (NODE_OPTIONS, another node). Then:',
  '  alias desk="sudo -u postdesk /usr/bin/desk"',
];
