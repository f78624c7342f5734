/**
 * A ticket in its pane: the head, the first request, "N earlier", the last messages; long ones and quotes folded until a
 * key opens them. Pure; remembered, for every key that scrolls asks again.
 */

import { widthOf } from '../../outbox/width.ts';
import type { TicketView } from '../../store/views.ts';
import { filesOf } from '../attached-files.ts';
import { oneLine } from '../one-line.ts';
import { HEAD, type HowToShow, headLines } from '../ticket-lines.ts';
import { type Folding, LATEST, timelineLines } from '../timeline-lines.ts';
import { wrap } from '../width.ts';
import { panesOf } from './panes.ts';
import { mark, type Spans, spansOf, styled } from './spans.ts';
import type { State, Unfolded } from './state.ts';

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
      zone: setting.zone,
    };
    const made = linesOf(ticket, unfolded, how, brief).map(spansOf);
    last = { ticket, width, unfolded, minute, brief, lines: made.flatMap(line => withinWidth(line, width)) };
  }
  return last.lines;
}

function linesOf(ticket: TicketView, { earlier, long }: Unfolded, how: HowToShow, brief: boolean): string[] {
  const folding: Folding = {
    ...(earlier ? {} : { latest: LATEST }),
    whole: long,
    opensEarlier: n => `e shows ${n === 1 ? 'it' : 'them'}`,
    opensLong: () => 'l shows the whole',
  };
  return [...head(ticket, how, brief), ...timelineLines(ticket, how, folding)];
}

/** Below a list there is room for the most important only: there the words it is sorted by share a line. */
function head(ticket: TicketView, how: HowToShow, brief: boolean): string[] {
  const all = [ticket.category, ticket.criticality, ticket.complexity, ticket.kind].flatMap(one => one ?? []);
  const tags = ticket.tags.length === 0 ? [] : [`tags ${ticket.tags.join(', ')}`];
  const sorted = [...all, ...tags].map(oneLine).join('; ');
  const [subject = '', ...fields] = headLines(ticket, how);
  if (!brief) return [subject, ...fields.filter(line => !PRESENCE.test(line))];
  const words = sorted === '' ? [] : [`${'sorted'.padEnd(HEAD)}${sorted}`];
  return [subject, ...fields.filter(line => BRIEF.test(line)), ...words];
}

/** Who is at it stands in the title of the pane. */
const PRESENCE = /^now {2}/;
const BRIEF = /^(?:status|spam|requester|due|overdue) /;

/** What is too long goes on in the next line, moved in, so that it begins no heading. Such lines are of one style. */
function withinWidth(spans: Spans, width: number): Spans[] {
  const text = spans.map(span => span.text).join('');
  if (widthOf(text) <= width) return [spans];
  const style = spans.find(span => span.style !== undefined)?.style;
  const hanging = ' '.repeat(FIELD.test(text) ? HEAD : 4);
  const [first = '', ...rest] = wrap(text, width - hanging.length);
  return [first, ...rest.map(line => hanging + line.trimStart())].map(line => [styled(style, line)]);
}

/** A field of the head: its value stands behind so many columns. */
const FIELD = /^(?:[a-z][a-z ]{10} | {12})\S/;
