import { keys } from './keys.ts';
import type { Keys, Leaf, Section } from './kind.ts';

/**
 * The configuration that `desk config example` prints; config.example.toml in the package is the same text. Made from
 * the table of keys, so it cannot miss one. A `#` right before a key marks a default or a choice not taken.
 */
const HEAD = `\
# Configuration of Postdesk, in TOML (https://toml.io).
#
# A line that begins with # and a key, without a space, shows a default or another choice: take the # away to use it.
# Durations: "30s", "5m", "2h", "7d". Sizes: "50 MB", "64 kB" (decimal), "64 MiB" (binary).
# Paths are taken from the folder of this file; ~ is not expanded.
# After a change: desk config check
`;

export function exampleConfig(): string {
  return `${HEAD}\n${leaves(keys, '')}${sections(keys, [])}`;
}

function leaves(all: Keys, off: '#' | ''): string {
  return Object.entries(all)
    .flatMap(([key, entry]) => ('keys' in entry ? [] : [leaf(key, entry, off)]))
    .join('');
}

function leaf(key: string, { doc, example, active }: Leaf, off: '#' | ''): string {
  return `${comment(doc)}${active && !off ? '' : '#'}${key} = ${example}\n`;
}

function sections(all: Keys, above: readonly string[]): string {
  return Object.entries(all)
    .map(([key, entry]) => ('keys' in entry ? `\n\n${section([...above, key], entry, '')}` : ''))
    .join('');
}

/** A table that is not in force is a comment with all that is in it. */
function section(name: readonly string[], { doc, shape, off: isOff, keys }: Section, outer: '#' | ''): string {
  const off = outer || shape === 'maybe' || isOff ? '#' : '';
  const header = shape === 'many' ? `[[${name.join('.')}]]` : `[${name.join('.')}]`;
  const inside = Object.entries(keys).flatMap(([key, entry]) =>
    'keys' in entry ? [section([...name, key], entry, off)] : [],
  );
  const gap = off ? '' : '\n\n';
  return `${comment(doc)}${off}${header}\n${leaves(keys, off)}${inside.map(one => gap + one).join('')}`;
}

const WIDTH = 100;

function comment(text: string): string {
  return wrap(text.split(' '))
    .map(line => `# ${line}\n`)
    .join('');
}

function wrap(words: readonly string[]): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= WIDTH - 2) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
