import { readHeaderBlock } from '../mail/header-block.ts';
import { subjectIn } from '../mail/header-fields.ts';

/** What a file is called whose sender gave it no name. */
const LONGEST_HEADER = 256 * 1024;

const EXTENSIONS: ReadonlyMap<string, string> = new Map([
  ['message/rfc822', 'message.eml'],
  ['message/global', 'message.eml'],
  ['message/partial', 'part-of-a-message.eml'],
  ['text/rfc822-headers', 'headers.txt'],
  ['message/delivery-status', 'delivery-status.txt'],
  ['text/calendar', 'invitation.ics'],
  ['text/plain', 'text.txt'],
  ['text/html', 'text.html'],
  ['application/pdf', 'attachment.pdf'],
  ['application/mac-binhex40', 'attachment.hqx'],
  ['application/ms-tnef', 'winmail.dat'],
  ['image/jpeg', 'image.jpg'],
  ['image/png', 'image.png'],
  ['image/gif', 'image.gif'],
  ['application/pgp-signature', 'signature.asc'],
  ['application/pkcs7-signature', 'smime.p7s'],
]);

/** A mail without a name is called by its subject. */
export function nameOf(type: string, written: string, bytes: Uint8Array): string {
  if (written !== '') return written;
  const subject = /^message\/(?:rfc822|global)$/.test(type)
    ? subjectIn(readHeaderBlock(bytes.subarray(0, LONGEST_HEADER)).fields)
    : '';
  return subject === ''
    ? (EXTENSIONS.get(type) ?? 'attachment')
    : `${subject.replace(/[/\\]/g, '-').slice(0, 100)}.eml`;
}
