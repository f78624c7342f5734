/** When a ticket is expected to be done. Only staff hears of it. */
import { isDone, type Status } from './ticket.ts';

/** It should be done, and is not; a ticket that waits counts too. */
export function isOverdue(ticket: { readonly due: number | null; readonly status: Status }, now: number): boolean {
  return ticket.due !== null && ticket.due < now && !isDone(ticket);
}
