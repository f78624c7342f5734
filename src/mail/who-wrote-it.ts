import { splitAddress } from './addresses.ts';
import { amazonNoticeType } from './amazon-notice.ts';
import { autoReplyByWords } from './auto-reply-words.ts';
import { BOUNCE_SUBJECT, opensLikeABounce } from './bounce-words.ts';
import { parseContentType } from './content-type.ts';
import { header, headers, type Mail, type MailKind } from './mail.ts';
import { reactionIn } from './reaction.ts';
import { forwardPrefix } from './subject.ts';

/**
 * Who wrote a mail: a person, or which kind of machine. The order of the questions is the policy: what is sure comes
 * first (report types), then what says so itself (Auto-Submitted), then habits, and last the words of a text, which
 * must be a notice from end to end: people write about holidays and bounces too. `X-Auto-Response-Suppress` does not make a machine: people's mail carries it, it only
 * forbids an answer, and whether one may be sent is the second half of this file.
 */
type Machine = Exclude<MailKind, 'person'>;
/** `newWords`: without what is only quoted. */
type Written = Pick<Mail, 'headers' | 'envelope' | 'from' | 'subject' | 'attachments' | 'bounce'> & {
  readonly newWords?: string;
};

export interface Kind {
  readonly kind: MailKind;
  /** For people: which sign decided. */
  readonly because: string;
}

type Question = (mail: Written) => { readonly kind: Machine; readonly because: string } | undefined;

export function whoWroteIt(mail: Written): Kind {
  for (const question of QUESTIONS) {
    const answer = question(mail);
    if (answer !== undefined) return answer;
  }
  return { kind: 'person', because: 'nothing says that a machine wrote it' };
}

/** May a machine answer it (RFC 3834 §2)? `ours` are the addresses of the desk itself. */
export function mayBeAnswered(mail: Written & Pick<Mail, 'kind'>, ours: readonly string[] = []): boolean {
  return whyNotAnswered(mail, ours) === undefined;
}

/** The reason in words why no machine may answer, undefined when one may. */
export function whyNotAnswered(mail: Written & Pick<Mail, 'kind'>, ours: readonly string[] = []): string | undefined {
  if (mail.kind !== 'person') return `written by a machine (${mail.kind})`;
  const suppress = suppressed(mail);
  if (suppress !== undefined) return `X-Auto-Response-Suppress: ${suppress}`;
  if (mail.from.length !== 1) return `${mail.from.length} senders`;
  const sender = mail.from[0]?.address.toLowerCase() ?? '';
  const own = new Set(ours.map(address => address.toLowerCase()));
  if (own.has(sender) || own.has(withoutSubAddress(sender))) return 'it came from an address of the desk';
  if (readsNoAnswers(sender)) return `the sender ${sender} does not read answers`;
  return undefined;
}

/** By its local part, lower case: no-reply, mailer-daemon, the owner of a list. */
export function readsNoAnswers(address: string): boolean {
  return ROBOT_SENDER.test(splitAddress(address).local);
}

const ROBOT_SENDER =
  /^(?:owner-.*|.*-(?:request|owner|bounces?)|(?:do[._-]?)?not?[._-]?reply(?:[._+-].*)?|.*[._+-]no-?reply|mailer-daemon|postmaster|bounces?(?:[._+-].*)?|nobody)$/;

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
  isAReaction,
  saysItBouncesBack,
  readsLikeABounce,
  saysAutoSubmitted,
  carriesAutoReplyFields,
  hasNoReturnPath,
  wentThroughAList,
  isBulk,
  readsLikeAnAutoReply,
];

/** multipart/report and its types: RFC 3464, RFC 8098, RFC 5965, RFC 8460. */
function isAReport(mail: Written): ReturnType<Question> {
  const { type, params } = parseContentType(header(mail, 'content-type') ?? '');
  if (type !== 'multipart/report') return undefined;
  const reportType = params.get('report-type')?.toLowerCase() ?? '';
  switch (reportType) {
    case 'delivery-status':
      return deliveryStatus(mail, 'multipart/report; report-type=delivery-status (RFC 3464)');
    case 'disposition-notification':
      return { kind: 'receipt', because: 'report-type=disposition-notification (RFC 8098)' };
    case 'feedback-report':
      return { kind: 'report', because: 'report-type=feedback-report (RFC 5965)' };
    case '':
      return undefined;
    default:
      return { kind: 'report', because: `multipart/report; report-type=${reportType.slice(0, 40)} (RFC 6522)` };
  }
}

/** Some servers send the parts of a report under another Content-Type. */
function carriesADeliveryStatus(mail: Written): ReturnType<Question> {
  const types = mail.attachments.map(({ type }) => type);
  if (types.includes('message/feedback-report')) {
    return { kind: 'report', because: 'a message/feedback-report part (RFC 5965)' };
  }
  if (types.includes('message/disposition-notification')) {
    return { kind: 'receipt', because: 'a message/disposition-notification part (RFC 8098)' };
  }
  if (types.includes('message/delivery-status'))
    return deliveryStatus(mail, 'a message/delivery-status part (RFC 3464)');
  return undefined;
}

/** A notification that all went well is a receipt. */
function deliveryStatus(mail: Written, because: string): ReturnType<Question> {
  const actions = mail.bounce?.recipients.map(({ action }) => action) ?? [];
  const wentWell = actions.length > 0 && actions.every(action => ['delivered', 'relayed', 'expanded'].includes(action));
  return wentWell ? { kind: 'receipt', because: `${because}, action ${actions[0]}` } : { kind: 'bounce', because };
}

/** Feedback loops with formats of their own. */
function tellsOfAComplaint(mail: Written): ReturnType<Question> {
  const isMicrosoft = mail.from[0]?.address.toLowerCase() === 'staff@hotmail.com';
  if (isMicrosoft && /^complaint about message from /i.test(mail.subject)) {
    return { kind: 'report', because: 'a complaint of the Microsoft feedback loop' };
  }
  if (/^true$/i.test(header(mail, 'x-apple-unsubscribe') ?? '')) {
    return { kind: 'report', because: 'X-Apple-Unsubscribe' };
  }
  switch (amazonNoticeType(mail.newWords ?? '')) {
    case 'complaint':
      return { kind: 'report', because: 'a complaint told by Amazon SES' };
    case 'delivery':
      return { kind: 'receipt', because: 'a delivery told by Amazon SES' };
    case 'bounce':
      return { kind: 'bounce', because: 'a bounce told by Amazon SES' };
    default:
      return undefined;
  }
}

function isAReaction(mail: Written): ReturnType<Question> {
  const because = reactionIn(
    mail.headers,
    mail.attachments.map(({ type }) => type),
    mail.newWords ?? '',
  );
  return because === undefined ? undefined : { kind: 'receipt', because };
}

/** From an address of machines, and nobody's forward: who passes a notice on or pastes it is a person with a question. */
function readsLikeABounce(mail: Written): ReturnType<Question> {
  const sender = mail.from[0]?.address.toLowerCase() ?? '';
  const isMachine = isMailSystem(mail) || readsNoAnswers(sender) || MACHINE_LOCAL.test(splitAddress(sender).local);
  if (!isMachine && !nullReturnPath(mail)) return undefined;
  if (forwardPrefix(mail.subject) !== undefined || !opensLikeABounce(mail.newWords ?? '')) return undefined;
  return { kind: 'bounce', because: 'its text begins like a notice of a mail system' };
}

/** Not every vacation program writes headers. */
function readsLikeAnAutoReply(mail: Written): ReturnType<Question> {
  const action = header(mail, 'x-apple-action');
  if (/^vacation$/i.test(action ?? '')) return { kind: 'auto-reply', because: `X-Apple-Action: ${action}` };
  const because = autoReplyByWords(mail.subject, mail.newWords ?? '');
  return because === undefined ? undefined : { kind: 'auto-reply', because };
}

/** The mail system itself is the sender, and the null return path or the subject says that it returns a mail. */
function saysItBouncesBack(mail: Written): ReturnType<Question> {
  if (header(mail, 'x-failed-recipients') !== undefined) return { kind: 'bounce', because: 'X-Failed-Recipients' };
  const daemon = isMailSystem(mail);
  if (!daemon) return undefined;
  if (BOUNCE_SUBJECT.test(mail.subject)) return { kind: 'bounce', because: 'a mail system returns a mail' };
  return nullReturnPath(mail)
    ? { kind: 'bounce', because: 'a mail system wrote it with an empty return path' }
    : undefined;
}

const MAIL_SYSTEM = /^["'<(\s]*(?:mailer[-_. ]?daemon|mail delivery (?:sub)?system|post[-_.]?master|mdaemon)\b/i;
const MACHINE_LOCAL =
  /^(?:.{0,60}[._-])?(?:admin|daemon|listserv|majordomo|mailman|sympa|root|system|gateway|mailer|mail)(?:[._-].*)?$/;
const MAIL_SYSTEM_LOCAL =
  /^(?:microsoftexchange.*|mailer[-_.]?daemon|mail-?delivery|post[-_.]?master|mdaemon|postoffice)$/i;

/** The raw field is asked too: `From: MAILER-DAEMON` has no domain and is no address. */
function isMailSystem(mail: Written): boolean {
  const sender = mail.from[0]?.address ?? '';
  return (
    MAIL_SYSTEM_LOCAL.test(splitAddress(sender).local) || MAIL_SYSTEM.test((header(mail, 'from') ?? '').slice(0, 200))
  );
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
].concat('x-mail-autoreply', 'x-autogenerated', 'x-vacation');

/** Fields older than RFC 3834 that only machines write; a value of `no` takes it back. */
function carriesAutoReplyFields(mail: Written): ReturnType<Question> {
  const field = mail.headers.find(
    ([name, value]) => AUTO_REPLY_FIELDS.includes(name) && !/^(?:no|false|0)$/i.test(value),
  );
  if (field !== undefined) return { kind: 'auto-reply', because: `${field[0]}: ${field[1].slice(0, 40)}` };
  if (precedence(mail) === 'auto_reply') return { kind: 'auto-reply', because: 'Precedence: auto_reply' };
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

function nullReturnPath(mail: Written): boolean {
  return mail.envelope.from === '' || /^<\s*>$/.test(header(mail, 'return-path')?.trim() ?? '');
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
  return header(mail, 'precedence')?.trim().toLowerCase().replace('-', '_') ?? '';
}
