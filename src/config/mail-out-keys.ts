import { isDomain } from './field-syntax.ts';
import { choice, duration, maybe, one, optional, path, preset, required, text, whole } from './kind.ts';
import { passwordKeys } from './password-keys.ts';
import { host, line, port, tls } from './shared-kinds.ts';

/** How letters leave. */
export const mailOutKeys = {
  courier: one('How letters leave.', {
    kind: preset(
      choice('smtp', 'keep'),
      'smtp',
      '"smtp" sends them; "keep" writes them to a folder, to try things out.',
    ),
    folder: optional(path, 'Folder for kind = "keep"; by default "letters" in the state directory.', 'data/letters'),
    host: optional(host, 'Host name of the SMTP server; needed with kind = "smtp".', 'smtp.example.org', 'active'),
    port: optional(port, 'By default 587 with tls = "starttls", 465 with "implicit", 25 with "none".', 587),
    tls: preset(tls, 'starttls', '"starttls" (required, not tried), "implicit" or "none".'),
    user: optional(
      line,
      'The user to log in as; leave it out when the server asks for none.',
      'support@example.org',
      'active',
    ),
    ...passwordKeys('/etc/postdesk/smtp-password', 'DESK_SMTP_PASSWORD', 'smtp-password'),
    connections: preset(whole(1, 20), 2, 'Connections at the same time.'),
    give_up_after: preset(
      duration('1m', '30d'),
      '2d',
      'A letter that found no taker for so long has failed, and its ticket is told.',
    ),
    dkim: maybe('Sign letters here (RFC 6376); leave it out when your mail server does.', {
      domain: required(text('a domain', isDomain), 'The signing domain (d=).', 'example.org'),
      selector: required(
        text('a DKIM selector', isDomain),
        'The selector (s=): its public key is at <selector>._domainkey.<domain>.',
        'desk',
      ),
      key_file: required(path, 'File with the private key in PEM form.', '/etc/postdesk/dkim.pem'),
    }),
  }),
};
