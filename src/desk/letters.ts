/**
 * Letters as data. A letter's Message-ID is `token.nonce-n@host`: fixed here, so that a letter sent twice is the same
 * letter, and signed, so that a reply's References bring the token back (RFC 5322 §3.6.4).
 */
import { makeToken, type TokenKey } from '../mail/reply-token.ts';
import type { Letter, LetterInTicket, RequesterLetter, StaffLetter, TicketlessLetter } from './letter.ts';
import { isAddressOf } from './queues.ts';
import type { Situation } from './situation.ts';
import { mailAddress, type Person, type Ticket } from './ticket.ts';

type Content<L extends Letter> = L extends Letter ? Pick<L, Exclude<keyof L, HeadKey | 'audience'>> : never;
type HeadKey =
  | ('ticket' | 'to' | 'alongside' | 'queue' | 'mail')
  | ('messageId' | 'references' | 'inReplyTo' | 'token' | 'subject' | 'languages');
type Head<L extends Letter> = Pick<L, Exclude<Extract<keyof L, HeadKey>, 'alongside'>>;

/** What stands for the ticket in the signed Message-ID of a letter that is in none; no ticket has this number. */
export const NO_TICKET = 0;

/** `nth` tells the letters of one decision apart. */
function head(ticket: Ticket, to: Person, at: Situation, nth: number): Head<LetterInTicket> {
  const { number, serial = 0 } = ticket;
  const token = makeToken({ ticket: number, person: to.id, serial }, signingKey(at));
  const last = ticket.conversation.at(-1);
  return {
    ticket: ticket.number,
    to,
    queue: ticket.queue,
    messageId: `${token}.${at.nonce}-${nth}@${at.policy.host}`,
    ...(last === undefined ? {} : { inReplyTo: last }),
    references: ticket.conversation,
    token,
    subject: ticket.subject,
    ...languagesFor(to, ticket.queue, at),
  };
}

/**
 * What they wish; else what they wrote in; else what the queue speaks. An operator's stands in the configuration, and
 * what the requester speaks is nothing to them.
 */
function languagesFor(to: Person, queueName: string, at: Situation): Pick<Letter, 'languages'> {
  const { operators, queues } = at.policy;
  const login = [...at.staff].find(([, { id }]) => id === to.id)?.[0];
  const operator = operators.find(one => one.login === login);
  const queue = queues.find(({ name }) => name === queueName);
  const tags = operator ? [operator.language] : [to.language, at.said?.language, queue?.language];
  const languages = tags.filter(tag => tag !== undefined);
  return languages.length === 0 ? {} : { languages };
}

/** Signed too, so that such a letter is known as ours when it comes back. */
function headWithoutTicket(queue: string, to: Person, at: Situation, nth: number): Head<TicketlessLetter> {
  const signed = makeToken({ ticket: NO_TICKET, person: to.id }, signingKey(at));
  const messageId = `${signed}.${at.nonce}-${nth}@${at.policy.host}`;
  return { ticket: null, token: null, to, queue, messageId, references: [], ...languagesFor(to, queue, at) };
}

function signingKey({ keys }: Situation): TokenKey {
  const key = keys.find(k => !k.retired);
  if (!key) throw new Error('no key to sign reply tokens with');
  return key;
}

/** A letter to the ticket's requester; none when there is no address to send it to. */
export function toRequester(
  ticket: Ticket,
  content: Content<Extract<RequesterLetter, LetterInTicket>>,
  at: Situation,
): RequesterLetter[] {
  const { requester } = ticket;
  if (mailAddress(requester) === undefined) return [];
  return [{ ...head(ticket, requester, at, 0), audience: 'requester', ...content } as RequesterLetter];
}

/**
 * The same words to everybody who takes part, a letter each with a token each. Everybody sees who else got it, so that a
 * reply to all reaches all; who bounced or refused is left out, and so are whoever is of the house and who wants no
 * answers by mail.
 */
export function toCorrespondents(
  ticket: Ticket,
  content: Content<Extract<RequesterLetter, LetterInTicket>>,
  at: Situation,
): RequesterLetter[] {
  const people = correspondents(ticket, at).filter(wantsAnswers);
  return people.map((person, nth) => {
    const alongside = people.filter(other => other !== person);
    return { ...head(ticket, person, at, nth), audience: 'requester', alongside, ...content } as RequesterLetter;
  });
}

/** Who hears an answer: requester and participants, without those who cannot or must not be mailed. */
export function correspondents(ticket: Ticket, { policy, staff }: Situation): Person[] {
  const house = new Set([...staff.values()].map(({ id }) => id));
  const everybody = [ticket.requester, ...ticket.participants.filter(({ id }) => !house.has(id))];
  return everybody.filter((person, n) => {
    const address = mailAddress(person);
    const isOurs = address !== undefined && policy.queues.some(queue => isAddressOf(queue, address));
    return address !== undefined && !isOurs && everybody.findIndex(({ id }) => id === person.id) === n;
  });
}

/** Unless they said otherwise. */
export function wantsAnswers({ wishes }: Person): boolean {
  return wishes?.answers !== false;
}

/** The same words to some of the staff, a letter each: nobody sees who else was told. */
export function toStaff(
  ticket: Ticket,
  staff: readonly Person[],
  content: Content<Extract<StaffLetter, LetterInTicket>>,
  at: Situation,
): StaffLetter[] {
  return staff
    .filter(person => mailAddress(person) !== undefined)
    .map((person, i) => ({ ...head(ticket, person, at, i + 1), audience: 'staff', ...content }) as StaffLetter);
}

/** An answer to a mail that is in no ticket; `answers` is its Message-ID. */
export function toSender(
  queue: string,
  sender: Person,
  answers: string | undefined,
  content: Content<Extract<RequesterLetter, TicketlessLetter>>,
  at: Situation,
): RequesterLetter[] {
  if (mailAddress(sender) === undefined) return [];
  const thread = answers === undefined ? {} : { inReplyTo: answers, references: [answers] };
  return [{ ...headWithoutTicket(queue, sender, at, 0), ...thread, audience: 'requester', ...content }];
}

/** News for some of the staff about what is in no ticket, a letter each. */
export function toStaffWithoutTicket(
  queue: string,
  staff: readonly Person[],
  content: Content<Extract<StaffLetter, TicketlessLetter>>,
  at: Situation,
): StaffLetter[] {
  return staff
    .filter(person => mailAddress(person) !== undefined)
    .map(
      (person, i) => ({ ...headWithoutTicket(queue, person, at, i + 1), audience: 'staff', ...content }) as StaffLetter,
    );
}
