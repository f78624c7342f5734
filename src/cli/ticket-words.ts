/**
 * Which words of a command line name tickets, where other words follow them: `status 4 6 12 waiting`, `due 4 6 friday`.
 * Of one word that follows it is the last of all; of several, they begin at the first that names no ticket.
 */
import type { ArgSpec } from './commands/spec.ts';
import { namesTickets } from './ticket-numbers.ts';

/** Tickets first, and something behind them. */
export function takesTicketsFirst([first, ...others]: readonly ArgSpec[]): boolean {
  return first?.kind === 'tickets' && isSeveral(first) && others.length > 0;
}

/** `bare`: said to be without a word, by --none or --nobody. */
export function sharedOut(words: readonly string[], args: readonly ArgSpec[], bare: boolean): readonly unknown[] {
  const [tickets, last] = args;
  if (words.length === 0 || tickets === undefined || last === undefined) return [];
  const named = isSeveral(last) ? leading(words, last) : beforeTheWord(words, bare);
  const others = words.slice(named);
  return [words.slice(0, named), isSeveral(last) ? (others.length === 0 ? undefined : others) : others[0]];
}

function beforeTheWord(words: readonly string[], bare: boolean): number {
  const all = words.length === 1 || (bare && words.every(namesTickets));
  return all ? words.length : words.length - 1;
}

/** How many; the first always does, and a word that has to be there is left. */
function leading(words: readonly string[], last: ArgSpec): number {
  const most = last.name.startsWith('<') ? words.length - 1 : words.length;
  const end = words.findIndex((word, i) => i > 0 && !namesTickets(word));
  const found = end === -1 ? words.length : end;
  // the number of `due 4 2 d` counts days
  const counts = found > 1 && /^[smhd]$/i.test(words[found] ?? '');
  return Math.max(1, Math.min(most, counts ? found - 1 : found));
}

function isSeveral({ name }: ArgSpec): boolean {
  return name.includes('...');
}
