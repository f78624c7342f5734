/** What each role may do. A requester has none: who asks may write mail, and nothing here. */
import type { Command } from './command.ts';
import { type Operator, ROLES, type Role } from './policy.ts';

/** In words, for people who choose one. */
export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  'read-only': 'looks at everything and changes nothing',
  operator: 'works on tickets',
  lead: 'has the last word on mail and people, and sees every queue',
  admin: 'runs the desk: keys, archives, the daemon',
};

/** Each role may do all that the one before it may. */
export function mayDo(role: Role, needs: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needs);
}

/** In words for who is refused; undefined: allowed. */
export function whyNotAllowed(needs: Role, { login, role }: Operator): string | undefined {
  return mayDo(role, needs) ? undefined : `this needs the role ${needs}, and ${login} has the role ${role}`;
}

/** What a command to the desk needs, typed or written in a mail. */
export function needsOf(command: Command): Role {
  return command.do === 'revoke' ? 'lead' : 'operator';
}
