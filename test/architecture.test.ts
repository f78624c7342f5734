/** The house rules of ARCHITECTURE.md, read off the sources themselves. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect } from 'chai';

const ROOT = resolve(import.meta.dirname, '../..');
const PURE = ['mail', 'spam', 'desk'];
const PURE_BUILTINS = ['node:crypto'];

/** room → rooms it may import from; a file directly in src is wiring and may import everything below it. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  mail: ['mail'],
  spam: ['spam', 'mail'],
  desk: ['desk', 'mail'],
  advice: ['advice', 'store', 'outbox', 'config', 'desk', 'mail'],
  store: ['store', 'desk', 'mail', 'spam', 'outbox', 'config'],
  intake: ['intake', 'desk', 'mail', 'config'],
  outbox: ['outbox', 'desk', 'mail', 'config'],
  config: ['config', 'desk', 'mail'],
  daemon: ['daemon', 'intake', 'outbox', 'store', 'config', 'desk', 'mail', '.'],
  cli: ['cli', 'daemon', 'advice', 'intake', 'outbox', 'config', 'desk', 'mail', 'spam', 'store', '.'],
  '.': ['.', 'advice', 'store', 'intake', 'outbox', 'config', 'desk', 'mail', 'spam'],
};

interface Source {
  readonly file: string;
  readonly room: string;
  readonly text: string;
  readonly imports: readonly { readonly from: string; readonly types: boolean }[];
}

function sources(): Source[] {
  const src = join(ROOT, 'src');
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(f => f.endsWith('.ts'));
  return files.map(file => {
    const text = readFileSync(join(src, file), 'utf8');
    const found = text.matchAll(
      /(?:^|\n)\s*(?:import|export)\s+(type\s)?[^;'"]*?from\s+'([^']+)'|import\(\s*'([^']+)'\s*\)|(?:^|\n)import\s+'([^']+)'/g,
    );
    const imports = [...found].map(m => ({ from: (m[2] ?? m[3] ?? m[4])!, types: m[1] !== undefined }));
    return { file, room: file.includes('/') ? file.split('/')[0]! : '.', text, imports };
  });
}

function roomOf(source: Source, from: string): string | undefined {
  if (!from.startsWith('.')) return undefined;
  const target = relative(join(ROOT, 'src'), resolve(join(ROOT, 'src'), dirname(source.file), from));
  return target.includes('/') ? target.split('/')[0] : '.';
}

const all = sources();
const code = (source: Source) =>
  source.text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '').replace(/'(?:[^'\\\n]|\\.)*'/g, "''");

describe('architecture', () => {
  it('reads the sources', () => {
    expect(all.length).to.be.greaterThan(30);
    expect(all.flatMap(s => s.imports).length).to.be.greaterThan(100);
  });

  it('has no room but those of the map', () => {
    expect([...new Set(all.map(s => s.room))].filter(room => !(room in MAY_IMPORT))).to.deep.equal([]);
  });

  it('imports only in the directions of the map', () => {
    const wrong = all.flatMap(source =>
      source.imports
        .map(i => roomOf(source, i.from))
        .filter(room => room !== undefined && !MAY_IMPORT[source.room]!.includes(room))
        .map(room => `${source.file} imports from ${room}`),
    );
    expect(wrong).to.deep.equal([]);
  });

  it('lets outbox see letters and people, never tickets’ tables', () => {
    const wrong = all
      .filter(s => s.room === 'outbox')
      .flatMap(s => s.imports.filter(i => /store/.test(i.from)).map(i => `${s.file}: ${i.from}`));
    expect(wrong).to.deep.equal([]);
  });

  it('keeps mail, spam and desk pure: no packages, no waiting, no clock, no dice, no process, no console', () => {
    const wrong: string[] = [];
    for (const source of all.filter(s => PURE.includes(s.room))) {
      for (const { from } of source.imports)
        if (!from.startsWith('.') && !PURE_BUILTINS.includes(from)) wrong.push(`${source.file} imports ${from}`);
      const impure = code(source).match(
        /\bawait\b|\basync\b|\bPromise\b|Date\.now|new Date\(\)|Math\.random|\bprocess\.|\bconsole\.|\bsetTimeout\b|\bfetch\(/,
      );
      if (impure) wrong.push(`${source.file} uses ${impure[0]}`);
    }
    expect(wrong).to.deep.equal([]);
  });

  it('imports each package in one file', () => {
    const importers = new Map<string, Set<string>>();
    for (const source of all) {
      for (const { from, types } of source.imports) {
        if (from.startsWith('.') || from.startsWith('node:') || types) continue;
        const name = from.startsWith('@') ? from.split('/').slice(0, 2).join('/') : from.split('/')[0]!;
        importers.set(name, (importers.get(name) ?? new Set()).add(source.file));
      }
    }
    // the query builder is the language of the store and is spoken in all of it
    const elsewhere = [...(importers.get('drizzle-orm') ?? [])].filter(file => !file.startsWith('store/'));
    importers.delete('drizzle-orm');
    expect(elsewhere).to.deep.equal([]);
    expect(
      [...importers].filter(([, files]) => files.size > 1).map(([name, files]) => `${name}: ${[...files].join(', ')}`),
    ).to.deep.equal([]);
  });

  it('uses every dependency it has, and has every one it uses', () => {
    const { dependencies, optionalDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const used = new Set(
      all
        .flatMap(s => s.imports)
        .map(i => i.from)
        .filter(f => !f.startsWith('.') && !f.startsWith('node:'))
        .map(f => f.split('/', f.startsWith('@') ? 2 : 1).join('/')),
    );
    expect([...used].sort()).to.deep.equal(Object.keys({ ...dependencies, ...optionalDependencies }).sort());
  });

  it('has no circle of files', () => {
    const graph = new Map(
      all.map(s => [
        join('src', s.file),
        s.imports.filter(i => i.from.startsWith('.')).map(i => join('src', dirname(s.file), i.from)),
      ]),
    );
    const cycles: string[] = [];
    const state = new Map<string, 'open' | 'done'>();
    const walk = (file: string, path: string[]) => {
      if (state.get(file) === 'done') return;
      if (state.get(file) === 'open') return void cycles.push([...path.slice(path.indexOf(file)), file].join(' → '));
      state.set(file, 'open');
      for (const next of graph.get(file) ?? []) walk(next, [...path, file]);
      state.set(file, 'done');
    };
    for (const file of graph.keys()) walk(file, []);
    expect(cycles).to.deep.equal([]);
  });

  it('has no enums, no default exports and no drawer for odds and ends', () => {
    expect(all.filter(s => /\benum\s+\w+\s*\{|export default/.test(code(s))).map(s => s.file)).to.deep.equal([]);
    expect(
      all.filter(s => /(^|\/)(utils?|common|helpers?|services?|types|models?)(\.ts|\/)/.test(s.file)).map(s => s.file),
    ).to.deep.equal([]);
  });
});
