/** Who sent a mail, and whether a machine may answer that person. */
import type { Mail } from '../mail/mail.ts';
import { whyNotAnswered } from '../mail/who-wrote-it.ts';
import type { MailSituation } from './situation.ts';
import type { Person } from './ticket.ts';

/** Somebody we have not met. Without a From there is nobody to answer, but still a ticket. */
export function newcomer(mail: Mail, at: MailSituation): Person {
  const from = mail.from[0];
  return {
    id: at.nextPerson,
    name: from?.name ?? 'unknown sender',
    addresses: from ? [from.address.toLowerCase()] : [],
  };
}

/** G5: no automatic letter answers a mail that a person did not write. Undefined means: answer. */
export function whyNoAnswer(mail: Mail, sender: Person, at: MailSituation): string | undefined {
  if (!at.policy.confirm) return 'policy.confirm is off';
  if (mail.kind !== 'person') return mail.kindBecause;
  if (sender.addresses.length === 0) return 'there is no address';
  const ours = at.policy.queues.flatMap(queue => [queue.address, ...queue.aliases]);
  return whyNotAnswered(mail, ours);
}
