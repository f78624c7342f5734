import { isDomain, isTimeZone } from './field-syntax.ts';
import { choice, guarded, one, optional, path, preset, text, zone } from './kind.ts';
import { language, line } from './shared-kinds.ts';

const postgres = guarded('a URL that begins with postgres://', t => /^postgres(?:ql)?:\/\/[^\s\p{Cc}]+$/u.test(t));

/** Where the desk keeps what it has, and what it is called. */
export const deskKeys = {
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
      zone(isTimeZone),
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
};
