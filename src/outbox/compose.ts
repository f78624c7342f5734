/**
 * From a letter to its final bytes. What is returned is what is stored, shown and sent: signed, with its Message-ID
 * and Date, so that a second try is the same mail. Letters to requesters name the queue and nobody of the staff.
 */
import type { Letter } from '../desk/letter.ts';
import type { Policy, Queue } from '../desk/policy.ts';
import { mailAddress } from '../desk/ticket.ts';
import type { Address } from '../mail/mail.ts';
import { mailable, tokenAddress, UnmailableAddress } from './address.ts';
import { type DkimKey, signDkim } from './dkim.ts';
import { boundedReferences, messageIdField, oneLine, withoutTokens } from './header-text.ts';
import { htmlPage } from './html-page.ts';
import { buildMail, type Enclosed } from './nodemailer.ts';
import type { Templates } from './templates.ts';
import { isForStaff, viewOf } from './view.ts';
import { learnWidths } from './width.ts';

export interface Composed {
  readonly bytes: Buffer;
  /** '' is the null return path. */
  readonly envelopeFrom: string;
  readonly envelopeTo: string;
  readonly subject: string;
  /** To a requester, and no person wrote it. */
  readonly automatic: boolean;
}

export interface Composer {
  /**
   * `date` in ms since 1970 becomes the Date field. Throws UnmailableAddress when nobody can be mailed there, and
   * an Error with file, line and column when the template is faulty.
   */
  compose(letter: Letter, date: number, files?: readonly Enclosed[]): Promise<Composed>;
}

/** In Cc of a letter. */
const MOST_SHOWN = 30;

export interface ComposerParts {
  readonly policy: Policy;
  readonly templates: Templates;
  readonly dkim?: DkimKey;
}

export function createComposer(parts: ComposerParts): Composer {
  return { compose: (letter, date, files = []) => compose(parts, letter, date, files) };
}

async function compose(
  { policy, templates, dkim }: ComposerParts,
  letter: Letter,
  date: number,
  files: readonly Enclosed[],
): Promise<Composed> {
  const queue = queueOf(policy, letter);
  const envelopeTo = mailable(firstAddress(letter));
  const language = templates.languageOf(letter.template, letter.languages ?? []);
  // several queues may have one display name, and the staff has to tell them apart
  const names = letter.ticket !== null && isForStaff(letter.template) ? queue.name : queue.fromName;
  const house = {
    desk: policy.deskName,
    queue: names,
    signature: queue.signature ?? '',
    language,
    timeZone: policy.timeZone,
  };
  const view = viewOf(letter, house);
  await learnWidths(textsIn(letter));
  const { subject, text, html } = templates.render(letter.template, view, language);
  const mark = tokenMark(letter);
  const fullSubject = oneLine(subject, 250) + (policy.subjectToken && mark !== '' ? ` ${mark}` : '');
  const lastLine = policy.bodyToken ? mark : '';
  const built = await buildMail({
    from: { name: oneLine(queue.fromName, 100), address: mailable(queue.address) },
    to: { name: nameFor(letter), address: envelopeTo },
    cc: alsoTo(letter),
    replyTo: { name: '', address: answerAddress(letter, queue) },
    subject: fullSubject,
    messageId: ownId(letter.messageId),
    ...threading(letter),
    date,
    headers: machineHeaders(letter),
    text: `${withoutTokens(text)}\n${lastLine === '' ? '' : `\n${lastLine}\n`}`,
    ...(html === undefined || !policy.letters.html
      ? {}
      : { html: pageOf(html, { language, title: oneLine(subject, 250), mark: lastLine }) }),
    ...(files.length === 0 ? {} : { files }),
  });
  const bytes = dkim === undefined ? built : signDkim(built, dkim);
  assertWireForm(bytes);
  const automatic = letter.audience === 'requester' && whoWrote(letter) !== 'a person';
  return { bytes, envelopeFrom: returnPath(letter, queue), envelopeTo, subject: fullSubject, automatic };
}

/** What was typed may hold signs that take two columns. */
function textsIn(letter: Letter): string[] {
  const words = 'words' in letter ? [letter.words] : [];
  const history = 'history' in letter ? (letter.history ?? []).map(old => old.words) : [];
  const faq = 'faq' in letter ? (letter.faq ?? []).flatMap(({ title, text }) => [title, text]) : [];
  return [...words, ...history, ...faq, 'subject' in letter ? letter.subject : ''].flatMap(text => text.split('\n'));
}

/** The token of this letter alone: those of other letters, quoted in it, were made for somebody else. */
function pageOf(
  { body, signature }: { readonly body: string; readonly signature: string },
  around: { readonly language: string; readonly title: string; readonly mark: string },
): string {
  return htmlPage({ ...around, body: withoutTokens(body), signature: withoutTokens(signature) });
}

function queueOf(policy: Policy, letter: Letter): Queue {
  const queue = policy.queues.find(({ name }) => name === letter.queue) ?? policy.queues[0];
  if (queue === undefined) throw new Error('The configuration has no queue: a letter needs an address to come from.');
  return queue;
}

function firstAddress(letter: Letter): string {
  const address = mailAddress(letter.to);
  if (address === undefined) throw new UnmailableAddress('', `person ${letter.to.id} has no address`);
  return address;
}

/** Who else has the same words; shown, not sent to. An address that cannot stand in a header is left out. */
function alsoTo(letter: Letter): Address[] {
  if (letter.ticket === null || letter.audience === 'staff') return [];
  return (letter.alongside ?? []).slice(0, MOST_SHOWN).flatMap(person => {
    const address = mailAddress(person);
    const shown = address === undefined ? undefined : mailableOrNot(address);
    return shown === undefined ? [] : [{ name: oneLine(person.name, 100), address: shown }];
  });
}

function mailableOrNot(address: string): string | undefined {
  try {
    return mailable(address);
  } catch {
    return undefined;
  }
}

function tokenMark({ token }: Letter): string {
  return token === null ? '' : `[#${token}]`;
}

/** To its ticket; of a letter in no ticket, to the queue like any first mail. */
function answerAddress({ token }: Letter, { address, separator }: Queue): string {
  return token === null ? mailable(address) : tokenAddress(address, separator, token);
}

/** The display name of a first mail is a stranger's text like any other, and what answers it carries none. */
function nameFor(letter: Letter): string {
  return whoWrote(letter) === 'a reply of the desk' ? '' : oneLine(letter.to.name, 100);
}

function threading(letter: Letter): { references: string[]; inReplyTo?: string } {
  const inReplyTo = letter.inReplyTo === undefined ? undefined : messageIdField(letter.inReplyTo);
  const references = boundedReferences(letter.references);
  return inReplyTo === undefined ? { references } : { references, inReplyTo };
}

/** Our own id comes from the desk; one that cannot stand in a header is a fault of ours. */
function ownId(id: string): string {
  const field = messageIdField(id);
  if (field === undefined) throw new Error(`The Message-ID ${JSON.stringify(id)} of a letter cannot be sent.`);
  return field;
}

type Wrote = 'a person' | 'a reply of the desk' | 'the desk';

/** What somebody signed was written by a person; a machine may answer that. */
function whoWrote(letter: Letter): Wrote {
  if (letter.audience === 'staff') return 'the desk';
  if (letter.template === 'answer' && letter.automatic) return 'a reply of the desk';
  if (letter.template === 'confirmation' || letter.template === 'too-large') return 'a reply of the desk';
  if (letter.template === 'status' || letter.template === 'owner') return 'the desk';
  return letter.signedBy === '' ? 'the desk' : 'a person';
}

/** RFC 3834 §5: auto-replied answers one mail, auto-generated comes from a clock or an event. */
function machineHeaders(letter: Letter): Record<string, string> {
  const wrote = whoWrote(letter);
  if (wrote === 'a person') return {};
  return {
    'Auto-Submitted': wrote === 'a reply of the desk' ? 'auto-replied' : 'auto-generated',
    'X-Auto-Response-Suppress': 'All',
  };
}

/**
 * Where a bounce goes. Nothing comes back for what the desk wrote to a requester by itself (RFC 3834 §3.3), nor for
 * the news of a bounce, which would be a bounce of a bounce, nor for a letter without a ticket to show it on; all else
 * returns to the token address, to its ticket.
 */
function returnPath(letter: Letter, queue: Queue): string {
  const automatic = letter.audience === 'requester' && whoWrote(letter) !== 'a person';
  if (automatic || letter.token === null || letter.template === 'not-delivered') return '';
  return tokenAddress(queue.address, queue.separator, letter.token);
}

/** The last look at the bytes: only CRLF, no NUL, no line beyond 998 (RFC 5321 §2.3.8, RFC 5322 §2.1.1). */
function assertWireForm(bytes: Buffer): void {
  const lines = bytes.toString('latin1').split('\r\n');
  const bad = lines.findIndex(line => line.length > 998 || /[\r\n\0]/.test(line));
  if (bad !== -1) throw new Error(`A composed letter breaks the line rules of mail in line ${bad + 1}.`);
}
