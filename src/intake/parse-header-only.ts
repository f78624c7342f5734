import { decodeBytes } from '../mail/charset.ts';
import { readHeaderBlock, withLineFeeds } from '../mail/header-block.ts';
import type { Envelope, Mail } from '../mail/mail.ts';
import { makeMail, NO_REPORT } from '../mail/make-mail.ts';

/**
 * The Mail of a mail whose body cannot or shall not be read: sender, subject, ids and recipients as always, the text
 * a plain sentence and the beginning of the raw body. It needs no MIME parser, so the main thread may do it.
 */
const RAW_SHOWN = 16 * 1024;
/** More than `RAW_SHOWN` where the raw text is all there is. */
const RAW_BEGINNING = 256 * 1024;
const HEADER_READ = 4 * 1024 * 1024;

/** `reason` is a whole sentence for an operator; `wireSize` the bytes of the mail when only its beginning is here. */
export function headerOnlyMail(bytes: Uint8Array, envelope: Envelope, reason: string, wireSize = bytes.length): Mail {
  const lines = withLineFeeds(bytes.subarray(0, HEADER_READ));
  const head = readHeaderBlock(lines);
  const raw = rawBeginning(lines.subarray(head.bodyAt), RAW_SHOWN);
  const text = raw.trim() === '' ? `[${reason}]` : `[${reason} The beginning of what came, unread:]\n\n${raw}`;
  const body = { text, attachments: [], report: NO_REPORT, faults: [reason] };
  return makeMail(bytes, head, body, envelope, wireSize);
}

/** The body as it stands in the mail, line ends as LF; says how much is missing. */
export function rawBeginning(body: Uint8Array, limit = RAW_BEGINNING): string {
  const text = decodeBytes(body.subarray(0, limit)).replace(/\r\n?/g, '\n');
  return body.length > limit ? `${text}\n[… ${body.length - limit} more bytes are in the original]` : text;
}
