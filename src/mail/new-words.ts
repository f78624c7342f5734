import { attributionAbove, attributionAt } from './attribution.ts';
import { footerFrom } from './footers.ts';
import { isForwardMarker } from './forward-marker.ts';
import { isHeadOfAQuote, oldHeadAbove, oldHeadAt } from './old-head.ts';
import { quotedBlocks, withOtherSigns } from './quoted-blocks.ts';
import { signatureFrom } from './sign-off.ts';
import { fromRule, type Line, linesOf, writtenBelow } from './written-lines.ts';

/**
 * What was written this time, apart from old mails, signatures and footers. Folding hides, so the rule is: fold only
 * what is surely not new, and when nothing would be left, fold nothing. Every line of the text is in newWords or in
 * folded, in its order. Answers that stand between quoted lines keep those lines beside them, for they answer them. A
 * forwarded mail is what was sent and stays.
 *
 * First the place from which on all is old (a head, a marker, a sure attribution), then what ends right above it, again
 * and again: footers, signatures, quotes. Each of these looks at a bounded number of lines.
 */
export interface SplitWords {
  readonly newWords: string;
  readonly folded: string;
}

/** The line that letters of the desk may carry: everything below it is ours. */
export const REPLY_MARKER = '##- Please write your answer above this line -##';

const LONGEST = 256 * 1024;
const MOST_FOLDS = 12;

/** Why a line is folded: it belongs to an old mail, or to the sender's signature and footers. */
type Fold = 'old' | 'trimmings' | undefined;

export function splitWords(text: string): SplitWords {
  if (text.length > LONGEST) return { newWords: text, folded: '' };
  const written = text.split('\n');
  const lines = withOtherSigns(linesOf(written));
  const folds = foldsOf(lines);
  const without = [folds, folds.map(fold => (fold === 'old' ? fold : undefined))];
  const kept = without.find(
    (tried, n) => tried.some(fold => fold !== undefined) && saysSomething(lines, tried, n === 0),
  );
  if (kept === undefined) return { newWords: text, folded: '' };
  const first = lines.findIndex((line, n) => kept[n] === undefined && !line.blank);
  const last = lines.findLastIndex((line, n) => kept[n] === undefined && !line.blank);
  const isNew = (_: string, n: number) => kept[n] === undefined && n >= first && n <= last;
  return {
    newWords: written.filter(isNew).join('\n'),
    folded: written.filter((line, n) => !isNew(line, n)).join('\n'),
  };
}

/** There is an old mail, and beside it nothing but signatures and footers: who sent it wrote nothing. */
export function isOnlyOld(text: string): boolean {
  if (text.length > LONGEST) return false;
  const lines = withOtherSigns(linesOf(text.split('\n')));
  const folds = foldsOf(lines);
  return folds.includes('old') && lines.every(({ blank }, n) => blank || folds[n] !== undefined);
}

/** Without its signature a single smile is all that is left: then the signature stays, too. */
function saysSomething(lines: readonly Line[], folds: readonly Fold[], inLetters: boolean): boolean {
  const isWritten = inLetters && folds.includes('trimmings') ? /[\p{L}\p{N}]/u : /\S/;
  return lines.some(
    (line, n) => folds[n] === undefined && !line.blank && (line.depth > 0 || isWritten.test(line.text)),
  );
}

function foldsOf(lines: readonly Line[]): Fold[] {
  const folds = new Array<Fold>(lines.length).fill(undefined);
  const { from, isForward } = firstOldMail(lines);
  if (!isForward) folds.fill('old', from);
  let end = from;
  let isQuoteSeen = from < lines.length && !isForward;
  for (let fold = 0; fold < MOST_FOLDS; fold++) {
    const found = endingAt(lines, end, isQuoteSeen);
    if (found === undefined) break;
    folds.fill(found.fold, found.from, end);
    end = found.from;
    isQuoteSeen ||= found.fold === 'old';
  }
  const block = quoteAboveAnswer(lines, end);
  if (block !== undefined) folds.fill('old', block.from, block.to);
  return folds;
}

/** What ends right before `end`: a footer, a quote, or a signature. */
function endingAt(lines: readonly Line[], end: number, isQuoteSeen: boolean): { from: number; fold: Fold } | undefined {
  const footer = footerFrom(lines, end);
  if (footer !== undefined) return { from: footer, fold: 'trimmings' };
  const quote = quoteAtEnd(lines, end, isQuoteSeen);
  if (quote !== undefined) return { from: quote, fold: 'old' };
  const signature = signatureFrom(lines, end);
  return signature === undefined ? undefined : { from: signature, fold: 'trimmings' };
}

/** Where all below is an old mail without quote signs, or a forwarded one; else the end of the text. */
function firstOldMail(lines: readonly Line[]): { from: number; isForward: boolean } {
  let own: string[] = [];
  for (const [n, line] of lines.entries()) {
    if (line.blank || line.depth > 0) continue;
    if (isForwardMarker(line.text)) return { from: n, isForward: true };
    const from = oldMailAt(lines, n, line);
    if (from !== undefined) {
      const isAnsweredWithin = own.some(text => ANSWERS_WITHIN.test(text)) && !OUR_MARKER.test(line.text);
      return { from: isAnsweredWithin ? lines.length : from, isForward: false };
    }
    if (own.length < 60) own = [...own, line.text];
  }
  return { from: lines.length, isForward: false };
}

const OUR_MARKER = /^##- .* -##$/;
/** Then answers stand in the old mail, and nothing tells them from it. */
const ANSWERS_WITHIN =
  /(?<!\p{L})(?:in-?line|in (?:red|blue|green|bold)(?: below)?|in (?:rot|blau|grün)|im text unten|in ihrem text|in deinem text|dans le texte|en (?:rouge|bleu|rojo|azul|vermelho)|in het (?:rood|blauw)|in (?:rosso|blu)|nel testo|в тексте|красным|synim|na czerwono|i rött|med rødt|punaisella|červeně|kırmızı)(?!\p{L})/iu;

function oldMailAt(lines: readonly Line[], n: number, line: Line): number | undefined {
  if (OUR_MARKER.test(line.text)) return attributionAbove(lines, n)?.from ?? n;
  const head = oldHeadAt(lines, n);
  if (head !== undefined) return isHeadOfAQuote(lines, n) ? undefined : (attributionAbove(lines, head)?.from ?? head);
  const attribution = attributionAt(lines, n);
  if (attribution?.sure !== true) return undefined;
  const below = lines[writtenBelow(lines, n + 1, 4)];
  if (below === undefined || below.depth > 0 || isForwardMarker(below.text)) return undefined;
  return fromRule(lines, attribution.from);
}

const SHOWN_ABOVE = /(?:[:：]|^\d+(?:,\d+)?[acd]\d+(?:,\d+)?|^<\s.*)$/;

/**
 * The quoted block at the end and its attribution. Without one it may be what was typed at a prompt, and above an old
 * mail that was found already it is what the writer quoted on purpose.
 */
function quoteAtEnd(lines: readonly Line[], end: number, isQuoteSeen: boolean): number | undefined {
  const block = quotedBlocks(lines, end).at(-1);
  if (block === undefined || lines.slice(block.to, end).some(line => !line.blank)) return undefined;
  const announced = announcedFrom(lines, block.from);
  if (announced !== undefined) return announced;
  if (isQuoteSeen) return undefined;
  const above = lines[block.from - 1];
  const isPrompt = lines.slice(block.from, block.to).every(({ depth, blank }) => blank || depth === 3);
  const isShown = above?.depth === 0 && (SHOWN_ABOVE.test(above.text) || /^-{3}$/.test(above.text));
  return isPrompt || isShown ? undefined : block.from;
}

/** One block with its attribution, and the answer below it. With answers between blocks, all stay. */
function quoteAboveAnswer(lines: readonly Line[], end: number): { from: number; to: number } | undefined {
  const blocks = quotedBlocks(lines, end);
  const [block] = blocks;
  if (block === undefined || blocks.length > 1) return undefined;
  const from = announcedFrom(lines, block.from);
  return from === undefined ? undefined : { from, to: block.to };
}

/** The attribution or the head above the quote that begins at line `at`. */
function announcedFrom(lines: readonly Line[], at: number): number | undefined {
  const from = oldHeadAbove(lines, at) ?? attributionAbove(lines, at)?.from;
  return from === undefined ? undefined : fromRule(lines, from);
}
