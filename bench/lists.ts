/**
 * The lists of a desk of 200,000 tickets and 1,000,000 messages, in one process: every order, of what is open and of all
 * tickets, every filter, and every count. Each is asked a few times; the least CPU time says most on a busy machine.
 * Run: node dist/bench/lists.js FOLDER [ROUNDS] [WORD]; the desk is what bench/at-scale.ts made there. WORD: only what
 * has it in its name.
 */
import { join } from 'node:path';
import { askedFor, sortChosen } from '../src/cli/list-options.ts';
import type { ListWishes } from '../src/config/config.ts';
import { parseConfig } from '../src/config/parse-config.ts';
import { COUNTED, LIST_COLUMNS } from '../src/desk/list-columns.ts';
import type { Database } from '../src/store/database.ts';
import { countTickets, countTicketsBy } from '../src/store/list-counts.ts';
import { listTickets } from '../src/store/lists.ts';
import { openSqlite } from '../src/store/open-sqlite.ts';
import { CONFIG, LAST, OPERATORS } from './large-desk.ts';

const LIMIT = 100;
/** ms; longer is marked. */
const LONG = 300;

const FILTERS: Readonly<Record<string, ListWishes>> = {
  '': {},
  '--mine': { mine: true },
  '--owner ada': { owner: 'ada' },
  '--unowned': { unowned: true },
  '--status waiting': { status: ['waiting'] },
  '--status closed,solved': { status: ['closed', 'solved'] },
  '--status some-word': { status: ['at-supplier'] },
  '--queue billing': { queue: ['billing'] },
  '--queue billing,phones': { queue: ['billing', 'phones'] },
  '--group none': { group: ['none'] },
  '--group first': { group: ['first'] },
  '--category order': { category: ['order'] },
  '--category none': { category: ['none'] },
  '--criticality high': { criticality: ['high'] },
  '--complexity high': { complexity: ['high'] },
  '--kind fault': { kind: ['fault'] },
  '--source web': { source: ['web'] },
  '--tag vip': { tag: ['vip'] },
  '--tag vip,-refund': { tag: ['vip', '-refund'] },
  '--tag never': { tag: ['never'] },
  '--helper eve': { helper: 'eve' },
  '--watcher eve': { watcher: 'eve' },
  '--from somebody': { from: 'person700@company700.example' },
  '--from nobody': { from: 'nobody@example.org' },
  '--subject printer': { subject: 'printer' },
  '--subject never': { subject: 'zzzzzz' },
  '--unanswered': { unanswered: true },
  '--answered': { answered: true },
  '--spam': { spam: true },
  '--no-spam': { spam: false },
  '--overdue': { overdue: true },
  '--due-before 2026-12-01': { dueBefore: '2026-12-01' },
  '--opened-after 7d': { openedAfter: '7d' },
  '--opened-before 2022-03-01': { openedBefore: '2022-03-01' },
  '--changed-after 7d': { changedAfter: '7d' },
  '--changed-before 2022-03-01': { changedBefore: '2022-03-01' },
};

interface Asking {
  readonly name: string;
  ask(): Promise<unknown>;
}

function askings(database: Database, organisation: string | undefined): Asking[] {
  const parsed = parseConfig(CONFIG, '/nowhere/config.toml');
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
  const { policy } = parsed.config;
  const filterOf = (wishes: ListWishes) => {
    const asked = askedFor(wishes, OPERATORS[0], policy, LAST);
    if ('faults' in asked) throw new Error(asked.faults.join());
    return asked.filter;
  };
  const listed = (name: string, wishes: ListWishes): Asking => ({
    name: `desk list ${name}`,
    ask: async () => {
      const sorted = sortChosen(wishes.sort, policy);
      if ('faults' in sorted) throw new Error(sorted.faults.join());
      return (await listTickets(database, { ...filterOf(wishes), ...sorted, more: ['last'], limit: LIMIT })).length;
    },
  });
  const filters = Object.entries({
    ...FILTERS,
    ...(organisation === undefined ? {} : { '--organisation some': { organisation } }),
  });
  return [false, true].flatMap(all => {
    const [word, wishes] = all ? [' --all', { all }] : ['', {}];
    return [
      ...filters.map(([name, filter]) => listed(name + word, { ...filter, ...wishes })),
      ...LIST_COLUMNS.flatMap(by => [by, `-${by}`]).map(sort => listed(`--sort ${sort}${word}`, { sort, ...wishes })),
      { name: `desk list --count${word}`, ask: () => countTickets(database, filterOf(wishes)) },
      ...COUNTED.map(
        (column): Asking => ({
          name: `desk list --count-by ${column}${word}`,
          ask: async () => (await countTicketsBy(database, filterOf(wishes), column)).length,
        }),
      ),
    ];
  });
}

async function measured({ ask }: Asking, rounds: number) {
  const [wall, cpu]: [number[], number[]] = [[], []];
  let answer: unknown;
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage();
    const started = performance.now();
    answer = await ask();
    wall.push(performance.now() - started);
    const { user, system } = process.cpuUsage(before);
    cpu.push((user + system) / 1000);
  }
  return { answer, first: wall[0]!, least: Math.min(...wall), cpu: Math.min(...cpu) };
}

const [folder = '.', rounds = '3', word = ''] = process.argv.slice(2);
const database = await openSqlite({ file: join(folder, 'state', 'desk.db') });
const [[organisation] = []] = (await database.all('select min(name) from organisations')) as [[string | null]?];
console.log('| asked | tickets | first ms | least ms | CPU ms | |\n|---|--:|--:|--:|--:|---|');
for (const asking of askings(database, organisation ?? undefined)) {
  if (!asking.name.includes(word)) continue;
  const { answer, first, least, cpu } = await measured(asking, Number(rounds));
  const mark = cpu > LONG ? ' long' : '';
  console.log(
    `| ${asking.name} | ${answer} | ${first.toFixed(0)} | ${least.toFixed(0)} | ${cpu.toFixed(0)} |${mark} |`,
  );
}
await database.close();
