import { LIST_COLUMNS } from '../desk/list-columns.ts';
import { choice, extra, flag, list, optional, required, text, whole } from './kind.ts';
import { line, login, name } from './shared-kinds.ts';
import { instantOrDay, parseInstant } from './when.ts';

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

/** Lists with a name. Their keys are the options of desk list. */
export const viewKeys = {
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
};
