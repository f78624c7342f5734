/** Mail that continues nothing becomes a ticket, whoever wrote it; one to several queues may become one in each. */
import type { Mail } from '../mail/mail.ts';
import { plainSubject, withoutMarks } from '../mail/subject.ts';
import { whoHears } from './audience.ts';
import { cannedReply } from './canned-reply.ts';
import { carriersTried } from './carriers-tried.ts';
import { fileMail, opening, requestOf, send, tellStaff } from './changes.ts';
import { copiesOf, remarksOn } from './copies.ts';
import type { Action, Decision } from './decision.ts';
import { toRequester } from './letters.ts';
import { remarkOnForward } from './on-behalf.ts';
import type { Queue } from './policy.ts';
import { weigh, whyNotTheirs } from './proof.ts';
import { queueOf, queuesOf } from './queues.ts';
import { afterOpening, endedByRule, ownerOf, rulesOnNew, sortedByRules } from './ruled.ts';
import type { Outcome } from './rules/evaluate.ts';
import { saidBy, WANTS_NONE } from './said.ts';
import { askerOf, heardFrom, newcomer, whyNoAnswer } from './sender.ts';
import type { MailSituation } from './situation.ts';
import { isUnsure, spamWords } from './spam.ts';
import { freshTicket, type Person, type Ticket, ticketSubject } from './ticket.ts';

export function opensATicket(mail: Mail, at: MailSituation): Decision {
  const proof = weigh(mail, at);
  const why = proof && whyNotTheirs(proof, mail, at);
  const because = [...carriersTried(mail, at.claims), ...(why === undefined ? [] : [why]), 'it continues no ticket'];
  return open(mail, at, because, { confirm: true, ...(proof ? { related: proof.ticket.number } : {}) });
}

export interface Opening {
  /** false: it was an operator who made it a ticket. */
  readonly confirm: boolean;
  /** The ticket that its traces lead to. */
  readonly related?: number;
}

export function open(mail: Mail, at: MailSituation, because: readonly string[], how: Opening): Decision {
  const ruled = rulesOnNew(mail, at);
  // an operator's word outweighs a rule's
  const ended = at.release === undefined ? endedByRule(ruled, mail, at, because) : undefined;
  return ended ?? openAs(ruled, mail, at, because, how);
}

function openAs(ruled: Outcome, mail: Mail, at: MailSituation, because: readonly string[], how: Opening): Decision {
  const asker = askerOf(mail, at.policy);
  const known = asker === mail.from[0] ? at.sender : at.asker;
  const heard = heardFrom(known ?? newcomer(asker, at.nextPerson), mail);
  const requester = heard.person;
  const owner = ownerOf(ruled, at);
  const tickets = queuesFor(mail, ruled, at).map(
    (queue, n): Ticket =>
      freshTicket({
        number: at.nextTicket + n,
        subject: ticketSubject(how.related === undefined ? withoutMarks(mail.subject) : plainSubject(mail.subject)),
        queue: queue.name,
        requester,
        source: 'mail',
        ...(queue.group === undefined ? {} : { group: queue.group }),
        conversation: mail.messageId === undefined ? [] : [mail.messageId],
        ...sortedByRules(ruled, owner, at.now),
      }),
  );
  const first = tickets[0]!;
  const unsure = at.release === undefined && isUnsure(mail, at);
  const unconfirmed = unsure
    ? `no confirmation: ${spamWords(mail)}`
    : how.confirm
      ? whyNotConfirmed(mail, requester, at)
      : 'no confirmation: it was released by hand';
  const reply = cannedReply(ruled, first, requester, mail, at, unsure || !how.confirm);
  const copies = copiesOf(mail, first.number, [requester], at.nextPerson + Number(!known), at);
  const remarks = [...remarksOn(mail, at), ...remarkOnForward(mail, at), ...copies.remarks];
  return {
    actions: [
      ...(known ? heard.actions : [{ do: 'meet', person: requester } as const]),
      ...tickets.flatMap((ticket): Action[] => [
        opening(ticket),
        requestOf(mail, ticket.number, requester, remarks),
        ...(ticket === first ? copies.actions : joinedAgain(copies.joining, ticket.number)),
        ...(unsure ? [{ do: 'markSpam', ticket: ticket.number, from: null, as: 'unsure' } as const] : []),
        ...relations(ticket, first, how.related),
        ...(ticket === first && unconfirmed === undefined && reply.actions.length === 0
          ? send(toRequester(ticket, confirmationOf(mail), { ...at, said: saidBy(mail.newWords) }))
          : []),
        ...tellStaff(ticket, 'new-ticket', mail, whoHears('new ticket', ticket, at), at),
        ...afterOpening(ruled, ticket, ticket === first ? owner : undefined, mail, at),
        ...(ticket === first ? reply.actions : []),
      ]),
      fileMail('handled', first.number),
    ],
    because: [
      ...because,
      ...(unconfirmed === undefined ? [] : [unconfirmed]),
      ...severally(tickets),
      ...ruled.because,
      ...(owner && ruled.owner?.by !== 'name' ? [owner.because] : []),
      ...reply.because,
    ],
  };
}

/** A rule that names a queue means one ticket there. */
function queuesFor(mail: Mail, ruled: Outcome, { policy, mailboxQueue }: MailSituation): readonly Queue[] {
  const named = policy.queues.find(({ name }) => name === ruled.fields.queue);
  if (named) return [named];
  return policy.severalQueues === 'linked'
    ? queuesOf(mail, policy, mailboxQueue)
    : [queueOf(mail, policy, mailboxQueue)];
}

function confirmationOf({ faq }: Mail) {
  return { template: 'confirmation' as const, ...(faq === undefined ? {} : { faq }) };
}

function joinedAgain(people: readonly Person[], ticket: number): Action[] {
  return people.map(({ id }) => ({ do: 'join', ticket, person: id }));
}

function relations({ number }: Ticket, first: Ticket, related: number | undefined): Action[] {
  if (number !== first.number) return [{ do: 'relate', ticket: number, to: first.number }];
  return related === undefined ? [] : [{ do: 'relate', ticket: number, to: related }];
}

function severally(tickets: readonly Ticket[]): string[] {
  return tickets.length < 2 ? [] : [`it was written to ${tickets.length} queues (policy.several_queues)`];
}

function whyNotConfirmed(mail: Mail, requester: Person, at: MailSituation): string | undefined {
  const why = requester.wishes?.confirmation === false ? WANTS_NONE : whyNoAnswer(mail, requester, at);
  return why === undefined ? undefined : `no confirmation: ${why}`;
}
