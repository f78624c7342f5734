import { splitAddress } from '../mail/addresses.ts';
import { forTerminal } from '../mail/clean.ts';
import { aboutDomain } from '../mail/lookalike.ts';

/** Words from a mail for one line of output: nothing that steers a terminal, and white space is one blank. */
export function oneLine(words: string): string {
  return forTerminal(words.replace(/\s+/g, ' ').trim(), { multiline: false });
}

/** Words from a mail as lines, without blank ends; tabulators are blanks, for the words are moved in and wrapped. */
export function manyLines(words: string): string[] {
  const lines = forTerminal(words, { multiline: true }).split('\n');
  return lines.map(line => withoutTabs(line).trimEnd());
}

const TAB = 8;
/** A line with more of them is nothing that anybody lined up. */
const MOST_TABS = 100;

function withoutTabs(line: string): string {
  if (!line.includes('\t')) return line;
  const parts = line.split('\t');
  if (parts.length > MOST_TABS) return parts.join(' ');
  return parts.reduce((said, part) => `${said}${' '.repeat(TAB - (said.length % TAB))}${part}`);
}

/** An address, and what its domain looks like when that is not what it is: `ann@аpple.example (looks like …)`. */
export function addressLine(address: string): string {
  const about = aboutDomain(splitAddress(address).domain);
  return oneLine(about === undefined ? address : `${address} (${about})`);
}

/** `Ann <ann@example.org>`; the address always shows, for a name may hold anything, another address too. */
export function person(who: { readonly name: string; readonly address: string }): string {
  if (who.name === '') return addressLine(who.address);
  const about = aboutDomain(splitAddress(who.address).domain);
  const remarks = [...(claimsAnother(who) ? ['the name is no address'] : []), ...(about === undefined ? [] : [about])];
  return oneLine(`${who.name} <${who.address}>${remarks.length === 0 ? '' : ` (${remarks.join(', ')})`}`);
}

function claimsAnother({ name, address }: { readonly name: string; readonly address: string }): boolean {
  return /[@\uff20\ufe6b]/.test(name) && name.trim().toLowerCase() !== address.toLowerCase();
}
