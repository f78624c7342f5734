import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../src/config/config.ts';
import { faultLine } from '../src/config/fault.ts';
import { parseConfig } from '../src/config/parse-config.ts';
import * as expressions from '../src/config/pattern.ts';
import { ownerOf, rulesOnNew } from '../src/desk/ruled.ts';
import { createParser } from '../src/intake/parser.ts';
import type { Mail } from '../src/mail/mail.ts';
import { openDesk } from '../src/open-desk.ts';
import { crewNow } from '../src/store/crew.ts';
import { mailSituation } from '../src/store/mail-situation.ts';
import { openSqlite } from '../src/store/open-sqlite.ts';
import { corporaFolder, mailsIn } from '../test/mails/corpora.ts';

/**
 * How much of the intake the rules take: real mails, each with a Message-ID of its own, through a desk of forty rules
 * (test/stories/real-desk.toml), from the bytes to the commit, synchronous=FULL, four at a time; then the rules alone
 * over the very same mails in the same run, and what is looked up for them. Read the ratio. The same for a desk
 * whose rules choose no owner among several. Run: node dist/bench/rules.js [mails]
 */
const MAILS = Number(process.argv[2] ?? 10_000);
const CHUNK = 250;
const AT_ONCE = 4;
/** Tickets that stay open; who works here closes the others. */
const OPEN = 500;

async function config(change: (toml: string) => string): Promise<Config> {
  const toml = change(await readFile('test/stories/real-desk.toml', 'utf8'));
  const parsed = parseConfig(toml, '/nowhere/config.toml', expressions);
  if ('faults' in parsed) throw new Error(parsed.faults.map(faultLine).join('\n'));
  return parsed.config;
}

const ham = mailsIn(corporaFolder('spam/ham')).map(({ bytes }) => bytes);

/** The n-th mail: one of the corpus, and never one that came before. */
function mailNumber(n: number): Buffer {
  const head = Buffer.from(`X-Bench: ${n}\r\nMessage-ID: <${n}@bench.example>\r\n`);
  const mail = ham[n % ham.length]!.toString('latin1').replace(/^message-id:.*\r?\n(?:[ \t].*\r?\n)*/im, '');
  return Buffer.concat([head, Buffer.from(mail, 'latin1')]);
}

/** ms of the clock on the wall and of all processors. */
interface Time {
  wall: number;
  cpu: number;
}

interface Taken {
  readonly intake: Time;
  readonly rules: Time;
  readonly lookedUp: Time;
  fired: number;
}

async function measure(desk: Config): Promise<Taken> {
  const folder = await mkdtemp(join(tmpdir(), 'postdesk-bench-'));
  const database = await openSqlite({ file: join(folder, 'desk.db') });
  const open = await openDesk(desk, { database });
  const parser = createParser(desk.limits);
  const none = () => ({ wall: 0, cpu: 0 });
  const taken: Taken = { intake: none(), rules: none(), lookedUp: none(), fired: 0 };
  const { policy } = desk;
  for (let from = 0; from < MAILS; from += CHUNK) {
    const chunk = Array.from({ length: Math.min(CHUNK, MAILS - from) }, (_, i) => mailNumber(from + i));
    const arrive = (bytes: Buffer) => open.receive({ route: 'lmtp', bytes, envelope: { to: [] } });
    await timed(taken.intake, () => inParallel(chunk, arrive));
    const mails: Mail[] = [];
    for (const bytes of chunk) mails.push(await parser.parse(bytes, { to: [] }));
    const now = Date.now();
    const at = await mailSituation(database, { policy, now, nonce: 'bench' }, mails[0]!);
    await timed(taken.lookedUp, async () => {
      for (const _ of mails) await crewNow(database, policy, now);
    });
    await timed(taken.rules, async () => {
      for (const mail of mails) {
        const ruled = rulesOnNew(mail, at);
        ownerOf(ruled, at);
        taken.fired += ruled.fired.length;
      }
    });
    await database.all(`update tickets set status = 'closed' where number <= $1`, [from + CHUNK - OPEN]);
  }
  await open.close();
  await parser.close();
  await rm(folder, { recursive: true });
  return taken;
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function timed(time: Time, work: () => Promise<unknown>): Promise<void> {
  const [begun, cpu] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  time.wall += performance.now() - begun;
  time.cpu += (user + system) / 1000;
}

function rows(name: string, { intake, rules, lookedUp, fired }: Taken): string[] {
  return (['wall', 'cpu'] as const).map(clock => {
    const share = (ms: number) => `${((100 * ms) / intake[clock]).toFixed(2)} %`;
    const each = (time: Time) => `${((1000 * time[clock]) / MAILS).toFixed(0)} µs`;
    const shares = [share(rules[clock]), share(rules[clock] + lookedUp[clock])];
    const cells = [name, clock, each(intake), each(rules), each(lookedUp), ...shares, (fired / MAILS).toFixed(2)];
    return `| ${cells.join(' | ')} |`;
  });
}

const owners =
  /\nthen = \{ owner = \{ least_loaded = "first-level" \} \}|, owner = \{ round_robin = "second-level" \}/g;
const chosen = await measure(await config(toml => toml));
const plain = await measure(
  await config(toml => toml.replace(owners, all => (all.startsWith(',') ? '' : '\nthen = { tags = "rest" }'))),
);
console.log(`${MAILS} mails, 40 rules, Node ${process.version}\n`);
console.log(
  '| desk | intake, each | rules | looked up for them | share of rules | with the look-up | rules that fire |',
);
console.log('|---|---|--:|--:|--:|--:|--:|--:|');
console.log(rows('as it is, owners by load and by turns', chosen).join('\n'));
console.log(rows('without choosing owners', plain).join('\n'));
