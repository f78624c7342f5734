import { bounceIn, type ReportParts, wentWell } from './bounce.ts';
import { bounded, wellFormed } from './clean.ts';
import { contentKey, contentKeyOfBeginning, sha256 } from './content-key.ts';
import { forwardedAttached, forwardedInline } from './forwarded.ts';
import type { HeaderBlock, HeaderField } from './header-block.ts';
import { addresses, ids, MOST_ADDRESSES, subjectIn, value } from './header-fields.ts';
import type { Address, Attachment, Envelope, Forwarded, Mail, Unread } from './mail.ts';
import { parseMailDate } from './mail-date.ts';
import { messageIds } from './message-ids.ts';
import { type SplitWords, splitWords } from './new-words.ts';
import { NOT_CHECKED } from './trust.ts';
import { whoWroteIt } from './who-wrote-it.ts';

/**
 * Puts a Mail together from its bytes, its header block and what was found in its body. The header is read here and
 * not by the MIME parser, so a mail whose body hangs, bursts or is too large still has its sender and subject.
 */
export interface Body {
  readonly text: string;
  /** Files that are written in the text, and the text without them: they are old words to nobody, and folded. */
  readonly apart?: { readonly words: string; readonly packed: string };
  readonly attachments: readonly Attachment[];
  readonly report: ReportParts;
  /** The first mail that came as a file, unless it is the returned mail of a report. */
  readonly attachedMail?: AttachedMail;
  readonly faults: readonly string[];
  readonly unread?: Unread;
}

/** A mail within a mail; `text` as it was read, like that of the whole. */
export interface AttachedMail {
  readonly head: HeaderBlock;
  readonly text: string;
}

export const NO_REPORT: ReportParts = { deliveryStatus: [], returned: [] };

const LONGEST_TEXT = 16 * 1024 * 1024;
const LONGEST_ID = 998;

/** `wireSize`: bytes of the whole mail when `bytes` are only its beginning. */
export function makeMail(
  bytes: Uint8Array,
  head: HeaderBlock,
  body: Body,
  envelope: Envelope,
  wireSize = bytes.length,
): Mail {
  const fields = head.fields;
  const from = addresses(fields, 'from');
  const text = storable(body.text);
  const read = {
    headers: fields.map(({ name, value }) => [name, value] as const),
    envelope,
    from,
    subject: subjectIn(fields),
    attachments: body.attachments,
    bounce: bounceIn(body.report),
  };
  const words = split(text, body);
  const { kind, because, bounce } = kindAndBounce(body, fields, text, { ...read, newWords: words.newWords });
  return {
    ...optional('messageId', messageIds(value(fields, 'message-id'))[0]),
    inReplyTo: ids(fields, 'in-reply-to'),
    references: ids(fields, 'references'),
    ...read,
    bounce,
    replyTo: addresses(fields, 'reply-to'),
    to: addresses(fields, 'to'),
    cc: addresses(fields, 'cc'),
    ...optional('date', parseMailDate(value(fields, 'date'))),
    text,
    ...words,
    forwarded: kind === 'person' && body.unread === undefined ? forwarded(body, text, read.subject) : null,
    kind,
    kindBecause: because,
    faults: [...head.faults, ...headFaults(fields, from), ...body.faults, ...textFault(body.text)],
    unread: body.unread ?? null,
    trust: NOT_CHECKED,
    spam: null,
    size: wireSize,
    sha256: sha256(bytes),
    contentKey: wireSize === bytes.length ? contentKey(bytes) : contentKeyOfBeginning(bytes, wireSize),
  };
}

/** The words of a notice are read only once it is known to be one; then they may say that all went well. */
function kindAndBounce(
  body: Body,
  fields: readonly HeaderField[],
  text: string,
  read: Parameters<typeof whoWroteIt>[0],
) {
  const said = whoWroteIt(read);
  if (said.kind !== 'bounce') return { ...said, bounce: read.bounce };
  const bounce = bounceIn(body.report, notice(fields, text, read.subject));
  const isReceipt = bounce !== null && wentWell(bounce);
  return isReceipt
    ? { kind: 'receipt' as const, because: `${said.because}, and it was delivered`, bounce }
    : { ...said, bounce };
}

function notice(fields: readonly HeaderField[], text: string, subject: string) {
  return {
    text,
    subject,
    failed: addresses(fields, 'x-failed-recipients').map(({ address }) => address),
    to: addresses(fields, 'to').map(({ address }) => address),
    returnedIds: [...ids(fields, 'in-reply-to'), ...ids(fields, 'references')],
  };
}

/** Packed files in a text are none of its words: what is new is told without them, and they are folded where they stand. */
function split(text: string, { apart }: Body): SplitWords {
  if (apart === undefined) return splitWords(text);
  const newWords = splitWords(storable(apart.words)).newWords.trimEnd();
  const folded = linesWithout(text.split('\n'), newWords.split('\n'));
  return folded === undefined ? { newWords: text, folded: '' } : { newWords, folded: folded.join('\n') };
}

/** The lines that are left when `kept` are taken out in their order; undefined when they are not all there. */
function linesWithout(lines: readonly string[], kept: readonly string[]): string[] | undefined {
  let next = 0;
  const left = lines.filter(line => {
    if (line !== kept[next]) return true;
    next++;
    return false;
  });
  return next === kept.length ? left : undefined;
}

/** The file is surer than the text, which anybody can write. */
function forwarded({ attachedMail }: Body, text: string, subject: string): Forwarded | null {
  const attached =
    attachedMail === undefined
      ? undefined
      : forwardedAttached(attachedMail.head, storable(attachedMail.text), text.trim());
  return attached ?? forwardedInline(text, subject) ?? null;
}

function headFaults(fields: readonly HeaderField[], from: readonly Address[]): string[] {
  const faults: string[] = [];
  const fromFields = fields.filter(({ name }) => name === 'from').length;
  if (fromFields > 1) faults.push(`There are ${fromFields} From header fields, one is allowed (RFC 5322 §3.6).`);
  else if (from.length > 1) faults.push(`From names ${from.length} senders.`);
  else if (fields.length > 0 && from.length === 0) faults.push('From names no address.');
  const id = value(fields, 'message-id');
  if (id.length > LONGEST_ID + 2) faults.push(`The Message-ID has ${id.length} letters and was not used.`);
  for (const name of ['to', 'cc']) {
    if (addresses(fields, name).length === MOST_ADDRESSES) {
      faults.push(`Only the first ${MOST_ADDRESSES} addresses of ${name} were read.`);
    }
  }
  return faults;
}

function textFault(text: string): string[] {
  if (text.length <= LONGEST_TEXT) return [];
  return [`The text has ${text.length} letters; the first ${LONGEST_TEXT} are shown, the original has all of them.`];
}

/** NUL and lone surrogates fit into no database; everything else stays, and is cleaned where it is shown. */
function storable(text: string): string {
  return wellFormed(bounded(text, LONGEST_TEXT)).replaceAll('\0', '\ufffd');
}

function optional<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]: V });
}
