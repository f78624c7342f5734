import type { MailboxConfig } from '../config/config.ts';
import { plain } from './intake-log.ts';
import { trouble } from './mailbox-trouble.ts';

/** What imapflow's errors mean for an administrator. Their `executedCommand` may hold a password: it is never used. */
interface ImapError {
  readonly authenticationFailed?: boolean;
  readonly mailboxMissing?: boolean;
  readonly responseStatus?: string;
  readonly responseText?: string;
  readonly response?: unknown;
  readonly code?: string;
}

/** The server answered and said no; the connection goes on. */
export function refused(error: unknown): boolean {
  const status = (error as ImapError).responseStatus;
  return status === 'NO' || status === 'BAD';
}

/** Where it went wrong and what to do; a server that repeats the password does not get it into the log. */
export function named(error: unknown, mailbox: MailboxConfig, password: string): Error {
  const known = error as ImapError;
  const said = plain(told(error).replaceAll(password || '\0', '(password)'));
  if (known.authenticationFailed)
    return trouble('login', `the server refused the log-in of ${mailbox.user} (${said}): check user and password`);
  if (known.mailboxMissing)
    return trouble('folder', `there is no folder ${mailbox.folder}: create it, or correct \`folder\``);
  if (known.responseStatus) return trouble('folder', `the server refused to open ${mailbox.folder} (${said})`);
  return trouble('connect', `${mailbox.host}:${mailbox.port}: ${said}`);
}

function told(error: unknown): string {
  const { responseText, response, code } = error as ImapError;
  const text = responseText || (typeof response === 'string' && response) || (error as Error).message;
  return code && !text.includes(code) ? `${text} (${code})` : text;
}
