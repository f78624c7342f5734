/** Which tickets an operator may see: those of the queues that the operator's groups name. */
import type { Operator, Policy } from './policy.ts';

/** Names of queues; undefined: every queue. Who leads sees all, and so does who is in no group, or in one that names none. */
export function queuesSeenBy(operator: Operator, { groups }: Policy): ReadonlySet<string> | undefined {
  if (operator.role === 'lead' || operator.role === 'admin') return undefined;
  const own = groups.filter(({ members }) => members.includes(operator.login));
  if (own.length === 0 || own.some(({ queues }) => queues.length === 0)) return undefined;
  return new Set(own.flatMap(({ queues }) => queues));
}

export function sees(operator: Operator, queue: string, policy: Policy): boolean {
  return queuesSeenBy(operator, policy)?.has(queue) ?? true;
}
