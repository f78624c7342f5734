import { forTerminal } from '../mail/clean.ts';

/** Words from a mail for one line of output: nothing that steers a terminal, and white space is one blank. */
export function oneLine(words: string): string {
  return forTerminal(words.replace(/\s+/g, ' ').trim(), { multiline: false });
}

/** Words from a mail as lines, without blank ends. */
export function manyLines(words: string): string[] {
  const lines = forTerminal(words, { multiline: true }).split('\n');
  return lines.map(line => line.trimEnd());
}

/** `Ann <ann@example.org>`; the address always shows, for a name may hold anything. */
export function person(who: { readonly name: string; readonly address: string }): string {
  return oneLine(who.name === '' ? who.address : `${who.name} <${who.address}>`);
}
