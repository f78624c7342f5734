/** Actions that several decisions share. */
import type { Action } from './decision.ts';
import type { Status, Ticket } from './ticket.ts';

/** Nothing when the ticket is in that status already. */
export function setStatus(ticket: Ticket, to: Status): Action[] {
  const { number, status, closedAt } = ticket;
  if (status === to) return [];
  return [{ do: 'setStatus', ticket: number, from: status, to, ...(closedAt === null ? {} : { closedAt }) }];
}

export function assign(ticket: Ticket, to: string | null): Action[] {
  return ticket.owner === to ? [] : [{ do: 'assign', ticket: ticket.number, from: ticket.owner, to }];
}

/** Somebody waits for us again: what was waiting or closed is open; a new ticket stays new. */
export function reopen(ticket: Ticket): Action[] {
  return ticket.status === 'waiting' || ticket.status === 'closed' ? setStatus(ticket, 'open') : [];
}

export function send(letters: readonly (Action & { do: 'send' })['letter'][]): Action[] {
  return letters.map(letter => ({ do: 'send', letter }));
}
