import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../src/store/database.ts';
import { openSqlite } from '../src/store/open-sqlite.ts';

/**
 * What a shared commit saves: mails kept with one commit each against mails that wait together, side by side in one run,
 * alternating, synchronous=FULL. Each mail is an original and a ledger row of 4 KB. Only the ratio says anything:
 * the rates are those of this disk. Run: node dist/bench/group-commit.js [mails a round] [folder to write in]
 */
const MAILS = Number(process.argv[2] ?? 500);
const FOLDER = process.argv[3] ?? tmpdir();
const ROUNDS = 5;
/** Mails that arrive at the same time. */
const LANES = 32;
const BYTES = Buffer.alloc(4096, 'a mail ');

type Commit = <T>(work: () => Promise<T>) => Promise<T>;

let number = 0;

async function keepMail({ db, schema }: Database): Promise<void> {
  const key = `mail ${++number}`;
  const [original] = await db
    .insert(schema.originals)
    .values({ sha256: key, size: BYTES.length, packed: false, bytes: BYTES })
    .returning({ id: schema.originals.id });
  await db.insert(schema.ledger).values({
    contentKey: key,
    originalId: original!.id,
    sender: 'ann@example.org',
    subject: 'Help',
    end: 'handled',
    because: ['opens a ticket'],
    envelope: { to: [] },
    seenAt: number,
  });
}

/** Mails a second. */
async function round(database: Database, commit: Commit): Promise<number> {
  const start = performance.now();
  let left = MAILS;
  const lane = async () => {
    while (left-- > 0) await commit(() => keepMail(database));
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return MAILS / ((performance.now() - start) / 1000);
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

const folder = await mkdtemp(join(FOLDER, 'postdesk-bench-'));
const database = await openSqlite({ file: join(folder, 'desk.sqlite') });
await round(database, database.grouped);

const alone: number[] = [];
const grouped: number[] = [];
for (let at = 0; at < ROUNDS; at++) {
  alone.push(await round(database, database.transaction));
  grouped.push(await round(database, database.grouped));
}
await database.close();
await rm(folder, { recursive: true });

const ratios = grouped.map((rate, at) => rate / alone[at]!);
const line = (name: string, rates: readonly number[]) =>
  console.log(
    `${name.padEnd(18)} ${median(rates).toFixed(0).padStart(6)} mails/s  (${rates.map(rate => rate.toFixed(0)).join(' ')})`,
  );
line('one commit each', alone);
line('grouped', grouped);
console.log(
  `ratio              ${median(ratios).toFixed(2).padStart(6)}          (${ratios.map(ratio => ratio.toFixed(2)).join(' ')})`,
);
