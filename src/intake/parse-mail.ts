import { type HeaderBlock, withLineFeeds } from '../mail/header-block.ts';
import type { Attachment, Envelope, Mail } from '../mail/mail.ts';
import { type AttachedMail, type Body, makeMail } from '../mail/make-mail.ts';
import { type PartHead, partHead, readPartHead } from '../mail/part-head.ts';
import { headerOnlyMail, rawBeginning } from './parse-header-only.ts';
import { type Contents, readBody } from './read-body.ts';

/**
 * Bytes to Mail, in three steps: where the parts are (mail/outline.ts), their bytes (decode-parts.ts, mailparser), what
 * they say (read-body.ts). The header is read by us (header-block.ts). It never throws because of a mail: what could
 * not be read is said in `faults`, and a body that gave nothing is shown as it came.
 */
export interface ParseOptions {
  /** Bytes; a larger mail is read from its header only. */
  readonly mailSize: number;
}

export async function parseMail(bytes: Uint8Array, envelope: Envelope, options: ParseOptions): Promise<Mail> {
  if (bytes.length > options.mailSize) {
    const reason = `The mail has ${bytes.length} bytes, the limit is ${options.mailSize}: only its header was read.`;
    return headerOnlyMail(bytes, envelope, reason, { why: 'oversize', limit: options.mailSize });
  }
  const { block, head, content } = opened(bytes);
  const contents = await readBody(content, head);
  const attachedMail = head.type === 'multipart/report' ? undefined : await readAttachedMail(contents.mail);
  const body = { ...wholeBody(content, contents), ...(attachedMail === undefined ? {} : { attachedMail }) };
  return makeMail(bytes, block, body, envelope);
}

/** The decoded bytes of `mail.attachments[nth]`, found by the same walk; undefined when the mail has no such file. */
export async function extractAttachment(
  bytes: Uint8Array,
  nth: number,
  options: ParseOptions,
): Promise<{ attachment: Attachment; bytes: Buffer } | undefined> {
  if (bytes.length > options.mailSize) return undefined;
  const { head, content } = opened(bytes);
  const { shelf } = await readBody(content, head, nth);
  const attachment = shelf.attachments()[nth];
  const wanted = shelf.wanted();
  return attachment === undefined || wanted === undefined ? undefined : { attachment, bytes: wanted };
}

interface Opened {
  readonly block: HeaderBlock;
  readonly head: PartHead;
  readonly content: Uint8Array;
}

function opened(bytes: Uint8Array): Opened {
  const lines = withLineFeeds(bytes);
  const block = readPartHead(lines);
  return { block, head: partHead(block.fields), content: lines.subarray(block.bodyAt) };
}

/** One level deep: a mail within that mail is a file of it. */
async function readAttachedMail(bytes: Uint8Array | undefined): Promise<AttachedMail | undefined> {
  if (bytes === undefined) return undefined;
  const { block, head, content } = opened(bytes);
  return { head: block, text: (await readBody(content, head)).text };
}

function wholeBody(content: Uint8Array, contents: Contents): Body {
  const { text, apart, shelf, deliveryStatus, returned, failure, faults } = contents;
  const said = failure === undefined ? faults : [...faults, `The body could not be read to its end: ${failure}.`];
  const attachments = shelf.attachments();
  const report = { deliveryStatus, returned };
  const body = { text, ...(apart === undefined ? {} : { apart }), attachments, report, faults: said };
  if (text.trim() !== '' || (attachments.length > 0 && failure === undefined)) return body;
  const raw = rawBeginning(content);
  if (raw.trim() === '') return body;
  const nothing = 'No part of the body could be read: the text is shown as it came.';
  return { ...body, text: raw, faults: [...said, nothing] };
}
