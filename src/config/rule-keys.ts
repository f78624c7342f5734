/**
 * The keys of [[rule]], with their documentation. Their values may be one thing or a list of which any counts, so
 * read-condition.ts and read-effects.ts judge them, and not a schema.
 */
import { freely, type Leaf } from './kind.ts';

/** What it asks of a mail: all keys of one table together. In the order in which they are looked at, the cheap first. */
export const conditionKeys = {
  mail: freely(
    '"new": it opens a ticket; "follow-up": it continues one. A rule that does not ask is for new ones only.',
    'new',
  ),
  written_by: freely(
    'Who wrote it: "person", "list", "bulk", "report", "auto-reply" or "receipt". Only rules that ask are for auto-replies and receipts.',
    'person',
  ),
  queue: freely('The queue it was written to.', 'support'),
  trust: freely('What [trust] says of the sender: "pass", "fail", "none" or "unknown".', ['pass', 'none']),
  spam: freely(
    'What the filter says: "ham", "unsure", "spam" or "unjudged". Only rules that ask are for mail that is taken for spam.',
    'unsure',
  ),
  size: freely('Size of the mail, "> 5 MB" or "< 64 kB".', '> 5 MB'),
  weekday: freely('Days in the zone, "sat" or "mon-fri".', ['sat', 'sun']),
  time: freely('Time of day in the zone, "08:00-18:00"; "18:00-08:00" goes over midnight.', '08:00-18:00'),
  zone: freely('Time zone of weekday and time, if not rules.zone.', 'Europe/Amsterdam'),
  domain: freely('Domain of the sender; "*.example.org" are those below it.', ['example.org', '*.example.org']),
  from: freely('Address of the sender.', '*@example.org'),
  to: freely('An address in To.', 'sales@example.org'),
  cc: freely('An address in Cc.', 'sales@example.org'),
  recipient: freely('An address in To, Cc or the envelope.', 'sales@example.org'),
  organisation: freely('Organisation that the sender belongs to (desk organisation list).', 'Example GmbH'),
  level: freely(
    'Level of support that the sender has, one of dictionary.levels (desk organisation edit), or "none".',
    'none',
  ),
  guess: freely(
    'The category that the desk guesses, when it is sure to 0.8; or { category = "billing", above = 0.9 }.',
    'billing',
  ),
  attachment: freely(
    'Has a file: true, false, a name such as "*.pdf", or { type = "image/*", name = "*.png", size = "> 1 MB" }.',
    '*.pdf',
  ),
  header: freely('Has a header of that name; or { name = "X-Spam", matches = "yes" }.', 'List-Id'),
  subject: freely(
    'Words in the subject. "credit note": these words; "invoic*": * and ? stand for letters; \'/inv(oice)? \\d+/\': an expression (RE2).',
    'invoice',
  ),
  body: freely('Words in what is new in the text, not in what it quotes.', 'invoice'),
  anywhere: freely('Words in the subject, anywhere in the text, or in the name of a file.', 'invoice'),
  language: freely('Language it is written in: en, nl, de, fr, es, it, ru, uk or pl.', 'de'),
  all: inline('All of these conditions.', '[{ subject = "invoice" }, { attachment = "*.pdf" }]'),
  any: inline('Any of these conditions.', '[{ subject = "invoice" }, { body = "invoice" }]'),
  not: inline('None of these conditions.', '{ domain = "example.org" }'),
};

/** What is done with a mail that is so. */
export const effectKeys = {
  queue: freely('The queue of the ticket.', 'support'),
  owner: inline(
    'Its owner: a login, { round_robin = "first-level" } for the next of a group or list, or { least_loaded = ["anna", "bob"] }. Who is absent is passed over.',
    '"bob"',
  ),
  group: freely('The group that is responsible.', 'first-level'),
  category: freely('Its category.', 'billing'),
  criticality: freely('Its criticality.', 'high'),
  complexity: freely('Its complexity.', 'simple'),
  kind: freely('Its kind.', 'request'),
  status: freely('Its status.', 'open'),
  due_in: freely('It is due so long after it was opened, "4h" or "2d".', '2d'),
  tags: freely('Tags, beside those of other rules.', ['invoice']),
  helpers: freely('Who helps the owner.', ['bob']),
  watchers: freely('Who else hears of what happens.', ['bob']),
  canned: freely(
    'A canned reply that goes to who wrote, never to a machine and within [storms]; of several the first.',
    'need-info',
  ),
  note: freely('A note on the ticket.', 'Check the contract first.'),
  webhook: freely('A URL that is told of it, as JSON (desk webhooks).', 'https://hooks.example.org/desk'),
  hold: freely(
    'Holds the mail until an operator looks (desk held), and no rule after it counts: true, or why.',
    'legal has to look first',
  ),
  reject: freely(
    'Files the mail away unanswered, without a ticket, and no rule after it counts: true, or why. Hold wins over it.',
    true,
  ),
  accept: freely('Opens a ticket although the mail is taken for spam or was written by a machine.', true),
  stop: freely('No rule after it is looked at.', true),
};

function inline(doc: string, example: string): Leaf {
  return { ...freely(doc, ''), example };
}
