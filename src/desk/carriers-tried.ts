/**
 * For `desk why`: every trace of an earlier letter that a mail holds, and why it did or did not decide. Words only: who
 * decides is weigh (proof.ts), by the first trace in this order whose ticket and person we know.
 */
import { type Carrier, type Claim, type Place, strongestFirst } from '../mail/claims.ts';
import type { Mail } from '../mail/mail.ts';
import { NO_TICKET } from './letters.ts';
import { describeClaim } from './proof.ts';

const MOST_LINES = 12;
/** They stay in a mail when its writer starts something new from it. */
const GOES_STALE: readonly Carrier[] = ['subject', 'body', 'number'];

/** One short line for each carrier that had something, strongest first; a single line when none had. */
export function carriersTried(mail: Pick<Mail, 'unread'>, claims: readonly Claim[]): string[] {
  const places = strongestFirst(claims.flatMap(everyPlace));
  if (places.length === 0) return [nothingFound(mail)];
  const first = places.find(isUsable);
  const lines = places.map(claim => line(claim, first));
  const more = lines.length - MOST_LINES;
  return more > 0 ? [...lines.slice(0, MOST_LINES), `and ${more} more`] : lines;
}

function nothingFound({ unread }: Pick<Mail, 'unread'>): string {
  const read = 'no reply token in its addresses, In-Reply-To, References';
  return unread === null
    ? `${read}, subject or text, and no Message-ID we know`
    : `${read} or subject, and no Message-ID we know; its text was not read`;
}

/** The claim as each of its carriers makes it. */
function everyPlace({ also = [], ...claim }: Claim): Claim[] {
  return [claim, ...also.map((place: Place) => ({ ...claim, ...place }))];
}

function isUsable({ verdict, ticket }: Claim): boolean {
  return (verdict === 'valid' || verdict === 'unsigned') && ticket !== NO_TICKET;
}

function line(claim: Claim, first: Claim | undefined): string {
  const said = describeClaim(claim);
  return first === undefined || claim === first || !isUsable(claim) ? said : `${said}: ${whyBehind(claim, first)}`;
}

/** Two signed choices of the sender's that disagree are the one case in which a weaker trace is heard. */
function whyBehind(claim: Claim, first: Claim): string {
  const other = claim.ticket !== first.ticket;
  if (other && GOES_STALE.includes(claim.carrier) && !GOES_STALE.includes(first.carrier))
    return 'another ticket; stale marks in subjects and texts decide nothing';
  const isChosen = claim.carrier === 'recipient' || claim.carrier === 'in-reply-to';
  if (other && isChosen && claim.verdict === 'valid' && first.verdict === 'valid') return `contradicts ${first.where}`;
  return claim.carrier === first.carrier ? `behind the first in ${first.where}` : `weaker than ${first.where}`;
}
