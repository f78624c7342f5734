import { headers, type Mail } from '../mail/mail.ts';
import type { Policy, Queue } from './policy.ts';

const ROUTE_HEADERS = ['delivered-to', 'x-original-to', 'envelope-to'];

/** The address itself, an alias, or a sub-address of one (RFC 5233): `support+token@desk.example`. Case does not matter. */
export function isAddressOf(queue: Queue, address: string): boolean {
  const [local, domain] = parts(address);
  return [queue.address, ...queue.aliases].some(own => {
    const [ownLocal, ownDomain] = parts(own);
    const below = queue.separator !== '' && local.startsWith(ownLocal + queue.separator);
    return domain === ownDomain && (local === ownLocal || below);
  });
}

function parts(address: string): [local: string, domain: string] {
  const at = address.lastIndexOf('@');
  return [address.slice(0, at).toLowerCase(), address.slice(at + 1).toLowerCase()];
}

/** The queue a mail was written to: by its envelope, then its recipients, then the mailbox it lay in, then the first. */
export function queueOf(mail: Mail, policy: Policy, mailboxQueue?: string): Queue {
  return queuesOf(mail, policy, mailboxQueue)[0]!;
}

/** Every queue it was written to, at least one; the first is the one that counts. */
export function queuesOf(mail: Mail, policy: Policy, mailboxQueue?: string): Queue[] {
  const written = [
    ...mail.envelope.to,
    ...mail.to.map(a => a.address),
    ...mail.cc.map(a => a.address),
    ...ROUTE_HEADERS.flatMap(name => headers(mail, name)),
  ];
  const named = written.flatMap(address => policy.queues.find(queue => isAddressOf(queue, address)) ?? []);
  const first = policy.queues[0];
  if (!first) throw new Error('a desk has at least one queue');
  return named.length > 0 ? [...new Set(named)] : [policy.queues.find(q => q.name === mailboxQueue) ?? first];
}
