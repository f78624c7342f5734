/** The documentation is held to the program: every command, every option, both ways. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import type { CommandFamily, CommandSpec } from '../src/cli/commands/spec.ts';
import { COMMANDS } from '../src/cli/commands.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const run = promisify(execFile);

interface Entry {
  /** `outbox list` */
  readonly words: readonly string[];
  readonly spec: CommandSpec | CommandFamily;
}

const entries: readonly Entry[] = COMMANDS.flatMap(spec => [
  { words: [spec.name], spec },
  ...('inner' in spec ? spec.inner.map(inner => ({ words: [spec.name, inner.name], spec: inner })) : []),
]);
const names = new Set(entries.map(({ words }) => words.join(' ')));

/** What `desk … --help` prints for each of these, all by one process: two dozen starts would only cost time. */
async function helpTexts(commands: readonly (readonly string[])[]): Promise<string[]> {
  const program = pathToFileURL(join(ROOT, 'dist/src/cli/program.js')).href;
  const script = `const { runProgram } = await import(${JSON.stringify(program)});
    for (const words of ${JSON.stringify(commands)}) {
      await runProgram([...words, '--help']);
      process.stdout.write('\\f');
    }`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script]);
  return stdout.split('\f');
}

function readme(): string {
  return readFileSync(join(ROOT, 'README.md'), 'utf8');
}

describe('The documentation', () => {
  it('has a description for every command, argument and option, and an example that names the command', () => {
    for (const { words, spec } of entries) {
      const name = words.join(' ');
      expect(spec.description, name).to.match(/\S/);
      expect(spec.examples.length, name).to.be.within(1, 3);
      expect(
        spec.examples.some(example => example.includes(`desk ${words[0]}`) || example.includes(words[0]!)),
        name,
      ).to.equal(true);
      if ('inner' in spec) continue;
      for (const arg of spec.args ?? []) expect(arg.description, `${name} ${arg.name}`).to.match(/\S/);
      for (const option of spec.options ?? []) expect(option.description, `${name} ${option.flags}`).to.match(/\S/);
    }
  });

  it('is what --help prints: every option and every example of every command', async () => {
    const texts = await helpTexts(entries.map(({ words }) => words));
    for (const [i, { words, spec }] of entries.entries()) {
      const printed = texts[i]!;
      for (const example of spec.examples) expect(printed, words.join(' ')).to.include(example);
      if ('inner' in spec)
        for (const inner of spec.inner) expect(printed).to.match(new RegExp(`^  ${inner.name}\\b`, 'm'));
      else for (const option of spec.options ?? []) expect(printed, words.join(' ')).to.include(option.flags);
    }
  });

  it('lists every command in `desk help`', async () => {
    const { stdout: printed } = await run(process.execPath, [join(ROOT, 'bin/desk'), 'help']);
    for (const { name } of COMMANDS) expect(printed).to.match(new RegExp(`^  ${name}\\b`, 'm'));
  });

  it('has every command in the README’s table, and no command that is not there', () => {
    const rows = readme()
      .split('\n')
      .filter(line => /^\| `desk /.test(line));
    const named = rows.flatMap(row => [...row.matchAll(/`(?:desk )?([a-z]+)(?: [^`]*)?`/g)].map(match => match[1]!));
    expect(rows.length, 'rows of the table').to.be.greaterThan(0);
    for (const { name } of COMMANDS) expect(named, 'README.md').to.include(name);
    for (const [, word] of readme().matchAll(/(?:`|^\$ (?:bin\/)?)desk ([a-z]+)/gm))
      expect([...names, 'help'], `README.md: desk ${word}`).to.include(word);
  });

  it('names no option in the README’s table that its command does not have', () => {
    for (const row of readme()
      .split('\n')
      .filter(line => /^\| `desk /.test(line))) {
      const name = /^\| `desk ([a-z]+)/.exec(row)?.[1];
      const spec = COMMANDS.find(command => command.name === name);
      const flags = spec && !('inner' in spec) ? (spec.options ?? []).map(option => option.flags).join(' ') : '';
      for (const [option] of row.matchAll(/--[a-z-]+/g)) expect(flags, row).to.include(option);
    }
  });

  it('says the same in the file of examples for the configuration as the program', async function () {
    const file = join(ROOT, 'config.example.toml');
    if (!existsSync(file)) return this.skip();
    const { stdout } = await run(process.execPath, [join(ROOT, 'bin/desk'), 'config', 'example']);
    expect(stdout.trimEnd()).to.equal(readFileSync(file, 'utf8').trimEnd());
  });
});
