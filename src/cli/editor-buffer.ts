/**
 * The text an operator edits. What stands above the scissors line is sent; all below is only there to be read.
 * Without the line it cannot be told what is whose, so nothing may be sent then.
 */
export const SCISSORS = '# ------ 8< ------ everything below is cut';

/** `below` is shown under the line: clean lines, already safe for a terminal. */
export function editorBuffer(below: readonly string[], draft = ''): string {
  return [draft, '', SCISSORS, ...below, ''].join('\n');
}

export type Edited = { readonly words: string } | { readonly cancelled: 'empty' | 'no scissors' };

export function readBuffer(buffer: string): Edited {
  const lines = buffer.split(/\r\n|\r|\n/);
  const cut = lines.findIndex(line => line.trimEnd() === SCISSORS);
  if (cut < 0) return { cancelled: buffer.trim() === '' ? 'empty' : 'no scissors' };
  const words = tidy(lines.slice(0, cut).join('\n'));
  return words === '' ? { cancelled: 'empty' } : { words };
}

/** Without empty lines at both ends and with LF line ends. */
export function tidy(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd();
}

export function quoted(lines: readonly string[]): string[] {
  return lines.map(line => (line === '' ? '>' : `> ${line}`));
}
