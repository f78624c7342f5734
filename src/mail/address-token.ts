import { splitAddress } from './addresses.ts';

/**
 * The reply token in an address of ours (RFC 5233): `support+TOKEN@desk.example`. It is also the return path of our
 * letters, and a server on the way may write that anew, so bounces come back to more spellings than we gave out. What
 * is found is not checked here.
 */
export interface OwnAddress {
  readonly address: string;
  readonly aliases: readonly string[];
  /** Between local part and token; '' where there are no sub-addresses. */
  readonly separator: string;
}

/** A relay signs the return path by its own tag: `prvs=0733ab12cd=support+…` (BATV). */
const RELAY_TAG = /^prvs=[0-9a-z]{1,20}=/i;
/** VERP puts a domain or the recipient behind it, the @ written as =: `support+TOKEN+ann=example.org`. */
const BEFORE_RECIPIENT = /^(\d{1,15}-\d{1,15}-[0-9a-z]{27})(?:[+=-][^=]+)?=[^=]+$/i;

/** What stands behind the separator; the address is read in any case, the token exactly. */
export function tokenInAddress(address: string, queues: readonly OwnAddress[]): string | undefined {
  const { local, domain } = splitAddress(address.replace(/^<|>$/g, ''));
  const equals = local.lastIndexOf('=');
  // All of our address as the local part of a relay's: `support+TOKEN=desk.example@relay.example`.
  const enclosed = equals < 0 ? undefined : behindOurs(local.slice(0, equals), local.slice(equals + 1), queues);
  const rest = behindOurs(local, domain, queues) ?? enclosed;
  return rest === undefined ? undefined : (BEFORE_RECIPIENT.exec(rest)?.[1] ?? rest);
}

function behindOurs(written: string, domain: string, queues: readonly OwnAddress[]): string | undefined {
  const local = written.replace(RELAY_TAG, '');
  for (const queue of queues) {
    if (queue.separator === '') continue;
    for (const ours of [queue.address, ...queue.aliases]) {
      const own = splitAddress(ours);
      const prefix = own.local + queue.separator;
      if (own.domain.toLowerCase() !== domain.toLowerCase()) continue;
      if (local.slice(0, prefix.length).toLowerCase() === prefix.toLowerCase()) return local.slice(prefix.length);
    }
  }
  return undefined;
}
