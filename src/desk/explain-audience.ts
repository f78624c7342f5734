/** The table of who hears what, filled in for one ticket: `desk audience explain 12`. */
import { AUDIENCE, audienceOf, type NotTold, OCCURRENCES, type Occurrence, type Told } from './audience.ts';
import { correspondents } from './letters.ts';
import type { Situation } from './situation.ts';
import { mailAddress, type Person, type Ticket } from './ticket.ts';

export interface AudienceRow {
  readonly occurrence: Occurrence;
  readonly told: readonly Told[];
  readonly not: readonly NotTold[];
  /** Addresses that get a letter, and why nobody does. */
  readonly requester: Outside;
  readonly participants: Outside;
}

export interface Outside {
  readonly to: readonly string[];
  readonly why: string;
}

/** As if it occurred now, and nobody of the staff had done it. */
export function explainAudience(ticket: Ticket, at: Situation): AudienceRow[] {
  return OCCURRENCES.map(occurrence => ({
    occurrence,
    ...audienceOf(occurrence, ticket, at, { before: ticket.owner }),
    ...outside(occurrence, ticket, at),
  }));
}

function outside(occurrence: Occurrence, ticket: Ticket, at: Situation) {
  const [requester, participants] = AUDIENCE[occurrence].slice(6) as [string, string];
  const heard = correspondents(ticket, at);
  const isRequester = ({ id }: Person) => id === ticket.requester.id;
  return {
    requester: letterTo(requester, heard.filter(isRequester), ticket.requester, at),
    participants: letterTo(
      participants,
      heard.filter(person => !isRequester(person)),
      undefined,
      at,
    ),
  };
}

function letterTo(word: string, people: readonly Person[], asker: Person | undefined, { policy }: Situation): Outside {
  const nobody = (why: string) => ({ to: [], why });
  const { letters } = policy;
  if (word === '-') return nobody('not told of this');
  if (word === 'letters.status' && !letters.status) return nobody('letters.status is false');
  if (word === 'letters.owner' && !letters.owner) return nobody('letters.owner is false');
  if (word.startsWith('confirmation') && !policy.confirm) return nobody('policy.confirm is false');
  if (word.startsWith('confirmation') && asker?.wishes?.confirmation === false) return nobody('wants no confirmations');
  if (word === 'letter' && asker?.wishes?.answers === false) return nobody('wants no answers by mail');
  const to = people.flatMap(person => mailAddress(person) ?? []);
  return to.length === 0 ? nobody('nobody who can be mailed') : { to, why: '' };
}
