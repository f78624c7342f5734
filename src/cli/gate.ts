/**
 * The one door every command goes through: may this person do it? Whoever owns the files of the desk may do everything
 * on them anyway, so a role binds where that is somebody else: through sudo to the account of the desk.
 */
import type { Config } from '../config/config.ts';
import type { Refusal } from '../desk/decision.ts';
import type { Operator } from '../desk/policy.ts';
import { mayDo, whyNotAllowed } from '../desk/roles.ts';
import type { Call } from './call.ts';
import type { CommandSpec } from './commands/spec.ts';
import { boundConfig, configured } from './configured.ts';
import { identify, isBound, type Names, namesOfProcess } from './identity.ts';

type Asked = Call<readonly unknown[], object>;
type Door = Pick<CommandSpec, 'needs' | 'touchesFiles'>;

/** Nothing: go on. */
export async function whyNotLetIn(spec: Door, call: Asked): Promise<Refusal | undefined> {
  const names = namesOfProcess(call.globals);
  if (isBound(names)) return whyNotThroughSudo(spec, call, names, await boundConfig());
  // everybody may; and some of these work where there is no desk
  if (spec.needs === 'anybody' || spec.needs === 'read-only') return undefined;
  const { policy } = await configured(call.globals);
  const who = identify(policy.operators, names);
  // nobody of the staff, as the account of the daemon is; a command that wants a name asks for it
  if ('refused' in who) return undefined;
  return refusal(whyNotAllowed(spec.needs, operatorOf(policy.operators, who.login)));
}

/** All that would lead past the roles is for those who have the highest anyway. */
function whyNotThroughSudo(spec: Door, call: Asked, names: Names, { policy }: Config): Refusal | undefined {
  const who = identify(policy.operators, names);
  if ('refused' in who) return who;
  const behind = operatorOf(policy.operators, names.sudo!);
  const operator = operatorOf(policy.operators, who.login);
  const why = whyNotAllowed(spec.needs === 'anybody' ? 'admin' : spec.needs, operator);
  if (why !== undefined || mayDo(behind.role, 'admin')) return refusal(why);
  if (call.globals.config !== undefined || process.env.DESK_CONFIG)
    return { refused: 'through sudo, another configuration (--config, DESK_CONFIG) is for an admin' };
  if (spec.touchesFiles?.(call.args, call.options as Record<string, unknown>))
    return {
      refused:
        'through sudo, files are those of the account of the desk, and for an admin: use pipes, such as - or -o -',
    };
  return undefined;
}

function operatorOf(operators: readonly Operator[], login: string): Operator {
  return operators.find(operator => operator.login === login)!;
}

function refusal(refused: string | undefined): Refusal | undefined {
  return refused === undefined ? undefined : { refused };
}
