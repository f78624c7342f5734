import { parseAddresses } from './addresses.ts';
import { amazonNotice } from './amazon-notice.ts';
import { bounceReason, byWords } from './bounce-reason.ts';
import { forHeader } from './clean.ts';
import type { BouncedRecipient } from './mail.ts';
import { type NamedRecipient, namedRecipients, PARAGRAPH } from './notice-recipients.ts';
import { noticeText, quotedField, quotedId } from './returned-letter.ts';
import { replyAt, statusIn } from './smtp-reply.ts';
import { exactStatus, statusRecipients } from './status-fields.ts';

/**
 * A notice of non-delivery without a delivery status, or with one that says too little: what people's eyes would find
 * in its text. Called only for a mail that is a bounce; a person's words about bounces never come here.
 */
export interface Notice {
  readonly text: string;
  readonly subject: string;
  /** X-Failed-Recipients. */
  readonly failed: readonly string[];
  /** To of the notice: the sender of the letter. */
  readonly to: readonly string[];
}

export interface NoticeSays {
  readonly recipients: readonly BouncedRecipient[];
  readonly returned?: string;
}

const LONGEST_REASON = 300;
const DELAYED =
  /\bwarning(?: message)?(?: only)?\b|will (?:be retried|retry|keep trying|continue to)|not yet been delivered|still being retried|has been delayed|is delayed|delayed mail|temporary failure report|\((?:delay|retard|verzögert\w*)\)|delivery (?:is )?delayed|do not need to re-?send|retried for|zustellung verzögert|verzögert|retardée?|retrasad|ritardat|atrasad|задержк|配信遅延|遅延/i;
const GAVE_UP =
  /failed permanently|permanent(?:ly)? (?:error|fail)|given up|giving up|not going to try again|could not be delivered for \d/i;
const DELIVERED =
  /successfully (?:delivered|relayed)|delivery report that you requested|was delivered to the following/i;

export function readNotice({ text, subject, failed, to }: Notice): NoticeSays {
  const parts = noticeText(text);
  const id = quotedId(parts);
  const returned = id === undefined ? {} : { returned: id };
  const fields = [...amazonNotice(parts.notice), ...statusRecipients(parts.notice)].filter(
    ({ address }) => address !== '',
  );
  if (fields.length > 0) return { recipients: completed(fields, parts.notice), ...returned };
  const senders = to.map(address => address.toLowerCase());
  const named = namedRecipients(parts.notice, { failed, senders });
  const action = actionOf(parts.notice, subject);
  const people = named.length > 0 ? named : [quotedRecipient(quotedField(parts, 'to'), senders)];
  return { recipients: people.map(one => recipient(one, parts.notice, action)), ...returned };
}

/** What a delivery status leaves out is taken from the words above it. */
export function completed(recipients: readonly BouncedRecipient[], notice: string): BouncedRecipient[] {
  if (recipients.every(one => one.reason !== '' && !isVague(one))) return [...recipients];
  const named = namedRecipients(notice, { failed: recipients.map(({ address }) => address), senders: [] });
  return recipients.map((one, n) => {
    const words = named[n]?.words ?? '';
    if (one.reason !== '' && !isVague(one)) return one;
    const told = reasonIn(words) || reasonIn(flat(notice));
    const status = exactStatus(one.status, told);
    const reason = one.reason === '' ? told : one.reason;
    const isFinal = one.action === 'failed' || one.action === '';
    return {
      ...one,
      status,
      reason: forHeader(reason, LONGEST_REASON),
      permanent: isFinal && bounceReason(`${reason} ${told}`, status).permanent,
    };
  });
}

function isVague({ status }: BouncedRecipient): boolean {
  return status === '' || status.endsWith('.0.0');
}

function recipient(one: NamedRecipient, notice: string, action: BouncedRecipient['action']): BouncedRecipient {
  const own = reasonIn(one.words);
  const general = isTelling(own) ? '' : reasonIn(flat(notice));
  const reason = isTelling(general) ? general : own || general;
  const status = statusIn(reason) || statusIn(one.words);
  const { permanent } = AT_SENDER.test(one.words) ? NOT_THE_ADDRESS : bounceReason(reason, status);
  return {
    address: forHeader(one.address, 320),
    status,
    action,
    reason: forHeader(reason, LONGEST_REASON),
    permanent: action === 'failed' && permanent,
  };
}

/** More than that it failed. */
function isTelling(reason: string): boolean {
  return byWords(reason) !== undefined || statusIn(reason) !== '';
}

/** From the server's reply on, or the sentence with words that servers use, or the first that is no common phrase. */
function reasonIn(words: string): string {
  const text = words
    .replace(/[^\S\u2029]+/g, ' ')
    .trim()
    .slice(0, 4000)
    .replace(OWN_ADDRESS, '');
  const at = replyAt(text);
  if (at >= 0) return cut(text.slice(at));
  const sentences = text
    .split(/\s*\u2029\s*|(?<=[.;!?])\s+|(?<=[。：])|-{3,}|={3,}|\*{3,}/)
    .map(sentence => sentence.trim())
    .filter(sentence => sentence !== '' && !BOILERPLATE.test(sentence));
  const telling = sentences.find(sentence => byWords(sentence) !== undefined);
  return cut(
    telling ??
      sentences.find(sentence => statusIn(sentence) !== '') ??
      sentences.find(sentence => !sentence.endsWith(':')) ??
      sentences[0] ??
      '',
  );
}

/** The server refused the sender before it heard of the recipient. */
const AT_SENDER = /(?:after|in reply to|to) (?:the )?mail from\b|>>> mail from/i;
const NOT_THE_ADDRESS = { permanent: false };

/** The recipient at the head of what is said about it. */
const OWN_ADDRESS = /^[\s*•<"'([-]{0,8}[^\s<>"'@]{1,128}@[^\s<>"':,)\]]{1,255}[>"')\]]{0,3}[\s:]*(?=\S)/;
const BOILERPLATE =
  /created automatically|permanent error|sorry to have to inform|for further assistance|original message was received|i'm afraid|could not be delivered to one or more|automatically generated|following address(?:es|\(es\))? (?:had|failed)/i;
const AFTER_REASON =
  / (?:giving up on|i'm not going to try again|-{3,}|={3,}|\*{3,}|\[rcpt_to\]|\(in reply to |message details:|## |remote server:|the following recipients were|-->|reporting-mta:|-+ ?(?:smtp command|original)|the attachment contains|this has been a permanent|for more information).*$/i;

function cut(text: string): string {
  const own = text.split(PARAGRAPH).find(paragraph => paragraph.trim().length > 3) ?? '';
  const said = own.slice(0, LONGEST_REASON).replace(AFTER_REASON, '').trim();
  // The bracket or quote that closes what opened before the reply.
  return said.replace(said.includes('(') ? /["'»”\]]+$/ : /["'»”)\]]+$/, '').trim();
}

/** The notice as one line, paragraphs kept apart. */
function flat(notice: string): string {
  return notice
    .slice(0, 8000)
    .replace(/\n[ \t]*\n/g, ` ${PARAGRAPH} `)
    .replace(/[^\S\u2029]+/g, ' ');
}

function actionOf(notice: string, subject: string): BouncedRecipient['action'] {
  const start = notice.slice(0, 4000);
  if (DELIVERED.test(start)) return 'delivered';
  if (DELAYED.test(subject)) return 'delayed';
  return DELAYED.test(start) && !GAVE_UP.test(start) ? 'delayed' : 'failed';
}

/** Nobody is named: the letter had one recipient who can be meant, or it is not known whom. */
function quotedRecipient(to: string, senders: readonly string[]): NamedRecipient {
  const people = parseAddresses(to, 10).map(({ address }) => address);
  const others = people.filter(address => !senders.includes(address.toLowerCase()));
  return { address: (others.length > 0 ? others : people)[0] ?? '', words: '' };
}
