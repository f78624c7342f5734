import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { exampleConfig } from '../src/config/example.ts';
import { faultLine } from '../src/config/fault.ts';
import { keys } from '../src/config/keys.ts';
import type { Keys } from '../src/config/kind.ts';
import { parseConfig } from '../src/config/parse-config.ts';
import * as expressions from '../src/config/pattern.ts';

/** `[mailbox] move_to` for every key of every table. */
function allKeys(all: Keys, table = ''): string[] {
  return Object.entries(all).flatMap(([key, entry]) =>
    'keys' in entry ? allKeys(entry.keys, table ? `${table}.${key}` : key) : [`[${table}] ${key}`],
  );
}

/** The same, as the text shows them; with the comment above each. */
function shownKeys(text: string): Map<string, string> {
  const shown = new Map<string, string>();
  let table = '';
  let above = '';
  for (const line of text.split('\n')) {
    const [, header] = /^#?\[+([a-z_.]+)\]+$/.exec(line) ?? [];
    const [, key] = /^#?([a-z_]+) = /.exec(line) ?? [];
    if (header !== undefined) table = header;
    if (key !== undefined) shown.set(`[${table}] ${key}`, above);
    above = line.startsWith('# ') ? line : '';
  }
  return shown;
}

function faults(text: string): string[] {
  const result = parseConfig(text, '/etc/postdesk/config.toml', expressions);
  return 'faults' in result ? result.faults.map(faultLine) : [];
}

describe('config.example.toml', () => {
  const example = exampleConfig();

  it('is what desk config example prints', async () => {
    expect(await readFile('config.example.toml', 'utf8')).to.equal(example);
  });

  it('loads without a fault', () => {
    expect(faults(example)).to.deep.equal([]);
  });

  it('shows every key that is known, each with a line of documentation', () => {
    const shown = shownKeys(example);
    expect([...shown.keys()]).to.deep.equal(allKeys(keys));
    for (const [key, above] of shown) expect(above, key).to.match(/^# \S/);
  });

  it('can have the # taken away anywhere without a fault', () => {
    const blocks = example.split('\n\n\n');
    const tried = blocks.flatMap((block, i) => variants(block).map(variant => blocks.with(i, variant).join('\n\n\n')));
    expect(tried).to.have.length.above(30);
    for (const text of tried) expect(faults(text), text).to.deep.equal([]);
  });
});

/** A table with each of its commented keys in force, one at a time; all of them where the table itself is commented. */
function variants(block: string): string[] {
  if (/^#\[/m.test(block)) return [block.replace(/^#(?=[a-z[])/gm, '')];
  return [...block.matchAll(/^#([a-z_]+) = .*$/gm)].map(([line, key]) => {
    const other = key!.startsWith('password') ? block.replace(/^password_file/m, '#$&') : block;
    return other.replace(line, line.slice(1));
  });
}
