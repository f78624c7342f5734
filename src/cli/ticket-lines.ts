/**
 * A ticket as text: a head, then its messages, oldest first. Headings begin in the first column and words of a
 * message never do, so that no mail can imitate a heading, an answer or the mark of a note.
 */
import type { Lacking } from '../desk/lacking.ts';
import type { Attachment } from '../mail/mail.ts';
import type { MessageView, TicketView } from '../store/views.ts';
import { count, instantAndAge, size } from './amounts.ts';
import { type AttachedFile, fileFlags, writtenName } from './attached-files.ts';
import { guessHint, lackHint } from './hints.ts';
import { addressLine, manyLines, oneLine, person } from './one-line.ts';
import { silence } from './silence.ts';
import type { Style } from './terminal.ts';
import { wrap } from './width.ts';

export interface HowToShow {
  /** Folded lines too. */
  readonly all: boolean;
  readonly now: number;
  readonly width: number | undefined;
  readonly zone?: string;
  readonly paint: (style: Style, text: string) => string;
  /** The ticket's files with their numbers, also where only one message is shown. */
  readonly files?: readonly AttachedFile[];
  /** What its first request does not say. */
  readonly lacks?: Lacking['lacks'];
}

const INDENT = '  ';

export function ticketLines(ticket: TicketView, how: HowToShow): string[] {
  const first = ticket.timeline.find(message => message.kind === 'request');
  return [
    ...headLines(ticket, how),
    ...ticket.timeline.flatMap(message => messageLines(message, message === first, how)),
  ];
}

function headLines(ticket: TicketView, how: HowToShow): string[] {
  const opened = `${instantAndAge(ticket.openedAt, how.now, how.zone)}, ${ticket.source === 'operator' ? 'by an operator' : `by ${oneLine(ticket.source)}`}`;
  const fields: readonly (readonly [string, string])[] = [
    ['status', statusWords(ticket)],
    ['spam', spamMark(ticket)],
    ['requester', person(ticket.requester) + inBrackets(ticket.organisation) + silence(ticket.requester)],
    ...ticket.participants.map((one, i): [string, string] => [i === 0 ? 'with' : '', person(one) + silence(one)]),
    ['seems', guessHint(ticket)],
    ['lacks', lackHint(ticket.number, how.lacks ?? [])],
    ['queue', oneLine(ticket.queue)],
    ['opened', opened],
    ['changed', instantAndAge(ticket.changedAt, how.now, how.zone)],
    ['related', ticket.related.map(number => `#${number}`).join(', ')],
    ...ticket.others.map((other, i): [string, string] => [
      i === 0 ? 'also asked' : '',
      `#${other.number} ${other.status}: ${oneLine(other.subject)}`,
    ]),
  ];
  return [
    how.paint('bold', `#${ticket.number} ${oneLine(ticket.subject) || '(no subject)'}`),
    ...fields.filter(([, value]) => value !== '').map(([name, value]) => `${name.padEnd(11)}${value}`),
  ];
}

function spamMark({ number, spam }: TicketView): string {
  if (spam === null) return '';
  if (spam === 'spam') return `an operator called it spam; desk spam unmark ${number} takes that back`;
  return `perhaps; desk spam why ${number} says why, desk spam ${number} says that it is`;
}

function inBrackets(organisation: string | null): string {
  return organisation === null ? '' : ` (${oneLine(organisation)})`;
}

function statusWords({ status, owner, mergedInto }: TicketView): string {
  if (mergedInto !== null) return `merged into #${mergedInto}`;
  return `${status}, ${owner === null ? 'nobody owns it' : `owned by ${oneLine(owner)}`}`;
}

function messageLines(message: MessageView, isFirst: boolean, how: HowToShow): string[] {
  return [
    '',
    heading(message, isFirst, how),
    ...message.remarks.map(remark => INDENT + how.paint('yellow', `[${oneLine(remark)}]`)),
    ...wrapped(message.text.trimEnd(), how),
    ...foldedLines(message, how),
    ...attachmentLines(message.attachments, how),
    ...deliveryLines(message, how),
    ...(isFirst ? [how.paint('bold', '='.repeat(ruleWidth(how)))] : []),
  ];
}

function heading(message: MessageView, isFirst: boolean, how: HowToShow): string {
  const about = `${oneLine(message.author)}, ${instantAndAge(message.at, how.now, how.zone)}  [message ${message.id}]`;
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
  return [INDENT + how.paint('dim', `[${count(folded.length, 'quoted line')} folded; --all shows them]`)];
}

function attachmentLines(attachments: readonly Attachment[], how: HowToShow): string[] {
  return attachments.map(one => {
    const known = how.files?.find(({ file }) => file === one);
    const about = [oneLine(one.type), size(one.size), ...fileFlags(one, known?.blocked)].join(', ');
    const style = one.danger === undefined && known?.blocked === undefined ? 'cyan' : 'yellow';
    return INDENT + how.paint(style, `[attached${known ? ` ${known.number}` : ''}: ${writtenName(one)} (${about})]`);
  });
}

type Letter = MessageView['letters'][number];

function deliveryLines(message: MessageView, how: HowToShow): string[] {
  return message.letters.map(letter => {
    const [style, words] = delivery(letter);
    return INDENT + how.paint(style, `[${words}]`);
  });
}

function delivery(letter: Letter): [Style, string] {
  const to = addressLine(letter.to);
  const reply = letter.reply ? `: ${oneLine(letter.reply)}` : '';
  switch (letter.state) {
    case 'queued':
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
