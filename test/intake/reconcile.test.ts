/** The mailbox is in memory, all else is real: what the server has against what the ledger knows, and how it is mended. */
import { expect } from 'chai';
import type { MailboxConfig } from '../../src/config/config.ts';
import type { Arrival } from '../../src/intake/arrival.ts';
import type { OpenMailbox } from '../../src/intake/mailbox.ts';
import { headerOf } from '../../src/intake/mailbox-batch.ts';
import { findingWords, type Repair, reckon, repair } from '../../src/intake/reconcile.ts';
import { type OpenDesk, openDesk } from '../../src/open-desk.ts';
import type { Database } from '../../src/store/database.ts';
import { verify } from '../../src/store/verify.ts';
import { describeOnEveryDatabase } from '../databases.ts';
import { smallConfig } from '../small-desk.ts';

const ROUTE = 'imap:support/INBOX';

const mailbox = (changes: Partial<MailboxConfig> = {}): MailboxConfig => ({
  name: 'support',
  host: 'mail.example',
  port: 993,
  tls: 'implicit',
  user: 'support',
  password: { from: 'inline', value: '' },
  folder: 'INBOX',
  queue: 'support',
  poll: 60_000,
  start: 'all',
  done: { how: 'keep' },
  ...changes,
});

function mail(n: number, extra = `Message-ID: <${n}@example.org>\r\n`): Buffer {
  return Buffer.from(`From: Ann <ann@example.org>\r\n${extra}Subject: matter ${n}\r\n\r\nIt is number ${n}.\r\n`);
}

/** A folder on a server. */
function folder(mails: Map<number, Buffer>, uidValidity = '7', unreadable: readonly number[] = []): OpenMailbox {
  const there = (uids: readonly number[]) => uids.filter(uid => mails.has(uid));
  return {
    uidValidity: () => uidValidity,
    lastUid: async () => Math.max(0, ...mails.keys()),
    uidsAbove: async uid => [...mails.keys()].filter(one => one > uid).sort((a, b) => a - b),
    sizes: async uids => new Map(there(uids).map(uid => [uid, mails.get(uid)!.length])),
    sources: async (uids, most) =>
      new Map(
        there(uids)
          .filter(uid => !unreadable.includes(uid))
          .map(uid => [uid, mails.get(uid)!.subarray(0, most)]),
      ),
    unmarked: async () => [],
    fileAway: async () => undefined,
    news: async () => {},
    close: async () => {},
  };
}

const limits = { mailSize: 100_000 };

describeOnEveryDatabase('reconciling a mailbox', open => {
  let database: Database;
  let desk: OpenDesk;
  let mails: Map<number, Buffer>;

  beforeEach(async () => {
    database = await open();
    desk = await openDesk(smallConfig(), { database });
    mails = new Map([1, 2, 3].map(n => [n, mail(n)]));
    await desk.setCursor(ROUTE, '7', 0);
    for (const [uid, bytes] of mails) await desk.receive(came(uid, bytes));
  });

  const came = (uid: number, bytes: Buffer): Arrival => ({
    route: ROUTE,
    uidValidity: '7',
    uid,
    bytes,
    envelope: { to: [] },
    queue: 'support',
  });
  const look = async (at = folder(mails), changes: Partial<MailboxConfig> = {}) =>
    reckon(at, desk.books, { mailbox: mailbox(changes), limits });
  const said = async () => (await look()).findings.map(finding => `${finding.uid}: ${findingWords(finding)}`);
  const fix = async (at = folder(mails)) => {
    const repairs: Repair[] = [];
    const place = { mailbox: mailbox(), limits };
    await repair(at, desk.books, place, await reckon(at, desk.books, place), async done => void repairs.push(done));
    return repairs;
  };
  const tickets = async () => (await desk.list({ limit: 100 })).length;
  const broken = async () => (await verify(database, { deep: true })).flatMap(result => result.broken);
  /** As somebody does who has the database in his hands. */
  const byHand = async (...statements: string[]) => {
    if (database.dialect === 'sqlite') await database.execute('pragma foreign_keys=off');
    await database.transaction(async () => {
      if (database.dialect === 'pg') await database.execute('set local session_replication_role = replica');
      for (const statement of statements) await database.execute(statement);
    });
  };

  it('finds nothing where all is in', async () => {
    expect(await look()).to.deep.equal({ route: ROUTE, uidValidity: '7', onServer: 3, findings: [] });
  });

  for (const [how, statements] of [
    ['its arrival still names it', ['delete from ledger where id = 2']],
    ['its arrival is gone too', ['delete from ledger where id = 2', 'delete from arrivals where mail = 2']],
    [
      'nothing but the journal names it',
      [
        'delete from ledger where id = 2',
        'delete from arrivals where mail = 2',
        'update messages set mail = null where mail = 2',
      ],
    ],
  ] as const)
    it(`names a mail whose row was deleted and writes the row again, no second ticket: ${how}`, async () => {
      await byHand(...statements);
      expect(await said()).to.deep.equal(['2: not in the ledger']);
      const [done] = await fix();
      expect(done).to.have.property('receipt').that.includes({ mail: 2, end: 'handled', ticket: 2 });
      expect(await said()).to.deep.equal([]);
      expect(await tickets()).to.equal(3);
      expect(await broken()).to.deep.equal([]);
      expect((await desk.mails({ limit: 10 })).find(row => row.mail === 2)?.because.join()).to.match(
        /row in the ledger was lost/,
      );
    });

  it('writes the row of a held mail again as held', async () => {
    mails.set(4, Buffer.from('Subject: from nobody\r\n\r\nHello\r\n'));
    await desk.receive(came(4, mails.get(4)!));
    await byHand('delete from ledger where id = 4');
    const [done] = await fix();
    expect(done).to.have.property('receipt').that.includes({ mail: 4, end: 'held' });
    expect(await broken()).to.deep.equal([]);
  });

  it('brings in a mail of which nothing is left, without setting the cursor back', async () => {
    mails.set(4, mail(4));
    mails.set(5, mail(5));
    await desk.receive(came(5, mails.get(5)!));
    expect(await said()).to.deep.equal(['4: not in the ledger']);
    expect((await fix()).map(done => 'receipt' in done && done.receipt.ticket)).to.deep.equal([5]);
    expect(await desk.cursor(ROUTE)).to.include({ uidValidity: '7', lastUid: 5 });
    expect(await said()).to.deep.equal([]);
  });

  it('tells what waits from what was passed over', async () => {
    mails.set(4, mail(4));
    expect(await said()).to.deep.equal(['4: not in the ledger, and not read yet']);
    await fix();
    expect(await desk.cursor(ROUTE)).to.include({ lastUid: 4 });
    expect(await tickets()).to.equal(4);
  });

  it('leaves a waiting mail that cannot be had, and all after it, to the daemon', async () => {
    for (const n of [4, 5, 6]) mails.set(n, mail(n));
    const done = await fix(folder(mails, '7', [5]));
    expect(done.map(({ finding }) => finding.uid)).to.deep.equal([4, 5]);
    expect(done[1])
      .to.have.property('left')
      .that.matches(/does not give it/);
    expect(await desk.cursor(ROUTE)).to.include({ lastUid: 4 });
  });

  it('is not concerned with what lay there before, where the desk starts with what is new', async () => {
    const at = { ...mailbox({ start: 'new' }), name: 'fresh' };
    const fresh = 'imap:fresh/INBOX';
    const never = await reckon(folder(mails), desk.books, { mailbox: at, limits });
    expect(never).to.deep.include({ onServer: 0, findings: [] });
    await desk.setCursor(fresh, '7', 2);
    const begun = await reckon(folder(mails), desk.books, { mailbox: at, limits });
    expect(begun.findings).to.deep.equal([{ what: 'waiting', uid: 3 }]);
    // a cursor that moves on does not move the beginning
    await desk.setCursor(fresh, '7', 3);
    expect((await reckon(folder(mails), desk.books, { mailbox: at, limits })).findings).to.deep.equal([
      { what: 'missing', uid: 3 },
    ]);
  });

  it('says that UIDVALIDITY changed, and reads all again without doubling any', async () => {
    const anew = folder(mails, '8');
    expect(await look(anew)).to.deep.include({ renumberedFrom: '7', uidValidity: '8' });
    await fix(anew);
    expect((await look(anew)).findings).to.deep.equal([]);
    expect(await desk.cursor(ROUTE)).to.include({ uidValidity: '8', lastUid: 3 });
    expect(await tickets()).to.equal(3);
    expect(await broken()).to.deep.equal([]);
  });

  it('fetches whole what was once too large, in the place of its header', async () => {
    const whole = mail(4);
    mails.set(4, whole);
    await desk.receive({ ...came(4, Buffer.from(headerOf(whole))), oversize: whole.length });
    expect((await desk.mails({ limit: 1 }))[0]).to.include({ mail: 4, end: 'quarantined' });
    const small = await reckon(folder(mails), desk.books, { mailbox: mailbox(), limits: { mailSize: 50 } });
    expect(small.findings).to.deep.equal([]);
    expect(await said()).to.deep.equal(['4: mail 4 is its header only; it is within limits.mail_size now']);
    const [done] = await fix();
    expect(done).to.have.property('receipt').that.includes({ end: 'handled', ticket: 4 });
    expect((await desk.show(4))?.timeline[0]?.text).to.include('It is number 4.');
    expect(await said()).to.deep.equal([]);
    expect(await broken()).to.deep.equal([]);
  });

  it('is safe to do twice at once', async () => {
    for (const n of [4, 5, 6]) mails.set(n, mail(n));
    await byHand('delete from ledger where id = 2');
    await Promise.all([fix(), fix()]);
    expect(await said()).to.deep.equal([]);
    expect(await tickets()).to.equal(6);
    expect(await broken()).to.deep.equal([]);
  });
});
