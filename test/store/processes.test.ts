import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { loadNodeSqlite } from '../../src/store/node-sqlite-handle.ts';
import { openSqlite } from '../../src/store/open-sqlite.ts';
import { freshFile } from '../databases.ts';

const WRITER = fileURLToPath(new URL('./writer-process.js', import.meta.url));

/** Makes the package sqlite3 fail as it does when its addon was never built. */
const HOOK = moduleOf(`export async function resolve(name, context, next) {
  if (name === 'sqlite3') throw new Error('Could not locate the bindings file');
  return next(name, context);
}`);
const WITHOUT_ADDON = moduleOf(`import { register } from 'node:module'; register(${JSON.stringify(HOOK)});`);

interface Writer {
  readonly process: ChildProcess;
  /** Ids whose commit was acknowledged. */
  readonly said: number[];
  readonly errors: () => string;
  readonly ended: Promise<number | null>;
  /** Resolves when so many ids were said. */
  reaches(many: number): Promise<void>;
}

function startWriter(
  file: string,
  first: number,
  many: number,
  how: 'alone' | 'grouped',
  flags: string[] = [],
): Writer {
  const child = spawn(process.execPath, [...flags, WRITER, file, String(first), String(many), how], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: number[] = [];
  let rest = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop()!;
    said.push(...lines.map(Number));
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const reaches = async (many: number) => {
    while (said.length < many) await Promise.race([once(child.stdout, 'data'), ended.then(() => fail(errors))]);
  };
  return { process: child, said, errors: () => errors, ended, reaches };
}

function fail(errors: string): never {
  throw new Error(`the writer ended too early: ${errors}`);
}

describe('a SQLite file and its processes', () => {
  for (const how of ['alone', 'grouped'] as const) {
    it(`keeps every acknowledged row when a process that commits ${how} is killed while it writes`, async () => {
      const file = freshFile();
      const writer = startWriter(file, 1, 1_000_000, how);
      await writer.reaches(150);
      writer.process.kill('SIGKILL');
      await writer.ended;
      const database = await openSqlite({ file });
      const kept = new Set((await database.all('select id from people')).map(([id]) => id));
      expect(writer.said.filter(id => !kept.has(id))).to.deep.equal([]);
      expect(await database.all('pragma integrity_check')).to.deep.equal([['ok']]);
      expect(
        await database.all('select count(*) from people where id not in (select person from addresses)'),
      ).to.deep.equal([[0]]);
      await database.close();
    });
  }

  it('is made once by processes that start together, and takes the writes of all without an error', async () => {
    const file = freshFile();
    const writers = [1_000, 2_000, 3_000].map((first, at) =>
      startWriter(file, first, 100, at === 1 ? 'grouped' : 'alone'),
    );
    const ends = await Promise.all(writers.map(writer => writer.ended));
    expect(writers.map(writer => writer.errors()).join('')).to.equal('');
    expect(ends).to.deep.equal([0, 0, 0]);
    const database = await openSqlite({ file });
    expect(await database.all('select count(*) from people')).to.deep.equal([[300]]);
    await database.close();
  });

  it('are opened without the addon when Node has SQLite inside, and else the error says what to do', async () => {
    const writer = startWriter(freshFile(), 1, 3, 'alone', ['--no-warnings', '--import', WITHOUT_ADDON]);
    const end = await writer.ended;
    if (await loadNodeSqlite()) expect([end, writer.said, writer.errors()]).to.deep.equal([0, [1, 2, 3], '']);
    else
      expect(writer.errors()).to.match(
        /no SQLite driver: Could not locate the bindings file.*npm rebuild sqlite3.*Node\.js 24/,
      );
  });
});

function moduleOf(code: string): string {
  return `data:text/javascript,${encodeURIComponent(code)}`;
}
