/**
 * What it costs to find the ticket of a reply, by its token and by the Message-IDs it names, while the tables grow:
 * npm run build && node dist/bench/look-up.js [messages…]. The whole look-up of a mail is timed, as receive waits for it.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimsIn } from '../src/mail/claims.ts';
import type { Mail } from '../src/mail/mail.ts';
import { makeToken, type TokenKey } from '../src/mail/reply-token.ts';
import type { Database } from '../src/store/database.ts';
import { mailSituation } from '../src/store/mail-situation.ts';
import { openSqlite } from '../src/store/open-sqlite.ts';
import { mailFrom, policy } from '../test/scene.ts';

const SIZES = process.argv.slice(2).map(Number);
const ROUNDS = 2_000;
const PER_TICKET = 5;

const folder = mkdtempSync(join(tmpdir(), 'postdesk-look-up-'));
try {
  const rows: (readonly string[])[] = [];
  const medians: number[] = [];
  for (const size of SIZES.length > 0 ? SIZES : [10_000, 100_000, 1_000_000]) {
    const file = join(folder, `${size}.db`);
    const database = await openSqlite({ file, synchronous: 'normal' });
    await fill(database, size);
    const [key] = await keysOf(database);
    const byToken = await timed(n => look(database, replyByToken(n, size, key!)));
    const byIds = await timed(n => look(database, replyByIds(n, size)));
    const none = await timed(n => look(database, stranger(n)));
    medians.push(byToken.p50);
    rows.push([size, mb(file), ...[byToken, byIds, none].flatMap(({ p50, p99 }) => [ms(p50), ms(p99)])].map(String));
    await database.close();
  }
  console.log('messages   MB   token p50 p99   10 Message-IDs p50 p99   no trace p50 p99   (ms)');
  for (const row of rows) console.log(row.join('  '));
  console.log(`largest against smallest, by token: ${((medians.at(-1) ?? 0) / (medians[0] ?? 1)).toFixed(2)} times`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function fill(database: Database, messages: number): Promise<void> {
  const tickets = messages / PER_TICKET;
  const count = (n: number) => `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${n})`;
  await database.transaction(async () => {
    await database.execute(`insert into keys (id, secret, created_at) values ('a', x'${'07'.repeat(32)}', 1)`);
    await database.execute(`${count(tickets)} insert into people (id, name, since) select i, 'Person ' || i, 1 from n`);
    await database.execute(
      `${count(tickets)} insert into addresses (address, person, rank) select 'p' || i || '@example.org', i, 0 from n`,
    );
    await database.execute(
      `${count(tickets)} insert into tickets (number, subject, status, queue, requester, source, opened_at, changed_at)
       select i, 'Subject ' || i, case when i % 20 then 'closed' else 'open' end, 'support', i, 'mail', i, i from n`,
    );
    await database.execute(
      `${count(messages)} insert into messages (ticket, origin, kind, text, attachments, at, message_id, person)
       select 1 + i % ${tickets}, 1 + i % ${tickets}, 'request', 'words ' || hex(randomblob(200)), '[]', i,
       'm' || i || '.' || (i * 7919) || '@mail.example.org', 1 + i % ${tickets} from n`,
    );
    await database.execute(`update counters set next = ${messages}`);
  });
  await database.execute('analyze');
}

async function keysOf({ db, schema: { keys } }: Database): Promise<TokenKey[]> {
  return (await db.select().from(keys)).map(({ id, secret }) => ({ id, secret, retired: false }));
}

function look(database: Database, mail: Mail): Promise<unknown> {
  return mailSituation(database, { policy, now: 1, nonce: 'n' }, mail);
}

/** Spread over the table, never the same twice in a row. */
function spread(n: number, size: number): number {
  return 1 + ((n * 48_271) % size);
}

function replyByToken(n: number, size: number, key: TokenKey): Mail {
  const ticket = spread(n, size / PER_TICKET);
  const token = makeToken({ ticket, person: ticket }, key);
  const mail = from(ticket, n, { envelope: { to: [`support+${token}@desk.example`] } });
  if (claimsIn(mail, { keys: [key], queues: policy.queues, host: policy.host }).length !== 1)
    throw new Error('no token');
  return mail;
}

function replyByIds(n: number, size: number): Mail {
  const i = spread(n, size);
  const references = Array.from({ length: 10 }, (_, k) => spread(i + k, size)).map(
    m => `m${m}.${m * 7919}@mail.example.org`,
  );
  return from(1 + (i % (size / PER_TICKET)), n, { references });
}

function stranger(n: number): Mail {
  return mailFrom(
    { name: '', address: `stranger${n}@else.example` },
    { messageId: `s${n}@else.example`, contentKey: `k${n}` },
  );
}

function from(person: number, n: number, over: Partial<Mail>): Mail {
  const address = { name: '', address: `p${person}@example.org` };
  return mailFrom(address, { messageId: `n${n}@example.org`, contentKey: `k${n}`, ...over });
}

async function timed(work: (n: number) => Promise<unknown>): Promise<{ p50: number; p99: number }> {
  for (let n = 0; n < 100; n++) await work(n);
  const times: number[] = [];
  for (let n = 0; n < ROUNDS; n++) {
    const started = process.hrtime.bigint();
    await work(100 + n);
    times.push(Number(process.hrtime.bigint() - started) / 1e6);
  }
  times.sort((a, b) => a - b);
  return { p50: times[Math.floor(ROUNDS * 0.5)]!, p99: times[Math.floor(ROUNDS * 0.99)]! };
}

function ms(value: number): string {
  return value.toFixed(2);
}

function mb(file: string): string {
  return (statSync(file).size / 1e6).toFixed(0);
}
