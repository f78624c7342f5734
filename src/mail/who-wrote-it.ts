import { splitAddress } from './addresses.ts';
import { autoReplyByWords } from './auto-reply-words.ts';
import { BOUNCE_SUBJECT } from './bounce-words.ts';
import {
  carriesADeliveryStatus,
  isAReport,
  nullReturnPath,
  type Question,
  readsLikeABounce,
  readsNoAnswers,
  saysItBouncesBack,
  tellsOfAComplaint,
  type Written,
} from './delivery-reports.ts';
import { header, headers, type Mail, type MailKind } from './mail.ts';
import { reactionIn } from './reaction.ts';
import { receiptByWords } from './receipt-words.ts';

export { readsNoAnswers } from './delivery-reports.ts';

/**
 * Who wrote a mail: a person, or which kind of machine. The order of the questions is the policy: what is sure comes
 * first (report types), then what says so itself (Auto-Submitted), then habits, and last the words of a text, which
 * must be a notice from end to end: people write about holidays and bounces too. `X-Auto-Response-Suppress` does not make a machine: people's mail carries it, it only
 * forbids an answer, and whether one may be sent is the second half of this file.
 */
export interface Kind {
  readonly kind: MailKind;
  /** For people: which sign decided. */
  readonly because: string;
}

export function whoWroteIt(mail: Written): Kind {
  for (const question of QUESTIONS) {
    const answer = question(mail);
    if (answer !== undefined) return answer;
  }
  return { kind: 'person', because: 'nothing says that a machine wrote it' };
}

/**
 * The reason in words why no machine may answer (RFC 3834 §2), undefined when one may. `ours` are the addresses of the
 * desk itself.
 */
export function whyNotAnswered(mail: Written & Pick<Mail, 'kind'>, ours: readonly string[] = []): string | undefined {
  if (mail.kind !== 'person') return `written by a machine (${mail.kind})`;
  const suppress = suppressed(mail);
  if (suppress !== undefined) return `X-Auto-Response-Suppress: ${suppress}`;
  if (mail.from.length !== 1) return `${mail.from.length} senders`;
  const sender = mail.from[0]?.address.toLowerCase() ?? '';
  const own = new Set(ours.map(address => address.toLowerCase()));
  if (own.has(sender) || own.has(withoutSubAddress(sender))) return 'it came from an address of the desk';
  if (readsNoAnswers(sender)) return `the sender ${sender} does not read answers`;
  if (PROGRAM.test(splitAddress(sender).local)) return `${sender} is the name of a program`;
  const sign = BY_PROGRAMS.find(name => header(mail, name) !== undefined);
  return sign === undefined ? undefined : `${sign} is written by programs`;
}

/**
 * Accounts that programs send from on most machines, and by which hardly anybody signs. Somebody may write from one all
 * the same: the mail is a person's then, but nobody is there to miss a confirmation.
 */
const PROGRAM =
  /^(?:root|daemon|cron|anacron|www-data|apache2?|nginx|httpd|nagios|icinga2?|zabbix|munin|monit|logwatch|smartd|mdadm|backup|listserv|majordomo|mailman|sympa|(?:[a-z]+[._-])?notifications?|alerts?|alarms?|monitoring|wordpress|jenkins)(?:[+-].*)?$/;
/** Of cron, and of filters that answer and forward by themselves. */
const BY_PROGRAMS = ['x-cron-env', 'x-loop'] as const;

function suppressed(mail: Written): string | undefined {
  const wanted = ['all', 'oof', 'autoreply'];
  const values = headers(mail, 'x-auto-response-suppress').flatMap(value => value.split(/[\s,;]+/));
  return values.find(value => wanted.includes(value.toLowerCase()));
}

function withoutSubAddress(address: string): string {
  const { local, domain } = splitAddress(address);
  return `${local.replace(/[+].*$/, '')}@${domain}`;
}

const QUESTIONS: readonly Question[] = [
  isAReport,
  carriesADeliveryStatus,
  tellsOfAComplaint,
  isAReactionOrReceipt,
  saysItBouncesBack,
  readsLikeABounce,
  saysAutoSubmitted,
  carriesAutoReplyFields,
  hasNoReturnPath,
  wentThroughAList,
  isBulk,
  readsLikeAnAutoReply,
];

function isAReactionOrReceipt(mail: Written): ReturnType<Question> {
  const types = mail.attachments.map(({ type }) => type);
  const words = mail.newWords ?? '';
  const because =
    reactionIn(mail.headers, types, words) ??
    receiptByWords(mail.subject, words, types, header(mail, 'content-type') ?? '');
  return because === undefined ? undefined : { kind: 'receipt', because };
}

/** Not every vacation program writes headers. */
function readsLikeAnAutoReply(mail: Written): ReturnType<Question> {
  const action = header(mail, 'x-apple-action');
  if (/^vacation$/i.test(action ?? '')) return { kind: 'auto-reply', because: `X-Apple-Action: ${action}` };
  const because = autoReplyByWords(mail.subject, mail.newWords ?? '');
  return because === undefined ? undefined : { kind: 'auto-reply', because };
}

/** RFC 3834 §5: everything but `no` was not written by a person; comments and parameters do not count. */
function saysAutoSubmitted(mail: Written): ReturnType<Question> {
  for (const value of headers(mail, 'auto-submitted')) {
    const word = /^[a-z-]*/i.exec(withoutComments(value))?.[0].toLowerCase() ?? '';
    if (word === '' || word === 'no') continue;
    return {
      kind: answersSomething(mail, word) ? 'auto-reply' : 'bulk',
      because: `Auto-Submitted: ${word.slice(0, 40)} (RFC 3834)`,
    };
  }
  return undefined;
}

/** What an event caused (a monitor, a form on a site) answers nobody; some vacation programs say auto-generated too. */
function answersSomething(mail: Written, word: string): boolean {
  return (
    word === 'auto-replied' || header(mail, 'in-reply-to') !== undefined || header(mail, 'references') !== undefined
  );
}

function withoutComments(value: string): string {
  return value
    .slice(0, 500)
    .replace(/\([^()]*\)/g, ' ')
    .trim();
}

const AUTO_REPLY_FIELDS = [
  'x-autoreply',
  'x-autorespond',
  'x-autoresponder',
  'x-auto-reply',
  'x-autoreply-from',
].concat('x-mail-autoreply', 'x-autogenerated', 'x-vacation', 'x-fc-machinegenerated', 'x-autoreply-to');

/** Fields older than RFC 3834 that only machines write; a value of `no` takes it back. */
function carriesAutoReplyFields(mail: Written): ReturnType<Question> {
  const field = mail.headers.find(
    ([name, value]) => AUTO_REPLY_FIELDS.includes(name) && !/^(?:no|false|0)$/i.test(value),
  );
  if (field !== undefined) return { kind: 'auto-reply', because: `${field[0]}: ${field[1].slice(0, 40)}` };
  if (precedence(mail) === 'auto_reply') return { kind: 'auto-reply', because: 'Precedence: auto_reply' };
  if (/autoresponder/i.test(header(mail, 'x-post-messageclass') ?? '')) {
    return { kind: 'auto-reply', because: 'X-POST-MessageClass: Autoresponder' };
  }
  const loop = mail.headers.find(
    ([name, value]) => /^x-(?:[a-z]+-)?loop$/.test(name) && /^(?:yes|true|1|on)$/i.test(value),
  );
  if (loop !== undefined) return { kind: 'auto-reply', because: `${loop[0]}: ${loop[1]}` };
  return undefined;
}

/** RFC 5321 §4.5.5: who wants no answer at all is a machine. */
function hasNoReturnPath(mail: Written): ReturnType<Question> {
  if (!nullReturnPath(mail)) return undefined;
  const bounce = BOUNCE_SUBJECT.test(mail.subject);
  return { kind: bounce ? 'bounce' : 'auto-reply', because: 'an empty return path (RFC 5321 §4.5.5)' };
}

const LIST_FIELDS = [
  'list-id',
  'list-post',
  'mailing-list',
  'x-mailing-list',
  'x-beenthere',
  'x-list-id',
  'x-mailman-version',
];

/** RFC 2919 and RFC 2369, and the lists that were there before. */
function wentThroughAList(mail: Written): ReturnType<Question> {
  const field = mail.headers.find(([name]) => LIST_FIELDS.includes(name));
  if (field !== undefined) return { kind: 'list', because: `${field[0]}: ${field[1].slice(0, 80)} (RFC 2919)` };
  return precedence(mail) === 'list' ? { kind: 'list', because: 'Precedence: list' } : undefined;
}

function isBulk(mail: Written): ReturnType<Question> {
  const value = precedence(mail);
  if (value === 'bulk' || value === 'junk') return { kind: 'bulk', because: `Precedence: ${value}` };
  const field = mail.headers.find(
    ([name]) => name === 'list-unsubscribe' || name === 'list-help' || name === 'feedback-id',
  );
  return field === undefined ? undefined : { kind: 'bulk', because: `${field[0]} (RFC 2369)` };
}

function precedence(mail: Written): string {
  return (header(mail, 'precedence') ?? header(mail, 'preference'))?.trim().toLowerCase().replace('-', '_') ?? '';
}
