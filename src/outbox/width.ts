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
  return isPlain(text) ? text.length : measure(text);
}

/** ASCII, letters of Latin, Greek and Cyrillic, dashes and quotation marks: a column for each. */
export function isPlain(text: string): boolean {
  return /^[\x20-\x7e\xa1-\xac\xae-\u017f\u0386-\u03ce\u0400-\u0482\u048a-\u04ff\u2010-\u2026]*$/.test(text);
}
