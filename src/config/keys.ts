import { isZone } from '../desk/rules/local-time.ts';
import { deskKeys } from './desk-keys.ts';
import { choice, extra, one, optional, path, preset, required, table, type Value, zone } from './kind.ts';
import { mailInKeys } from './mail-in-keys.ts';
import { mailOutKeys } from './mail-out-keys.ts';
import { peopleKeys } from './people-keys.ts';
import { policyKeys } from './policy-keys.ts';
import { conditionKeys, effectKeys } from './rule-keys.ts';
import { screeningKeys } from './screening-keys.ts';
import { line } from './shared-kinds.ts';
import { viewKeys } from './view-keys.ts';
import { wordKeys } from './word-keys.ts';

/**
 * Every key of config.toml: its kind, its default and its line of documentation, in the order of the printed example.
 * This is the only list: what is not here is an unknown key. What takes two keys to judge stands in cross-checks.ts.
 */
export const keys = {
  ...deskKeys,
  ...peopleKeys,
  ...mailInKeys,
  ...mailOutKeys,
  ...wordKeys,
  ...viewKeys,
  ...policyKeys,
  ...screeningKeys,
  rules: one('How the rules below are looked at.', {
    mode: preset(
      choice('all', 'first'),
      'all',
      '"all" that fit fire in their order, and of two that speak of one thing the later has its way; or only the "first".',
    ),
    zone: preset(zone(isZone), 'UTC', 'Time zone of the weekday and time of day that rules ask for.'),
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
