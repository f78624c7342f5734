/**
 * An operator forwards a customer's mail to the desk: the customer is the requester, what the operator wrote above it is a
 * note. Only of a proven operator; from anybody else a forward is a mail like any other, and its sender the requester.
 */
import type { Forwarded, Mail } from '../mail/mail.ts';
import { splitWords } from '../mail/new-words.ts';
import { withoutMarks } from '../mail/subject.ts';
import { whoHears } from './audience.ts';
import { carriersTried } from './carriers-tried.ts';
import { fileMail, opening, send } from './changes.ts';
import type { Action, Decision } from './decision.ts';
import { toStaff } from './letters.ts';
import type { Operator } from './policy.ts';
import { unproven } from './proof.ts';
import { isAddressOf, queueOf } from './queues.ts';
import { whyNotAllowed } from './roles.ts';
import { afterOpening, ownerOf, rulesOnNew, sortedByRules } from './ruled.ts';
import { newcomer } from './sender.ts';
import type { MailSituation } from './situation.ts';
import { freshTicket, type NoteText, type PublicText, ticketSubject } from './ticket.ts';

export function forwardsAMail(mail: Mail, at: MailSituation): Decision | undefined {
  const { forwarded } = mail;
  const operator = forwarder(mail, at);
  if (!forwarded || !operator || whyNotOnBehalf(mail, operator, at) !== undefined) return undefined;
  const address = forwarded.from.address.toLowerCase();
  const known = at.acquainted?.get(address);
  const requester = known ?? newcomer(forwarded.from, at.nextPerson);
  const ruled = rulesOnNew(asWritten(mail, forwarded), at);
  const owner = ownerOf(ruled, at);
  const named = at.policy.queues.find(({ name }) => name === ruled.fields.queue);
  const queue = named ?? queueOf(mail, at.policy, at.mailboxQueue);
  const ticket = freshTicket({
    number: at.nextTicket,
    subject: ticketSubject(withoutMarks(forwarded.subject)),
    queue: queue.name,
    requester,
    source: 'mail',
    ...(queue.group === undefined ? {} : { group: queue.group }),
    conversation: forwarded.messageId === undefined ? [] : [forwarded.messageId],
    ...sortedByRules(ruled, owner, at.now),
  });
  const { newWords, folded } = splitWords(forwarded.text);
  const words = newWords as PublicText;
  const others = whoHears('new ticket', ticket, at, { doer: operator.login });
  return {
    actions: [
      ...(known ? [] : [{ do: 'meet', person: requester } as const]),
      opening(ticket),
      {
        do: 'addMessage',
        ticket: ticket.number,
        kind: 'request',
        author: { by: 'person', person: requester.id },
        text: words,
        folded,
        ...(forwarded.messageId === undefined ? {} : { messageId: forwarded.messageId }),
        remarks: [`forwarded by ${operator.login}`],
      },
      ...comment(forwarded.comment, ticket.number, operator),
      ...send(toStaff(ticket, others, { template: 'new-ticket', words, requester }, at)),
      ...afterOpening(ruled, ticket, owner, mail, at),
      fileMail('handled', ticket.number),
    ],
    because: [
      ...carriersTried(mail, at.claims),
      `${operator.login} forwards a mail of ${address}, who is the requester`,
      `the sender is proven: ${mail.trust.because}`,
      `no confirmation: ${address} did not write to the desk`,
      ...ruled.because,
      ...(owner && ruled.owner?.by !== 'name' ? [owner.because] : []),
    ],
  };
}

/** What the rules are asked about: the customer's mail, of which nobody knows whether it is proven. */
function asWritten(mail: Mail, { from, subject, text }: Forwarded): Mail {
  const trust = { verdict: 'unknown', because: 'it was forwarded' } as const;
  return { ...mail, from: [from], subject, text, newWords: text, spam: null, trust };
}

function comment(words: string, ticket: number, { login }: Operator): Action[] {
  const text = words.trim() as NoteText;
  return text === '' ? [] : [{ do: 'addNote', ticket, author: { by: 'operator', login }, text }];
}

/** The active operator whose address is in From; whether it is really that operator is another question. */
function forwarder(mail: Mail, { policy }: MailSituation): Operator | undefined {
  if (mail.kind !== 'person' || mail.forwarded === null) return undefined;
  const from = mail.from[0]?.address.toLowerCase();
  return policy.operators.find(({ active, address }) => active && address.toLowerCase() === from);
}

function whyNotOnBehalf(mail: Mail, by: Operator, { policy, staff }: MailSituation): string | undefined {
  const original = mail.forwarded?.from.address.toLowerCase() ?? '';
  if (policy.operatorsByMail === 'off') return 'operators do not work by mail here (policy.operators_by_mail)';
  if (mail.trust.verdict !== 'pass') return unproven(mail);
  const refused = whyNotAllowed('operator', by);
  if (refused !== undefined) return refused;
  const isHouse = [...staff.values()].some(({ addresses }) => addresses.includes(original));
  return isHouse || policy.queues.some(queue => isAddressOf(queue, original))
    ? `${original} is of the house`
    : undefined;
}

/** Why a forward of an operator did not make its writer the requester; for staff, beside the message. */
export function remarkOnForward(mail: Mail, at: MailSituation): string[] {
  const operator = forwarder(mail, at);
  const why = operator && whyNotOnBehalf(mail, operator, at);
  return why === undefined
    ? []
    : [`forwards a mail of ${mail.forwarded?.from.address}, who is not the requester: ${why}`];
}
