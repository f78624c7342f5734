import { DISK_IMAGES, PROGRAMS, SCRIPTS } from '../mail/extensions-that-run.ts';
import { isResolver } from './field-syntax.ts';
import { choice, duration, flag, list, maybe, one, preset, required, size, text, whole } from './kind.ts';
import { listen } from './shared-kinds.ts';

const authserv = text('a name as it stands first in Authentication-Results', t => /^[^\s;=()"\\]{1,253}$/.test(t));
const resolver = text('an IP address, "ip:port" or "[ipv6]:port"', isResolver);
const fileKind = text('an extension such as "exe" or a type such as "application/x-msdownload", in lower case', t =>
  /^[a-z0-9][a-z0-9._+-]{0,80}(?:\/[a-z0-9][a-z0-9._+-]{0,120})?$/.test(t),
);

/** What a mail has to pass, and what is looked at in it. */
export const screeningKeys = {
  spam: one('The spam filter: it learns from what operators do, and says nothing before it has learned enough.', {
    filter: preset(flag, true, 'Judge mail that would open a ticket.'),
    keep: preset(
      duration('1d', '3650d', 'or off'),
      '30d',
      'So long does mail taken for spam wait in "desk spam list"; the original is kept in any case. "off" for ever.',
    ),
    digest: preset(
      flag,
      true,
      'Tell the operators once a day by mail what waits: held, in quarantine, taken for spam.',
    ),
  }),
  limits: one('Bounds for reading one mail; what exceeds them is put aside (desk quarantine).', {
    mail_size: preset(
      size('64 kB', '500 MB'),
      '50 MB',
      'Size of one mail. kB, MB, GB are decimal; KiB, MiB, GiB binary.',
    ),
    parse_time: preset(duration('1s', '10m'), '4s', 'Time for reading one mail; the mails behind it wait so long.'),
    parse_memory: preset(size('32 MB', '16 GB'), '256 MB', 'Memory of the worker that reads it.'),
    disk_free: preset(
      size('0 MB', '1000 GB', 'or off'),
      '200 MB',
      'With less than this free where the state is, no mail is taken in: it waits in its mailbox or at its sender; "off" never looks.',
    ),
  }),
  trust: one('Whether the domain of a sender vouched for a mail.', {
    authserv_ids: preset(
      list(authserv, 'a list of names'),
      [],
      'Name of your mail server as it stands in Authentication-Results; only its topmost results are believed. Only for a server that writes them on every mail and takes out those of strangers (RFC 8601 §5).',
    ),
    check: preset(
      choice('own', 'off'),
      'own',
      '"own": check DKIM, SPF and DMARC ourselves when no trusted results are there; "off": ask no DNS.',
    ),
    dns: preset(
      list(resolver, 'a list of resolvers'),
      [],
      "DNS resolvers to ask, ip or ip:port; by default the system's.",
    ),
    timeout: preset(
      duration('1s', '1m'),
      '3s',
      'Time for checking one mail; beyond it nothing is known of its sender.',
    ),
  }),
  attachments: one('Files in mails. They are kept as they came, never unpacked and never opened by the desk.', {
    block: preset(
      list(fileKind, 'a list of extensions and types'),
      [...PROGRAMS, ...SCRIPTS, ...DISK_IMAGES],
      'What is blocked: extensions and types. The first bytes of a file count as much as its name; "docm" and the like may be added.',
    ),
    on_block: preset(
      choice('mark', 'quarantine', 'hold'),
      'mark',
      'A mail with such a file: "mark" lets it in, and the file is saved or opened only with --force; "quarantine" puts the mail aside, "hold" waits for an operator.',
    ),
    max_count: preset(
      whole(1, 10_000),
      500,
      'Files of one mail that are listed; the original keeps what is beyond it.',
    ),
  }),
  scan: maybe('A virus scanner that is asked about every mail; without this table nobody looks.', {
    clamd: required(
      listen,
      'ClamAV: the path of the socket of clamd, or "127.0.0.1:3310". Its StreamMaxLength should not be below limits.mail_size.',
      '/run/clamav/clamd.ctl',
    ),
    timeout: preset(duration('1s', '10m'), '20s', 'Time for one mail.'),
    on_trouble: preset(
      choice('accept', 'defer'),
      'accept',
      'When it does not answer: "accept" the mail and say that it was not scanned, or "defer": it stays where it is and comes later. What is too large for it then goes the way of on_virus.',
    ),
    on_virus: preset(
      choice('quarantine', 'hold'),
      'quarantine',
      'A mail with a virus goes to quarantine, or is held for an operator; nobody is answered.',
    ),
  }),
};
