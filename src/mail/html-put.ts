import { lineBreak, type Page, settle } from './html-page.ts';

/** Words onto the page. What was remembered of breaks and blanks is made when they come, and not for white space. */
/** Words that flow: white space is one blank. */
export function putWords(page: Page, text: string): void {
  const flat = text.replace(/[ \t\r\n\f\u00a0\u2000-\u200a\u202f\u205f]+/g, ' ');
  const said = flat.trim();
  if (said === '') {
    page.gap ||= flat !== '';
    page.onlyBlank ||= text.includes('\u00a0');
    return;
  }
  begin(page);
  const isApart = page.gap || flat.startsWith(' ') || (page.afterSign && /^[\p{L}\p{N}<([]/u.test(said));
  const spaced = page.line.length > 0 && isApart && !page.endsInBlank;
  append(page, (spaced ? ' ' : '') + said);
  page.gap = flat.endsWith(' ');
}

/** Words as they stand, a blank before them where the line has some already. */
export function putBehind(page: Page, text: string): void {
  const stays = page.pending;
  page.pending = 0;
  begin(page);
  append(page, page.line.length === 0 || page.endsInBlank ? text : ` ${text}`);
  page.gap = false;
  page.afterSign = true;
  page.pending = stays;
}

/** Text whose line breaks count. */
export function putLines(page: Page, text: string, kind: 'lines' | 'pre'): void {
  if (kind === 'lines' && text.trim() === '' && page.line.length === 0) return;
  const [first = '', ...rest] = text.replace(/\r\n?/g, '\n').split('\n');
  putPart(page, first, kind);
  for (const part of rest) {
    lineBreak(page, kind === 'pre');
    putPart(page, part, kind);
  }
}

function putPart(page: Page, text: string, kind: 'lines' | 'pre'): void {
  if (kind === 'lines') putWords(page, text);
  else if (text !== '') {
    begin(page);
    append(page, text);
  }
}

function begin(page: Page): void {
  settle(page);
  if (page.line.length > 0) return;
  page.lineAt = page.place;
  page.before = page.bullet === '' ? page.place.indent : page.bullet;
  page.bullet = '';
}

function append(page: Page, text: string): void {
  page.line += text;
  page.afterSign = false;
  page.onlyBlank = false;
  page.endsInBlank = text.endsWith(' ');
}
