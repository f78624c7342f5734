/**
 * What becomes of a mail. The order of the questions is the policy: the first that has an opinion answers.
 * A question looks at the mail and the situation and at nothing else; it never throws and never asks the clock.
 */
import { isOurMessageId } from '../mail/answered-ids.ts';
import type { Mail } from '../mail/mail.ts';
import { hearOfNewTicket, hearOfTicket } from './audience.ts';
import { reopen, send } from './changes.ts';
import type { Action, Decision } from './decision.ts';
import { toRequester, toStaff } from './letters.ts';
import { describeClaim, type Proof, weigh } from './proof.ts';
import { couldNotBeRead } from './quarantine.ts';
import { queueOf } from './queues.ts';
import { newcomer, whyNoAnswer } from './sender.ts';
import type { MailSituation } from './situation.ts';
import { type NoteText, type Person, type PublicText, type Ticket, ticketSubject } from './ticket.ts';

type Question = (mail: Mail, at: MailSituation) => Decision | undefined;

export const QUESTIONS: readonly (readonly [string, Question])[] = [
  ['alreadyHandled', alreadyHandled],
  ['ourOwnMail', ourOwnMail],
  ['releasedByOperator', releasedByOperator],
  ['couldNotBeRead', couldNotBeRead],
  ['bounced', bounced],
  ['unclearSender', unclearSender],
  ['staffByMail', staffByMail],
  ['continuesATicket', continuesATicket],
  ['claimsATicket', claimsATicket],
  ['writtenByAMachine', writtenByAMachine],
  ['opensATicket', opensATicket],
];

export function receive(mail: Mail, at: MailSituation): Decision {
  for (const [, question] of QUESTIONS) {
    const decision = question(mail, at);
    if (decision) return quietly({ ...decision, because: [...decision.because, ...remarks(mail, at)] }, at);
  }
  throw new Error('no question answered: opensATicket must always do');
}

/** What is worth a word whatever becomes of the mail. */
function remarks(mail: Mail, { seen, namesake }: MailSituation): string[] {
  const twin = namesake && !seen ? [`mail ${namesake.mail} has the same Message-ID and other content`] : [];
  return [...twin, ...mail.faults];
}

/** An archive that is brought in mails nobody, whatever it would have caused when it was new. */
function quietly({ actions, because }: Decision, { quiet }: MailSituation): Decision {
  const said = actions.filter(action => action.do !== 'send');
  if (!quiet || said.length === actions.length) return { actions, because };
  return { actions: said, because: [...because, 'nobody is mailed: it was brought in from an archive'] };
}

function alreadyHandled(_mail: Mail, { seen }: MailSituation): Decision | undefined {
  if (!seen) return undefined;
  return {
    actions: [fileMail('duplicate', seen.ticket)],
    because: [`the same content came in before, as mail ${seen.mail} (${seen.end})`],
  };
}

function ourOwnMail(mail: Mail, at: MailSituation): Decision | undefined {
  if (mail.messageId === undefined || !isOurMessageId(mail.messageId, at.keys)) return undefined;
  return { actions: [fileMail('ignored')], because: ['we wrote it ourselves: its Message-ID is signed by this desk'] };
}

/** An operator looked at a held mail and said where it belongs; that outweighs every trace in it. */
function releasedByOperator(mail: Mail, at: MailSituation): Decision | undefined {
  if (!at.release) return undefined;
  if (at.release.how === 'split') return open(mail, at, ['an operator made it a ticket of its own'], false);
  const ticket = at.tickets.get(at.release.ticket);
  return ticket && append(mail, ticket, at, ['an operator approved it']);
}

/** RFC 3464. Only a notification that returns a letter of ours, by its unguessable Message-ID, has any effect. */
function bounced(mail: Mail, at: MailSituation): Decision | undefined {
  if (mail.kind !== 'bounce') return undefined;
  const letter = at.bouncedLetter;
  const ticket = letter && at.tickets.get(letter.ticket);
  if (!letter || !ticket) {
    return { actions: [fileMail('ignored')], because: [mail.kindBecause, 'it returns no letter of ours'] };
  }
  const failed = mail.bounce?.recipients.find(r => r.permanent && r.action !== 'delayed');
  const lines = (mail.bounce?.recipients ?? []).map(r => `${r.address}: ${r.action} ${r.status} ${r.reason}`.trim());
  const note =
    `${failed ? 'Not delivered' : 'Delayed'}: ${lines.join('; ') || 'the server gave no reason'}` as NoteText;
  const reason = failed ? `${failed.status} ${failed.reason}`.trim() : '';
  return {
    actions: [
      ...(failed ? [{ do: 'failLetter', letter: letter.id, reason } as const] : []),
      { do: 'addNote', ticket: ticket.number, author: { by: 'desk' }, text: note },
      ...(failed ? reopen(ticket) : []),
      ...(failed
        ? send(
            toStaff(
              ticket,
              hearOfTicket(ticket, at),
              { template: 'not-delivered', recipient: failed.address, reason },
              at,
            ),
          )
        : []),
      fileMail('handled', ticket.number),
    ],
    because: [mail.kindBecause, `it returns letter ${letter.id} of ticket ${ticket.number}`],
  };
}

/** RFC 5322 §3.6.2 lets From hold several mailboxes; DMARC and people are fooled by it, so we do not guess. */
function unclearSender(mail: Mail, at: MailSituation): Decision | undefined {
  if (mail.from.length === 1) return undefined;
  const why = mail.from.length === 0 ? 'it has no sender' : `it names ${mail.from.length} senders`;
  return { actions: [fileMail('held', weigh(mail, at)?.ticket.number)], because: [`${why}: an operator has to look`] };
}

/** An operator's mail carries an operator's rights only with proof of the sender, which From is not. */
function staffByMail(mail: Mail, at: MailSituation): Decision | undefined {
  const proof = weigh(mail, at);
  if (!proof?.signed || proof.person.id === proof.ticket.requester.id) return undefined;
  const login = [...at.staff].find(([, person]) => person.id === proof.person.id)?.[0];
  if (login === undefined) return undefined;
  return {
    actions: [fileMail('held', proof.ticket.number)],
    because: [
      describeClaim(proof.claim),
      `it answers a notice to ${login}; who really sent it is not proven, so it is neither mailed out nor appended`,
      'answer from the terminal: desk reply',
    ],
  };
}

function continuesATicket(mail: Mail, at: MailSituation): Decision | undefined {
  const proof = weigh(mail, at);
  if (!proof?.senderMatches || proof.contradiction) return undefined;
  return append(mail, proof.ticket, at, [describeClaim(proof.claim), whyPerson(proof)]);
}

/** A good token or a known Message-ID, but the wrong person, or two tokens that disagree: never appended, never refused. */
function claimsATicket(mail: Mail, at: MailSituation): Decision | undefined {
  const proof = weigh(mail, at);
  if (!proof?.signed) return undefined;
  return {
    actions: [fileMail('held', proof.ticket.number)],
    because: [describeClaim(proof.claim), proof.contradiction ?? whyPerson(proof), 'an operator has to look'],
  };
}

/** Vacation notes and receipts that belong to no ticket are nobody's request; everything else gets its ticket. */
function writtenByAMachine(mail: Mail, at: MailSituation): Decision | undefined {
  if (mail.kind !== 'auto-reply' && mail.kind !== 'receipt') return undefined;
  return { actions: [fileMail('ignored')], because: [mail.kindBecause, ...at.claims.map(describeClaim)] };
}

function opensATicket(mail: Mail, at: MailSituation): Decision {
  const proof = weigh(mail, at);
  const because = at.claims.filter(claim => claim.verdict !== 'unsigned').map(describeClaim);
  if (proof) because.push(`${describeClaim(proof.claim)}, but ${whyPerson(proof)}`);
  return open(mail, at, [...because, 'it continues no ticket'], true, proof?.ticket.number);
}

function open(mail: Mail, at: MailSituation, because: string[], confirm: boolean, related?: number): Decision {
  const requester = at.sender ?? newcomer(mail, at);
  const subject = ticketSubject(mail.subject);
  const ticket: Ticket = {
    number: at.nextTicket,
    subject,
    status: 'new',
    queue: queueOf(mail, at.policy, at.mailboxQueue).name,
    owner: null,
    requester,
    participants: [],
    closedAt: null,
    conversation: mail.messageId === undefined ? [] : [mail.messageId],
  };
  const confirmation = !confirm ? 'no confirmation: it was released by hand' : whyNoConfirmation(mail, requester, at);
  const { number } = ticket;
  return {
    actions: [
      ...(at.sender ? [] : [{ do: 'meet', person: requester } as const]),
      { do: 'openTicket', ticket: number, queue: ticket.queue, subject, requester: requester.id, source: 'mail' },
      addRequest(mail, number, requester),
      ...(related === undefined ? [] : [{ do: 'relate', ticket: number, to: related } as const]),
      ...(confirmation === undefined ? send(toRequester(ticket, { template: 'confirmation' }, at)) : []),
      ...tellStaff(ticket, 'new-ticket', mail, hearOfNewTicket(at), at),
      fileMail('handled', number),
    ],
    because: confirmation === undefined ? because : [...because, confirmation],
  };
}

function whyNoConfirmation(mail: Mail, requester: Person, at: MailSituation): string | undefined {
  const why = whyNoAnswer(mail, requester, at);
  return why === undefined ? undefined : `no confirmation: ${why}`;
}

function append(mail: Mail, ticket: Ticket, at: MailSituation, because: string[]): Decision {
  const quiet = mail.kind !== 'person' && mail.kind !== 'list';
  const sender = at.sender ?? newcomer(mail, at);
  const conversation = mail.messageId === undefined ? ticket.conversation : [...ticket.conversation, mail.messageId];
  const continued = { ...ticket, conversation };
  return {
    actions: [
      ...(at.sender ? [] : [{ do: 'meet', person: sender } as const]),
      addRequest(mail, ticket.number, sender),
      ...(quiet ? [] : reopen(ticket)),
      ...(quiet ? [] : tellStaff(continued, 'new-message', mail, hearOfTicket(ticket, at), at)),
      fileMail('handled', ticket.number),
    ],
    because: quiet ? [...because, `${mail.kindBecause}: it changes no status and tells nobody`] : because,
  };
}

function tellStaff(
  ticket: Ticket,
  template: 'new-ticket' | 'new-message',
  mail: Mail,
  staff: readonly Person[],
  at: MailSituation,
): Action[] {
  // a colleague who writes to the desk as a requester knows what was written
  const others = staff.filter(person => person.id !== at.sender?.id);
  const words = mail.newWords as PublicText;
  return send(toStaff(ticket, others, { template, words, requester: ticket.requester }, at));
}

function addRequest(mail: Mail, ticket: number, sender: Person): Action {
  return {
    do: 'addMessage',
    ticket,
    kind: 'request',
    author: { by: 'person', person: sender.id },
    text: mail.newWords as PublicText,
    folded: mail.folded,
    ...(mail.messageId === undefined ? {} : { messageId: mail.messageId }),
  };
}

function whyPerson(proof: Proof): string {
  return proof.senderMatches
    ? `the sender is the one it was made for`
    : `the sender ${proof.sender} is not ${proof.person.addresses[0] ?? 'the one it was made for'}`;
}

function fileMail(as: Extract<Action, { do: 'fileMail' }>['as'], ticket?: number | null): Action {
  return ticket === undefined || ticket === null ? { do: 'fileMail', as } : { do: 'fileMail', as, ticket };
}
