/**
 * The head of a ticket, and each of its messages, as text. Headings begin in the first column and words of a message
 * never do, so that no mail can imitate a heading, an answer or the mark of a note.
 */
import { statusNameOf } from '../desk/dictionary.ts';
import type { Lacking } from '../desk/lacking.ts';
import type { Dictionary } from '../desk/policy.ts';
import type { Attachment } from '../mail/mail.ts';
import type { MessageView, TicketView } from '../store/views.ts';
import { count, instantAndAge, leavesWhen, size } from './amounts.ts';
import { type AttachedFile, fileFlags, writtenName } from './attached-files.ts';
import { dueField } from './due-words.ts';
import { guessHint, lackHint } from './hints.ts';
import { letterName } from './letter-names.ts';
import { addressLine, manyLines, oneLine, person } from './one-line.ts';
import { presentWords } from './presence.ts';
import { silence } from './silence.ts';
import type { Style } from './terminal.ts';
import { wrap } from './width.ts';

export interface HowToShow {
  /** Folded lines too. */
  readonly all: boolean;
  readonly now: number;
  readonly width: number | undefined;
  readonly zone: string | undefined;
  readonly paint: (style: Style, text: string) => string;
  /** How folded lines are opened: `--all shows them`. */
  readonly unfold?: string;
  /** Said below the words of a message, where its words are not all of them. */
  readonly below?: string;
  /** The ticket's files with their numbers, also where only one message is shown. */
  readonly files?: readonly AttachedFile[];
  /** Who looks: nobody is told of themselves. */
  readonly login?: string;
  /** What the desk calls a status; without it, what it means. */
  readonly dictionary?: Dictionary;
  /** What its first request does not say. */
  readonly lacks?: Lacking['lacks'];
}

const INDENT = '  ';
/** Columns before the value of a field. */
export const HEAD = 12;

export function headLines(ticket: TicketView, how: HowToShow): string[] {
  const opened = `${instantAndAge(ticket.openedAt, how.now, how.zone)}, ${ticket.source === 'operator' ? 'by an operator' : `by ${oneLine(ticket.source)}`}`;
  const fields: readonly (readonly [string, string])[] = [
    ['status', statusWords(ticket, how)],
    ['spam', spamMark(ticket)],
    ['requester', person(ticket.requester) + standing(ticket) + silence(ticket.requester)],
    ...ticket.participants.map((one, i): [string, string] => [i === 0 ? 'with' : '', person(one) + silence(one)]),
    ['seems', guessHint(ticket)],
    ['lacks', lackHint(ticket.number, how.lacks ?? [])],
    ['queue', oneLine(ticket.queue)],
    ...sortedAs(ticket),
    dueField(ticket, how),
    ['opened', opened],
    ['changed', instantAndAge(ticket.changedAt, how.now, how.zone)],
    ...presentWords(othersAt(ticket, how), how.now, how.zone).map((words, i): [string, string] => [
      i === 0 ? 'now' : '',
      words,
    ]),
    ['related', ticket.related.map(number => `#${number}`).join(', ')],
    ...ticket.others.map((other, i): [string, string] => [
      i === 0 ? 'also asked' : '',
      `#${other.number} ${wordOf(other, how)}: ${oneLine(other.subject)}`,
    ]),
  ];
  return [
    how.paint('bold', `#${ticket.number} ${oneLine(ticket.subject) || '(no subject)'}`),
    ...fields.filter(([, value]) => value !== '').map(([name, value]) => `${name.padEnd(HEAD)}${value}`),
  ];
}

function othersAt({ present }: TicketView, { login }: HowToShow) {
  return present.filter(one => one.login !== login);
}

function spamMark({ number, spam }: TicketView): string {
  if (spam === null) return '';
  if (spam === 'spam') return `an operator called it spam; desk spam unmark ${number} takes that back`;
  return `perhaps; desk spam why ${number} says why, desk spam ${number} says that it is`;
}

function standing({ organisation, level }: TicketView): string {
  const said = [organisation, level].filter(word => word !== null).map(oneLine);
  return said.length === 0 ? '' : ` (${said.join(', ')})`;
}

/** What nobody sorted it by does not show. */
function sortedAs({ group, category, criticality, complexity, kind, ...ticket }: TicketView): [string, string][] {
  const several = { tags: ticket.tags, helpers: ticket.helpers, watchers: ticket.watchers };
  return [
    ...Object.entries({ group, category, criticality, complexity, kind }).map(([field, word]): [string, string] => [
      field,
      oneLine(word ?? ''),
    ]),
    ...Object.entries(several).map(([field, words]): [string, string] => [field, words.map(oneLine).join(', ')]),
  ];
}

function wordOf(ticket: Pick<TicketView, 'status' | 'statusName'>, { dictionary }: HowToShow): string {
  return dictionary ? statusNameOf(ticket, dictionary) : (ticket.statusName ?? ticket.status);
}

function statusWords(ticket: TicketView, how: HowToShow): string {
  const { owner, mergedInto } = ticket;
  if (mergedInto !== null) return `merged into #${mergedInto}`;
  return `${wordOf(ticket, how)}, ${owner === null ? 'nobody owns it' : `owned by ${oneLine(owner)}`}`;
}

export function messageLines(message: MessageView, isFirst: boolean, how: HowToShow): string[] {
  return [
    '',
    heading(message, isFirst, how),
    ...message.remarks.map(remark => INDENT + how.paint('yellow', `[${oneLine(remark)}]`)),
    ...(message.takenBackAt === null || how.all ? wordsOf(message, how) : []),
    ...(isFirst ? [how.paint('bold', '='.repeat(ruleWidth(how)))] : []),
  ];
}

function wordsOf(message: MessageView, how: HowToShow): string[] {
  return [
    ...wrapped(message.text.trimEnd(), how),
    ...(how.below === undefined ? [] : [INDENT + how.paint('dim', how.below)]),
    ...foldedLines(message, how),
    ...attachmentLines(message.attachments, how),
    ...deliveryLines(message, how),
  ];
}

function heading(message: MessageView, isFirst: boolean, how: HowToShow): string {
  const about = `${oneLine(message.author)}, ${instantAndAge(message.at, how.now, how.zone)}  [message ${message.id}]`;
  if (message.takenBackAt !== null)
    return how.paint(
      'dim',
      `-- answer by ${about}, taken back before it left${how.all ? '' : `; ${how.unfold ?? '--all shows it'}`}`,
    );
  switch (message.kind) {
    case 'note':
      return how.paint('yellow', `-- note (staff only) by ${about}`);
    case 'answer':
      return how.paint('green', `-- answer by ${about}`);
    case 'request':
      return how.paint(isFirst ? 'bold' : 'cyan', `${isFirst ? '== first request' : '-- request'} by ${about}`);
  }
}

function ruleWidth(how: HowToShow): number {
  return Math.min(how.width ?? 72, 72);
}

function wrapped(words: string, how: HowToShow): string[] {
  const { width } = how;
  return manyLines(words)
    .flatMap(line => (width === undefined ? [line] : wrap(line, Math.max(10, width - INDENT.length))))
    .map(line => (line === '' ? '' : INDENT + line));
}

function foldedLines(message: MessageView, how: HowToShow): string[] {
  const folded = message.folded.trim() === '' ? [] : message.folded.trimEnd().split('\n');
  if (folded.length === 0) return [];
  if (how.all) return wrapped(message.folded, how).map(line => how.paint('dim', line));
  return [
    INDENT + how.paint('dim', `[${count(folded.length, 'quoted line')} folded; ${how.unfold ?? '--all shows them'}]`),
  ];
}

function attachmentLines(attachments: readonly Attachment[], how: HowToShow): string[] {
  return attachments.flatMap(one => {
    const known = how.files?.find(({ file }) => file === one);
    const { pixels } = one;
    const seen = pixels === undefined ? [] : [`${pixels.width}×${pixels.height}`];
    const about = [oneLine(one.type), size(one.size), ...seen, ...fileFlags(one, known?.blocked)].join(', ');
    const style = one.danger === undefined && known?.blocked === undefined ? 'cyan' : 'yellow';
    const said = how.paint(style, `[attached${known ? ` ${known.number}` : ''}: ${writtenName(one)} (${about})]`);
    return [INDENT + said, ...(known?.below ?? []).map(line => INDENT + line)];
  });
}

type Letter = MessageView['letters'][number];

function deliveryLines(message: MessageView, how: HowToShow): string[] {
  return message.letters.map(letter => {
    const [style, words] = delivery(letter, how);
    // below an answer it goes without saying
    const name = message.kind === 'answer' ? '' : `${letterName(letter.template)} `;
    return INDENT + how.paint(style, `[${name}${words}]`);
  });
}

function delivery(letter: Letter, how: HowToShow): [Style, string] {
  const to = addressLine(letter.to);
  const reply = letter.reply ? `: ${oneLine(letter.reply)}` : '';
  switch (letter.state) {
    case 'queued':
      if (letter.notBefore > how.now && !letter.reply)
        return [
          'yellow',
          `leaves ${leavesWhen(letter.notBefore, how.now, how.zone)} for ${to}; desk undo takes it back`,
        ];
      return ['dim', `queued for ${to}${letter.reply ? `, last try${reply}` : ''}`];
    case 'sending':
      return ['dim', `being sent to ${to}`];
    case 'sent':
      return ['dim', `sent to ${to}`];
    case 'uncertain':
      return ['red', `uncertain: it may have reached ${to}${reply}; desk outbox uncertain`];
    case 'failed':
      return ['red', `not delivered to ${to}${reply}`];
    case 'dropped':
      return ['yellow', `not sent to ${to} any more${reply}`];
  }
}
