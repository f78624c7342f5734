import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../src/config/config.ts';
import { parseConfig } from '../src/config/parse-config.ts';
import type { Reception } from '../src/intake/arrival.ts';
import { openDoor } from '../src/intake/door.ts';
import { watchMailbox } from '../src/intake/imap.ts';
import { openDesk } from '../src/open-desk.ts';
import { openSqlite } from '../src/store/open-sqlite.ts';
import { deliver, startDovecot, whyNoDovecot } from '../test/servers.ts';

/**
 * Mails a second from the network to the commit, synchronous=FULL, with shared commits against one commit for each
 * mail, side by side and alternating in one run: by LMTP over several connections, and waiting in a real Dovecot.
 * Each mail opens a ticket with its confirmation and two notices. Run: node dist/bench/intake.js [mails] [rounds]
 */
const MAILS = Number(process.argv[2] ?? 1000);
const ROUNDS = Number(process.argv[3] ?? 3);
const CONNECTIONS = 4;
const USER = 'support@desk.example';
const WORDS = 'The printer on the second floor prints every page twice, and the toner is nearly empty.\r\n'.repeat(20);

const CONFIG = `[[operator]]
login = "bob"
name = "Bob"
address = "bob@staff.example"
[[operator]]
login = "eve"
name = "Eve"
address = "eve@staff.example"
[[queue]]
name = "support"
address = "${USER}"
[storms]
automatic_per_address = 1000
automatic_per_day = 10000
automatic_per_hour = 1000000
same_mails = 0
[courier]
kind = "keep"
[trust]
check = "off"
`;

function config(): Config {
  const parsed = parseConfig(CONFIG, '/nowhere/config.toml');
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
  return parsed.config;
}

function mail(round: string, n: number): string {
  return `From: Ann ${n} <ann${n}@example.org>\r\nTo: ${USER}\r\nMessage-ID: <${round}-${n}@example.org>\r\nSubject: matter ${n}\r\n\r\n${WORDS}`;
}

interface Bench {
  readonly reception: Reception;
  /** Resolves when so many mails are in. */
  came(mails: number): Promise<void>;
  /** Numbers of the mails in the order they came in. */
  readonly order: number[];
  close(): Promise<void>;
}

async function openBench(shared: boolean): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), 'postdesk-bench-'));
  const database = await openSqlite({ file: join(folder, 'desk.db') });
  const desk = await openDesk(config(), {
    database: shared ? database : { ...database, grouped: database.transaction },
  });
  const order: number[] = [];
  let wake = () => {};
  const came = (bytes: Uint8Array) => {
    order.push(Number(/Subject: matter (\d+)/.exec(Buffer.from(bytes).toString('latin1'))?.[1]));
    wake();
  };
  const one: Reception['receive'] = async arrival => {
    const receipt = await desk.receive(arrival);
    came(arrival.bytes);
    return receipt;
  };
  const reception: Reception = {
    cursor: desk.cursor,
    setCursor: desk.setCursor,
    entered: desk.entered,
    receive: one,
    receiveInOrder: async (arrivals, taken, signal) => {
      if (!shared) for (const arrival of arrivals) taken(await one(arrival), arrival);
      else
        await desk.receiveInOrder(
          arrivals,
          (receipt, arrival) => {
            came(arrival.bytes);
            taken(receipt, arrival);
          },
          signal,
        );
    },
  };
  return {
    reception,
    order,
    came: mails =>
      new Promise(resolve => {
        wake = () => order.length >= mails && resolve();
        wake();
      }),
    close: async () => {
      await desk.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function byLmtp(shared: boolean, round: string): Promise<number> {
  const bench = await openBench(shared);
  const { policy, limits } = config();
  const door = await openDoor({
    listen: '127.0.0.1:0',
    protocol: 'lmtp',
    hostName: policy.host,
    limits,
    accepts: () => true,
    reception: bench.reception,
    log: () => {},
  });
  if ('path' in door.address) throw new Error('the door is no port');
  const { port } = door.address;
  await deliver({ protocol: 'lmtp', port, to: [USER], mails: [mail(`warm-${round}`, 0)] });
  const started = performance.now();
  const lane = (at: number) => {
    const mails = Array.from({ length: MAILS / CONNECTIONS }, (_, n) => mail(round, at + n * CONNECTIONS));
    return deliver({ protocol: 'lmtp', port, to: [USER], mails });
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, (_, at) => lane(at)));
  const rate = MAILS / ((performance.now() - started) / 1000);
  await door.close();
  await bench.close();
  return rate;
}

async function byImap(shared: boolean, port: number, password: string): Promise<number> {
  const bench = await openBench(shared);
  const stop = new AbortController();
  const started = performance.now();
  const watching = watchMailbox({
    mailbox: {
      name: 'support',
      host: '127.0.0.1',
      port,
      tls: 'none',
      user: USER,
      password: { from: 'inline', value: '' },
      folder: 'INBOX',
      queue: 'support',
      poll: 60_000,
      start: 'all',
      done: { how: 'keep' },
    },
    password: async () => password,
    limits: config().limits,
    reception: bench.reception,
    log: () => {},
    signal: stop.signal,
  });
  await bench.came(MAILS);
  const rate = MAILS / ((performance.now() - started) / 1000);
  stop.abort();
  await watching;
  if (bench.order.some((n, at) => n !== at)) throw new Error('the mails did not come in in their order');
  await bench.close();
  return rate;
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

async function compare(name: string, measure: (shared: boolean, round: string) => Promise<number>): Promise<void> {
  const alone: number[] = [];
  const shared: number[] = [];
  for (let at = 0; at < ROUNDS; at++) {
    alone.push(await measure(false, `alone-${at}`));
    shared.push(await measure(true, `shared-${at}`));
  }
  const line = (what: string, values: readonly number[], digits: number) =>
    console.log(
      `${name} ${what.padEnd(17)} ${median(values).toFixed(digits).padStart(7)}  (${values.map(v => v.toFixed(digits)).join(' ')})`,
    );
  line('one commit each', alone, 0);
  line('shared commits', shared, 0);
  line(
    'ratio',
    shared.map((rate, at) => rate / alone[at]!),
    2,
  );
}

console.log(`mails/s, ${MAILS} mails, median of ${ROUNDS} rounds`);
await compare('LMTP', byLmtp);
const missing = whyNoDovecot();
if (missing !== undefined) console.log(`IMAP not measured: ${missing}`);
else {
  const dovecot = await startDovecot();
  const mails = Array.from({ length: MAILS }, (_, n) => mail('imap', n));
  await deliver({ protocol: 'lmtp', port: dovecot.lmtpPort, to: [USER], mails });
  await compare('IMAP', shared => byImap(shared, dovecot.imapPort, dovecot.password));
  await dovecot.remove();
}
