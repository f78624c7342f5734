/**
 * A ticket in its pane: the head, the first request, "N earlier", the last messages; long ones and quotes folded until a
 * key opens them. Pure; remembered, for every key that scrolls asks again.
 */

import { widthOf } from '../../outbox/width.ts';
import type { MessageView, TicketView } from '../../store/views.ts';
import { count } from '../amounts.ts';
import { filesOf } from '../attached-files.ts';
import { oneLine } from '../one-line.ts';
import { type HowToShow, headLines, messageLines } from '../ticket-lines.ts';
import { wrap } from '../width.ts';
import { panesOf } from './panes.ts';
import { mark, type Spans, spansOf, styled } from './spans.ts';
import type { State, Unfolded } from './state.ts';

/** Messages behind the first that show by themselves. */
const LATEST = 5;
/** Lines of one message, that is some screens. */
const LONG = 60;
const SHOWN_OF_LONG = 40;
const MINUTE = 60_000;

export type ReadingOf = Pick<State, 'ticket' | 'unfolded' | 'now' | 'setting' | 'size' | 'focus'>;

interface Made {
  readonly ticket: TicketView;
  readonly width: number;
  readonly unfolded: Unfolded;
  readonly minute: number;
  readonly brief: boolean;
  readonly lines: readonly Spans[];
}
let last: Made | undefined;

export function readingLines(of: ReadingOf, width: number): readonly Spans[] {
  const { ticket, unfolded, now, setting } = of;
  if (ticket === null) return [];
  const minute = Math.floor(now / MINUTE);
  const brief = of.focus === 'list' && !panesOf(of).beside;
  const isSame = last?.ticket === ticket && last.width === width && last.unfolded === unfolded;
  if (!last || !isSame || last.minute !== minute || last.brief !== brief) {
    const how: HowToShow = {
      all: unfolded.quotes,
      now,
      width,
      paint: mark,
      unfold: 'z opens',
      files: filesOf(ticket, setting.block),
      login: setting.me,
      ...(setting.zone === undefined ? {} : { zone: setting.zone }),
    };
    const made = linesOf(ticket, unfolded, how, brief).map(spansOf);
    last = { ticket, width, unfolded, minute, brief, lines: made.flatMap(line => withinWidth(line, width)) };
  }
  return last.lines;
}

function linesOf(ticket: TicketView, unfolded: Unfolded, how: HowToShow, brief: boolean): string[] {
  const first = ticket.timeline.find(({ kind }) => kind === 'request');
  const others = ticket.timeline.filter(message => message !== first);
  const earlier = unfolded.earlier ? 0 : Math.max(0, others.length - LATEST);
  const lines = (message: MessageView) => messageOf(message, message === first, unfolded, how);
  // where an answer or a note stands before the first request, all is shown in its order
  if (earlier === 0) return [...head(ticket, how, brief), ...ticket.timeline.flatMap(lines)];
  return [
    ...head(ticket, how, brief),
    ...(first ? lines(first) : []),
    '',
    how.paint('dim', `-- ${count(earlier, 'earlier message')}: e shows ${earlier === 1 ? 'it' : 'them'}`),
    ...others.slice(earlier).flatMap(lines),
  ];
}

/** Below a list there is room for the most important only: there the words it is sorted by share a line. */
function head(ticket: TicketView, how: HowToShow, brief: boolean): string[] {
  const all = [ticket.category, ticket.criticality, ticket.complexity, ticket.kind].flatMap(one => one ?? []);
  const tags = ticket.tags.length === 0 ? [] : [`tags ${ticket.tags.join(', ')}`];
  const sorted = [...all, ...tags].map(oneLine).join('; ');
  const [subject = '', ...fields] = headLines(ticket, how);
  if (!brief) return [subject, ...fields.filter(line => !PRESENCE.test(line))];
  const words = sorted === '' ? [] : [`${'sorted'.padEnd(11)}${sorted}`];
  return [subject, ...fields.filter(line => BRIEF.test(line)), ...words];
}

/** Who is at it stands in the title of the pane. */
const PRESENCE = /^now {2}/;
const BRIEF = /^(?:status|spam|requester|due|overdue) /;

/** Of a long message only what is shown is laid out: its words may be a megabyte. */
function messageOf(message: MessageView, isFirst: boolean, { long }: Unfolded, how: HowToShow): string[] {
  const cut = long ? message.text.length : placeToCut(message.text, how.width ?? 80);
  if (cut >= message.text.length) return messageLines(message, isFirst, how);
  const more = message.text.slice(cut).replace(/^\n/, '').split('\n').length;
  const below = `[${count(more, 'more line')}; l shows the whole]`;
  return messageLines({ ...message, text: message.text.slice(0, cut) }, isFirst, { ...how, below });
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

/** What is too long goes on in the next line, moved in, so that it begins no heading. Such lines are of one style. */
function withinWidth(spans: Spans, width: number): Spans[] {
  const text = spans.map(span => span.text).join('');
  if (widthOf(text) <= width) return [spans];
  const style = spans.find(span => span.style !== undefined)?.style;
  const hanging = ' '.repeat(FIELD.test(text) ? 11 : 4);
  const [first = '', ...rest] = wrap(text, width - hanging.length);
  return [first, ...rest.map(line => hanging + line.trimStart())].map(line => [styled(style, line)]);
}

/** A field of the head: its value stands in the twelfth column. */
const FIELD = /^(?:[a-z][a-z ]{9} | {11})\S/;
