import { headers, type Mail } from '../mail/mail.ts';
import type { Policy, Queue } from './policy.ts';

const ROUTE_HEADERS = ['delivered-to', 'x-original-to', 'envelope-to'];

/** `support+token@desk.example` belongs to `support@desk.example`. */
export function withoutSubAddress(address: string, separator: string): string {
  const at = address.lastIndexOf('@');
  const cut = separator === '' ? -1 : address.indexOf(separator);
  return cut > 0 && cut < at ? address.slice(0, cut) + address.slice(at) : address;
}

export function isAddressOf(queue: Queue, address: string): boolean {
  const plain = address.toLowerCase();
  const own = [queue.address, ...queue.aliases];
  return own.some(a => a === plain) || own.some(a => a === withoutSubAddress(plain, queue.separator));
}

/** The queue a mail was written to: by its envelope, then its recipients, then the mailbox it lay in, then the first. */
export function queueOf(mail: Mail, policy: Policy, mailboxQueue?: string): Queue {
  const written = [
    ...mail.envelope.to,
    ...mail.to.map(a => a.address),
    ...mail.cc.map(a => a.address),
    ...ROUTE_HEADERS.flatMap(name => headers(mail, name)),
  ];
  const byAddress = written.map(address => policy.queues.find(queue => isAddressOf(queue, address)));
  const first = policy.queues[0];
  if (!first) throw new Error('a desk has at least one queue');
  return byAddress.find(queue => queue !== undefined) ?? policy.queues.find(q => q.name === mailboxQueue) ?? first;
}
