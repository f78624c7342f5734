/** Queues and operators: every name and address belongs to one of them, and no letter of ours comes back to us. */
import { splitAddress } from '../mail/addresses.ts';
import { type Complaint, type Draft, owner, repeated, spots, type Written, wrong } from './complaint.ts';
import { quoted } from './fault.ts';
import { MAX_LOCAL_PART } from './field-syntax.ts';
import type { Settings } from './keys.ts';

/** Characters of a reply token as it stands in an address. */
export const TOKEN_LENGTH = 44;

export function needsAQueue({ queue }: Draft<Settings>): Complaint[] {
  return queue?.length === 0 ? [wrong(['queue'], 'missing: at least one [[queue]] with a name and an address')] : [];
}

export function namesAreUnique({ operator, queue, mailbox }: Draft<Settings>): Complaint[] {
  return [
    ...repeated(spots('operator', 'login', operator), 'the login'),
    ...repeated(spots('queue', 'name', queue), 'the name'),
    ...repeated(spots('mailbox', 'name', mailbox), 'the name'),
  ];
}

export function addressesAreUnique(draft: Draft<Settings>): Complaint[] {
  return [
    ...repeated(spots('operator', 'address', draft.operator), 'the address'),
    ...repeated(queueAddresses(draft), 'an address'),
  ];
}

export function operatorsAreNotQueues(draft: Draft<Settings>): Complaint[] {
  const queues = new Map(queueAddresses(draft).map(({ path, text }) => [text, owner(path)]));
  return spots('operator', 'address', draft.operator).flatMap(({ path, text }) => {
    const queue = queues.get(text) ?? queues.get(withoutDetail(text));
    return queue ? [wrong(path, `${quoted(text)} is delivered to ${queue}: a notice would come back as a mail`)] : [];
  });
}

/** RFC 5321 §4.5.3.1.1. */
export function tokensFit({ queue }: Draft<Settings>): Complaint[] {
  return (queue ?? []).flatMap((one, i) => {
    if (!one?.address || !one.separator) return [];
    const room = MAX_LOCAL_PART - TOKEN_LENGTH - one.separator.length;
    const { local } = splitAddress(one.address);
    const problem = `${quoted(local)} is too long before a reply token: at most ${room} characters, or separator = ""`;
    return local.length > room ? [wrong(['queue', i, 'address'], problem)] : [];
  });
}

function queueAddresses({ queue }: Draft<Settings>): Written[] {
  const aliases = (queue ?? []).flatMap((one, i) =>
    (one?.aliases ?? []).flatMap((alias, j) =>
      alias === undefined ? [] : [{ path: ['queue', i, 'aliases', j], text: alias.toLowerCase() }],
    ),
  );
  return [...spots('queue', 'address', queue), ...aliases];
}

/** user+detail@domain → user@domain (RFC 5233). */
function withoutDetail(address: string): string {
  const { local, domain } = splitAddress(address);
  return `${local.split('+', 1)[0]}@${domain}`;
}
