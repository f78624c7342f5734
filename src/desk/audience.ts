/** Who on the staff hears of what. The one file to read, and to change, when the question is "why did bob get this". */
import type { Situation } from './situation.ts';
import type { Person, Ticket } from './ticket.ts';

function listening(at: Situation, login: string): Person[] {
  const operator = at.policy.operators.find(o => o.login === login);
  const person = at.staff.get(login);
  return operator?.active && operator.notices && person ? [person] : [];
}

/** Every active operator who wants notices. */
export function everybody(at: Situation): Person[] {
  return at.policy.operators.flatMap(o => listening(at, o.login));
}

/** A new ticket: everybody, or nobody when the administrator said so. */
export function hearOfNewTicket(at: Situation): Person[] {
  return at.policy.noticeNew === 'all' ? everybody(at) : [];
}

/** The requester wrote, or a letter came back: the owner; of a ticket nobody owns, those who hear of new ones. */
export function hearOfTicket(ticket: Ticket, at: Situation): Person[] {
  return ticket.owner === null ? hearOfNewTicket(at) : listening(at, ticket.owner);
}

/** A colleague did something: the owner, unless it was the owner. */
export function hearOfColleague(owner: string | null, doer: string, at: Situation): Person[] {
  return owner === null || owner === doer ? [] : listening(at, owner);
}
