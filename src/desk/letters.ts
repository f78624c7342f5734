/**
 * Letters as data. A letter's Message-ID is `token.nonce-n@host`: fixed here, so that a letter sent twice is the same
 * letter, and signed, so that a reply's References bring the token back (RFC 5322 §3.6.4).
 */
import { makeToken } from '../mail/reply-token.ts';
import type { Letter, RequesterLetter, StaffLetter } from './letter.ts';
import type { Situation } from './situation.ts';
import type { Person, Ticket } from './ticket.ts';

type Content<L extends Letter> = L extends Letter ? Pick<L, Exclude<keyof L, keyof Head | 'audience'>> : never;
type Head = Pick<Letter, 'ticket' | 'to' | 'queue' | 'messageId' | 'references' | 'token' | 'subject' | 'inReplyTo'>;

/** `nth` tells the letters of one decision apart. */
function head(ticket: Ticket, to: Person, at: Situation, nth: number): Head {
  const key = at.keys.find(k => !k.retired);
  if (!key) throw new Error('no key to sign reply tokens with');
  const token = makeToken({ ticket: ticket.number, person: to.id }, key);
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
  };
}

/** A letter to the ticket's requester; undefined when there is no address to send it to. */
export function toRequester(ticket: Ticket, content: Content<RequesterLetter>, at: Situation): RequesterLetter[] {
  if (ticket.requester.addresses.length === 0) return [];
  return [{ ...head(ticket, ticket.requester, at, 0), audience: 'requester', ...content } as RequesterLetter];
}

/** The same words to some of the staff, a letter each: nobody sees who else was told. */
export function toStaff(
  ticket: Ticket,
  staff: readonly Person[],
  content: Content<StaffLetter>,
  at: Situation,
): StaffLetter[] {
  return staff
    .filter(person => person.addresses.length > 0)
    .map((person, i) => ({ ...head(ticket, person, at, i + 1), audience: 'staff', ...content }) as StaffLetter);
}
