/**
 * Whom a mail names beside the desk. They join the ticket and hear its answers only when the sender's own domain vouches
 * for the mail: else anybody could write in the requester's name and have the answers sent to himself. A guest, who takes
 * no part in the ticket and is let in once, brings nobody along.
 */
import type { Address, Mail } from '../mail/mail.ts';
import { readsNoAnswers } from '../mail/who-wrote-it.ts';
import type { Action } from './decision.ts';
import { isAddressOf } from './queues.ts';
import { newcomer } from './sender.ts';
import type { MailSituation } from './situation.ts';
import type { Person } from './ticket.ts';

/** More than this in one mail is a circular, not a conversation. */
const MOST_COPIES = 20;

export interface Copies {
  readonly joining: readonly Person[];
  /** meet and join, in the order they have to be done. */
  readonly actions: readonly Action[];
  /** For staff: who did not join and why; no line when there is nothing to say. */
  readonly remarks: readonly string[];
}

/** `here`: the people who are on the ticket already, the sender among them; `nextPerson`: the first id that is free. */
export function copiesOf(
  mail: Mail,
  ticket: number,
  here: readonly Person[],
  nextPerson: number,
  at: MailSituation,
  { asGuest = false } = {},
): Copies {
  const named = othersIn(mail, here, at);
  const why = whyNobodyJoins(mail, named, at, asGuest);
  if (why !== undefined) return { joining: [], actions: [], remarks: why === '' ? [] : [notMade(named, why)] };
  const robots = named.filter(one => readsNoAnswers(lower(one)));
  const others = named.filter(one => !robots.includes(one));
  let free = nextPerson;
  const found = others.map(address => {
    const known = at.acquainted?.get(address.address.toLowerCase());
    return { person: known ?? newcomer(address, free++), known: known !== undefined };
  });
  // two addresses of one person
  const joining = found.filter(({ person }, n) => found.findIndex(one => one.person.id === person.id) === n);
  return {
    joining: joining.map(({ person }) => person),
    actions: joining.flatMap(({ person, known }): Action[] => [
      ...(known ? [] : [{ do: 'meet', person } as const]),
      { do: 'join', ticket, person: person.id },
    ]),
    // the confirmation mail of some service is nobody's part of a conversation
    remarks: robots.length === 0 ? [] : [notMade(robots, 'nobody reads answers there')],
  };
}

function notMade(others: readonly Address[], why: string): string {
  return `not made participants: ${listed(others)} (${why})`;
}

/** '' when there is nobody who could join. */
function whyNobodyJoins(
  mail: Mail,
  others: readonly Address[],
  { policy }: MailSituation,
  asGuest: boolean,
): string | undefined {
  if (others.length === 0 || policy.copies === 'ignore' || mail.kind !== 'person') return '';
  if (others.length > MOST_COPIES) return `${others.length} in one mail`;
  if (mail.trust.verdict !== 'pass') return `who sent it is not proven, ${mail.trust.verdict}`;
  return asGuest ? 'who sent it is not a participant either' : undefined;
}

/** Without us, the staff, and those who are on the ticket. */
function othersIn(mail: Mail, here: readonly Person[], { policy, staff }: MailSituation): Address[] {
  const known = new Set(
    [...here, ...staff.values()].flatMap(({ addresses }) => addresses).concat(mail.from.map(one => lower(one))),
  );
  const named = new Map([...mail.to, ...mail.cc].map(one => [lower(one), one]));
  return [...named]
    .filter(([address]) => !known.has(address) && !policy.queues.some(queue => isAddressOf(queue, address)))
    .map(([, one]) => one);
}

function lower({ address }: Address): string {
  return address.toLowerCase();
}

function listed(others: readonly Address[]): string {
  const first = others.slice(0, 5).map(lower).join(', ');
  return others.length > 5 ? `${first} and ${others.length - 5} more` : first;
}

/** What staff should see beside a message: that its sender is not certain, or wants the answer elsewhere. */
export function remarksOn(mail: Mail, { policy }: MailSituation): string[] {
  const from = mail.from[0];
  const elsewhere = mail.replyTo.filter(one => lower(one) !== (from ? lower(from) : ''));
  const isForm = from !== undefined && policy.forms.includes(lower(from));
  const looksElsewhere = from !== undefined && namesAnotherAddress(from);
  return [
    ...(mail.trust.verdict === 'fail' ? [`the sender may be forged: ${mail.trust.because}`] : []),
    ...(looksElsewhere ? [`the sender's name looks like another address: ${from.name}`] : []),
    ...(elsewhere.length > 0 && !isForm
      ? [`asks for answers at ${listed(elsewhere)} (Reply-To); they go to the participants as ever`]
      : []),
  ];
}

/** Also in letters that only look like an @. */
function namesAnotherAddress(from: Address): boolean {
  const pieces = from.name.toLowerCase().split(/[\s"'<>()[\],;:]+/);
  return pieces.some(piece => /[@\uff20\ufe6b]/.test(piece) && piece !== lower(from));
}
