/** Who sent a mail, and whether a machine may answer that person. */
import type { Address, Mail } from '../mail/mail.ts';
import { whyNotAnswered } from '../mail/who-wrote-it.ts';
import type { Policy } from './policy.ts';
import { isAddressOf } from './queues.ts';
import type { MailSituation } from './situation.ts';
import type { Person } from './ticket.ts';

/**
 * Who asks. That is From; only of the forms that the administrator named it is who stands in Reply-To, because there
 * From is the site. Everywhere else Reply-To is a wish of whoever wrote it and is only shown.
 */
export function askerOf(mail: Mail, { forms }: Pick<Policy, 'forms'>): Address | undefined {
  const from = mail.from[0];
  const isForm = from !== undefined && forms.includes(from.address.toLowerCase()) && mail.trust.verdict !== 'fail';
  return isForm && mail.replyTo.length === 1 ? mail.replyTo[0] : from;
}

/** Somebody we have not met. Without a From there is nobody to answer, but still a ticket. */
export function newcomer(from: Address | undefined, id: number): Person {
  return { id, name: from?.name ?? 'unknown sender', addresses: from ? [from.address.toLowerCase()] : [] };
}

/** G5: no automatic letter answers a mail that a person did not write. Undefined means: answer. */
export function whyNoAnswer(mail: Mail, sender: Person, at: MailSituation): string | undefined {
  if (!at.policy.confirm) return 'policy.confirm is off';
  if (mail.kind !== 'person') return mail.kindBecause;
  if (sender.addresses.length === 0) return 'there is no address';
  const ours = at.policy.queues.flatMap(queue => [queue.address, ...queue.aliases]);
  const asker = askerOf(mail, at.policy);
  if (asker && at.policy.queues.some(queue => isAddressOf(queue, asker.address)))
    return 'it came from an address of the desk';
  return whyNotAnswered(asker === undefined ? mail : { ...mail, from: [asker, ...mail.from.slice(1)] }, ours);
}
