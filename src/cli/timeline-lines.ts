/**
 * A ticket as text, folded: its head, the first request, "N earlier", the last messages; of a long message its beginning.
 * What is folded is said with the way to open it, which is a command or a key. Pure.
 */
import type { MessageView, TicketView } from '../store/views.ts';
import { count } from './amounts.ts';
import { type HowToShow, headLines, messageLines } from './ticket-lines.ts';

export interface Folding {
  /** Messages behind the first request that show; without it, all. */
  readonly latest?: number;
  /** Long messages from beginning to end. */
  readonly whole: boolean;
  /** `desk show 12 --all shows them`: for that many messages, and for the rest of this one. */
  readonly opensEarlier: (earlier: number) => string;
  readonly opensLong: (message: MessageView) => string;
}

/** Messages behind the first that show by themselves. */
export const LATEST = 5;
/** Lines of one message, that is some screens. */
const LONG = 60;
const SHOWN_OF_LONG = 40;
const WIDTH = 80;

export function ticketLines(ticket: TicketView, how: HowToShow, folding: Folding): string[] {
  return [...headLines(ticket, how), ...timelineLines(ticket, how, folding)];
}

export function timelineLines({ timeline }: TicketView, how: HowToShow, folding: Folding): string[] {
  const { first, earlier, latest } = foldedBy(timeline, folding);
  const lines = (message: MessageView) => linesOf(message, message === first, how, folding);
  // where an answer or a note stands before the first request, all is shown in its order
  if (earlier === 0) return timeline.flatMap(lines);
  return [
    ...(first ? lines(first) : []),
    '',
    how.paint('dim', `-- ${count(earlier, 'earlier message')}: ${folding.opensEarlier(earlier)}`),
    ...latest.flatMap(lines),
  ];
}

/** The messages that are not folded away. */
export function messagesShown({ timeline }: Pick<TicketView, 'timeline'>, folding: Folding): MessageView[] {
  const { first, latest } = foldedBy(timeline, folding);
  const shown = new Set([first, ...latest]);
  return timeline.filter(message => shown.has(message));
}

function foldedBy(timeline: readonly MessageView[], folding: Folding) {
  const first = timeline.find(({ kind }) => kind === 'request');
  const others = timeline.filter(message => message !== first);
  const earlier = Math.max(0, others.length - (folding.latest ?? others.length));
  return { first, earlier, latest: others.slice(earlier) };
}

/** Of a long message only what is shown is laid out: its words may be a megabyte. */
function linesOf(message: MessageView, isFirst: boolean, how: HowToShow, folding: Folding): string[] {
  const { text } = message;
  const cut = folding.whole ? text.length : placeToCut(text, how.width ?? WIDTH);
  if (cut >= text.length) return messageLines(message, isFirst, how);
  const more = text.slice(cut).replace(/^\n/, '').split('\n').length;
  const below = `[${count(more, 'more line')}; ${folding.opensLong(message)}]`;
  return messageLines({ ...message, text: text.slice(0, cut) }, isFirst, { ...how, below });
}

function placeToCut(text: string, width: number): number {
  const most = Math.min(text.length, LONG * width);
  let at = 0;
  for (let lines = 0; at < most; lines++) {
    if (lines === LONG) return placeOfLine(text, SHOWN_OF_LONG);
    const next = text.indexOf('\n', at);
    if (next < 0) break;
    at = next + 1;
  }
  return text.length <= LONG * width ? text.length : Math.min(placeOfLine(text, SHOWN_OF_LONG), SHOWN_OF_LONG * width);
}

/** Where that many lines end. */
function placeOfLine(text: string, lines: number): number {
  let at = -1;
  for (let i = 0; i < lines; i++) {
    const next = text.indexOf('\n', at + 1);
    if (next < 0) return text.length;
    at = next;
  }
  return at;
}
