/** Words into HTML exactly as they were typed: never as Markdown, never as tags. */

export function escapeHtml(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}

/** Line ends and rows of blanks are kept, in programs without style sheets too. */
export function literalHtml(text: string): string {
  return escapeHtml(text)
    .replace(/\t/g, '    ')
    .replace(
      / {2,}|(?<=^|\n) /g,
      blanks => `${'&nbsp;'.repeat(blanks.length - 1)}${blanks.length === 1 ? '&nbsp;' : ' '}`,
    )
    .replace(/\n/g, '<br>\n');
}

/** A quoted mail, as programs of mail know one. */
export function quoteHtml(text: string): string {
  return `<blockquote type="cite" dir="auto">${literalHtml(text)}</blockquote>\n`;
}
