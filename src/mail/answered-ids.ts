import { splitAddress } from './addresses.ts';
import type { Mail } from './mail.ts';
import { checkToken, type TokenKey, type TokenSerials } from './reply-token.ts';

/** Each costs a look-up. */
const MOST_IDS = 40;

/** The mails this one says it answers, the nearest first: In-Reply-To, then References from the right (RFC 5322 §3.6.4). */
export function answeredIds(
  mail: Pick<Mail, 'inReplyTo' | 'references'>,
): { readonly messageId: string; readonly where: string }[] {
  const named = [
    ...mail.inReplyTo.map(messageId => ({ messageId, where: 'In-Reply-To' })),
    ...[...mail.references].reverse().map(messageId => ({ messageId, where: 'References' })),
  ];
  const first = [...new Map(named.toReversed().map(id => [id.messageId, id])).values()].toReversed();
  return first.slice(0, MOST_IDS);
}

/** Our letters sign their own Message-ID: `token.nonce@host`. */
export function isOurMessageId(messageId: string, keys: readonly TokenKey[], serials?: TokenSerials): boolean {
  const [token = ''] = splitAddress(messageId).local.split('.', 1);
  const verdict = checkToken(token, keys, serials)?.verdict;
  return verdict === 'valid' || verdict === 'revoked';
}
