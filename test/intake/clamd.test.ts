/** The scanner's protocol against a small clamd of our own, which is as odd as needed, and against the real one. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { ScanConfig } from '../../src/config/config.ts';
import { BEGINNING, ScanTrouble, scan } from '../../src/intake/clamd.ts';
import { openDesk } from '../../src/open-desk.ts';
import { configOf, SOUND } from '../config/written.ts';
import { until } from '../outbox/until.ts';

/** Put together here, so that no scanner finds it in the sources. */
const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-', 'FILE!$H+H*'].join('');
const LIMIT = 1_000_000;

interface FakeClamd {
  readonly at: string;
  readonly streams: Buffer[];
  /** What it does with the next connection; `honest` when nothing is said. */
  next: ('honest' | 'silent' | 'drops' | 'drops-midway' | 'babbles')[];
  close(): void;
}

async function fakeClamd(listen: string | number): Promise<FakeClamd> {
  const fake: { at: string; streams: Buffer[]; next: FakeClamd['next'] } = { at: '', streams: [], next: [] };
  const sockets = new Set<Socket>();
  const server: Server = createServer({ allowHalfOpen: true }, socket => {
    sockets.add(socket);
    socket.on('error', () => {});
    serve(socket, fake.next.shift() ?? 'honest');
  });
  const serve = (socket: Socket, how: FakeClamd['next'][number]) => {
    let got = Buffer.alloc(0);
    if (how === 'drops') socket.destroy();
    socket.on('data', data => {
      got = Buffer.concat([got, data]);
      if (how === 'drops-midway') socket.destroy();
      if (how === 'babbles') socket.end('UNKNOWN COMMAND\0');
      if (how !== 'honest') return;
      const read = pieces(got);
      if (read.size > LIMIT) {
        socket.write('INSTREAM size limit exceeded. ERROR\0');
        socket.destroySoon();
      } else if (read.whole) {
        expect(read.whole.indexOf(BEGINNING)).to.equal(0);
        fake.streams.push(read.whole.subarray(BEGINNING.length));
        socket.end(read.whole.includes(EICAR) ? 'stream: Eicar-Test-Signature FOUND\0' : 'stream: OK\0');
      }
    });
  };
  server.listen(typeof listen === 'string' ? { path: listen } : { port: listen, host: '127.0.0.1' });
  await once(server, 'listening');
  const address = server.address();
  fake.at = typeof address === 'string' ? address : `127.0.0.1:${address!.port}`;
  return Object.assign(fake, {
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  });
}

/** `whole` when the length of zero has come. */
function pieces(got: Buffer): { size: number; whole?: Buffer } {
  const command = 'zINSTREAM\0';
  if (got.length < command.length) return { size: 0 };
  expect(got.subarray(0, command.length).toString()).to.equal(command);
  const chunks: Buffer[] = [];
  let size = 0;
  for (let at = command.length; at + 4 <= got.length; ) {
    const length = got.readUInt32BE(at);
    if (length === 0) return { size, whole: Buffer.concat(chunks) };
    chunks.push(got.subarray(at + 4, at + 4 + length));
    size += length;
    at += 4 + length;
  }
  return { size };
}

async function troubleOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    expect(error).to.be.instanceOf(ScanTrouble);
    return (error as Error).message;
  }
  return 'no trouble';
}

const folder = mkdtempSync(join(tmpdir(), 'postdesk-clamd-'));
after(() => rmSync(folder, { recursive: true, force: true }));

describe('the virus scanner', () => {
  for (const [name, listen] of [
    ['a unix socket', join(folder, 'fake.sock')],
    ['127.0.0.1', 0],
  ] as const)
    describe(`at ${name}`, () => {
      let clamd: FakeClamd;
      before(async () => {
        clamd = await fakeClamd(listen);
      });
      after(() => clamd.close());
      const ask = (bytes: Uint8Array | string, timeout = 5_000) =>
        scan(Buffer.from(bytes as string), { clamd: clamd.at, timeout });

      it('gets every byte and says what it found', async () => {
        expect(await ask('harmless')).to.deep.equal({ found: 'nothing' });
        expect(await ask('')).to.deep.equal({ found: 'nothing' });
        expect(await ask(`before ${EICAR} after`)).to.deep.equal({ found: 'virus', name: 'Eicar-Test-Signature' });
        const bytes = Buffer.from(Uint8Array.from({ length: 700_001 }, (_, i) => (i * 31) % 251));
        expect(await ask(bytes)).to.deep.equal({ found: 'nothing' });
        expect(Buffer.compare(clamd.streams.at(-1)!, bytes)).to.equal(0);
      });

      it('may say that it is too large, in the midst of it', async () => {
        for (const size of [LIMIT + 1, 2 * LIMIT, 20 * LIMIT])
          expect(await ask(Buffer.alloc(size)), String(size)).to.deep.equal({ found: 'too-large' });
      });

      it('is trouble when it is slow, breaks off again and again or says what nobody knows', async () => {
        clamd.next = ['silent'];
        const begun = performance.now();
        expect(await troubleOf(ask('x', 100))).to.equal('the virus scanner (clamd) did not answer within 100 ms');
        expect(performance.now() - begun).to.be.lessThan(2_000);
        clamd.next = ['drops', 'drops', 'drops'];
        expect(await troubleOf(ask('x'))).to.match(/broke off/);
        clamd.next = ['drops-midway', 'drops-midway', 'drops-midway'];
        expect(await troubleOf(ask(Buffer.alloc(900_000)))).to.match(/broke off/);
        clamd.next = ['babbles'];
        expect(await troubleOf(ask('x'))).to.equal('the virus scanner (clamd) said "UNKNOWN COMMAND\\u0000"');
      });

      it('is asked again when it breaks off', async () => {
        clamd.next = ['drops', 'drops-midway'];
        expect(await ask(EICAR)).to.include({ found: 'virus' });
      });
    });

  it('is trouble when it is not there', async () => {
    const nobody = { clamd: join(folder, 'nobody.sock'), timeout: 1_000 };
    expect(await troubleOf(scan(Buffer.from('x'), nobody))).to.equal(
      'the virus scanner (clamd) cannot be reached (ENOENT)',
    );
  });
});

const mail = (text: string, n = 1) =>
  Buffer.from(
    `From: ann@example.org\r\nTo: support@desk.example\r\nSubject: s\r\nMessage-ID: <${n}@example.org>\r\n\r\n${text}\r\n`,
  );

describe('a desk with a virus scanner', () => {
  let clamd: FakeClamd;
  before(async () => {
    clamd = await fakeClamd(0);
  });
  after(() => clamd.close());
  afterEach(() => {
    clamd.next = [];
  });

  async function begin(over: Partial<ScanConfig> = {}) {
    const scanner = { clamd: clamd.at, timeout: 5_000, onTrouble: 'accept', onVirus: 'quarantine', ...over } as const;
    const config = configOf(`${SOUND}[trust]\ncheck = "off"\n[limits]\ndisk_free = "off"\n`);
    return openDesk({ ...config, scan: scanner }, { passing: true });
  }
  const come = (bytes: Uint8Array) => ({ route: 'lmtp', bytes, envelope: { from: 'ann@example.org', to: [] } });

  it('puts a mail with a virus in quarantine, tells the staff and nobody else, and never tries it by itself', async () => {
    const desk = await begin();
    const receipt = await desk.receive(come(mail(EICAR)));
    expect(receipt).to.deep.include({
      end: 'quarantined',
      ticket: null,
      because: ['the virus scanner found Eicar-Test-Signature'],
    });
    expect(await desk.list({ limit: 9 })).to.deep.equal([]);
    expect((await desk.letters({ limit: 9 })).map(letter => letter.audience)).to.deep.equal(['staff']);
    expect(await desk.mail(receipt.mail)).to.include({ unread: 'virus', retryAt: null });
    expect(Buffer.compare(Buffer.from((await desk.original(1))!), mail(EICAR))).to.equal(0);
    expect(await desk.receive(come(mail(EICAR)))).to.include({ end: 'duplicate' });
    await desk.close();
  });

  it('scans a quarantined mail again when it is tried again, and lets it in when an operator insists', async () => {
    const desk = await begin();
    await desk.receive(come(mail(EICAR)));
    expect(await desk.retryMail(1, 'bob')).to.include({ end: 'quarantined' });
    expect(await desk.mail(1)).to.include({ unread: 'virus', tries: 1 });
    expect(await desk.retryMail(1, 'bob', { anyway: true })).to.include({ end: 'handled', ticket: 1 });
    await desk.close();
  });

  it('holds it where it should, and an operator may approve it', async () => {
    const desk = await begin({ onVirus: 'hold' });
    expect(await desk.receive(come(mail(EICAR)))).to.include({ end: 'held' });
    expect(await desk.letters({ limit: 9 })).to.deep.equal([]);
    expect(await desk.release(1, { how: 'split' }, 'bob')).to.include({ end: 'handled' });
    await desk.close();
  });

  it('lets other mail in, and says of what could not be scanned that it was not', async () => {
    const desk = await begin({ timeout: 300 });
    expect((await desk.receive(come(mail('clean', 1)))).because.join()).not.to.include('scanned');
    clamd.next = ['silent'];
    const unscanned = await desk.receive(come(mail('slow', 2)));
    expect(unscanned.end).to.equal('handled');
    expect(unscanned.because.join()).to.include('It was not scanned for viruses');
    const large = await desk.receive(come(mail('a \r\n'.repeat(300_000), 3)));
    expect(large.end).to.equal('handled');
    expect(large.because.join()).to.include('too large for the virus scanner');
    await desk.close();
  });

  it('takes nothing in while nobody answers, where mail shall wait, and takes it in later', async () => {
    const desk = await begin({ timeout: 300, onTrouble: 'defer' });
    clamd.next = ['silent', 'drops', 'drops', 'drops'];
    for (let i = 0; i < 2; i++) expect(await troubleOf(desk.receive(come(mail('waits'))))).to.match(/virus scanner/);
    expect(await desk.mails({ limit: 9 })).to.deep.equal([]);
    expect(await desk.receive(come(mail('waits')))).to.include({ end: 'handled', ticket: 1 });
    await desk.close();
  });

  it('does not let mail wait for ever that is too large to be scanned: it goes the way of a virus', async () => {
    const desk = await begin({ onTrouble: 'defer' });
    const large = await desk.receive(come(mail('a \r\n'.repeat(300_000))));
    expect(large.end).to.equal('quarantined');
    expect(large.because[0]).to.include('too large for the virus scanner');
    await desk.close();
  });
});

describe('the real clamd', function () {
  this.timeout(60_000);
  let child: ChildProcess | undefined;
  const socket = join(folder, 'real.sock');
  before(async function () {
    if (spawnSync('clamd', ['--version']).status !== 0) return this.skip();
    mkdirSync(join(folder, 'db'));
    writeFileSync(join(folder, 'db/test.ndb'), `Eicar-Test:0:0:${Buffer.from(EICAR).toString('hex')}\n`);
    const conf = `LocalSocket ${socket}\nDatabaseDirectory ${folder}/db\nForeground yes\nStreamMaxLength 3M\n`;
    writeFileSync(join(folder, 'clamd.conf'), conf);
    child = spawn('clamd', ['-c', join(folder, 'clamd.conf')], { stdio: 'ignore' });
    await until('clamd listens', () => existsSync(socket), 30_000);
  });
  after(async () => {
    if (child === undefined) return;
    child.kill();
    await once(child, 'exit');
  });
  const ask = (bytes: Uint8Array) => scan(bytes, { clamd: socket, timeout: 30_000 });

  it('finds what is in a file of a mail, whatever its header begins with', async () => {
    const virus = Buffer.from(EICAR).toString('base64');
    const file = `Content-Type: application/x-a\r\nContent-Transfer-Encoding: base64\r\n\r\n${virus}\r\n`;
    const files = `Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhi\r\n--b\r\n${file}--b--\r\n`;
    const heads = [
      '',
      'From: ann@example.org\r\n',
      'From ann Mon\r\n',
      '\r\n',
      'X-Odd: 1\r\n',
      'Z-Odd: 1\r\n'.repeat(4_000),
    ];
    for (const head of heads) {
      const found = [await ask(Buffer.from(head + file)), await ask(Buffer.from(head + files))];
      const lineFeeds = await ask(Buffer.from((head + files).replaceAll('\r\n', '\n')));
      for (const one of [...found, lineFeeds]) expect(one, head.slice(0, 20)).to.include({ found: 'virus' });
    }
    expect(await ask(mail('harmless'))).to.deep.equal({ found: 'nothing' });
  });

  it('says when a mail is too large, however much of it is on its way', async () => {
    for (const size of [3_200_000, 10_000_000, 50_000_000])
      expect(await ask(Buffer.alloc(size, 'ab\r\n')), String(size)).to.deep.equal({ found: 'too-large' });
    expect(await ask(Buffer.alloc(2_900_000, 'ab\r\n'))).to.deep.equal({ found: 'nothing' });
  });
});
