/**
 * How many columns a text takes: an emoji family or a Chinese character two, a combining mark none. Nearly all texts
 * are of letters that take one each: those cost no tables and no start-up time.
 */
let measure = (text: string): number => text.length;

/** To be awaited before texts are measured: the tables of wide characters are loaded when a text needs them. */
export async function learnWidths(texts: readonly string[]): Promise<void> {
  if (!texts.every(isPlain)) measure = (await import('string-width')).default;
}

export function widthOf(text: string): number {
  if (isPlain(text)) return text.length;
  return WIDE.test(text) ? 2 * text.length : measure(text);
}

/** Kana, Han and Hangul with their punctuation: two columns for each, and no table is needed to say so. */
const WIDE = /^[\u3001-\u3029\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff5e]+$/;

/** ASCII, letters of Latin, Greek and Cyrillic, dashes and quotation marks: a column for each. */
export function isPlain(text: string): boolean {
  return /^[\x20-\x7e\xa1-\xac\xae-\u017f\u0386-\u03ce\u0400-\u0482\u048a-\u04ff\u2010-\u2026]*$/.test(text);
}
