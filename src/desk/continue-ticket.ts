/**
 * Mail that carries a trace of a ticket: it is added when its sender may write there, and held for an operator when not.
 * Never refused, and never answered: a stranger who guesses learns nothing, and a customer with a new address is not lost.
 */
import type { Mail } from '../mail/mail.ts';
import { isOnlyThanks } from '../mail/thanks.ts';
import { whoHears } from './audience.ts';
import { cannedReply } from './canned-reply.ts';
import { carriersTried } from './carriers-tried.ts';
import { fileMail, reopen, requestOf, send, tellStaff } from './changes.ts';
import { copiesOf, remarksOn } from './copies.ts';
import type { Decision } from './decision.ts';
import { toStaff } from './letters.ts';
import { open } from './open-ticket.ts';
import { isOnIt, type Proof, peopleOn, weigh, whyNotTheirs, whyTheirs } from './proof.ts';
import { endedByRule, rulesOnAnswer, sortedByAnswer } from './ruled.ts';
import { heardFrom, newcomer } from './sender.ts';
import type { As, MailSituation } from './situation.ts';
import { isDone, type NoteText, type Person, type Ticket } from './ticket.ts';

export function continuesATicket(mail: Mail, at: MailSituation): Decision | undefined {
  const proof = weigh(mail, at);
  if (!proof || whyNotTheirs(proof, mail, at) !== undefined) return undefined;
  const because = [...carriersTried(mail, at.claims), ...merged(proof), whyTheirs(proof)];
  const closed = isLongClosed(proof.ticket, mail, at);
  return closed === undefined
    ? append(mail, proof.ticket, at, because)
    : open(mail, at, [...because, closed], { confirm: true, related: proof.ticket.number });
}

/** A good token, or a ticket's number, but not from somebody who may write there; or a known trace and a forged sender. */
export function claimsATicket(mail: Mail, at: MailSituation): Decision | undefined {
  const proof = weigh(mail, at);
  if (!proof || !(proof.signed || proof.claim.carrier === 'number' || isOnIt(proof))) return undefined;
  const why = whyNotTheirs(proof, mail, at) ?? whyTheirs(proof);
  return {
    actions: [fileMail('held', proof.ticket.number)],
    because: [...carriersTried(mail, at.claims), ...merged(proof), why, 'an operator has to look'],
  };
}

export function append(
  mail: Mail,
  ticket: Ticket,
  at: MailSituation,
  because: readonly string[],
  as: As = 'guest',
): Decision {
  const ruled = rulesOnAnswer(mail, ticket, at);
  // an operator's word outweighs a rule's
  const ended = at.release === undefined ? endedByRule(ruled, mail, at, because, ticket) : undefined;
  if (ended) return ended;
  const quiet = whyQuiet(mail, ticket);
  const thanks = isThanks(mail, ticket);
  const addressee = addresseeOf(mail, ticket, at);
  const isNew = !at.sender && as !== 'same-person';
  const sender = at.sender ?? (as === 'same-person' ? addressee : newcomer(mail.from[0], at.nextPerson));
  const isOn = peopleOn(ticket).some(({ id }) => id === sender.id);
  const here = [...peopleOn(ticket), sender];
  const asGuest = !isOn && as !== 'participant';
  const copies = copiesOf(mail, ticket.number, here, at.nextPerson + Number(isNew), at, { asGuest });
  const conversation = mail.messageId === undefined ? ticket.conversation : [...ticket.conversation, mail.messageId];
  const continued = { ...ticket, conversation };
  // it leaves all the same: somebody may count on it, and only a person can tell whether it is right still
  const crossed = at.waiting?.has(ticket.number) ? [crossedWords(ticket)] : [];
  const reply = cannedReply(ruled, continued, sender, mail, at, quiet !== undefined || at.release !== undefined);
  return {
    actions: [
      ...(isNew ? [{ do: 'meet', person: sender } as const] : heardFrom(sender, mail).actions),
      ...(as === 'same-person' && !at.sender && mail.from[0]
        ? [{ do: 'addAddress', person: addressee.id, address: mail.from[0].address.toLowerCase() } as const]
        : []),
      ...(as === 'participant' && !isOn ? [{ do: 'join', ticket: ticket.number, person: sender.id } as const] : []),
      requestOf(mail, ticket.number, sender, [...remarksOn(mail, at), ...copies.remarks, ...crossed]),
      ...copies.actions,
      ...(quiet === undefined && !thanks ? reopen(ticket) : []),
      ...(quiet === undefined
        ? tellStaff(continued, 'new-message', mail, whoHears('request', ticket, at), at, sender)
        : []),
      ...sortedByAnswer(ruled, ticket, mail, at),
      ...reply.actions,
      fileMail('handled', ticket.number),
    ],
    because: [
      ...because,
      ...crossed,
      ...(quiet === undefined ? [] : [`${quiet}: it changes no status and tells nobody`]),
      ...(quiet === undefined && thanks ? ['it only says thanks: it changes no status'] : []),
      ...ruled.because,
      ...reply.because,
    ],
  };
}

/** Of who is none of its people, and answers what only staff were sent: it is for staff, and so is whatever it quotes. */
export function appendNote(
  mail: Mail,
  ticket: Ticket,
  at: MailSituation,
  because: readonly string[],
  as: As = 'guest',
): Decision {
  const sender = at.sender ?? newcomer(mail.from[0], at.nextPerson);
  const words = mail.newWords as NoteText;
  const by = mail.from[0]?.address ?? sender.name;
  return {
    actions: [
      ...(at.sender ? [] : [{ do: 'meet', person: sender } as const]),
      ...(as === 'participant' ? [{ do: 'join', ticket: ticket.number, person: sender.id } as const] : []),
      { do: 'addNote', ticket: ticket.number, author: { by: 'person', person: sender.id }, text: words },
      ...send(toStaff(ticket, whoHears('note', ticket, at), { template: 'note', words, by }, at)),
      fileMail('handled', ticket.number),
    ],
    because: [...because, 'it answers a notice to the staff, so it is a note'],
  };
}

function crossedWords({ number }: Ticket): string {
  return `an answer written before this still waits for its time, and leaves: desk undo ${number} takes it back`;
}

/** Why a message is kept without anything being done about it: nobody waits for an answer to it. */
function whyQuiet(mail: Mail, ticket: Ticket): string | undefined {
  if (mail.kind !== 'person' && mail.kind !== 'list') return mail.kindBecause;
  return isDone(ticket) && isThanks(mail, ticket) ? 'it only says thanks' : undefined;
}

/** For an answer, and nothing else. Whoever waits for the requester hears of it, and closes the ticket. */
function isThanks(mail: Mail, { status }: Ticket): boolean {
  const isAnswered = isDone({ status }) || status === 'waiting';
  return isAnswered && mail.attachments.every(({ inline }) => inline) && isOnlyThanks(mail.newWords);
}

/** Whom the token in the mail was made for; without one, the requester. */
export function addresseeOf(mail: Mail, ticket: Ticket, at: MailSituation): Person {
  return weigh(mail, at)?.person ?? ticket.requester;
}

/** A new matter, most likely, under an old subject. What machines write, and thanks, open nothing. */
function isLongClosed(ticket: Ticket, mail: Mail, { now, policy }: MailSituation): string | undefined {
  const { number, status, closedAt } = ticket;
  if (status !== 'closed' || closedAt === null || policy.reopenWithin === 0) return undefined;
  if (whyQuiet(mail, ticket) !== undefined) return undefined;
  if (now - closedAt <= policy.reopenWithin) return undefined;
  const days = Math.floor((now - closedAt) / 86_400_000);
  return `ticket ${number} was closed ${days} days ago (policy.reopen_within), so it is a new one`;
}

function merged({ claim, ticket }: Proof): string[] {
  return claim.ticket === ticket.number ? [] : [`ticket ${claim.ticket} was merged into ${ticket.number}`];
}
