import { choice, duration, many, one, optional, preset, required } from './kind.ts';
import { passwordKeys } from './password-keys.ts';
import { host, line, listen, name, port, tls } from './shared-kinds.ts';

/** How mail comes in. */
export const mailInKeys = {
  mailbox: many('IMAP accounts to read, one [[mailbox]] per folder.', {
    name: required(name, 'The name in logs and commands.', 'support'),
    host: required(host, 'Host name of the IMAP server.', 'imap.example.org'),
    port: optional(port, 'By default 993 with tls = "implicit", else 143.', 993),
    tls: preset(tls, 'implicit', '"implicit" (TLS from the first byte), "starttls" (required, not tried) or "none".'),
    user: required(line, 'The user to log in as.', 'support@example.org'),
    ...passwordKeys('/etc/postdesk/imap-password', 'DESK_IMAP_PASSWORD', 'imap-password'),
    folder: preset(line, 'INBOX', 'The folder to read.'),
    queue: optional(name, 'Queue of mail whose recipients do not tell; by default the first.', 'support'),
    poll: preset(duration('10s', '1d'), '2m', 'Look without being told, at least this often.'),
    start: preset(
      choice('all', 'new'),
      'all',
      'At the first connection: "all" takes what lies there, "new" only what comes later.',
    ),
    done: preset(
      choice('keep', 'flag', 'move'),
      'flag',
      'With a mail that is ours: "keep" untouched, "flag" as seen, "move" into move_to.',
    ),
    move_to: optional(line, 'Folder for done = "move".', 'Archive'),
  }),
  door: one('Listeners for mail that is delivered to us; none is open unless it is named here.', {
    smtp: optional(
      listen,
      'SMTP: "host:port" or the path of a unix socket. Keep strangers out of it by a firewall.',
      '127.0.0.1:2525',
    ),
    lmtp: optional(listen, 'LMTP (RFC 2033), for a mail server on this machine.', '/run/postdesk/lmtp'),
  }),
};
