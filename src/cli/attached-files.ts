/**
 * The files of a ticket, numbered through all its messages, and their bytes. The bytes are read out of the mail they came
 * in, where they lie as they came; which of its files is meant is settled by its hash (find-attachment.ts).
 */
import type { FrontDesk } from '../front-desk.ts';
import { blockedBecause } from '../mail/blocked-files.ts';
import type { Attachment } from '../mail/mail.ts';
import type { TicketView } from '../store/views.ts';
import { oneLine } from './one-line.ts';

export interface AttachedFile {
  /** In the ticket, from 1. */
  readonly number: number;
  readonly message: number;
  /** In the ledger; null where it did not come by mail. */
  readonly mail: number | null;
  /** In the mail, from 0. */
  readonly nth: number;
  readonly file: Attachment;
  /** By the config of today, whatever it was when the mail came. */
  readonly blocked: string | undefined;
  /** Lines below its line, as they go to the terminal: the picture it is. */
  readonly below?: readonly string[];
}

export function filesOf(ticket: Pick<TicketView, 'timeline'>, block: readonly string[]): AttachedFile[] {
  const all = ticket.timeline.flatMap(({ id, mail, attachments }) =>
    attachments.map((file, nth) => ({ message: id, mail, nth, file, blocked: blockedBecause(file, block) })),
  );
  return all.map((one, i) => ({ number: i + 1, ...one }));
}

/** As it was written where that differs, with what turns it around made visible. */
export function writtenName({ name, written }: Attachment): string {
  return oneLine(written ?? name);
}

export function fileFlags({ inline, danger }: Attachment, blocked: string | undefined): string[] {
  return [
    ...(inline ? ['inline'] : []),
    ...(blocked === undefined ? [] : [`blocked: ${oneLine(blocked)}`]),
    ...(blocked === undefined && danger !== undefined ? [`danger: ${oneLine(danger)}`] : []),
  ];
}

/** Of a file that an operator attached here. */
async function ownBytes(desk: FrontDesk, file: Attachment) {
  const bytes = await desk.file(file.sha256);
  if (bytes === undefined) return undefined;
  return {
    bytes: Buffer.from(bytes),
    danger: file.danger,
    blocked: blockedBecause(file, desk.config.attachments.block),
  };
}

/**
 * A file's bytes and what is known of it now: of a mail that came in under an older version that may be more than its
 * message says. undefined: it is not in its mail.
 */
export async function fileBytes(
  desk: FrontDesk,
  { mail, nth, file }: AttachedFile,
): Promise<
  { readonly bytes: Buffer; readonly danger: string | undefined; readonly blocked: string | undefined } | undefined
> {
  if (mail === null) return ownBytes(desk, file);
  const original = await desk.original(mail);
  if (original === undefined) return undefined;
  const { findAttachment } = await import('../intake/find-attachment.ts');
  const found = await findAttachment(original, { nth, sha256: file.sha256, mailSize: desk.config.limits.mailSize });
  if (found === undefined) return undefined;
  const now = { ...found.attachment, ...file };
  return { bytes: found.bytes, danger: now.danger, blocked: blockedBecause(now, desk.config.attachments.block) };
}
