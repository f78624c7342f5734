/** The state as a screen. Pure. */
import { drawBelow, drawTitles, drawViews } from './bars.ts';
import { blank, type Canvas, put } from './canvas.ts';
import { drawList } from './list-pane.ts';
import { drawMode } from './mode-boxes.ts';
import { isTooSmall, LEAST, type Pane, panesOf } from './panes.ts';
import { readingLines } from './reading.ts';
import type { State } from './state.ts';

export function draw(state: State): Canvas {
  const canvas = blank(state.size);
  if (isTooSmall(state.size)) {
    drawTooSmall(canvas);
    return canvas;
  }
  const panes = panesOf(state);
  drawViews(canvas, state);
  if (panes.list) drawList(canvas, state, panes.list);
  drawTicket(canvas, state, panes.ticket);
  drawTitles(canvas, state, panes);
  drawBelow(canvas, state);
  drawMode(canvas, state);
  return canvas;
}

function drawTicket(canvas: Canvas, state: State, pane: Pane): void {
  const lines = readingLines(state, pane.columns);
  const from = Math.max(0, Math.min(state.scroll, lines.length - pane.rows));
  for (const [i, spans] of lines.slice(from, from + pane.rows).entries())
    put(canvas, pane.row + i, pane.column, pane.columns, spans);
}

function drawTooSmall(canvas: Canvas): void {
  const words = [
    `The board needs ${LEAST.columns}×${LEAST.rows};`,
    `this terminal has ${canvas.columns}×${canvas.rows}.`,
    'Make it larger, or q and desk list.',
  ];
  for (const [i, text] of words.entries()) put(canvas, i, 0, canvas.columns, [{ text }]);
}
