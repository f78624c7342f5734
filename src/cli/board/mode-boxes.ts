/** What lies over the panes: a line that is asked for, choices, a question, a text being written, a page. Pure. */

import { widthOf } from '../../outbox/width.ts';
import { count } from '../amounts.ts';
import { manyLines, oneLine } from '../one-line.ts';
import { wrap } from '../width.ts';
import { type Canvas, put } from './canvas.ts';
import { helpLines } from './help-lines.ts';
import { choicesOf } from './mode-keys.ts';
import type { Span, Spans } from './spans.ts';
import type { Ask, Confirm, Mode, Pick, State } from './state.ts';
import type { Field } from './text-field.ts';

type Of<Is extends Mode['is']> = Extract<Mode, { is: Is }>;

/** Below the box: one line that is said, one of keys. */
const BELOW = 2;

export function drawMode(canvas: Canvas, state: State): void {
  const { mode } = state;
  switch (mode.is) {
    case 'browse':
      return;
    case 'help':
      drawPage(canvas, 'Keys', helpSpans(state), mode.scroll);
      return;
    case 'output':
      drawPage(
        canvas,
        mode.title,
        mode.lines.map(text => [{ text }]),
        mode.scroll,
      );
      return;
    case 'ask':
      drawAsk(canvas, mode, state);
      return;
    case 'pick':
      drawPick(canvas, mode);
      return;
    case 'confirm':
      drawConfirm(canvas, mode.confirm);
      return;
    case 'compose':
      drawCompose(canvas, mode, state);
      return;
  }
}

function helpSpans({ setting }: State): Spans[] {
  return helpLines(setting).map(([keys, does]): Spans => {
    if (keys === '') return [{ text: does, style: 'bold' }];
    return [{ text: `  ${keys.padEnd(10)} `, style: 'cyan' }, { text: does }];
  });
}

function drawPage(canvas: Canvas, title: string, lines: readonly Spans[], scroll: number): void {
  const rows = canvas.rows - 1 - BELOW;
  drawBox(canvas, 0, rows + 1, title);
  for (const [i, spans] of lines.slice(scroll, scroll + rows).entries())
    put(canvas, 1 + i, 1, canvas.columns - 1, spans);
  if (lines.length > scroll + rows) {
    const more = ` ${lines.length - scroll - rows} more lines `;
    put(canvas, 0, canvas.columns - more.length - 1, more.length, [{ text: more, style: 'dim' }]);
  }
}

/** Empties the rows and rules them off above. */
function drawBox(canvas: Canvas, row: number, rows: number, title: string): void {
  for (let y = row; y < row + rows; y++) put(canvas, y, 0, canvas.columns, [{ text: ' '.repeat(canvas.columns) }]);
  put(canvas, row, 0, canvas.columns, [{ text: '─'.repeat(canvas.columns), style: 'yellow' }]);
  put(canvas, row, 1, canvas.columns - 2, [{ text: ` ${oneLine(title)} `, style: 'bold' }]);
}

const ASKS: Readonly<Record<Ask['for'], (ask: Ask, state: State) => string>> = {
  filter: () => 'only tickets with: ',
  // of several it says so: a command goes to all that are marked
  command: (_, { marked }) => (marked.size > 1 ? `(${marked.size} marked) desk ` : 'desk '),
  merge: ask => `merge ${ticketsOf(ask)} into #`,
  tag: ask => `tags of ${ticketsOf(ask)}: `,
};

function ticketsOf(of: Ask | Pick): string {
  const tickets = 'tickets' in of ? of.tickets : [];
  return tickets.length === 1 ? `#${tickets[0]}` : count(tickets.length, 'ticket');
}

function drawAsk(canvas: Canvas, { ask, field }: Of<'ask'>, state: State): void {
  const { said } = state;
  const row = canvas.rows - BELOW;
  put(canvas, row, 0, canvas.columns, [{ text: ' '.repeat(canvas.columns) }]);
  if (said && said.tone === 'refused')
    put(canvas, row - 1, 0, canvas.columns, [{ text: ` ${said.text}`, style: 'red' }]);
  drawField(canvas, row, ` ${ASKS[ask.for](ask, state)}`, field);
}

/** The end of what was typed shows, where there is no room for all of it. */
function drawField(canvas: Canvas, row: number, label: string, field: Field): void {
  const at = put(canvas, row, 0, canvas.columns, [{ text: label, style: 'bold' }]);
  const room = canvas.columns - at - 1;
  const before = tail(oneLineAsTyped(field.text.slice(0, field.at)), room);
  const cursor = put(canvas, row, at, room, [{ text: before }]);
  put(canvas, row, cursor, canvas.columns - cursor - 1, [{ text: oneLineAsTyped(field.text.slice(field.at)) }]);
  canvas.cursor = { row, column: Math.min(cursor, canvas.columns - 1) };
}

/** Blanks at the end are being typed: they stay. */
function oneLineAsTyped(text: string): string {
  return text.replace(/\s/g, ' ');
}

function tail(text: string, columns: number): string {
  let letters = [...text];
  while (letters.length > 0 && widthOf(letters.join('')) > columns) letters = letters.slice(1);
  return letters.join('');
}

const PICKS: Readonly<Record<Pick['for'], string>> = {
  assign: 'give to',
  status: 'status of',
  category: 'category of',
  tag: 'tag',
  canned: 'canned reply for',
};

function drawPick(canvas: Canvas, mode: Of<'pick'>): void {
  const choices = choicesOf(mode);
  const most = Math.max(3, Math.min(12, canvas.rows - 8));
  const at = Math.min(mode.at, Math.max(0, choices.length - 1));
  const from = Math.max(0, Math.min(at - most + 1, choices.length - most));
  const shown = choices.slice(from, from + most);
  const top = canvas.rows - BELOW - shown.length - 1;
  drawBox(canvas, top, shown.length + 2, `${PICKS[mode.pick.for]} ${ticketsOf(mode.pick)}`);
  for (const [i, choice] of shown.entries()) {
    const here = from + i === at;
    put(canvas, top + 1 + i, 1, canvas.columns - 2, [
      { text: `${here ? '>' : ' '} ${oneLine(choice)} `, ...(here ? { style: 'inverse' as const } : {}) },
    ]);
  }
  drawField(canvas, canvas.rows - BELOW, choices.length === 0 ? ' nothing is called: ' : ' which? ', mode.field);
}

function drawConfirm(canvas: Canvas, confirm: Confirm): void {
  const columns = canvas.columns - 4;
  const [title, lines] =
    confirm.for === 'commands'
      ? ['Sure?', [...wrap(confirm.question, columns).map(plain)]]
      : sendLines(confirm, columns, canvas.rows - 10);
  const top = canvas.rows - BELOW - lines.length - 1;
  drawBox(canvas, top, lines.length + 1, title);
  for (const [i, spans] of lines.entries()) put(canvas, top + 1 + i, 2, columns, spans);
}

function plain(text: string): Spans {
  return [{ text }];
}

/** Who gets it, how it begins, and what else comes of it. */
function sendLines(
  { write: { ticket, close, ask }, outcome, text }: Extract<Confirm, { for: 'send' }>,
  columns: number,
  most: number,
): [string, Spans[]] {
  const { to, isNote, because } = outcome;
  const title = isNote
    ? `#${ticket}: kept as a note, only the staff reads it`
    : `Answer #${ticket}: it leaves the house${close ? ', and the ticket is closed' : ask ? ', and the ticket waits' : ''}`;
  const recipients = isNote ? [] : firstOf(to, Math.max(3, most - 8), 'more').map(recipientSpans);
  const words = manyLines(text).flatMap(line => wrap(line, columns - 2));
  const shown = firstOf(words, Math.max(3, Math.min(most - recipients.length, 12)), 'more lines');
  const why: Spans = [{ text: because.map(oneLine).join('; '), style: 'dim' }];
  return [title, [...recipients, [], ...shown.map(line => plain(`  ${line}`)), [], why]];
}

function recipientSpans(one: string, i: number): Spans {
  return [{ text: i === 0 ? 'to   ' : '     ', style: 'dim' } as Span, { text: one, style: 'bold' }];
}

function firstOf(all: readonly string[], most: number, what: string): readonly string[] {
  if (all.length <= most) return all.length === 0 && what === 'more' ? ['nobody'] : all;
  return [...all.slice(0, most - 1), `… and ${all.length - most + 1} ${what}`];
}

function drawCompose(canvas: Canvas, { write, field }: Of<'compose'>, { ticket }: State): void {
  const rows = Math.max(8, Math.floor(canvas.rows * 0.4));
  const columns = canvas.columns - 4;
  const top = canvas.rows - BELOW - rows;
  const whom =
    write.what === 'note'
      ? 'a note: only the staff reads it'
      : `answer to ${ticket && ticket.number === write.ticket ? oneLine(ticket.requester.address) : 'the requester'}`;
  drawBox(canvas, top, rows, `#${write.ticket}, ${whom}`);
  const { lines, row, column } = laidOut(field, columns);
  const room = rows - 1;
  const from = Math.max(0, Math.min(row - room + 1, lines.length - 1));
  for (const [i, text] of lines.slice(from, from + room).entries())
    put(canvas, top + 1 + i, 2, columns + 1, [{ text }]);
  canvas.cursor = { row: top + 1 + row - from, column: Math.min(2 + column, canvas.columns - 1) };
}

/** Lines of the text as they show, broken where they are too wide, and where the cursor is among them. */
function laidOut({ text, at }: Field, columns: number): { lines: string[]; row: number; column: number } {
  const lines: string[] = [];
  let row = 0;
  let column = 0;
  let start = 0;
  for (const line of text.split('\n')) {
    const pieces = brokenUp(line, columns);
    for (const [i, piece] of pieces.entries()) {
      const inside =
        at >= start && (at < start + piece.length || (i === pieces.length - 1 && at === start + piece.length));
      if (inside) {
        row = lines.length;
        column = widthOf(piece.slice(0, at - start));
      }
      lines.push(piece);
      start += piece.length;
    }
    start += 1;
  }
  return { lines, row, column };
}

/** At blanks where there are some; every letter stays, so that the cursor can be found. Looks at no more than a line at once. */
function brokenUp(line: string, columns: number): string[] {
  const pieces: string[] = [];
  let rest = line.replaceAll('\t', ' ');
  for (;;) {
    const head = rest.slice(0, columns + 1);
    if (head.length === rest.length && widthOf(head) <= columns) return [...pieces, rest];
    let end = Math.min(head.length, columns);
    while (end > 1 && widthOf(head.slice(0, end)) > columns) end--;
    const blank = head.lastIndexOf(' ', end - 1);
    const cut = blank > columns / 2 ? blank + 1 : end;
    pieces.push(rest.slice(0, cut));
    rest = rest.slice(cut);
  }
}
