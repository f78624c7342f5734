/**
 * A mail as an mbox holds it (RFC 4155, quoted as mboxrd): read back by mbox.ts it has the very bytes it had. An mbox
 * cannot say that a mail's last line has no end, so a word after the date says it.
 */
import type { KeptMail } from '../store/archive.ts';
import { MOST_QUOTES, UNENDED } from './mbox.ts';

const LF = 10;
const FROM_LINE = new RegExp(`(^|\\n)(>{0,${MOST_QUOTES - 1}}From )`, 'g');

export function mboxEntry({ sender, seenAt, bytes }: Omit<KeptMail, 'mail'>): Buffer {
  const words = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const unended = bytes.at(-1) !== LF;
  const from = /^[!-~]{1,320}$/.test(sender) ? sender : 'MAILER-DAEMON';
  const divider = `From ${from} ${asctime(seenAt)}${unended ? ` ${UNENDED}` : ''}\n`;
  const quoted = words.replace(FROM_LINE, (_, before: string, line: string) => `${before}>${line}`);
  return Buffer.from(`${divider}${quoted}${unended ? '\n' : ''}\n`, 'latin1');
}

/** `Mon Nov 23 10:00:00 2026`, in UTC. */
function asctime(at: number): string {
  const [day, date, month, year, time] = new Date(at).toUTCString().replace(',', '').split(' ');
  return `${day} ${month} ${date} ${time} ${year}`;
}
