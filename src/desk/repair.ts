/**
 * Putting right what came in wrong: merge, split, move, link. Nothing here mails anybody, and there is no action here
 * that could: whoever is to hear something is written to with a reply.
 */
import { reopen, setStatus } from './changes.ts';
import type { Command } from './command.ts';
import type { Action, Decision, Refusal } from './decision.ts';
import type { Operator } from './policy.ts';
import type { KeptMessage, RepairTicket } from './repair-situation.ts';
import type { CommandSituation } from './situation.ts';
import { type Person, ticketSubject } from './ticket.ts';

type Of<Verb extends Command['do']> = Extract<Command, { do: Verb }>;

/** All of one ticket goes to another, mail to either number too. */
export function merge(command: Of<'merge'>, by: Operator, at: CommandSituation): Decision | Refusal {
  const pair = both(command.ticket, command.into, at);
  if ('refused' in pair) return pair;
  const { one, other } = pair;
  const strangers = one.requester.id !== other.requester.id;
  if (strangers && !command.together) return { refused: whatTogetherMeans(one, other) };
  const joining = newcomers(other, [...(strangers ? [one.requester] : []), ...one.participants]);
  return {
    actions: [
      { do: 'moveMessages', ticket: one.number, to: other.number, messages: one.messages.map(({ id }) => id) },
      { do: 'mergeInto', ticket: one.number, into: other.number },
      ...setStatus(one, 'closed'),
      ...(one.status === 'new' || one.status === 'open' ? reopen(other) : []),
      ...joining.map(({ id }): Action => ({ do: 'join', ticket: other.number, person: id })),
      ...(one.related.includes(other.number) ? [] : [relate(one, other)]),
    ],
    because: [
      `${by.login} merged ${one.number} into ${other.number}`,
      ...joining.map(person => `${calledBy(person)} hears the answers in ${other.number} from now on`),
    ],
  };
}

function whatTogetherMeans(one: RepairTicket, other: RepairTicket): string {
  const [asked, asks] = [calledBy(one.requester), calledBy(other.requester)];
  return [
    `ticket ${one.number} is of ${asked}, ${other.number} of ${asks}`,
    `merged, ${asked} would hear every further answer in ${other.number}; if that is meant: --together`,
  ].join('\n');
}

function newcomers(ticket: RepairTicket, people: readonly Person[]): Person[] {
  const there = new Set([ticket.requester, ...ticket.participants].map(({ id }) => id));
  return people.filter(({ id }) => there.size < there.add(id).size);
}

/** One request is another matter: it opens a ticket of its own, of whoever wrote it. */
export function split(command: Of<'split'>, by: Operator, at: CommandSituation): Decision | Refusal {
  const from = ticketNamed(command.ticket, at);
  if ('refused' in from) return from;
  const message = messageOf(from, command.message);
  if ('refused' in message) return message;
  const { person } = message;
  if (message.kind !== 'request' || person === null)
    return { refused: `message ${message.id} is ${a(message.kind)}: only a request can become a ticket` };
  if (isOnlyRequest(from, message)) return { refused: `message ${message.id} is all that ticket ${from.number} asks` };
  const number = at.nextTicket;
  const subject = ticketSubject(command.subject ?? from.subject);
  const source = message.byMail ? 'mail' : 'operator';
  return {
    actions: [
      { do: 'openTicket', ticket: number, queue: from.queue, subject, requester: person.id, source },
      { do: 'moveMessages', ticket: from.number, to: number, messages: [message.id] },
      relate(from, { number }),
    ],
    because: [`${by.login} made message ${message.id} of ticket ${from.number} a ticket of its own: ${number}`],
  };
}

/** The people of the other ticket get nothing of it; staff sees it there from now on. */
export function move(command: Of<'move'>, by: Operator, at: CommandSituation): Decision | Refusal {
  const pair = both(command.ticket, command.to, at);
  if ('refused' in pair) return pair;
  const { one, other } = pair;
  const message = messageOf(one, command.message);
  if ('refused' in message) return message;
  if (isOnlyRequest(one, message))
    return {
      refused: `message ${message.id} is all that ticket ${one.number} asks; desk merge ${one.number} ${other.number} takes all of it along`,
    };
  return {
    actions: [{ do: 'moveMessages', ticket: one.number, to: other.number, messages: [message.id] }],
    because: [`${by.login} moved message ${message.id}, ${a(message.kind)}, from ${one.number} to ${other.number}`],
  };
}

export function link(command: Of<'link' | 'unlink'>, by: Operator, at: CommandSituation): Decision | Refusal {
  const pair = both(command.ticket, command.to, at);
  if ('refused' in pair) return pair;
  const { one, other } = pair;
  if (one.related.includes(other.number))
    return { refused: `tickets ${one.number} and ${other.number} are linked already` };
  return { actions: [relate(one, other)], because: [`${by.login} linked ${one.number} with ${other.number}`] };
}

export function unlink(command: Of<'link' | 'unlink'>, by: Operator, at: CommandSituation): Decision | Refusal {
  const { ticket, to } = command;
  if (!at.repair?.tickets.has(to)) return { refused: `there is no ticket ${to}` };
  if (!at.repair.tickets.get(ticket)?.related.includes(to))
    return { refused: `tickets ${ticket} and ${to} are not linked` };
  return {
    actions: [{ do: 'unrelate', ticket, to }],
    because: [`${by.login} took away the link between ${ticket} and ${to}`],
  };
}

/** The ticket a command concerns in the end; of a split, the new one. */
export function ticketActedOn(command: Command, at: CommandSituation): number {
  switch (command.do) {
    case 'new':
    case 'split':
      return at.nextTicket;
    case 'merge':
    case 'move':
    case 'link':
    case 'unlink':
    case 'undo':
      return command.ticket;
    default:
      return at.ticket?.number ?? command.ticket;
  }
}

/** A command that named a merged ticket was carried out in the one that took it in: that has to be said. */
export function sayWhere<D extends Decision | Refusal>(decision: D, command: Command, at: CommandSituation): D {
  const there = ticketActedOn(command, at);
  if ('refused' in decision || command.do === 'new' || command.do === 'split' || there === command.ticket)
    return decision;
  return { ...decision, because: [...decision.because, `ticket ${command.ticket} was merged into ${there}`] };
}

type Pair = { readonly one: RepairTicket; readonly other: RepairTicket };

function both(ticket: number, to: number, at: CommandSituation): Pair | Refusal {
  if (ticket === to) return { refused: `both are ticket ${ticket}` };
  const one = ticketNamed(ticket, at);
  const other = ticketNamed(to, at);
  if ('refused' in one) return one;
  return 'refused' in other ? other : { one, other };
}

function ticketNamed(number: number, at: CommandSituation): RepairTicket | Refusal {
  const ticket = at.repair?.tickets.get(number);
  if (!ticket) return { refused: `there is no ticket ${number}` };
  if (ticket.mergedInto !== null) return { refused: `ticket ${number} was merged into ${ticket.mergedInto} already` };
  return ticket;
}

function messageOf(ticket: RepairTicket, id: number): KeptMessage | Refusal {
  return (
    ticket.messages.find(message => message.id === id) ?? { refused: `ticket ${ticket.number} has no message ${id}` }
  );
}

function isOnlyRequest(ticket: RepairTicket, message: KeptMessage): boolean {
  return message.kind === 'request' && ticket.messages.filter(({ kind }) => kind === 'request').length === 1;
}

function relate(one: { readonly number: number }, other: { readonly number: number }): Action {
  return { do: 'relate', ticket: one.number, to: other.number };
}

function a(kind: KeptMessage['kind']): string {
  return kind === 'answer' ? 'an answer' : `a ${kind}`;
}

function calledBy({ name, addresses }: Person): string {
  return addresses[0] ?? name;
}
