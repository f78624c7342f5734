/** Actions that several decisions share. */

import type { Mail } from '../mail/mail.ts';
import type { Action, MailEnd, Sorted } from './decision.ts';
import { toStaff } from './letters.ts';
import type { MailSituation } from './situation.ts';
import { isDone, type Person, type PublicText, type Status, type Ticket } from './ticket.ts';

/** Nothing when the ticket is in that status already. `toName`: when it is not to be the usual word. */
export function setStatus(ticket: Ticket, to: Status, toName: string | null = null): Action[] {
  const { number, status, statusName, closedAt } = ticket;
  if (status === to && statusName === toName) return [];
  return [
    {
      do: 'setStatus',
      ticket: number,
      from: status,
      to,
      ...(statusName === null ? {} : { fromName: statusName }),
      ...(toName === null ? {} : { toName }),
      ...(closedAt === null ? {} : { closedAt }),
    },
  ];
}

export function assign(ticket: Ticket, to: string | null): Action[] {
  return ticket.owner === to ? [] : [{ do: 'assign', ticket: ticket.number, from: ticket.owner, to }];
}

/** Somebody waits for us again: what was waiting or done is open; a new ticket stays new. */
export function reopen(ticket: Ticket): Action[] {
  return ticket.status === 'waiting' || isDone(ticket) ? setStatus(ticket, 'open') : [];
}

export function fileMail(as: MailEnd, ticket?: number | null): Action {
  return ticket === undefined || ticket === null ? { do: 'fileMail', as } : { do: 'fileMail', as, ticket };
}

export function send(letters: readonly (Action & { do: 'send' })['letter'][]): Action[] {
  return letters.map(letter => ({ do: 'send', letter }));
}

export function opening({ number, queue, subject, requester, source, ...ticket }: Ticket): Action {
  const sorted = sortedAs(ticket);
  const about = { queue, subject, requester: requester.id, source };
  return { do: 'openTicket', ticket: number, ...about, ...(Object.keys(sorted).length === 0 ? {} : { sorted }) };
}

/** What of it is not as in a ticket that nobody has sorted yet. */
function sortedAs(ticket: Pick<Ticket, keyof Sorted>): Sorted {
  const { owner, group, category, criticality, complexity, kind, due, tags, helpers, watchers } = ticket;
  const one = { owner, group, category, criticality, complexity, kind, due };
  const several = { tags, helpers, watchers };
  return Object.fromEntries([
    ...Object.entries(one).filter(([, word]) => word !== null),
    ...Object.entries(several).filter(([, words]) => words.length > 0),
  ]);
}

export function requestOf(mail: Mail, ticket: number, sender: Person, remarks: readonly string[]): Action {
  return {
    do: 'addMessage',
    ticket,
    kind: 'request',
    author: { by: 'person', person: sender.id },
    text: mail.newWords as PublicText,
    folded: mail.folded,
    ...(mail.messageId === undefined ? {} : { messageId: mail.messageId }),
    ...(remarks.length === 0 ? {} : { remarks }),
  };
}

/** News for the staff, from whoever wrote; none about a ticket that is flooded, for they know. */
export function tellStaff(
  ticket: Ticket,
  template: 'new-ticket' | 'new-message',
  mail: Mail,
  staff: readonly Person[],
  at: MailSituation,
  writer = ticket.requester,
): Action[] {
  // a colleague who writes to the desk as a requester knows what was written
  const others = template === 'new-message' && isFlooded(at) ? [] : staff.filter(person => person.id !== at.sender?.id);
  const words = mail.newWords as PublicText;
  return send(toStaff(ticket, others, { template, words, requester: writer }, at));
}

/** A ticket that is flooded keeps every message; its staff hear of it no more for a while. */
function isFlooded({ recent, policy }: MailSituation): boolean {
  return recent !== undefined && recent.noticesInHour >= policy.storms.noticesPerTicket;
}
