import { LIST_COLUMNS } from '../desk/list-columns.ts';
import { isZone } from '../desk/rules/local-time.ts';
import { DISK_IMAGES, PROGRAMS, SCRIPTS } from '../mail/extensions-that-run.ts';
import {
  isAddress,
  isDomain,
  isHost,
  isLine,
  isListen,
  isLogin,
  isName,
  isResolver,
  isTimeZone,
} from './field-syntax.ts';
import {
  choice,
  duration,
  extra,
  filled,
  flag,
  guarded,
  list,
  many,
  maybe,
  one,
  optional,
  path,
  preset,
  required,
  size,
  table,
  text,
  type Value,
  whole,
} from './kind.ts';
import { conditionKeys, effectKeys } from './rule-keys.ts';
import { instantOrDay, parseInstant } from './when.ts';

/**
 * Every key of config.toml: its kind, its default and its line of documentation, in the order of the printed example.
 * This is the only list: what is not here is an unknown key. What takes two keys to judge stands in cross-checks.ts.
 */
const name = text('one word of letters, digits, ".", "_" or "-"', isName);
const line = text('one line of 1 to 200 characters', isLine);
const login = text('a login: letters, digits and any of _ . @ $ \\ + -', isLogin);
const address = text('a mail address such as "support@example.org" (ASCII, domain as xn--…)', isAddress);
const host = text('a host name or an IP address', isHost);
const listen = text('"host:port", "[ipv6]:port" or the absolute path of a unix socket', isListen);
const authserv = text('a name as it stands first in Authentication-Results', t => /^[^\s;=()"\\]{1,253}$/.test(t));
const resolver = text('an IP address, "ip:port" or "[ipv6]:port"', isResolver);
const fileKind = text('an extension such as "exe" or a type such as "application/x-msdownload", in lower case', t =>
  /^[a-z0-9][a-z0-9._+-]{0,80}(?:\/[a-z0-9][a-z0-9._+-]{0,120})?$/.test(t),
);
const word = text('one word of letters, digits, ".", "_" or "-"', isName);
const words = filled(list(word, 'a list of words'), 'at least one word, and none twice');
const some = list(
  text('one word', t => t.length > 0 && t.length <= 64),
  'a list of words',
);
const dueWhen = text(
  'a time such as "2026-12-01", "2026-12-01 17:00", "friday" or "3d"',
  t => 'at' in instantOrDay(t, 0, 'UTC', 'begin'),
);
const when = text('a date such as "2026-11-26" or a time such as "7d"', t => parseInstant(t, 0, 'UTC') !== undefined);
const sortKey = text('a column of desk list, or "-" and one', t =>
  (LIST_COLUMNS as readonly string[]).includes(t.replace(/^-/, '')),
);
const level = text('one word of letters, digits, ".", "_" or "-", and not "none"', t => isName(t) && t !== 'none');
const tagWord = text('one word', t => /^[\p{L}\p{N}][\p{L}\p{N}._:+#/-]{0,49}$/u.test(t));
const markdown = text('text of 1 to 2000 characters', t => t.trim() !== '' && t.length <= 2_000);
const tls = choice('implicit', 'starttls', 'none');
const port = whole(1, 65_535);
const separator = choice('+', '-', '=', '_', '.', '');
const language = text('a language tag such as "en" or "pt-BR"', t => /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}$/.test(t));
const postgres = guarded('a URL that begins with postgres://', t => /^postgres(?:ql)?:\/\/[^\s\p{Cc}]+$/u.test(t));
const password = guarded('a password that is not empty', t => t !== '');
const envName = guarded('the name of an environment variable', t => /^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(t));
const credential = guarded('the name of a systemd credential', t => /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/.test(t));

/** Exactly one of them says where the password is. */
function passwordKeys(file: string, env: string, name: string) {
  return {
    password_file: optional(
      path,
      'File with the password and nothing else, readable by the desk alone.',
      file,
      'active',
    ),
    password_credential: optional(credential, 'Or: name of a systemd credential (LoadCredential= in the unit).', name),
    password_env: optional(envName, 'Or: environment variable with the password.', env),
    password: optional(password, 'Or: the password itself; then let nobody else read this file.', 'correct horse'),
  };
}

export const keys = {
  state: preset(path, 'data', 'State directory: database, kept letters, lock. A service uses "/var/lib/postdesk".'),
  templates: optional(path, 'Folder with your templates; a file there wins over the shipped one.', 'templates'),
  faq: optional(
    path,
    'Folder with your FAQ, Markdown files; by default the folder "faq" of your templates.',
    'templates/faq',
  ),
  desk: one('The desk itself.', {
    name: preset(line, 'Support', 'Name of the desk in letters.'),
    language: preset(language, 'en', 'Language of the letters: a folder under templates/letters.'),
    time_zone: optional(
      text('a time zone such as "Europe/Amsterdam"', isTimeZone),
      'The clock that times are typed and shown by; by default that of the machine.',
      'Europe/Amsterdam',
    ),
    message_id_host: optional(
      text('a domain', isDomain),
      'Right-hand side of our Message-IDs; by default the domain of the first queue.',
      'example.org',
    ),
  }),
  store: one('The database. Without a url it is SQLite, desk.db in the state directory.', {
    url: optional(
      postgres,
      'PostgreSQL instead. Leave the password out of it: ~/.pgpass and PGPASSWORD are read.',
      'postgres://desk@db.example.org/desk',
    ),
    synchronous: preset(
      choice('full', 'normal'),
      'full',
      'SQLite: "full" survives a power cut, "normal" is faster and may lose the last moments to one.',
    ),
  }),
  operator: many('Who works on tickets, one [[operator]] each.', {
    login: required(
      login,
      'The login in commands and in the history; the one of the operating system is found by itself.',
      'bob',
    ),
    name: required(line, 'The name under answers.', 'Bob Builder'),
    address: required(
      address,
      'Where notices go and replies by mail come from. Never the address of a queue.',
      'bob@staff.example.org',
    ),
    active: preset(flag, true, 'false for who has left: the name stays in the history and may do nothing.'),
    notices: preset(flag, true, 'Hears by mail of what concerns the operator.'),
    role: optional(
      choice('read-only', 'operator', 'lead', 'admin'),
      'What the operator may do: "read-only", "operator", "lead" or "admin"; Without it "operator", and "admin" as long as nobody else is named one.',
      'operator',
    ),
    hidden: preset(flag, false, 'What the operator writes is a note unless reply says --public.'),
    signature: optional(markdown, 'Below the answers of the operator, in Markdown.', 'Bob Builder, first floor'),
    language: optional(language, 'Of notices to the operator; by default that of the desk.', 'nl'),
  }),
  group: many('Operators who work together, one [[group]] each.', {
    name: required(name, 'The name in rules and commands.', 'first-level'),
    members: preset(list(login, 'a list of logins'), [], 'Logins of its operators.'),
    queues: preset(
      list(name, 'a list of queues'),
      [],
      'Queues whose tickets the members may see; without it all. Who is in no group sees all.',
    ),
    mail: preset(flag, true, 'Members hear by mail of what happens to tickets of the group; false: they only see it.'),
  }),
  queue: many('Where tickets wait, one [[queue]] each; the first takes mail whose queue cannot be told.', {
    name: required(name, 'The name in lists and commands.', 'support'),
    address: required(address, 'Letters come from this address and replies go back to it.', 'support@example.org'),
    aliases: preset(
      list(address, 'a list of mail addresses'),
      [],
      'Further addresses whose mail belongs to this queue.',
    ),
    from_name: optional(line, 'Display name of letters; by default the name of the desk.', 'Example Support'),
    separator: preset(
      separator,
      '+',
      'Between local part and reply token, as your mail server has it (RFC 5233): "+", "-", "=", "_", ".", or "" when it knows no sub-addresses.',
    ),
    group: optional(name, 'The group that is responsible for new tickets here.', 'first-level'),
    hidden: preset(flag, false, 'What operators write to its tickets is a note unless reply says --public.'),
    signature: optional(markdown, 'Below answers from this queue, in Markdown.', 'Example Support, Mo-Fr 9-17'),
    language: optional(language, 'Of letters, when nothing tells what the requester speaks.', 'nl'),
  }),
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
  status: extra(
    'Words of your own for the status of tickets, one [[status]] each. The first of a meaning is the usual one; a meaning without any keeps its own name.',
    {
      name: required(name, 'The word.', 'at-supplier'),
      means: required(
        choice('new', 'open', 'waiting', 'solved', 'closed'),
        '"new": nobody looked yet; "open": it is our turn; "waiting": for somebody else; "solved": done, unless somebody objects; "closed": done.',
        'waiting',
      ),
    },
  ),
  dictionary: one('The words that tickets are sorted by. What is not here is refused wherever it is used.', {
    categories: preset(
      words,
      ['question', 'fault', 'request', 'complaint', 'billing', 'other'],
      'What a ticket is about.',
    ),
    criticalities: preset(words, ['low', 'normal', 'high', 'urgent'], 'How bad it is, the lowest first.'),
    complexities: preset(words, ['simple', 'medium', 'hard'], 'How much work it is, the simplest first.'),
    kinds: preset(words, ['request', 'incident', 'change', 'problem'], 'What has to be done with it.'),
    sources: preset(
      words,
      ['phone', 'walk-in', 'web', 'chat'],
      'How it came in, beside "mail" and "operator" which are always there.',
    ),
    ratings: preset(
      words,
      ['bad', 'poor', 'fair', 'good', 'excellent'],
      'What requesters think of it, the worst first.',
    ),
    levels: preset(
      list(level, 'a list of levels'),
      [],
      'What support people have a right to, the lowest first: desk organisation edit NAME --level gold.',
    ),
    tags: preset(list(tagWord, 'a list of tags'), [], 'Tags that may be used; without any, every word is one.'),
  }),
  view: extra(
    'Lists to call by their name, one [[view]] each: desk list --view NAME. Keys are the options of desk list.',
    {
      name: required(
        name,
        'The name; "mine", "unowned", "unanswered", "overdue", "waiting" and "all" are there already.',
        'late',
      ),
      status: optional(some, 'Statuses or meanings.', ['open', 'waiting']),
      all: optional(flag, 'Solved and closed ones too.', true),
      mine: optional(flag, 'Those of whoever asks.', true),
      owner: optional(login, 'Those of this operator.', 'bob'),
      unowned: optional(flag, 'Those nobody owns.', true),
      queue: optional(some, 'In one of these queues.', ['support']),
      group: optional(some, 'Of one of these groups; "none": of no group.', ['first-level']),
      category: optional(some, 'Of one of these categories; "none": without one. The same for the next four.', [
        'fault',
      ]),
      criticality: optional(some, 'How bad it is.', ['high', 'urgent']),
      complexity: optional(some, 'How much work it is.', ['simple']),
      kind: optional(some, 'What has to be done.', ['incident']),
      source: optional(some, 'How it came in.', ['phone']),
      tag: optional(
        list(
          text('a tag, or "-" and a tag', t => t.length <= 60),
          'a list of tags',
        ),
        'With all of these tags; "-old": without it.',
        ['vip', '-old'],
      ),
      helper: optional(login, 'This operator helps.', 'bob'),
      watcher: optional(login, 'This operator watches.', 'bob'),
      from: optional(line, 'Of the requester with this address.', 'ann@example.org'),
      organisation: optional(line, 'Of the people of this organisation.', 'Example Ltd'),
      level: optional(some, 'Of people with one of these levels of support; "none": without one.', ['none']),
      subject: optional(line, 'With this in the subject.', 'printer'),
      unanswered: optional(flag, 'The requester wrote last.', true),
      answered: optional(flag, 'We wrote last.', true),
      spam: optional(flag, 'Marked as spam, or perhaps spam.', true),
      opened_after: optional(
        when,
        'Since when: a date, or "7d" for the last seven days. The same for the next three.',
        '7d',
      ),
      opened_before: optional(when, 'Opened before.', '2026-11-26'),
      changed_after: optional(when, 'Changed since.', 'today'),
      changed_before: optional(when, 'Not changed since.', '3d'),
      overdue: optional(flag, 'They should be done already.', true),
      due_after: optional(
        dueWhen,
        'Due from then on: a date, "tomorrow", "friday", or "3d" for three days from now.',
        'tomorrow',
      ),
      due_before: optional(dueWhen, 'Due before then.', '3d'),
      columns: optional(
        list(choice(...LIST_COLUMNS), 'a list of columns'),
        'What is shown; desk help columns explains them.',
        ['number', 'status', 'subject', 'idle'],
      ),
      sort: optional(sortKey, 'By which column; "-" before it turns the order around.', '-criticality'),
      limit: optional(whole(1, 100_000), 'At most so many.', 50),
    },
  ),
  letters: one('What letters to requesters there are and what they carry.', {
    status: preset(flag, false, 'Tell the requester of a change of status that was made without an answer.'),
    owner: preset(flag, false, 'Tell the requester who takes care of the ticket from now on.'),
    quote: preset(
      choice('none', 'last', 'all'),
      'none',
      'Below an answer: "none", the "last" message of the requester, or "all" public messages. Notes never.',
    ),
    html: preset(flag, true, 'An HTML part beside the plain one.'),
    faq: preset(flag, false, 'Name entries of the FAQ that match in confirmations.'),
    undo_window: preset(
      duration('1s', '1h', 'or off'),
      '10s',
      'An answer waits so long before it leaves: until then "desk undo" takes it back.',
    ),
    file_size: preset(
      size('1 kB', '100 MB'),
      '15 MB',
      'All files of one answer together. In a letter they take a third more, and many mail servers refuse more than 25 MB.',
    ),
  }),
  policy: one('What the desk does by itself.', {
    confirm: preset(flag, true, 'Confirm receipt to the person who opened a ticket.'),
    confirm_senders: preset(
      choice('all', 'not-forged', 'proven'),
      'not-forged',
      'Whose mail is confirmed, by what [trust] says: "proven", "not-forged" or "all". A confirmation to a forged sender bothers a stranger.',
    ),
    notice_new: preset(choice('all', 'none'), 'all', 'Which operators hear of a new ticket: "all" or "none".'),
    subject_token: preset(flag, true, 'Carry the reply token in the subject too, for who replies to another address.'),
    body_token: preset(
      flag,
      true,
      'Carry the reply token in the last line of the text too, for programs that keep only words.',
    ),
    reopen_within: preset(
      duration('1h', '3650d', 'or off'),
      '30d',
      'A mail to a ticket that was closed longer ago opens a new one, linked to it; "off" reopens every closed ticket.',
    ),
    other_participants: preset(
      choice('append', 'hold'),
      'append',
      'The right reply token, but from another participant of the ticket: "append", or "hold" for an operator.',
    ),
    same_organisation: preset(
      choice('append', 'hold'),
      'hold',
      'The same from somebody of the requester’s organisation; "append" wants a sender proven by [trust].',
    ),
    copies: preset(
      choice('join', 'ignore'),
      'join',
      'Whom a proven sender puts in To or Cc: "join" makes them participants, who hear the answers. Of an unproven sender nobody joins.',
    ),
    several_queues: preset(
      choice('one', 'linked'),
      'one',
      'A mail to several queues: "one" ticket in the first, or one in each, "linked".',
    ),
    operators_by_mail: preset(
      choice('trusted', 'off'),
      'trusted',
      'Operators answer notices and forward mails to the desk by mail when [trust] proves that they sent it; "off" holds them.',
    ),
    forms: preset(
      list(address, 'a list of mail addresses'),
      [],
      'Senders such as the form of your site: there Reply-To names the requester. Elsewhere Reply-To is only shown.',
    ),
    rotate_keys: preset(
      duration('1d', '3650d', 'or off'),
      '365d',
      'The key that signs reply tokens is followed by a new one after this; older ones are still believed.',
    ),
    retire_keys: preset(
      duration('30d', '36500d', 'or off'),
      '1825d',
      'So long is a key believed; answers to letters that are older open new tickets.',
    ),
    close_waiting_after: preset(
      duration('1h', '3650d', 'or off'),
      'off',
      'Close tickets that have waited for their requester this long; "off" never does.',
    ),
    close_solved_after: preset(
      duration('1h', '3650d', 'or off'),
      '7d',
      'Close tickets that were solved so long ago; "off" never does.',
    ),
  }),
  storms: one('Limits for letters that nobody wrote, so that no two machines answer each other for ever.', {
    automatic_per_address: preset(whole(1, 1_000), 2, 'To one address within an hour; more are not written.'),
    automatic_per_day: preset(whole(1, 10_000), 10, 'To one address within a day.'),
    automatic_per_hour: preset(whole(1, 1_000_000), 200, 'To all addresses within an hour.'),
    same_mails: preset(
      whole(0, 1_000),
      20,
      'After so many mails of one sender with the same subject, numbers aside, within an hour, the next ones are held; 0 never.',
    ),
    notices_per_ticket: preset(
      whole(1, 10_000),
      20,
      'Notices of new messages in one ticket to one operator within an hour.',
    ),
    letters_per_hour: preset(
      whole(0, 1_000_000),
      1_000,
      'The breaker: when so many letters of any kind left within an hour, the outbox stops until "desk outbox resume"; 0 never.',
    ),
  }),
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
  rules: one('How the rules below are looked at.', {
    mode: preset(
      choice('all', 'first'),
      'all',
      '"all" that fit fire in their order, and of two that speak of one thing the later has its way; or only the "first".',
    ),
    zone: preset(
      text('a time zone such as "Europe/Amsterdam"', isZone),
      'UTC',
      'Time zone of the weekday and time of day that rules ask for.',
    ),
  }),
  rule: extra(
    'What is done with mail by itself, one [[rule]] each; "desk rules test" shows what a change would do. A value may be a list, of which any is enough; all keys of "when" have to fit. In short: when = { subject = "invoice", domain = "example.org" } and then = { queue = "support" }.',
    {
      name: required(line, 'The name in "desk why" and "desk rules".', 'invoices'),
      when: one('What the mail is like; without it every mail that opens a ticket.', conditionKeys),
      // biome-ignore lint/suspicious/noThenProperty: a key of the config, never awaited
      then: one('What is done then.', effectKeys),
    },
  ),
  webhooks: one('Calls of other programs that rules ask for.', {
    secret_file: optional(
      path,
      'File with a secret that signs them: x-desk-signature is sha256= and the HMAC-SHA256, in hex, of x-desk-time, a dot and the body. Addresses of your own network are called like any other.',
      '/etc/postdesk/webhook-secret',
    ),
  }),
  log: one('The log goes to standard output.', {
    format: preset(choice('text', 'json'), 'text', '"text" for people, "json" for collectors: one object per line.'),
  }),
};

export const schema = table(keys);

/** config.toml as read, keys still in its own spelling; durations in ms, sizes in bytes. */
export type Settings = Value<typeof schema>;
