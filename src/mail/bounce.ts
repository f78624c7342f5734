import { completed, type Notice, readNotice } from './bounce-notice.ts';
import { readHeaderBlock } from './header-block.ts';
import type { Bounce, BouncedRecipient } from './mail.ts';
import { messageIds } from './message-ids.ts';
import { noticeText, quotedId } from './returned-letter.ts';
import { statusRecipients } from './status-fields.ts';

/**
 * What a notification of non-delivery says: which recipient, what happened, why, and which letter came back.
 * A delivery status (RFC 3464) is believed first, the words of the notice fill what it leaves out. `permanent` is about
 * the address; whether the letter is lost is asked with `gaveUp`.
 */
export interface ReportParts {
  /** Bodies of message/delivery-status parts. */
  readonly deliveryStatus: readonly string[];
  /** Bytes of message/rfc822 and text/rfc822-headers parts, or the beginning of them. */
  readonly returned: readonly Uint8Array[];
}

export type { Notice } from './bounce-notice.ts';

/** null when nobody is named; with a `notice`, which only a bounce has, never null. */
export function bounceIn(parts: ReportParts, notice?: Notice & Pick<Bounce, 'returnedIds'>): Bounce | null {
  const reported = parts.deliveryStatus.flatMap(statusRecipients);
  if (notice === undefined) return reported.length === 0 ? null : bounce(reported, returnedId(parts.returned));
  const named = reported.filter(({ address }) => address !== '');
  const said = named.length === 0 ? readNotice(notice) : undefined;
  const text = noticeText(notice.text);
  return bounce(
    said?.recipients ?? completed(named, text.notice),
    returnedId(parts.returned) ?? said?.returned ?? quotedId(text),
    notice.returnedIds,
  );
}

/** The server will not try again, whatever the reason: the letter is not delivered. */
export function gaveUp({ action, status }: BouncedRecipient): boolean {
  return action === 'failed' || (action === '' && !status.startsWith('4') && !status.startsWith('2'));
}

/** Nobody was missed: it is a receipt. */
export function wentWell({ recipients }: Bounce): boolean {
  return recipients.length > 0 && recipients.every(({ action }) => WELL.includes(action));
}

const WELL: readonly string[] = ['delivered', 'relayed', 'expanded'];

/** The Message-ID of a returned mail, from the bytes of its header. */
export function returnedId(parts: readonly Uint8Array[]): string | undefined {
  for (const part of parts) {
    const field = readHeaderBlock(part).fields.find(({ name }) => name === 'message-id');
    const [id] = field === undefined ? [] : messageIds(field.value);
    if (id !== undefined) return id;
  }
  return undefined;
}

function bounce(
  recipients: readonly BouncedRecipient[],
  returned: string | undefined,
  returnedIds: readonly string[] = [],
): Bounce {
  return {
    recipients: recipients.slice(0, 200),
    ...(returned === undefined ? {} : { returned }),
    ...(returnedIds.length === 0 ? {} : { returnedIds }),
  };
}
