/** Hidden by default: in some queues, and from some operators, nothing goes to the requester but what is said to be public. */
import type { Operator, Policy } from './policy.ts';

/** In words; undefined: what is written to a requester is sent. */
export function whyHidden(by: Operator, queue: string, { queues }: Policy): string | undefined {
  if (queues.some(({ name, hidden }) => name === queue && hidden)) return `queue ${queue} is hidden by default`;
  return by.hidden ? `what ${by.login} writes is hidden by default` : undefined;
}
