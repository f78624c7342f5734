/** `desk help rules`: how rules work, and some to start from. Each is one that the configuration takes. */
import type { Topic } from './help-topic.ts';

export const RULES: Topic = {
  name: 'rules',
  title: 'what is done with mail by itself',
  section: 'RULES',
  before:
    'Each [[rule]] of the configuration says which mail it is for (when) and what is done with it (then). Every key is explained in desk config example, the commands in desk rules --help.',
  terms: [
    ['all keys of when', 'have to fit; of a list any is enough; any, all and not make groups'],
    [
      'their order',
      'is that of the file: all that fit fire, and of two that speak of one thing the later has its way; stop, hold and reject end it; with mode = "first" in [rules] only the first fires',
    ],
    [
      'which mail',
      'what opens a ticket; answers, auto-replies, receipts and spam only where when asks for them: mail = "follow-up", written_by = "auto-reply", spam = "spam"',
    ],
    [
      'written_by',
      '"person", "list", "bulk" (a newsletter, a program that reports), "report" (of a delivery), "auto-reply" (somebody is away), "receipt" (it was read); desk try FILE says which and why',
    ],
    ['"credit note"', 'these words, whole and in this order; case never matters'],
    ['"invoic*"', '* stands for any letters of a word, ? for one'],
    ["'/inv(oice)? \\d+/'", 'an expression (RE2); single quotes leave every \\ as it is'],
    ['from, to, cc', 'whole addresses: "ann@example.org", or "*@example.org" for all of a domain'],
    [
      'hold, reject',
      'no ticket: the mail waits for an operator (desk held), or is filed away unanswered, and no rule after it is looked at',
    ],
    ['canned', 'takes the place of the confirmation; of several rules the first sends its reply'],
    ['desk rules test', 'what they make of the last mails; --against new.toml: what new.toml would do differently'],
    ['desk rules test --rule NAME', 'whether one of them fires for the last mails or for a FILE, and if not, why'],
    ['desk why 12', 'which rules fired'],
  ],
  examples: [
    [
      'To another queue, to a group by turns, due tomorrow:',
      `[[rule]]
name = "invoices"
when = { subject = ["invoice", "invoic*", '/inv\\.? ?\\d+/'] }
[rule.then]
queue = "billing"
owner = { round_robin = "first-level" }
due_in = "1d"`,
    ],
    [
      'In the subject or in the text, but not of our own; asks for what the request lacks:',
      `[[rule]]
name = "printers"
[rule.when]
any = [{ subject = "printer" }, { body = ["toner", "paper jam"] }]
not = { domain = "example.org" }
[rule.then]
category = "fault"
owner = { least_loaded = "first-level" }
canned = "need-info"`,
    ],
    [
      'When nobody is there; the zone is that of [rules]:',
      `[[rule]]
name = "out of hours"
when = { any = [{ time = "18:00-08:00" }, { weekday = ["sat", "sun"] }] }
then = { tags = "night" }`,
    ],
    [
      'Newsletters go, and what a monitoring says comes in:',
      `[[rule]]
name = "newsletters"
when = { written_by = ["list", "bulk"], header = "List-Unsubscribe" }
then = { reject = "newsletters are not for us", stop = true }

[[rule]]
name = "monitoring"
when = { from = "nagios@*", written_by = ["bulk", "auto-reply"] }
then = { accept = true, criticality = "high", group = "first-level" }`,
    ],
    [
      'A customer who is proven to be one, and a program that is told of it:',
      `[[rule]]
name = "large customer"
when = { organisation = "Example Ltd", trust = "pass" }
[rule.then]
criticality = "high"
watchers = ["bob"]
webhook = "https://hooks.example.org/desk"`,
    ],
    [
      'Somebody has to look first:',
      `[[rule]]
name = "large files of strangers"
when = { attachment = { size = "> 10 MB" }, trust = ["none", "fail"] }
then = { hold = "a large file, and nobody knows who sent it" }`,
    ],
    [
      'An answer to a ticket; it may be sorted, noted, held or rejected:',
      `[[rule]]
name = "angry"
when = { mail = "follow-up", body = ["lawyer", "complain*"] }
then = { criticality = "high", note = "Read this one first." }`,
    ],
  ],
};
