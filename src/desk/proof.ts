/** Weighs the traces of earlier letters in a mail. Strongest first; a signed one outweighs every unsigned one. */

import type { Claim } from '../mail/claims.ts';
import type { Mail } from '../mail/mail.ts';
import { NO_TICKET } from './letters.ts';
import type { MailSituation } from './situation.ts';
import type { Person, Ticket } from './ticket.ts';

export interface Proof {
  readonly claim: Claim;
  readonly signed: boolean;
  readonly ticket: Ticket;
  /** Whom the token was made for; of an unsigned trace, the requester. */
  readonly person: Person;
  readonly sender: string;
  readonly senderMatches: boolean;
  /** Another trace of at least the strength of an address names another ticket; said in words. */
  readonly contradiction?: string;
}

/** The strongest trace that leads to a ticket; undefined when none does. Forged and retired tokens lead nowhere. */
export function weigh(mail: Mail, at: MailSituation): Proof | undefined {
  const sender = mail.from[0]?.address.toLowerCase() ?? '';
  const usable = at.claims.filter(
    claim => (claim.verdict === 'valid' || claim.verdict === 'unsigned') && claim.ticket !== NO_TICKET,
  );
  for (const claim of usable) {
    const ticket = at.tickets.get(claim.ticket);
    const person = claim.person === undefined ? ticket?.requester : at.people.get(claim.person);
    if (!ticket || !person) continue;
    const contradiction = contradicts(claim, usable, at);
    return {
      claim,
      signed: claim.verdict === 'valid',
      ticket,
      person,
      sender,
      senderMatches: person.addresses.includes(sender),
      ...(contradiction === undefined ? {} : { contradiction }),
    };
  }
  return undefined;
}

/**
 * The address written to and the mail answered are both one choice of the sender's: when their tokens disagree, nobody
 * can tell what was meant. References and subjects go stale in honest mails and contradict nothing; nor do two tickets
 * that are one by now.
 */
function contradicts(chosen: Claim, claims: readonly Claim[], { tickets }: MailSituation): string | undefined {
  const standing = ({ ticket }: Claim) => tickets.get(ticket)?.number ?? ticket;
  const other = claims.find(
    claim =>
      claim.verdict === 'valid' &&
      standing(claim) !== standing(chosen) &&
      (claim.carrier === 'recipient' || claim.carrier === 'in-reply-to'),
  );
  return chosen.verdict === 'valid' && other
    ? `${other.where} names ticket ${other.ticket}, ${chosen.where} names ticket ${chosen.ticket}`
    : undefined;
}

export function describeClaim(claim: Claim): string {
  if (claim.verdict === 'valid' && claim.ticket === NO_TICKET)
    return `${claim.where} names a letter that is in no ticket`;
  const said = `${claim.where} names ticket ${claim.ticket}`;
  switch (claim.verdict) {
    case 'valid':
      return `${said} by a valid reply token`;
    case 'forged':
      return `${said} by an invalid reply token: not believed`;
    case 'retired-key':
      return `${said} by a reply token of a retired key: not believed`;
    case 'unsigned':
      return `${said} by the Message-ID of a mail in it`;
  }
}
