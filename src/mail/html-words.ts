import { withoutC1 } from './entities.ts';
import { type Around, hiddenness, isUnseen } from './html-around.ts';
import { type Attributes, readAttributes, styleOf } from './html-attributes.ts';
import { openElement, voidElement } from './html-elements.ts';
import { closeOldMail } from './html-old-mail.ts';
import { emptyParagraph, endLine, type Page, type Place, settle, wantBreak } from './html-page.ts';
import { htmlPieces } from './html-pieces.ts';
import { closeLink, enter, newReading, type Reading, words } from './html-reading.ts';
import {
  breaksOf,
  closeDownTo,
  closeForNext,
  closeNamed,
  isStructure,
  type Open,
  push,
  type Stack,
  VOID,
} from './html-stack.ts';
import { closeRow, closeTable } from './html-tables.ts';

/**
 * The words of an HTML mail as plain text: paragraphs, lists, quotes as `> `, link targets behind their words, short
 * tables with their columns lined up. What no reader sees is left out, unless that is all there is. Nothing is fetched.
 * One pass, whatever the nesting; the result is at most `limit` letters long.
 */
export function htmlWords(
  html: string,
  limit = Number.POSITIVE_INFINITY,
): { readonly text: string; readonly cut: boolean } {
  const clean = withoutC1(html.replaceAll('\0', ''));
  const seen = read(clean, limit, false);
  const { text, cut } = seen.text.trim() === '' && seen.hidSomething ? read(clean, limit, true) : seen;
  return { text, cut };
}

function read(html: string, limit: number, showHidden: boolean) {
  const reading = newReading(showHidden);
  const { page } = reading;
  const stack: Stack<Around> = { open: [], places: new Map(), beyond: 0, onLeave: element => leave(reading, element) };
  let cut = false;
  for (const piece of htmlPieces(html)) {
    if (piece.kind === 'words') words(reading, piece.text);
    else if (piece.kind === 'open') open(reading, stack, piece.name, readAttributes(piece.attributes));
    else close(reading, stack, piece.name);
    if (page.length + page.line.length <= limit) continue;
    cut = true;
    break;
  }
  closeLink(reading);
  closeDownTo(stack, 0);
  settle(page);
  endLine(page);
  while (page.lines.at(-1)?.trim() === '') page.lines.pop();
  const text = page.lines.join('\n');
  return { text: text.length > limit ? text.slice(0, limit) : text, cut, hidSomething: reading.hidSomething };
}

function open(reading: Reading, stack: Stack<Around>, name: string, attributes: Attributes): void {
  closeForNext(stack, name);
  const style = styleOf(attributes);
  const outside = reading.around;
  const inside = hiddenness(outside, attributes, style, reading.showHidden);
  const seen = !isUnseen(inside);
  const breaks = seen ? breaksOf(name, attributes, style) : 0;
  if (VOID.has(name)) {
    wantBreak(reading.page, breaks);
    if (seen) voidElement(reading, name, attributes, style);
    return;
  }
  const around = seen ? openElement(reading, name, attributes, style, inside, breaks) : inside;
  const matters = breaks > 0 || around !== outside || isStructure(name);
  if (matters && push(stack, { name, breaks, outside })) enter(reading, around);
}

function close(reading: Reading, stack: Stack<Around>, name: string): void {
  if (name === 'a') closeLink(reading);
  if (name === 'br') voidElement(reading, name, new Map(), new Map());
  closeNamed(stack, name);
}

function leave(reading: Reading, { name, breaks, outside }: Open<Around>): void {
  const { page, around } = reading;
  leavePlace(page, around, outside);
  if (name === 'li') page.bullet = '';
  if (name === 'p' || name === 'div') emptyParagraph(page);
  if (name === 'tr') closeRow(page, around.table);
  if (around.table !== undefined && around.table !== outside.table) closeTable(page, around.table);
  if (around.old !== undefined && around.old !== outside.old) {
    settle(page);
    endLine(page);
    closeOldMail(page, around.old);
  }
  if (around.signature && !outside.signature) reading.signatureWanted = false;
  const isInnerList = breaks === 2 && around.list !== outside.list && outside.list !== undefined;
  wantBreak(page, isInnerList ? 1 : breaks);
  enter(reading, outside);
}

/** What was begun keeps its marks; what comes is no part of it. */
function leavePlace(page: Page, around: Place, outside: Place): void {
  const changes = around.quotes !== outside.quotes || around.indent.length > outside.indent.length;
  if (changes && !(around.quotes === outside.quotes && page.row?.together)) endLine(page);
}
