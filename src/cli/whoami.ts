/** `desk whoami`: who the desk takes you for, what you may and see, and by which configuration. */
import { mayDo, ROLE_WORDS } from '../desk/roles.ts';
import { queuesSeenBy } from '../desk/who-sees.ts';
import type { Call, Json } from './call.ts';
import { configured } from './configured.ts';
import { type Exit, OK } from './exits.ts';
import { identify, namesOfProcess } from './identity.ts';
import { jsonText } from './json.ts';
import { addressLine, oneLine } from './one-line.ts';
import { refuse } from './with-desk.ts';

export async function whoami({ terminal, options, globals }: Call<readonly [], Json>): Promise<Exit> {
  const { policy, file } = await configured(globals);
  const who = identify(policy.operators, namesOfProcess(globals));
  if ('refused' in who) return refuse(terminal, who);
  const operator = policy.operators.find(({ login }) => login === who.login)!;
  const { login, name, address, role } = operator;
  const groups = policy.groups.filter(({ members }) => members.includes(login)).map(one => one.name);
  const seen = queuesSeenBy(operator, policy);
  const queues = policy.queues.map(one => one.name).filter(queue => seen?.has(queue) ?? true);
  if (options.json) {
    await terminal.print(jsonText({ login, name, address, role, groups, queues, config: file }));
    return OK;
  }
  const fields: readonly (readonly [string, string])[] = [
    ['login', oneLine(login)],
    ['name', `${oneLine(name)} <${addressLine(address)}>`],
    ['role', `${role}: ${ROLE_WORDS[role]}`],
    ['groups', groups.map(oneLine).join(', ') || 'none'],
    ['queues', `${queues.map(oneLine).join(', ')}${seen === undefined ? ' (all)' : ''}`],
    ['config', `${oneLine(file)}${mayDo(role, 'admin') ? '' : ' (ask an admin to change it)'}`],
  ];
  for (const [title, value] of fields) await terminal.print(`${title.padEnd(8)}${value}`);
  return OK;
}
