/** Files that go out with an answer. */
import type { Attachment, Mail } from '../mail/mail.ts';
import type { Policy } from './policy.ts';

export function whyTooLarge(files: readonly Attachment[], { letters }: Policy): string | undefined {
  const size = files.reduce((sum, file) => sum + file.size, 0);
  if (size <= letters.fileSize) return undefined;
  return `its files have ${inMegabytes(size)}; an answer carries ${inMegabytes(letters.fileSize)} (letters.file_size)`;
}

/** Of a mail. */
export const MOST_FILES = 20;

export function whyNotPassedOn(mail: Mail, policy: Policy): string | undefined {
  const files = filesToPassOn(mail);
  if (files.length > MOST_FILES)
    return `it has ${files.length} files, more than ${MOST_FILES} that an answer by mail may have`;
  return whyTooLarge(files, policy);
}

/**
 * What an operator attached to an answer by mail. Pictures inside the text belong to a signature or a quote; signatures
 * and keys of the operator's own name nobody but the operator, and sign nothing of the letter that is made of it.
 */
export function filesToPassOn({ attachments }: Mail): Attachment[] {
  return attachments.filter(({ inline, type }) => !inline && !SIGNATURE.test(type));
}

/** RFC 8551 §3.5.3, RFC 3156. */
const SIGNATURE = /^application\/(?:(?:x-)?pkcs7-signature|pgp-signature|pgp-keys)$/i;

function inMegabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1).replace(/\.0$/, '')} MB`;
}
