/** Who sent a mail, and whether a machine may answer that person. */
import type { Address, Mail } from '../mail/mail.ts';
import { whyNotAnswered } from '../mail/who-wrote-it.ts';
import type { Action } from './decision.ts';
import type { Policy } from './policy.ts';
import { isAddressOf } from './queues.ts';
import type { MailSituation } from './situation.ts';
import { whyWithheld } from './storms.ts';
import { mailAddress, type Person } from './ticket.ts';

/**
 * Who asks. That is From; only of the forms that the administrator named it is who stands in Reply-To, because there
 * From is the site. Everywhere else Reply-To is a wish of whoever wrote it and is only shown.
 */
export function askerOf(mail: Mail, { forms }: Pick<Policy, 'forms'>): Address | undefined {
  const from = mail.from[0];
  const isForm = from !== undefined && forms.includes(from.address.toLowerCase()) && mail.trust.verdict !== 'fail';
  return isForm && mail.replyTo.length === 1 ? mail.replyTo[0] : from;
}

/**
 * Whoever writes from an address that bounced shows that it is alive: letters go there again. A forged sender shows
 * nothing.
 */
export function heardFrom(
  person: Person,
  mail: Mail,
): { readonly person: Person; readonly actions: readonly Action[] } {
  const address = mail.from[0]?.address.toLowerCase();
  if (address === undefined || !person.bounced?.includes(address) || mail.trust.verdict === 'fail')
    return { person, actions: [] };
  const silent = person.silent?.filter(one => one !== address) ?? [];
  const alive = { ...person, silent, bounced: person.bounced.filter(one => one !== address) };
  return { person: alive, actions: [{ do: 'unsilence', address }] };
}

/** Somebody we have not met. Without a From there is nobody to answer, but still a ticket. */
export function newcomer(from: Address | undefined, id: number): Person {
  return { id, name: from?.name ?? 'unknown sender', addresses: from ? [from.address.toLowerCase()] : [] };
}

/** A letter to a forged sender is a nuisance to somebody who never wrote to us. */
function whyNotConfirmed({ trust }: Mail, { confirmSenders }: Policy): string | undefined {
  const isWanted =
    confirmSenders === 'all' || (confirmSenders === 'proven' ? trust.verdict === 'pass' : trust.verdict !== 'fail');
  return isWanted ? undefined : `the sender is not proven (${trust.verdict}: ${trust.because}; policy.confirm_senders)`;
}

/** G5: no automatic letter answers a mail that a person did not write. Undefined means: answer. */
export function whyNoAnswer(mail: Mail, sender: Person, at: MailSituation): string | undefined {
  if (!at.policy.confirm) return 'policy.confirm is off';
  if (mail.kind !== 'person') return mail.kindBecause;
  if (sender.addresses.length === 0) return 'there is no address';
  if (mailAddress(sender) === undefined) return `${sender.addresses[0]} bounced, or wants no letters`;
  const unwanted = whyNotConfirmed(mail, at.policy) ?? whyWithheld(at);
  if (unwanted !== undefined) return unwanted;
  const ours = at.policy.queues.flatMap(queue => [queue.address, ...queue.aliases]);
  const asker = askerOf(mail, at.policy);
  if (asker && at.policy.queues.some(queue => isAddressOf(queue, asker.address)))
    return 'it came from an address of the desk';
  return whyNotAnswered(asker === undefined ? mail : { ...mail, from: [asker, ...mail.from.slice(1)] }, ours);
}
