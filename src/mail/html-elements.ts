import { type Around, moved, withSpace } from './html-around.ts';
import type { Attributes, Style } from './html-attributes.ts';
import { fieldWords } from './html-fields.ts';
import { marker, openList } from './html-lists.ts';
import { type Mark, markOf } from './html-marks.ts';
import { openOldMail } from './html-old-mail.ts';
import { type Break, endLine, lineBreak, type Page, settle, wantBreak, writeLine } from './html-page.ts';
import { putBehind, putWords } from './html-put.ts';
import { openLink, type Reading, words } from './html-reading.ts';
import { openCell, openRow, openTable } from './html-tables.ts';
import { withoutUnseen } from './html-unseen.ts';

/** What an element does to the page when it begins, and what holds within it. Only those that are seen come here. */
const LONGEST_ALT = 200;
/** Long enough to be known as rules by who looks for old mails (new-words.ts). */
const RULE_OF_OLD_MAIL = '_'.repeat(32);
const RULE = '-'.repeat(32);
const ANY_RULE = /^[-_]{10,}$/;

export function openElement(
  reading: Reading,
  name: string,
  attributes: Attributes,
  style: Style,
  inside: Around,
  breaks: Break,
): Around {
  const { page } = reading;
  const isList = name === 'ul' || name === 'ol' || name === 'menu' || name === 'dir';
  // What ends a row and begins the next is the table's own matter.
  if (name !== 'tr') wantBreak(page, isList && inside.list !== undefined ? 1 : breaks);
  const around = withMark(reading, markOf(name, attributes, style), withSpace(name, style, inside));
  if (isList) {
    const type = style.get('list-style-type') ?? style.get('list-style') ?? '';
    return { ...around, list: openList(name, attributes.get('type') ?? '', type, attributes.get('start') ?? '') };
  }
  switch (name) {
    case 'li':
      return openItem(page, attributes, around);
    case 'dd':
      return moved(around, '  ');
    case 'table':
      apart(page);
      return { ...around, table: openTable(page, isHead(attributes)), list: undefined };
    case 'tr':
      openRow(page);
      return around;
    case 'td':
    case 'th':
      openCell(page, Number(attributes.get('colspan') ?? 1));
      return around;
    case 'a':
      openLink(reading, attributes.get('href') ?? '');
      return around;
    case 'option':
      putWords(page, attributes.has('selected') ? '(x) ' : '( ) ');
      return around;
  }
  return /mso-list:\s?ignore/i.test(attributes.get('style') ?? '') ? { ...around, bullet: true } : around;
}

/** Thunderbird writes the head of a forwarded mail as a table. It is read by its labels, so it stays as it is. */
function isHead(attributes: Attributes): boolean {
  return /moz-email-headers-table/.test(attributes.get('class') ?? '');
}

function withMark(reading: Reading, mark: Mark | undefined, around: Around): Around {
  const { page } = reading;
  if (mark === undefined) return around;
  if (mark === 'signature') {
    reading.signatureWanted ||= !around.signature;
    return around.signature ? around : { ...around, signature: true };
  }
  apart(page);
  if (mark === 'indented' || (mark === 'gmail-quote' && !isReplyOfGmail(reading))) return moved(around, '    ');
  reading.signatureAt = undefined;
  switch (mark) {
    case 'quoted':
    case 'gmail-quote':
      return { ...around, quotes: around.quotes + 1 };
    case 'old-mail':
      if (page.lines.length > 0 && !ANY_RULE.test(reading.lastLine)) rule(page, around, RULE_OF_OLD_MAIL);
      return around;
    case 'yahoo':
    case 'gmail':
      reading.repliesOfGmail ||= mark === 'gmail';
      return { ...around, old: openOldMail(mark, around.quotes, around.old) };
  }
}

/** Gmail quotes what is answered within a container; a quote of it without one was made by its writer. */
function isReplyOfGmail({ repliesOfGmail, lastLine }: Reading): boolean {
  return repliesOfGmail || /[:：]$/.test(lastLine.trim());
}

/** What comes does not stand beside what is there, not even in a row. */
function apart(page: Page): void {
  wantBreak(page, 1);
  if (page.row?.together) endLine(page);
  if (page.row !== undefined) page.row.together = false;
  settle(page);
}

function rule(page: Page, around: Around, line: string): void {
  page.lineAt = around;
  page.before = around.indent;
  writeLine(page, line);
}

function openItem(page: Page, attributes: Attributes, around: Around): Around {
  const sign = marker(around.list, attributes.get('value') ?? '');
  settle(page);
  endLine(page);
  const inside = moved(around, ' '.repeat(sign.length));
  if (inside !== around || sign === '') page.bullet = (page.bullet === '' ? around.indent : page.bullet) + sign;
  return inside;
}

/** `<br>`, `<hr>`, `<img>`, `<input>`: all they are is this. */
export function voidElement(reading: Reading, name: string, attributes: Attributes, style: Style): void {
  const { page, around } = reading;
  switch (name) {
    case 'br':
      lineBreak(page, around.space === 'pre');
      return;
    case 'hr':
      apart(page);
      if (page.lines.length > 0 && !ANY_RULE.test(reading.lastLine)) rule(page, around, RULE);
      page.blankWanted = false;
      return;
    case 'img':
      image(reading, attributes, style);
      return;
    case 'input':
      if (fieldWords(attributes) !== '') putBehind(page, fieldWords(attributes));
      return;
  }
}

/** Never fetched. Without words it is nothing to read, and one dot large it is there to see who reads. */
function image(reading: Reading, attributes: Attributes, style: Style): void {
  const alt = withoutUnseen(attributes.get('alt') ?? '')
    .replace(/\s+/g, ' ')
    .trim();
  const isDot = ['width', 'height'].some(side => /^[01](?:px)?$/.test(style.get(side) ?? attributes.get(side) ?? ''));
  if (alt === '' || isDot) return;
  const isSign = /^(?:\p{Extended_Pictographic}|\p{EMod}|\u200d|\ufe0f|\p{RI}){1,12}$/u.test(alt);
  const shown = alt.slice(0, LONGEST_ALT).replaceAll('&', '&amp;');
  words(reading, isSign ? shown : ` [${shown}] `);
}
