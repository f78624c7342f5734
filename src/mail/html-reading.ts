import { decodeEntities } from './entities.ts';
import { type Around, isUnseen, NOTHING_AROUND } from './html-around.ts';
import { linkTarget } from './html-links.ts';
import { noteLine } from './html-old-mail.ts';
import { emptyPage, endLine, type Page, settle, writeLine } from './html-page.ts';
import { putBehind, putLines, putWords } from './html-put.ts';
import { withoutUnseen } from './html-unseen.ts';

/** Where the reading of an HTML mail stands: the page, what is around, the open link, the signature that may begin. */
export interface Reading {
  readonly page: Page;
  around: Around;
  link: { readonly href: string; words: string } | undefined;
  lastTarget: string;
  readonly showHidden: boolean;
  hidSomething: boolean;
  lastLine: string;
  /** A container of Gmail's for what is answered was seen. */
  repliesOfGmail: boolean;
  /** The next words are those of a signature. */
  signatureWanted: boolean;
  /** The `-- ` that was put above a signature, until it is known that nothing is written below it. */
  signatureAt: number | undefined;
}

const LONGEST_LINK_WORDS = 600;

export function newReading(showHidden: boolean): Reading {
  const around = NOTHING_AROUND;
  const reading: Reading = {
    ...{ page: emptyPage(around, (line, quotes) => lineWritten(reading, line, quotes)), around, link: undefined },
    ...{ lastTarget: '', showHidden, hidSomething: false, lastLine: '', signatureWanted: false },
    ...{ signatureAt: undefined, repliesOfGmail: false },
  };
  return reading;
}

export function enter(reading: Reading, around: Around): void {
  reading.around = around;
  reading.page.place = around;
}

export function words(reading: Reading, text: string): void {
  const { page, around } = reading;
  if (isUnseen(around)) {
    reading.hidSomething ||= text.trim() !== '';
    if (!reading.showHidden) return;
  }
  const said = withoutUnseen(decodeEntities(text));
  if (around.bullet) {
    bulletWords(page, said);
    return;
  }
  if (said.trim() !== '') {
    if (reading.signatureWanted) markSignature(reading, said);
    if (reading.link !== undefined && reading.link.words.length < LONGEST_LINK_WORDS) reading.link.words += said;
  }
  if (around.space === 'flows') putWords(page, said);
  else putLines(page, said, around.space);
}

/** `·` and `o` and `§` of a symbol font are bullets, `1.` and `a)` are what they are. */
function bulletWords(page: Page, said: string): void {
  const sign = said.trim();
  if (sign !== '') putWords(page, /^(?:[^\p{L}\p{N}]{1,3}|[oØüvq§Ü])$/u.test(sign) ? '- ' : `${sign} `);
}

/** RFC 3676 §4.3: `-- ` on a line of its own, unless the program wrote it. */
function markSignature(reading: Reading, said: string): void {
  const { page, around } = reading;
  reading.signatureWanted = false;
  settle(page);
  endLine(page);
  if (/^\s*--\s/.test(`${said} `) || reading.lastLine.trim() === '--' || page.lines.length === 0) return;
  page.lineAt = around;
  page.before = '';
  writeLine(page, '--');
  reading.signatureAt = around.quotes === 0 ? page.lines.length - 1 : undefined;
  page.lines[page.lines.length - 1] += ' ';
}

/** Words below a signature that are no quote: then the mark would hide them, and is taken away again. */
function lineWritten(reading: Reading, line: string, quotes: number): void {
  const { page, signatureAt } = reading;
  const { old, signature } = page.lineAt as Around;
  reading.lastLine = line;
  if (old !== undefined) noteLine(old, line, quotes, page.lines.length);
  if (signatureAt === undefined || signature || quotes > 0) return;
  reading.signatureAt = undefined;
  if (!/[:：]$|^[-_]{2,}/.test(line.trim())) page.lines[signatureAt] = '';
}

export function openLink(reading: Reading, href: string): void {
  closeLink(reading);
  if (href !== '') reading.link = { href, words: '' };
}

/** The target stands behind the words, once for links that follow each other. */
export function closeLink(reading: Reading): void {
  const { link, page } = reading;
  reading.link = undefined;
  if (link === undefined || link.words.trim() === '') return;
  const target = linkTarget(link.words, link.href);
  if (target !== '' && target !== reading.lastTarget) putBehind(page, target);
  reading.lastTarget = target;
}
