import { decodeBytes } from '../mail/charset.ts';
import { sha256 } from '../mail/content-key.ts';
import { type HeaderBlock, readHeaderBlock, withLineFeeds } from '../mail/header-block.ts';
import type { Envelope, Mail, Unread } from '../mail/mail.ts';
import { makeMail, NO_REPORT } from '../mail/make-mail.ts';

/**
 * The Mail of a mail whose body cannot or shall not be read: sender, subject, ids and recipients as always, the text
 * a plain sentence and the beginning of the raw body. It needs no MIME parser, so the main thread may do it. A header
 * that our own code stumbles over is left out as well: whatever came, there is a Mail to put aside.
 */
const RAW_SHOWN = 16 * 1024;
/** More than `RAW_SHOWN` where the raw text is all there is. */
const RAW_BEGINNING = 256 * 1024;
const HEADER_READ = 4 * 1024 * 1024;
const NO_HEADER: HeaderBlock = { fields: [], bodyAt: 0, faults: [] };

/** `reason` is a whole sentence for an operator; `wireSize` the bytes of the mail when only its beginning is here. */
export function headerOnlyMail(
  bytes: Uint8Array,
  envelope: Envelope,
  reason: string,
  unread: Unread,
  wireSize = bytes.length,
): Mail {
  try {
    const lines = withLineFeeds(bytes.subarray(0, HEADER_READ));
    return withHead(bytes, readHeaderBlock(lines), lines, envelope, [reason], unread, wireSize);
  } catch (error) {
    const fault = `The header could not be read by a fault of the program: ${error instanceof Error ? error.message : error}.`;
    const empty = withHead(new Uint8Array(), NO_HEADER, new Uint8Array(), envelope, [reason, fault], unread, wireSize);
    return { ...empty, sha256: sha256(bytes), contentKey: sha256(bytes) };
  }
}

function withHead(
  bytes: Uint8Array,
  head: HeaderBlock,
  lines: Uint8Array,
  envelope: Envelope,
  faults: readonly string[],
  unread: Unread,
  wireSize: number,
): Mail {
  const raw = rawBeginning(lines.subarray(head.bodyAt), RAW_SHOWN);
  const [reason] = faults;
  const text = raw.trim() === '' ? `[${reason}]` : `[${reason} The beginning of what came, unread:]\n\n${raw}`;
  return makeMail(bytes, head, { text, attachments: [], report: NO_REPORT, faults, unread }, envelope, wireSize);
}

/** The body as it stands in the mail, line ends as LF; says how much is missing. */
export function rawBeginning(body: Uint8Array, limit = RAW_BEGINNING): string {
  const text = decodeBytes(body.subarray(0, limit)).replace(/\r\n?/g, '\n');
  return body.length > limit ? `${text}\n[… ${body.length - limit} more bytes are in the original]` : text;
}
