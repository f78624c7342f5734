/**
 * A desk of 200,000 tickets and 1,000,000 messages: how long `desk list`, `desk show` and `desk search` take as whole
 * processes, beside `node -e 0`, which is as fast as anything on Node can be; how long searches take inside one, over
 * more than 200 of all kinds; and how large the index is. On a busy machine read the ratios.
 * Run: node dist/bench/at-scale.js [FOLDER] [ROUNDS] [tickets]; the desk is made in the folder when it is not there.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseConfig } from '../src/config/parse-config.ts';
import { parseSearch } from '../src/desk/search-query.ts';
import type { Database } from '../src/store/database.ts';
import { openSqlite } from '../src/store/open-sqlite.ts';
import { searchTickets } from '../src/store/search.ts';
import {
  CATEGORIES,
  CONFIG,
  type Dice,
  diceOf,
  LARGE,
  LAST,
  makeLargeDesk,
  OPERATORS,
  oneOf,
  QUEUES,
  TAGS,
} from './large-desk.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const EACH = 25;

async function prepare(folder: string, tickets: number): Promise<string> {
  const file = join(folder, 'state', 'desk.db');
  mkdirSync(join(folder, 'state'), { recursive: true });
  writeFileSync(join(folder, 'config.toml'), CONFIG);
  if (!existsSync(file)) {
    const started = performance.now();
    const size = { ...LARGE, tickets, messages: tickets * 5, people: Math.round(tickets * 0.3) };
    await makeLargeDesk(file, size, messages => process.stderr.write(`${messages} messages\n`));
    console.log(`made in ${Math.round((performance.now() - started) / 1000)} s`);
  }
  return file;
}

const quantile = (times: readonly number[], q: number) =>
  [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * q))] ?? Number.NaN;

/** Wall time in ms. */
function timed(folder: string, args: readonly string[]): number {
  const started = performance.now();
  const env = { ...process.env, DESK_CONFIG: '', DESK_OPERATOR: 'bob' };
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, env });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  return performance.now() - started;
}

/** In turns, so that a busy machine slows all of them; the ratio is that of the two of one round. */
function wholeProcesses(folder: string, rounds: number, tickets: number, words: readonly string[]): void {
  const dice = diceOf(3);
  const program = join(ROOT, 'bin/desk');
  const commands: readonly (readonly [string, () => readonly string[]])[] = [
    ['desk list', () => ['list']],
    ['desk list --mine --all', () => ['list', '--mine', '--all']],
    ['desk show N', () => ['show', String(1 + Math.floor(dice() * tickets))]],
    ['desk search WORD', () => ['search', oneOf(dice, words)]],
    ['desk search, two words, is:open', () => ['search', oneOf(dice, words), oneOf(dice, words), 'is:open']],
  ];
  const bare: number[] = [];
  const times = commands.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    bare.push(timed(folder, ['-e', '0']));
    for (const [i, [, args]] of commands.entries()) times[i]!.push(timed(folder, [program, ...args()]));
  }
  const row = (name: string, own: readonly number[]) => {
    const ratio = quantile(
      own.map((time, i) => time / bare[i]!),
      0.5,
    );
    console.log(
      `| ${name} | ${quantile(own, 0.5).toFixed(0)} | ${quantile(own, 0.95).toFixed(0)} | ${ratio.toFixed(2)} |`,
    );
  };
  console.log('\n| whole process | p50 ms | p95 ms | × node -e 0 |\n|---|--:|--:|--:|');
  row('node -e 0', bare);
  for (const [i, [name]] of commands.entries()) row(name, times[i]!);
}

interface Words {
  readonly rare: readonly string[];
  readonly middling: readonly string[];
  readonly common: readonly string[];
  readonly phrases: readonly string[];
}

/** Words that are there, by how many messages have them, and pairs that stand side by side. */
async function wordsOf(database: Database, dice: Dice): Promise<Words> {
  const [[last]] = (await database.all('select max(id) from messages')) as [[number]];
  const words = new Set<string>();
  const phrases: string[] = [];
  for (let i = 0; i < 150; i++) {
    const [[text]] = (await database.all('select text from messages where id = $1', [
      1 + Math.floor(dice() * last),
    ])) as [[string]];
    const own = text
      .toLowerCase()
      .split(/[^\p{L}]+/u)
      .filter(word => word.length > 1);
    for (const word of own.slice(0, 40)) words.add(word);
    const at = Math.floor(dice() * (own.length - 3));
    phrases.push(`"${own.slice(at, at + 2 + Math.floor(dice() * 2)).join(' ')}"`);
  }
  const counted: [string, number][] = [];
  for (const word of words) {
    const sql = 'select count(*) as n from (select 1 from search s where s.search match $1 limit 100000)';
    const [[count]] = (await database.all(sql, [`"${word}"`])) as [[number]];
    counted.push([word, count]);
  }
  const between = (from: number, to: number) =>
    counted.filter(([, n]) => n >= from * last && n < to * last).map(([word]) => word);
  return { rare: between(0, 0.0005), middling: between(0.0005, 0.02), common: between(0.05, 2), phrases };
}

function queries(
  { rare, middling, common, phrases }: Words,
  dice: Dice,
  tickets: number,
): Readonly<Record<string, string[]>> {
  const some = (make: () => string) => Array.from({ length: EACH }, make);
  const [r, m, c, p] = [rare, middling, common, phrases].map(words => () => oneOf(dice, words)) as [
    () => string,
    () => string,
    () => string,
    () => string,
  ];
  const year = () => 2022 + Math.floor(dice() * 4);
  const company = () => `company${Math.floor(dice() * 900)}.example`;
  return {
    'a rare word': some(r),
    'a middling word': some(m),
    'a common word': some(c),
    'two words': some(() => `${m()} ${c()}`),
    'two common words': some(() => `${c()} ${c()}`),
    'a phrase': some(p),
    'a beginning': some(() => `${m().slice(0, 2 + Math.floor(dice() * 4))}*`),
    'one of two, without a third': some(() => `${r()} OR ${m()} -${c()}`),
    'a word and a state': some(
      () =>
        `${oneOf(dice, [m, c])()} ${oneOf(dice, ['is:open', 'is:closed', 'is:unanswered', 'is:unowned', 'status:waiting'])}`,
    ),
    'a word and a field': some(
      () =>
        `${oneOf(dice, [m, c])()} ${oneOf(dice, [`owner:${oneOf(dice, OPERATORS)}`, `queue:${oneOf(dice, QUEUES)}`, `category:${oneOf(dice, CATEGORIES)}`, `tag:${oneOf(dice, TAGS)}`])}`,
    ),
    'a word and who': some(
      () =>
        `${oneOf(dice, [m, c])()} ${oneOf(dice, [`from:@${company()}`, `from:person${20 + Math.floor(dice() * 9000)}`, `from:${oneOf(dice, OPERATORS)}`, `to:@${company()}`])}`,
    ),
    'a word and when': some(
      () =>
        `${oneOf(dice, [m, c])()} ${oneOf(dice, [`before:${year()}`, `after:${year()}-06`, `on:${year()}-0${1 + Math.floor(dice() * 9)}`, 'after:2w'])}`,
    ),
    'a word and what': some(
      () =>
        `${oneOf(dice, [m, c])()} ${oneOf(dice, ['in:note', 'in:answer', 'has:attachment', `number:${Math.floor(dice() * tickets)}`])}`,
    ),
    'no word': some(() =>
      oneOf(dice, [
        `tag:${oneOf(dice, TAGS)} is:open`,
        'is:unanswered',
        `from:@${company()}`,
        `in:note owner:${oneOf(dice, OPERATORS)}`,
        `has:attachment on:${year()}-03`,
        `file:${m()}`,
      ]),
    ),
  };
}

async function inProcess(database: Database, asked: Readonly<Record<string, string[]>>): Promise<void> {
  const parsed = parseConfig(CONFIG, '/nowhere/config.toml');
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
  const knows = {
    policy: parsed.config.policy,
    login: 'bob',
    now: LAST,
    midnight: (year: number, month: number, day: number) => Date.UTC(year, month - 1, day),
    dayOf: (at: number) => ({
      year: new Date(at).getUTCFullYear(),
      month: new Date(at).getUTCMonth() + 1,
      day: new Date(at).getUTCDate(),
    }),
  };
  const all: number[] = [];
  let slowest = { typed: '', ms: 0 };
  console.log(
    '\n| search, in process | p50 ms | p95 ms | most ms | CPU p50 ms | CPU p95 ms | tickets found, mean |\n|---|--:|--:|--:|--:|--:|--:|',
  );
  const allCpu: number[] = [];
  for (const [kind, list] of Object.entries(asked)) {
    const times: number[] = [];
    const cpu: number[] = [];
    let found = 0;
    for (const typed of list) {
      const query = parseSearch(typed, knows);
      if ('faults' in query) throw new Error(`${typed}: ${JSON.stringify(query.faults)}`);
      const before = process.cpuUsage();
      const started = performance.now();
      found += (await searchTickets(database, { query, limit: 20 })).hits.length;
      const ms = performance.now() - started;
      times.push(ms);
      const { user, system } = process.cpuUsage(before);
      cpu.push((user + system) / 1000);
      if (ms > slowest.ms) slowest = { typed, ms };
    }
    all.push(...times);
    allCpu.push(...cpu);
    console.log(
      `| ${kind} | ${quantile(times, 0.5).toFixed(1)} | ${quantile(times, 0.95).toFixed(1)} | ${Math.max(...times).toFixed(0)} | ${quantile(cpu, 0.5).toFixed(1)} | ${quantile(cpu, 0.95).toFixed(1)} | ${(found / list.length).toFixed(1)} |`,
    );
  }
  console.log(
    `| all ${all.length} | ${quantile(all, 0.5).toFixed(1)} | ${quantile(all, 0.95).toFixed(1)} | ${slowest.ms.toFixed(0)} | ${quantile(allCpu, 0.5).toFixed(1)} | ${quantile(allCpu, 0.95).toFixed(1)} | |`,
  );
  console.log(`\nslowest: ${slowest.typed}`);
}

async function sizes(database: Database, file: string): Promise<void> {
  const [[index]] = (await database.all(`select sum(pgsize) from dbstat where name like 'search%'`)) as [[number]];
  const whole = statSync(file).size;
  const mb = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
  console.log(`\nfile ${mb(whole)}, the index ${mb(index)} of it; without it ${mb(whole - index)}`);
}

const given = process.argv[2];
const [rounds, tickets] = [Number(process.argv[3] ?? 21), Number(process.argv[4] ?? LARGE.tickets)];
const folder = given ?? mkdtempSync(join(tmpdir(), 'postdesk-at-scale-'));
try {
  const file = await prepare(folder, tickets);
  const database = await openSqlite({ file });
  console.log(`${tickets} tickets, Node ${process.version}`);
  const dice = diceOf(5);
  const words = await wordsOf(database, dice);
  await inProcess(database, queries(words, dice, tickets));
  if (rounds > 0) {
    await sizes(database, file);
    wholeProcesses(folder, rounds, tickets, words.middling);
  }
  await database.close();
} finally {
  if (given === undefined) rmSync(folder, { recursive: true });
}
