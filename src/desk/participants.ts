/** Who else hears the answers of a ticket, as an operator says; and the reply tokens, when one of them got about. */
import type { Address } from '../mail/mail.ts';
import type { Action, Decision, Refusal } from './decision.ts';
import type { Operator } from './policy.ts';
import { peopleOn } from './proof.ts';
import { isAddressOf } from './queues.ts';
import { newcomer } from './sender.ts';
import type { CommandSituation } from './situation.ts';
import type { Ticket } from './ticket.ts';

export function join(address: Address, ticket: Ticket, by: Operator, at: CommandSituation): Decision | Refusal {
  const refused = whyNot(address.address.toLowerCase(), ticket, at);
  if (refused !== undefined) return { refused };
  const person = at.requester ?? newcomer(address, at.nextPerson);
  const meet: Action[] = at.requester ? [] : [{ do: 'meet', person }];
  return {
    actions: [...meet, { do: 'join', ticket: ticket.number, person: person.id }],
    because: [`${by.login} made ${person.addresses[0]} a participant: answers go there too`],
  };
}

function whyNot(address: string, ticket: Ticket, { policy, staff }: CommandSituation): string | undefined {
  if (policy.queues.some(queue => isAddressOf(queue, address))) return `${address} is an address of this desk`;
  if ([...staff.values()].some(({ addresses }) => addresses.includes(address)))
    return `${address} is an operator's: operators read the ticket, and hear of it as its owner`;
  const there = peopleOn(ticket).find(({ addresses }) => addresses.includes(address));
  if (!there) return undefined;
  return there.id === ticket.requester.id
    ? `${address} is the requester of ticket ${ticket.number}`
    : `${address} is a participant of ticket ${ticket.number} already`;
}

export function leave({ address }: Address, ticket: Ticket, by: Operator): Decision | Refusal {
  const person = ticket.participants.find(({ addresses }) => addresses.includes(address.toLowerCase()));
  if (!person) return { refused: `${address} is not a participant of ticket ${ticket.number}` };
  return {
    actions: [{ do: 'leave', ticket: ticket.number, person: person.id }],
    because: [`${by.login} took ${person.addresses[0]} off the ticket: no more answers, and mail from there is held`],
  };
}

/** New letters carry new tokens; who answers an old one is held until an operator has looked. */
export function revoke(ticket: Ticket, by: Operator): Decision {
  return {
    actions: [{ do: 'revokeTokens', ticket: ticket.number, serial: (ticket.serial ?? 0) + 1 }],
    because: [`${by.login} revoked the reply tokens of ticket ${ticket.number}`],
  };
}
