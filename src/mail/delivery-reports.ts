import { splitAddress } from './addresses.ts';
import { amazonNoticeType } from './amazon-notice.ts';
import { wentWell } from './bounce.ts';
import { BOUNCE_SUBJECT, opensLikeABounce } from './bounce-words.ts';
import { parseContentType } from './content-type.ts';
import { header, type Mail, type MailKind } from './mail.ts';
import { forwardPrefix } from './subject.ts';

/**
 * The questions by which a mail of a mail system is known: reports by their type or parts, feedback loops, notices of
 * non-delivery by their sender and subject or by the first words of their text. who-wrote-it.ts asks them in order.
 */
type Machine = Exclude<MailKind, 'person'>;
/** `newWords`: without what is only quoted. */
export type Written = Pick<Mail, 'headers' | 'envelope' | 'from' | 'subject' | 'attachments' | 'bounce'> & {
  readonly newWords?: string;
};

export type Question = (mail: Written) => { readonly kind: Machine; readonly because: string } | undefined;

/** multipart/report and its types: RFC 3464, RFC 8098, RFC 5965, RFC 8460. */
export function isAReport(mail: Written): ReturnType<Question> {
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
export function carriesADeliveryStatus(mail: Written): ReturnType<Question> {
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
  if (mail.bounce === null || !wentWell(mail.bounce)) return { kind: 'bounce', because };
  return { kind: 'receipt', because: `${because}, action ${mail.bounce.recipients[0]?.action}` };
}

/** Feedback loops with formats of their own. */
export function tellsOfAComplaint(mail: Written): ReturnType<Question> {
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

/** From an address of machines, and nobody's forward: who passes a notice on or pastes it is a person with a question. */
export function readsLikeABounce(mail: Written): ReturnType<Question> {
  const sender = mail.from[0]?.address.toLowerCase() ?? '';
  const isMachine = isMailSystem(mail) || readsNoAnswers(sender) || MACHINE_LOCAL.test(splitAddress(sender).local);
  if (!isMachine && !nullReturnPath(mail)) return undefined;
  if (forwardPrefix(mail.subject) !== undefined || !opensLikeABounce(mail.newWords ?? '')) return undefined;
  return { kind: 'bounce', because: 'its text begins like a notice of a mail system' };
}

/** The mail system itself is the sender, and the null return path or the subject says that it returns a mail. */
export function saysItBouncesBack(mail: Written): ReturnType<Question> {
  if (header(mail, 'x-failed-recipients') !== undefined) return { kind: 'bounce', because: 'X-Failed-Recipients' };
  if (!isMailSystem(mail)) return robotReturns(mail);
  if (BOUNCE_SUBJECT.test(mail.subject)) return { kind: 'bounce', because: 'a mail system returns a mail' };
  return nullReturnPath(mail)
    ? { kind: 'bounce', because: 'a mail system wrote it with an empty return path' }
    : undefined;
}

/** A gateway that writes as no-reply or by a name of its own, and begins its subject like a notice. */
function robotReturns(mail: Written): ReturnType<Question> {
  const sender = mail.from[0]?.address.toLowerCase() ?? '';
  const isRobot = readsNoAnswers(sender) || SYSTEM_NAME.test(mail.from[0]?.name ?? '');
  const isNotice = BOUNCE_SUBJECT.exec(mail.subject.trim())?.index === 0;
  return isRobot && isNotice ? { kind: 'bounce', because: 'a robot returns a mail' } : undefined;
}

const SYSTEM_NAME =
  /^(?:(?:internet |e-?mail |smtp |mmdf )*(?:mail |message )(?:delivery|router|system|administrator|daemon|transfer)(?: (?:system|subsystem|service|agent))?|system ?administrator|microsoft outlook|administrateur système|amministratore di sistema|administrador del sistema|administrador do sistema|systeembeheerder|systemadministratör|системный администратор|システム管理者)$/i;
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

export function nullReturnPath(mail: Written): boolean {
  return mail.envelope.from === '' || /^<\s*>$/.test(header(mail, 'return-path')?.trim() ?? '');
}

/** By its local part, lower case: no-reply, mailer-daemon, the owner of a list. */
export function readsNoAnswers(address: string): boolean {
  const { local } = splitAddress(address);
  return ROBOT_SENDER.test(local) || NO_REPLY.test(local);
}

const ROBOT_SENDER =
  /^(?:owner-.*|.*-(?:request|owner|bounces?)|(?:do[._-]?)?not?[._-]?reply(?:[._+-].*)?|.*[._+-]no-?reply|mailer-daemon|postmaster|bounces?(?:[._+-].*)?|nobody)$/;
/** `no-reply` in German, Dutch, French, Spanish, Italian, Portuguese and Polish. */
const NO_REPLY =
  /^(?:nicht[._-]?antworten|keine?[._-]?antwort|niet[._-]?(?:be)?antwoorden|geen[._-]?antwoord|ne[._-]?pas[._-]?repondre|no[._-]?(?:responder|contestar)|non[._-]?rispondere|nao[._-]?respond(?:a|er)|nie[._-]?odpowiada[cj])(?:[._+-].*)?$/;
