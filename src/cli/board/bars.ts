/** The lines around the panes: views above, titles between, what was said and what to press below. Pure. */

import { widthOf } from '../../outbox/width.ts';
import type { OpenQuestions } from '../../store/views.ts';
import { count } from '../amounts.ts';
import { oneLine } from '../one-line.ts';
import type { Style } from '../terminal.ts';
import { wrap } from '../width.ts';
import { MOST_ROWS } from './board-views.ts';
import { type Canvas, put } from './canvas.ts';
import { shownRows } from './choosing.ts';
import { type HelpLine, hintsFor } from './help-lines.ts';
import type { Panes } from './panes.ts';
import { readingLines } from './reading.ts';
import { type Span, styled } from './spans.ts';
import type { Said, State } from './state.ts';

/** `1 all 12  2 mine 3 …`, and at the right what is new and who is here. */
export function drawViews(canvas: Canvas, state: State): void {
  const right = [freshWords(state), state.setting.me].filter(Boolean).join('  ');
  const room = canvas.columns - right.length - 2;
  const all = [...['   ', '  ', ' '].map(gap => viewSpans(state, gap, 'all')), viewSpans(state, ' ', 'current')];
  const fits = all.find(spans => spans.reduce((sum, { text }) => sum + widthOf(text), 0) <= room);
  // without room for the counts, the names are worth more
  put(canvas, 0, 0, room, fits ?? shownBy(viewSpans(state, ' ', 'none'), room));
  put(canvas, 0, canvas.columns - right.length, right.length, [
    { text: right, style: state.fresh.size > 0 ? 'yellow' : 'dim' },
  ]);
}

/** Names at the left give way until the view that is looked at shows. */
function shownBy(spans: readonly Span[], room: number): readonly Span[] {
  const current = spans.findIndex(({ style }) => style === 'inverse');
  const isSeen = (from: number) =>
    widthOf(
      spans
        .slice(from, current + 1)
        .map(({ text }) => text)
        .join(''),
    ) <=
    room - 2;
  if (isSeen(0)) return spans;
  const from = spans.findIndex((_, i) => i % 2 === 0 && isSeen(i));
  return [{ text: '… ', style: 'dim' }, ...spans.slice(Math.max(0, from))];
}

function viewSpans({ setting, lists, view }: State, gap: string, counts: 'all' | 'current' | 'none'): Span[] {
  return setting.views.flatMap(({ name }, i): Span[] => {
    const rows = lists.get(i)?.length;
    const counted = counts === 'all' || (counts === 'current' && i === view);
    const many = rows === undefined || !counted ? '' : ` ${rows >= MOST_ROWS ? `${MOST_ROWS}+` : rows}`;
    const text = `${i + 1} ${name}${many}`;
    return [i === view ? { text: `[${text}]`, style: 'inverse' } : { text }, { text: gap }];
  });
}

function freshWords({ fresh }: State): string {
  return fresh.size === 0 ? '' : `* ${fresh.size} new`;
}

/** Over the ticket: its number, who else is at it, and how far it is read. */
export function drawTitles(canvas: Canvas, state: State, { list, ticket, beside }: Panes): void {
  const row = ticket.row - 1;
  const rule: Span = { text: '─'.repeat(ticket.columns), style: 'dim' };
  put(canvas, row, ticket.column, ticket.columns, [rule]);
  if (beside && list) {
    for (let y = list.row; y < ticket.row + ticket.rows; y++)
      put(canvas, y, ticket.column - 2, 1, [{ text: y === row ? '├' : '│', style: 'dim' }]);
    put(canvas, row, ticket.column - 1, 1, [{ text: '─', style: 'dim' }]);
  }
  const number = state.ticket?.number ?? state.selected;
  if (number === null) return;
  const lines = readingLines(state, ticket.columns).length;
  const title = ` #${number}${state.focus === 'ticket' ? ', reading' : ''} `;
  put(canvas, row, ticket.column + 1, ticket.columns - 1, [{ text: title, style: 'bold' }]);
  const presence = state.presence === '' ? '' : ` ${oneLine(state.presence)} `;
  put(
    canvas,
    row,
    ticket.column + 1 + title.length + 1,
    ticket.columns - title.length - 24,
    presence === '' ? [] : [{ text: presence, style: 'yellow' }],
  );
  const place = howFar(state.scroll, ticket.rows, lines);
  if (place !== '')
    put(canvas, row, ticket.column + ticket.columns - place.length - 1, place.length, [{ text: place, style: 'dim' }]);
}

function howFar(scroll: number, rows: number, lines: number): string {
  if (lines <= rows) return '';
  const last = Math.min(lines, scroll + rows);
  return ` ${last === lines ? 'end' : `${Math.floor((last / lines) * 100)} %`} `;
}

export function drawBelow(canvas: Canvas, state: State): void {
  const { text, style } = statusWords(state);
  // what is too long for its line is said in several, over the end of the panes
  const most = state.said === null && state.trouble === null ? 1 : MOST_SAID;
  const lines = wrap(oneLine(text), canvas.columns - 2).slice(0, most);
  const top = canvas.rows - 1 - Math.max(1, lines.length);
  for (const [i, line] of lines.entries())
    put(canvas, top + i, 0, canvas.columns, [styled(style, ` ${line}`.padEnd(canvas.columns))]);
  drawHints(canvas, canvas.rows - 1, hintsFor(state));
}

/** Lines. */
const MOST_SAID = 5;

const TONES: Readonly<Record<Said['tone'], Style | undefined>> = { done: 'green', refused: 'red', news: 'yellow' };

/** The most pressing first: what stops the board, what was said just now, what waits. */
function statusWords(state: State): { readonly text: string; readonly style?: Style | undefined } {
  if (state.trouble !== null) return { text: `${state.trouble}; trying again`, style: 'red' };
  if (state.said !== null) return { text: state.said.text, style: TONES[state.said.tone] };
  if (state.busy !== null)
    return { text: `${oneLine(state.busy.words)} …${state.busy.stops ? ' (Esc stops it)' : ''}`, style: 'dim' };
  const rows = shownRows(state);
  const place =
    rows.length === 0 ? '' : `${rows.findIndex(({ number }) => number === state.selected) + 1} of ${rows.length}`;
  const filter = state.filter === '' ? '' : `only with “${oneLine(state.filter)}” (Esc shows all)`;
  return { text: [place, filter, waitingWords(state.waiting)].filter(Boolean).join('  ·  '), style: 'dim' };
}

/** What shows in no list of tickets and must not be forgotten. */
function waitingWords(waiting: OpenQuestions | null): string {
  if (waiting === null) return '';
  const { held, quarantined, uncertain, stopped } = waiting;
  return [
    stopped ? 'no letter leaves, :outbox' : '',
    held > 0 ? `${count(held, 'mail')} held, :held` : '',
    quarantined > 0 ? `${count(quarantined, 'mail')} in :quarantine` : '',
    uncertain > 0 ? `${count(uncertain, 'letter')} uncertain, :outbox uncertain` : '',
  ]
    .filter(Boolean)
    .join('  ·  ');
}

/** Where there is no room for all, the last two stay: how to get help and how to get out. */
export function drawHints(canvas: Canvas, row: number, hints: readonly HelpLine[]): void {
  const wide = ([keys, does]: HelpLine) => widthOf(keys) + widthOf(does) + (keys === '' ? 0 : 1) + 2;
  const shown = [...hints];
  while (shown.length > 2 && shown.reduce((sum, hint) => sum + wide(hint), -1) > canvas.columns)
    shown.splice(shown.length - 3, 1);
  let at = 1;
  for (const [keys, does] of shown) {
    const gap = keys === '' ? '' : ' ';
    at =
      2 +
      put(canvas, row, at, canvas.columns - at, [
        { text: keys, style: 'bold' },
        { text: gap + does, style: 'dim' },
      ]);
  }
}
