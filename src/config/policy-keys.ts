import { choice, duration, flag, list, one, preset, size, whole } from './kind.ts';
import { address } from './shared-kinds.ts';

/** What the desk does by itself, what letters carry, and how many there may be. */
export const policyKeys = {
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
};
