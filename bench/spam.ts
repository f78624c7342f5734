import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Figures, figuresOf, type Scored } from '../src/spam/figures.ts';
import { createFilter, type Filter, judge, type SpamLabel, teach } from '../src/spam/filter.ts';
import { headerLines } from '../src/spam/header-lines.ts';
import { prune } from '../src/spam/prune.ts';
import { fromSnapshot, snapshot } from '../src/spam/snapshot.ts';
import { tokensOf } from '../src/spam/tokens.ts';
import { corporaFolder, linesOfJson } from '../test/mails/corpora.ts';
import { diceOf, randomId } from '../test/spam/mails-of-words.ts';

/**
 * The spam filter beside bogofilter on public mail, in one run: `node dist/bench/spam.js`. Both see the same mails, from
 * which what other filters wrote was taken out; bogofilter learns and judges in its bulk mode, with its own settings.
 * The figures of the last run stand in RESULTS.md.
 */
interface Labelled {
  readonly label: SpamLabel;
  readonly group: string;
  readonly bytes: Buffer;
  readonly path: string;
  readonly ids: Float64Array;
}

const LEAKS = /^(?:x-(?:spam|virus|bogosity|dspam|amavis|ham|rspamd)|status$|x-status$|lines$|content-length$)/;
const SEEDS = [1, 2, 3];

const folder = mkdtempSync(join(tmpdir(), 'bench-spam-'));
const mails = readMails();
const rows: string[] = [];

main();

function main(): void {
  say(`${mails.length} mails, ${of('spam', mails).length} of them spam. Node ${process.version}.`);
  splits();
  groups();
  coldStart();
  wrongLabels();
  fewSpam();
  forgetting();
  speed();
  rmSync(folder, { recursive: true });
  console.log(rows.join('\n'));
}

function say(row: string): void {
  rows.push(row);
}

function readMails(): Labelled[] {
  const place = corporaFolder('spam');
  mkdirSync(join(folder, 'mails'));
  return linesOfJson<{ file: string; label: SpamLabel; group: string }>(join(place, 'labels.ndjson')).map(
    ({ file, label, group }, n) => {
      const bytes = sanitised(readFileSync(join(place, file)));
      const path = join(folder, 'mails', `${n}.eml`);
      writeFileSync(path, bytes);
      return { label, group, bytes, path, ids: tokensOf(bytes) };
    },
  );
}

/** Without the verdicts of other filters and the traces of a mailbox. */
function sanitised(bytes: Buffer): Buffer {
  const { bodyAt } = headerLines(bytes);
  const fields = bytes
    .toString('latin1', 0, bodyAt)
    .replace(/^From .*\r?\n/, '')
    .split(/\r?\n(?![ \t])/);
  const kept = fields.filter(field => !LEAKS.test(field.split(':', 1)[0]!.trim().toLowerCase()));
  return Buffer.concat([Buffer.from(kept.join('\n'), 'latin1'), bytes.subarray(bodyAt)]);
}

function shuffled<T>(list: readonly T[], seed: number): T[] {
  const dice = diceOf(seed * 7919);
  return list
    .map(one => ({ one, key: dice() }))
    .sort((a, b) => a.key - b.key)
    .map(({ one }) => one);
}

function of(label: SpamLabel, list: readonly Labelled[]): Labelled[] {
  return list.filter(mail => mail.label === label);
}

/** Labels of somebody who looked: nothing is asked. */
function learned(list: readonly Labelled[]): Filter {
  const filter = createFilter();
  for (const { ids, label } of list) teach(filter, ids, label, { confirmed: true });
  return filter;
}

function judged(filter: Filter, list: readonly Labelled[], scored: Scored[] = []): Scored[] {
  for (const { ids, label } of list) scored.push({ label, ...judge(filter, ids) });
  return scored;
}

function bogofilter(args: readonly string[], list: readonly Labelled[], database: string): string {
  const input = list.map(({ path }) => `${path}\n`).join('');
  return spawnSync('bogofilter', ['-C', '-d', database, ...args], { input, encoding: 'utf8', maxBuffer: 1e9 }).stdout;
}

function bogofilterLearned(list: readonly Labelled[]): string {
  const database = mkdtempSync(join(folder, 'words-'));
  bogofilter(['-s', '-b'], of('spam', list), database);
  bogofilter(['-n', '-b'], of('ham', list), database);
  return database;
}

/** Its score is rounded near 0 and 1, so ties count half as they do everywhere. */
function bogofilterJudged(database: string, list: readonly Labelled[], scored: Scored[] = []): Scored[] {
  const verdicts = { S: 'spam', H: 'ham', U: 'unsure' } as const;
  const lines = bogofilter(['-b', '-T'], list, database).trim().split('\n');
  lines.forEach((line, n) => {
    const [, verdict, score] = line.split(' ');
    scored.push({ label: list[n]!.label, z: Number(score), verdict: verdicts[verdict as keyof typeof verdicts] });
  });
  return scored;
}

function table(title: string): void {
  say(`\n### ${title}\n`);
  say('| learned → judged | filter | FP | ham unsure | caught % | 1-ROCA % | caught at 0 FP | at 0.1 % FP |');
  say('|---|---|--:|--:|--:|--:|--:|--:|');
}

function share(value: number | null, digits: number): string {
  return value === null ? '-' : value.toFixed(digits);
}

function row(what: string, name: string, f: Figures): void {
  const area = share(f.roca, 4);
  const [none, thousandth] = [share(f.caughtAtNoFalsePositive, 1), share(f.caughtAtOneInThousand, 1)];
  const ham = `${f.falsePositives} of ${f.ham} | ${f.unsureHam}`;
  say(`| ${what} | ${name} | ${ham} | ${share(f.caught, 1)} | ${area} | ${none} | ${thousandth} |`);
}

function both(what: string, train: readonly Labelled[], test: readonly Labelled[]): void {
  row(what, 'ours', figuresOf(judged(learned(train), test)));
  row(what, 'bogofilter', figuresOf(bogofilterJudged(bogofilterLearned(train), test)));
}

function splits(): void {
  table('Random halves');
  for (const seed of SEEDS) {
    const list = shuffled(mails, seed);
    both(`half, seed ${seed}`, list.slice(0, list.length >> 1), list.slice(list.length >> 1));
  }
  table(
    'Ten folds: nine are learned (2,720 mails, nearly as many as the 2,973 of the marks), one is judged; scores pooled',
  );
  for (const seed of SEEDS) {
    const list = shuffled(mails, seed);
    const ours: Scored[] = [];
    const theirs: Scored[] = [];
    for (let fold = 0; fold < 10; fold++) {
      const train = list.filter((_, n) => n % 10 !== fold);
      const test = list.filter((_, n) => n % 10 === fold);
      judged(learned(train), test, ours);
      bogofilterJudged(bogofilterLearned(train), test, theirs);
    }
    row(`10 folds, seed ${seed}`, 'ours', figuresOf(ours));
    row(`10 folds, seed ${seed}`, 'bogofilter', figuresOf(theirs));
  }
}

/** What was learned and what is judged are of other years and lists. */
function groups(): void {
  table('By group');
  const pairs = [
    [
      ['easy-ham-1', 'spam-1'],
      ['easy-ham-2', 'spam-2'],
    ],
    [
      ['easy-ham-2', 'spam-2'],
      ['easy-ham-1', 'spam-1'],
    ],
    [
      ['easy-ham-1', 'easy-ham-2', 'spam-2'],
      ['hard-ham-1', 'spam-1'],
    ],
  ] as const;
  for (const [from, to] of pairs) {
    const within = (names: readonly string[]) => shuffled(mails, 77).filter(({ group }) => names.includes(group));
    both(`${from.join(' + ')} → ${to.join(' + ')}`, within(from), within(to));
  }
}

function coldStart(): void {
  say('\n### Few labels (mean of 24 draws, about 16,500 ham judged for each k)\n');
  say('| labels | filter | FP | caught % | 1-ROCA % |\n|--:|---|--:|--:|--:|');
  for (const k of [20, 50, 100, 200]) {
    const runs: Record<string, Figures[]> = { ours: [], bogofilter: [] };
    for (let seed = 1; seed <= 24; seed++) {
      const list = shuffled(mails, 300 + seed * 13 + k);
      const [train, test] = [list.slice(0, k), list.slice(k, k + 1000)];
      runs.ours!.push(figuresOf(judged(learned(train), test)));
      runs.bogofilter!.push(figuresOf(bogofilterJudged(bogofilterLearned(train), test)));
    }
    for (const [name, all] of Object.entries(runs)) {
      const sum = (pick: (f: Figures) => number) => all.reduce((total, f) => total + pick(f), 0);
      const caught = (sum(f => f.caught ?? 0) / all.length).toFixed(1);
      const area = (sum(f => f.roca ?? 0) / all.length).toFixed(3);
      say(`| ${k} | ${name} | ${sum(f => f.falsePositives)} of ${sum(f => f.ham)} | ${caught} | ${area} |`);
    }
  }
}

/** Three of a hundred labels are wrong; who is asked a second time says what is right. */
function wrongLabels(): void {
  table('3 % of the labels wrong');
  for (const seed of SEEDS) {
    const list = shuffled(mails, seed);
    const dice = diceOf(seed * 31 + 7);
    const wrong = list
      .slice(0, list.length >> 1)
      .map(mail => ({ ...mail, said: dice() < 0.03 ? other(mail.label) : mail.label }));
    const filter = createFilter();
    let asked = 0;
    for (const { ids, label, said } of wrong) {
      if (!teach(filter, ids, said).contradicts) continue;
      asked++;
      teach(filter, ids, label, { confirmed: true });
    }
    const test = list.slice(list.length >> 1);
    row(`half, seed ${seed}, ${asked} questions`, 'ours', figuresOf(judged(filter, test)));
    const theirs = bogofilterLearned(wrong.map(mail => ({ ...mail, label: mail.said })));
    row(`half, seed ${seed}`, 'bogofilter', figuresOf(bogofilterJudged(theirs, test)));
  }
}

function other(label: SpamLabel): SpamLabel {
  return label === 'ham' ? 'spam' : 'ham';
}

function fewSpam(): void {
  table('Few spam among the labels (the marks: 50 among 2,026; half of both here)');
  for (const seed of SEEDS) {
    const [ham, spam] = [of('ham', shuffled(mails, seed)), of('spam', shuffled(mails, seed))];
    const half = ham.length >> 1;
    both(`25 spam, ${half} ham`, shuffled([...ham.slice(0, half), ...spam.slice(0, 25)], seed), [
      ...ham.slice(half),
      ...spam.slice(25),
    ]);
    const most = Math.floor(ham.length * 0.9);
    both(`50 spam, ${most} ham`, shuffled([...ham.slice(0, most), ...spam.slice(0, 50)], seed), [
      ...ham.slice(most),
      ...spam.slice(50),
    ]);
  }
}

/** A hundred mails of random words, and a table cut to half. */
function forgetting(): void {
  table('Forgetting');
  const list = shuffled(mails, 1);
  const [train, test] = [list.slice(0, list.length >> 1), list.slice(list.length >> 1)];
  row('all tokens', 'ours', figuresOf(judged(learned(train), test)));
  for (const share of [0.75, 0.5]) {
    const filter = learned(train);
    prune(filter.model, Math.floor(filter.model.size * share));
    row(`${share * 100} % of the tokens`, 'ours', figuresOf(judged(filter, test)));
  }
  const filter = learned(train);
  const dice = diceOf(99);
  for (let n = 0; n < 100; n++) {
    const words = Array.from({ length: 120_000 }, () => randomId(dice).toString(36).slice(0, 8)).join(' ');
    teach(filter, tokensOf(Buffer.from(`From: x@noise.example\n\n${words}`)), 'spam', { confirmed: true });
  }
  row(`after 100 mails of 1 MB of random words (${filter.model.size} tokens)`, 'ours', figuresOf(judged(filter, test)));
}

function speed(): void {
  say('\n### Speed (best of seven, in turns)\n');
  const list = shuffled(mails, 1);
  const [train, test] = [list.slice(0, list.length >> 1), list.slice(list.length >> 1)];
  const filter = learned(train);
  const database = bogofilterLearned(train);
  const best = new Map<string, number>();
  const timed = (name: string, many: number, work: () => void) => {
    const begun = performance.now();
    work();
    best.set(name, Math.max(best.get(name) ?? 0, (many * 1000) / (performance.now() - begun)));
  };
  for (let round = 0; round < 7; round++) {
    timed('ours: tokens and score', test.length, () => {
      for (const { bytes } of test) judge(filter, tokensOf(bytes));
    });
    timed('ours: with reading the files', test.length, () => {
      for (const { path } of test) judge(filter, tokensOf(readFileSync(path)));
    });
    timed('ours: tokens and learning', train.length, () => {
      const fresh = createFilter();
      for (const { bytes, label } of train) teach(fresh, tokensOf(bytes), label, { confirmed: true });
    });
    timed('ours: rebuild from kept ids', train.length, () => void learned(train));
    timed('bogofilter -b', test.length, () => void bogofilter(['-b', '-T'], test, database));
  }
  say('| | mails/s |\n|---|--:|');
  for (const [name, rate] of best) say(`| ${name} | ${Math.round(rate)} |`);
  const large = learned(mails);
  const dice = diceOf(5);
  while (large.model.size < 150_000)
    teach(
      large,
      Float64Array.from({ length: 1000 }, () => randomId(dice)),
      'ham',
      { confirmed: true },
    );
  const bytes = snapshot(large);
  const begun = performance.now();
  fromSnapshot(bytes);
  const ms = (performance.now() - begun).toFixed(1);
  say(`\nA snapshot of ${large.model.size} tokens, ${(bytes.length / 1e6).toFixed(1)} MB, is read in ${ms} ms.`);
}
