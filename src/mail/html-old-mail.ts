import { isForwardMarker } from './forward-marker.ts';
import type { Page } from './html-page.ts';

/**
 * Containers of old mails that are no blockquotes: Yahoo's always, Gmail's sometimes. Their first line says who wrote,
 * and stays; what is below it is quoted when the container ends, unless the first line says that it is a forward.
 * In Gmail's an answer may stand between blockquotes, so one that has any is left as it is.
 */
export interface OldMail {
  readonly program: 'yahoo' | 'gmail';
  /** Quote marks around it. */
  readonly depth: number;
  readonly level: number;
  /** Its first line, once that is written. */
  firstLine: number | undefined;
  isOld: boolean;
  hasQuotes: boolean;
}

const MOST_LEVELS = 10;

/** Undefined when there are too many within each other. */
export function openOldMail(
  program: OldMail['program'],
  depth: number,
  outer: OldMail | undefined,
): OldMail | undefined {
  const level = (outer?.level ?? 0) + 1;
  if (outer !== undefined && depth > outer.depth) outer.hasQuotes = true;
  return level > MOST_LEVELS ? outer : { program, depth, level, firstLine: undefined, isOld: false, hasQuotes: false };
}

/** `at`: the number of the line that is about to be written. */
export function noteLine(old: OldMail, line: string, quotes: number, at: number): void {
  if (quotes > old.depth) old.hasQuotes = true;
  if (old.firstLine !== undefined) return;
  old.firstLine = at;
  old.isOld = !isForwardMarker(line.trim()) && (old.program === 'yahoo' || /[:：]$/.test(line.trim()));
}

/** All lines are written. */
export function closeOldMail(page: Page, old: OldMail): void {
  if (old.firstLine === undefined || !old.isOld || (old.program === 'gmail' && old.hasQuotes)) return;
  const outer = '> '.repeat(Math.min(old.depth, MOST_LEVELS));
  const written = (line: string) => line.replaceAll('>', '').trim() !== '';
  let from = old.firstLine + 1;
  while (from < page.lines.length && !written(page.lines[from] ?? '')) from++;
  for (let n = from; n < page.lines.length; n++) {
    const line = page.lines[n] ?? '';
    page.lines[n] = `${outer}> ${line.slice(outer.length)}`.trimEnd();
    page.length += 2;
  }
  page.lastQuotes = old.depth + 1;
}
