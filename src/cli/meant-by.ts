/** What a line of words calls, read off the table of commands; for whoever lets people type commands somewhere else. */
import type { Meant } from './call.ts';
import type { CommandSpec } from './commands/spec.ts';
import { COMMANDS } from './commands.ts';

export function meantBy([first = '', second = '']: readonly string[]): Meant | undefined {
  const entry = COMMANDS.find(({ name }) => name === first);
  if (entry === undefined) return undefined;
  if (!('inner' in entry)) return meant(entry, 1);
  const inner = entry.inner.find(({ name }) => name === second);
  if (inner) return meant(inner, 2);
  const usual = entry.inner.find(({ byDefault }) => byDefault === true);
  return usual && meant(usual, 1);
}

function meant({ args = [] }: CommandSpec, verbs: number): Meant {
  const needs = args[0]?.name ?? '';
  if (!/^[<[]tickets?\b/.test(needs)) return { verbs };
  // a word that is missing behind several would be the last of them
  return { verbs, tickets: needs.includes('...') && args.length === 1 ? 'several' : 'one' };
}
