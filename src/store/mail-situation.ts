/** What a decision about a mail may look at. */
import type { Policy } from '../desk/policy.ts';
import { peopleOn } from '../desk/proof.ts';
import { needsOf } from '../desk/rules/needs.ts';
import { askerOf } from '../desk/sender.ts';
import type { MailSituation, Situation } from '../desk/situation.ts';
import type { Person, Ticket } from '../desk/ticket.ts';
import type { Claim } from '../mail/claims.ts';
import type { Mail } from '../mail/mail.ts';
import { crewNow } from './crew.ts';
import type { Database } from './database.ts';
import { peopleByAddress, peopleById } from './find-people.ts';
import { ticketsByNumber } from './find-tickets.ts';
import {
  answeredLetter,
  bouncedLetter,
  ticketsWithWaitingAnswers,
  wasAnswered,
  whenToldTooLarge,
} from './letters-behind-mail.ts';
import { colleaguesOf, standingOf } from './organisations.ts';
import { recently } from './recent.ts';
import { saidIn } from './said.ts';
import { findNamesake, findSeen } from './seen-before.ts';
import { type Basis, situation } from './situation.ts';
import { claimsOf } from './traces.ts';

export async function mailSituation(
  database: Database,
  basis: Basis,
  mail: Mail,
  mailboxQueue?: string,
): Promise<MailSituation> {
  const at = await situation(database, basis);
  const { claims, serials } = await claimsOf(database, basis.policy, mail, at.keys);
  const returned = await bouncedLetter(database, mail, claims);
  const leading = claims.filter(c => c.verdict === 'valid' || c.verdict === 'unsigned');
  const numbers = [...leading.map(c => c.ticket), ...(returned ? [returned.ticket] : [])];
  const addresses = await addressBook(database, mail, basis.policy);
  const sender = addresses.get(mail.from[0]?.address.toLowerCase() ?? '');
  const asker = addresses.get(askerOf(mail, basis.policy)?.address.toLowerCase() ?? '');
  const named = claims.flatMap(c => (c.person === undefined ? [] : [c.person]));
  const seen = await findSeen(database, mail.contentKey);
  const namesake = await findNamesake(database, mail);
  const toldTooLarge = mail.unread?.why === 'oversize' ? await whenToldTooLarge(database, sender) : undefined;
  const addressees = await peopleById(database, named);
  const answeredBefore = await wasAnswered(database, mail);
  const recent = await recentlyOf(database, basis, mail, leading);
  const colleagues = await colleaguesIn(database, basis.policy, mail, claims, addressees);
  const tickets = await ticketsByNumber(database, numbers);
  const isStaff = isToStaff(addressees, at);
  const about = tickets.get(leading[0]?.ticket ?? 0);
  const aboutIt = isStaff ? about : undefined;
  const answered = isStaff || isToOthers(addressees, about) ? await answeredLetter(database, mail, at) : undefined;
  const waiting = await ticketsWithWaitingAnswers(database, numbers, basis.now);
  return {
    ...at,
    claims,
    tickets,
    ...(waiting.size === 0 ? {} : { waiting }),
    ...(aboutIt ? { said: await saidIn(database, basis.policy, aboutIt, basis.now) } : {}),
    people: addressees,
    serials,
    acquainted: addresses,
    colleagues,
    ...(recent ? { recent } : {}),
    answeredBefore,
    ...(await forRules(database, basis, mail)),
    ...(sender ? { sender } : {}),
    ...(asker ? { asker } : {}),
    ...(answered ? { answered } : {}),
    ...(seen ? { seen } : {}),
    ...(namesake ? { namesake } : {}),
    ...(returned ? { bouncedLetter: returned } : {}),
    ...(toldTooLarge === undefined ? {} : { toldTooLarge }),
    ...(mailboxQueue === undefined ? {} : { mailboxQueue }),
  };
}

/** What the rules ask for beside the mail. */
async function forRules(database: Database, { policy, now }: Basis, mail: Mail) {
  const crew = await crewNow(database, policy, now);
  const address = mail.from[0]?.address;
  const isAsked = address !== undefined && mail.trust.verdict !== 'fail' && needsOf(policy.rules).standing;
  const { organisation, level } = isAsked ? await standingOf(database, address) : {};
  return {
    ...(crew ? { crew } : {}),
    ...(organisation === undefined ? {} : { organisations: [organisation] }),
    ...(level === undefined ? {} : { level }),
  };
}

/** A few more than may join: beyond that nobody does. */
const MOST_COPIES = 30;

/** Whom we know of those the mail is from and to, by address in lower case; one look for all. */
async function addressBook(database: Database, mail: Mail, policy: Policy): Promise<ReadonlyMap<string, Person>> {
  const asker = askerOf(mail, policy);
  const copied = mail.trust.verdict === 'pass' ? [...mail.to, ...mail.cc].slice(0, MOST_COPIES) : [];
  const forwarded = mail.forwarded ? [mail.forwarded.from] : [];
  const named = [...mail.from.slice(0, 1), ...(asker ? [asker] : []), ...forwarded, ...copied];
  return peopleByAddress(database, [...new Set(named.map(one => one.address.toLowerCase()))]);
}

/** Counted where it may matter: for a person's mail that may be answered, and for what is added to a ticket. */
async function recentlyOf(database: Database, { policy, now }: Basis, mail: Mail, leading: readonly Claim[]) {
  const sender = mail.from[0]?.address;
  const asker = askerOf(mail, policy)?.address.toLowerCase();
  if (sender === undefined || asker === undefined || (mail.kind !== 'person' && mail.kind !== 'list')) return undefined;
  const [claim] = leading;
  return recently(database, { sender, answered: asker, ...(claim ? { ticket: claim.ticket } : {}) }, now);
}

/** Asked only where the policy lets colleagues write, and of no more than whom the tokens name. */
function colleaguesIn(
  database: Database,
  policy: Policy,
  mail: Mail,
  claims: readonly Claim[],
  named: ReadonlyMap<number, Person>,
): Promise<ReadonlySet<number>> {
  const sender = mail.from[0]?.address.toLowerCase();
  const valid = claims.filter(claim => claim.verdict === 'valid').flatMap(claim => named.get(claim.person ?? 0) ?? []);
  const others = valid.filter(person => !person.addresses.includes(sender ?? '')).map(({ id }) => id);
  const isAsked = policy.sameOrganisation === 'append' && sender !== undefined;
  return colleaguesOf(database, sender ?? '', isAsked ? others : []);
}

function isToStaff(named: ReadonlyMap<number, Person>, { staff }: Situation): boolean {
  const house = new Set([...staff.values()].map(({ id }) => id));
  return [...named.values()].some(({ id }) => house.has(id));
}

/** Such as who was of the staff, and has left. */
function isToOthers(named: ReadonlyMap<number, Person>, ticket: Ticket | undefined): boolean {
  const there = new Set(ticket && peopleOn(ticket).map(({ id }) => id));
  return ticket !== undefined && [...named.values()].some(({ id }) => !there.has(id));
}
