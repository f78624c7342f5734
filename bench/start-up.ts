/**
 * How long the program takes to start, beside `node -e 0`, which is as fast as anything on Node can be. The candidates
 * take turns, so that a busy machine slows all of them; read the ratios. Run: node dist/bench/start-up.js [ROUNDS]
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
const CONFIG = `state = "state"
[[operator]]
login = "bob"
name = "Bob"
address = "bob@staff.example"
[[queue]]
name = "support"
address = "support@desk.example"
[courier]
kind = "keep"
[trust]
check = "off"
`;
const MAIL = 'From: ann@example.org\nTo: support@desk.example\nSubject: It beeps\n\nMy phone beeps.\n';

interface Candidate {
  readonly name: string;
  readonly args: readonly string[];
  readonly times: number[];
}

function candidates(): Candidate[] {
  const programs = [
    ['as it is run', join(ROOT, 'bin/desk')],
    ['not bundled', join(ROOT, 'dist/src/cli/main.js')],
  ];
  const commands = [['--version'], ['list'], ['show', '1']];
  return [
    { name: 'node -e 0', args: ['-e', '0'], times: [] },
    ...programs.flatMap(([kind, file]) =>
      commands.map(words => ({ name: `desk ${words.join(' ')} (${kind})`, args: [file!, ...words], times: [] })),
    ),
  ];
}

/** Wall time in ms. */
function timed(folder: string, args: readonly string[], input = ''): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, {
    cwd: folder,
    input,
    env: { ...process.env, DESK_CONFIG: '' },
  });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  return performance.now() - started;
}

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}

const rounds = Number(process.argv[2] ?? 15);
const folder = mkdtempSync(join(tmpdir(), 'postdesk-start-up-'));
try {
  writeFileSync(join(folder, 'config.toml'), CONFIG);
  timed(folder, [join(ROOT, 'bin/desk'), 'inject'], MAIL);
  const all = candidates();
  for (let round = 0; round < rounds; round++) for (const one of all) one.times.push(timed(folder, one.args));
  const base = median(all[0]!.times);
  for (const { name, times } of all) {
    const ms = median(times);
    console.log(`${name.padEnd(28)} ${ms.toFixed(0).padStart(5)} ms  ${(ms / base).toFixed(2)} ×`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
