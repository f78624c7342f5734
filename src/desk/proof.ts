/**
 * Weighs the traces of earlier letters in a mail. Strongest first; a signed one outweighs every unsigned one. What a
 * trace names is one thing, who sent the mail another: a good token in a stranger's hands proves only that it leaked.
 */
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
  /** Address in From, lower case. */
  readonly sender: string;
  readonly standing: Standing;
  /** Another trace of at least the strength of an address names another ticket; said in words. */
  readonly contradiction?: string;
}

/** What the sender is to the ticket: `addressee` is whom the token was made for, `colleague` of the addressee’s organisation. */
export type Standing = 'addressee' | 'participant' | 'colleague' | 'stranger';

/** The strongest trace that leads to a ticket; undefined when none does. Forged, revoked and retired tokens lead nowhere. */
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
      standing: standingOf(sender, person, ticket, at),
      ...(contradiction === undefined ? {} : { contradiction }),
    };
  }
  return undefined;
}

function standingOf(sender: string, person: Person, ticket: Ticket, at: MailSituation): Standing {
  if (person.addresses.includes(sender)) return 'addressee';
  if (peopleOn(ticket).some(other => other.addresses.includes(sender))) return 'participant';
  return at.colleagues?.has(person.id) ? 'colleague' : 'stranger';
}

/** The requester and the participants: whose mail belongs here. */
export function peopleOn(ticket: Ticket): readonly Person[] {
  return [ticket.requester, ...ticket.participants];
}

/**
 * The address written to and the mail answered are both one choice of the sender's: when their tokens disagree, nobody
 * can tell what was meant. References, subjects and texts go stale in honest mails and contradict nothing; nor
 * do two tickets that are one by now.
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

/**
 * Why the sender may not write to the ticket that the trace names; undefined when they may. A token wants its own
 * person, as long as that person is on the ticket; what the policy lets others do wants a sender who is not disproven.
 */
export function whyNotTheirs(proof: Proof, mail: Mail, { policy }: MailSituation): string | undefined {
  const { verdict } = mail.trust;
  if (proof.contradiction !== undefined) return proof.contradiction;
  if (proof.signed && !peopleOn(proof.ticket).some(({ id }) => id === proof.person.id))
    return `${nameOf(proof.person)} is not a participant of ticket ${proof.ticket.number} any more`;
  if (proof.claim.carrier === 'number' && isOnIt(proof) && verdict !== 'pass')
    return `anybody can type a number, and ${unproven(mail)}`;
  if (proof.standing === 'addressee') return proof.signed || verdict !== 'fail' ? undefined : disproven(mail);
  const stranger = `the sender ${proof.sender} is not ${nameOf(proof.person)}`;
  if (proof.standing === 'participant') {
    if (verdict === 'fail') return disproven(mail);
    return !proof.signed || policy.otherParticipants === 'append'
      ? undefined
      : `${stranger} but another participant (policy.other_participants)`;
  }
  if (proof.standing === 'stranger' || !proof.signed) return stranger;
  if (policy.sameOrganisation === 'hold') return `${stranger} but of the same organisation (policy.same_organisation)`;
  return verdict === 'pass' ? undefined : `${stranger} but of the same organisation, and ${unproven(mail)}`;
}

/** The sender's address is the requester's or a participant's, for what an address is worth. */
export function isOnIt({ standing }: Proof): boolean {
  return standing === 'addressee' || standing === 'participant';
}

/** Why they may. */
export function whyTheirs({ standing, sender, signed }: Proof): string {
  switch (standing) {
    case 'addressee':
      return signed ? 'the sender is the one it was made for' : 'the sender is the requester';
    case 'participant':
      return `the sender ${sender} is a participant`;
    case 'colleague':
      return `the sender ${sender} is proven and of the same organisation (policy.same_organisation)`;
    case 'stranger':
      return `the sender is ${sender}`;
  }
}

function nameOf(person: Person): string {
  return person.addresses[0] ?? 'the one it was made for';
}

function disproven(mail: Mail): string {
  return `the sender may be forged: ${mail.trust.because}`;
}

export function unproven(mail: Mail): string {
  return `who really sent it is not proven (${mail.trust.verdict}: ${mail.trust.because})`;
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
    case 'revoked':
      return `${said} by a reply token that was revoked: not believed`;
    case 'retired-key':
      return `${said} by a reply token of a retired key: not believed`;
    case 'unsigned':
      return claim.carrier === 'number' ? `${said} by its number` : `${said} by the Message-ID of a mail in it`;
  }
}
