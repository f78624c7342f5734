/**
 * Who gives the command. A name that was said outright (--as, $DESK_OPERATOR) is taken or refused;
 * the account's name is only a guess: under sudo the person's first, then the account's.
 * Through sudo to another account than root's nothing is guessed: it is whom sudo says, or whom an admin says.
 */
import { userInfo } from 'node:os';
import type { Refusal } from '../desk/decision.ts';
import type { Operator } from '../desk/policy.ts';
import type { Globals } from './call.ts';

export interface Names {
  readonly as?: string | undefined;
  readonly desk?: string | undefined;
  readonly sudo?: string | undefined;
  readonly account?: string | undefined;
  /** Of the process. */
  readonly uid?: number | undefined;
}

/** Root is everybody anyway; the account of the desk is nobody of the staff. */
export function isBound({ sudo, uid }: Names): boolean {
  return sudo !== undefined && sudo !== '' && uid !== undefined && uid !== 0;
}

export function identify(operators: readonly Operator[], names: Names): { readonly login: string } | Refusal {
  const said = names.as || names.desk;
  if (isBound(names)) return identifyBound(operators, names.sudo!, said);
  const candidates = (said ? [said] : [names.sudo, names.account]).filter(name => name !== undefined && name !== '');
  const known = candidates.map(login => operators.find(operator => operator.login === login)).find(Boolean);
  if (known === undefined) return { refused: unknown(operators, candidates) };
  if (!known.active) return { refused: `operator ${known.login} is not active any more; ask an administrator` };
  return { login: known.login };
}

function identifyBound(
  operators: readonly Operator[],
  person: string,
  said: string | undefined,
): { readonly login: string } | Refusal {
  const behind = operators.find(({ login, active }) => login === person && active);
  if (!behind) return { refused: `${person} is no operator of this desk, and through sudo only operators may use it` };
  if (!said || said === person) return { login: person };
  if (behind.role !== 'admin')
    return { refused: `through sudo you are ${person}; to be somebody else (--as, DESK_OPERATOR) is for an admin` };
  const other = operators.find(({ login, active }) => login === said && active);
  return other ? { login: said } : { refused: unknown(operators, [said]) };
}

export function namesOfProcess(globals: Globals): Names {
  return {
    as: globals.as,
    desk: process.env.DESK_OPERATOR,
    sudo: process.env.SUDO_USER,
    account: accountName(),
    uid: process.getuid?.(),
  };
}

function unknown(operators: readonly Operator[], candidates: readonly (string | undefined)[]): string {
  const logins = operators.filter(operator => operator.active).map(operator => operator.login);
  return [
    `no operator is called ${candidates.join(' or ') || '(nameless account)'}`,
    logins.length > 0 ? `operators are: ${logins.join(', ')}` : 'the configuration names no operators',
    'say who you are with --as LOGIN or DESK_OPERATOR=LOGIN, or add yourself to the configuration',
  ].join('\n');
}

/** An account without an entry in the user database has no name; that is no reason to fail. */
function accountName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return process.env.USER;
  }
}
