import type { Attachment } from '../mail/mail.ts';
import { extractAttachment } from './parse-mail.ts';

/**
 * The file of this hash out of a mail: the nth as a rule, else whichever it is, for another version of the desk may count
 * the files of a mail in another way. undefined: it is not in it.
 */
export async function findAttachment(
  original: Uint8Array,
  { nth, sha256, mailSize }: { readonly nth: number; readonly sha256: string; readonly mailSize: number },
): Promise<{ readonly attachment: Attachment; readonly bytes: Buffer } | undefined> {
  const options = { mailSize: Math.max(mailSize, original.length) };
  const expected = await extractAttachment(original, nth, options);
  if (expected?.attachment.sha256 === sha256) return expected;
  for (let other = 0; ; other++) {
    const found = await extractAttachment(original, other, options);
    if (found === undefined && other > nth) return undefined;
    if (found?.attachment.sha256 === sha256) return found;
  }
}
