/** Where every mail is, with a real Dovecot and the program: the same mail twice, UIDs anew, lost rows, fifty mailboxes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { sqliteDriver } from '../../src/store/sqlite-driver.ts';
import { type Dovecot, deliver, startDovecot, whyNoDovecot } from '../servers.ts';
import { createProgram, eventually, freePort, PEOPLE, type Program, QUEUE, type Serving } from './program.ts';

interface MailRow {
  readonly mail: number;
  readonly end: string;
  readonly ticket: number | null;
  readonly routes: readonly string[];
  readonly because: readonly string[];
}

const SUPPORT = 'support@desk.example';

function mailboxToml(name: string, port: number, user: string, password: string): string {
  return `[[mailbox]]
name = "${name}"
host = "127.0.0.1"
port = ${port}
tls = "none"
user = "${user}"
password = "${password}"
`;
}

describe('where every mail is', function () {
  this.timeout(120_000);
  let dovecot: Dovecot;
  let program: Program;
  let serving: Serving;
  let door: number;

  before(async function () {
    const missing = whyNoDovecot();
    if (missing !== undefined) {
      console.log(`      ${missing}: the stories of mailboxes are skipped`);
      this.skip();
    }
    dovecot = await startDovecot();
    door = await freePort();
    program = createProgram(`state = "state"
${PEOPLE}${QUEUE}
${mailboxToml('support', dovecot.imapPort, SUPPORT, dovecot.password)}
${mailboxToml('info', dovecot.imapPort, 'info@desk.example', dovecot.password)}
${mailboxToml('broken', dovecot.imapPort, 'broken@desk.example', 'wrong-horse')}
[door]
smtp = "127.0.0.1:${door}"
[courier]
kind = "keep"
`);
    serving = await program.serve();
  });
  after(async () => {
    await serving?.stop();
    await program?.remove();
    await dovecot?.remove();
  });

  const mails = () => program.json<MailRow[]>('mails');
  const tickets = async () => (await program.json<unknown[]>('list')).length;
  const inMailbox = (text: string, to = SUPPORT) =>
    deliver({ protocol: 'lmtp', port: dovecot.lmtpPort, to: [to], mails: [text] });
  const atTheDoor = (text: string) => deliver({ protocol: 'smtp', port: door, to: [SUPPORT], mails: [text] });
  const write = (subject: string, text: string, id = `Message-ID: <${subject}@example.org>\r\n`) =>
    `From: Ann <ann@example.org>\r\nTo: ${SUPPORT}\r\n${id}Subject: ${subject}\r\n\r\n${text}\r\n`;
  const has = (count: number) =>
    eventually(`${count} mails`, async () => {
      const rows = await mails();
      return rows.length >= count && rows;
    });
  const byHand = async (...statements: string[]) => {
    const handle = await (await sqliteDriver())(join(program.dir, 'state/desk.db'), 'write');
    await handle.exec('pragma busy_timeout=5000; pragma foreign_keys=off');
    for (const statement of statements) await handle.exec(statement);
    await handle.close();
  };
  const restartedAnew = async () => {
    await dovecot.stop();
    dovecot.resetUidValidity(SUPPORT);
    await dovecot.start();
  };

  it('the same mail by two doors and in two mailboxes is one message, and all its routes are told', async () => {
    const mail = write('twice', 'The same words.');
    await inMailbox(mail);
    await has(1);
    await atTheDoor(`Received: from elsewhere by door.example\r\n${mail}`);
    await inMailbox(mail, 'info@desk.example');
    const [row] = await eventually('three routes', async () => {
      const rows = await mails();
      return rows[0]?.routes.length === 3 && rows;
    });
    expect([...row!.routes].sort()).to.deep.equal(['imap:info/INBOX', 'imap:support/INBOX', 'smtp']);
    expect((await program.json<{ timeline: unknown[] }>('show', '1')).timeline).to.have.length(1);
    expect(await tickets()).to.equal(1);
  });

  it('two different mails with one Message-ID are both kept, and the second says so', async () => {
    await inMailbox(write('first', 'One.', 'Message-ID: <twin@example.org>\r\n'));
    await has(2);
    await inMailbox(write('second', 'Another.', 'Message-ID: <twin@example.org>\r\n'));
    const rows = await has(3);
    expect(rows[2]).to.include({ end: 'handled', ticket: 3 });
    expect(rows[2]!.because).to.include('mail 2 has the same Message-ID and other content');
  });

  it('a mail without Message-ID that is fetched under five UIDVALIDITYs is one', async () => {
    await inMailbox(write('nameless', 'No Message-ID.', ''));
    await has(4);
    for (let time = 1; time <= 5; time++) {
      await restartedAnew();
      await eventually(
        `the mailbox is read again, ${time} times`,
        () => (serving.log().match(/ uidvalidity-changed /g) ?? []).length >= time,
        30_000,
      );
    }
    await eventually(
      'all is compared',
      async () => (await program.desk(['reconcile', '--mailbox', 'support'])).code === 0,
      30_000,
    );
    expect(await mails()).to.have.length(4);
    expect(await tickets()).to.equal(4);
    expect((await mails())[3]!.routes.length).to.be.greaterThan(4);
  });

  it('a row deleted by hand is named with its mailbox and UID, and written again beside the running daemon', async () => {
    const reconcile = (...args: string[]) => program.desk(['reconcile', '--mailbox', 'support', ...args]);
    await byHand(`delete from ledger where message_id = 'first@example.org' or id = 2`);
    const found = await reconcile();
    expect(found.code).to.equal(1);
    expect(found.out).to.match(/^imap:support\/INBOX UID \d+: not in the ledger$/m);
    expect((await program.desk(['verify'])).code).to.equal(1);
    const fixed = await reconcile('--fix');
    expect(fixed.code, fixed.out + fixed.err).to.equal(0);
    expect(fixed.out).to.match(/UID \d+: handled, ticket #2: .*its row in the ledger was lost/);
    expect((await reconcile()).code).to.equal(0);
    expect(await tickets()).to.equal(4);
    const verified = await program.desk(['verify', '--deep']);
    expect(verified.code, verified.out).to.equal(0);
  });

  it('a mail that came while the daemon was down is named, brought in by --fix, and taken once', async () => {
    await serving.stop();
    await inMailbox(write('meanwhile', 'Nobody is there.'));
    const { code, out } = await program.desk(['reconcile', '--mailbox', 'support']);
    expect(code).to.equal(1);
    expect(out).to.match(/UID \d+: not in the ledger, and not read yet/);
    expect((await program.desk(['reconcile', '--mailbox', 'support', '--fix'])).code).to.equal(0);
    serving = await program.serve();
    await eventually('read again', () => / caught-up mailbox=imap:support\/INBOX mails=0/.test(serving.log()));
    expect(await tickets()).to.equal(5);
  });

  it('a mailbox that cannot be opened is told and does not keep the others from being compared', async () => {
    const { code, out, err } = await program.desk(['reconcile']);
    expect(code).to.equal(75);
    expect(err).to.match(/^imap:broken\/INBOX: the server refused the log-in/m);
    expect(err + out).to.not.match(/wrong-horse/);
    expect(out).to.match(/^imap:info\/INBOX: 1 mail on the server, all in the ledger$/m);
    expect((await program.desk(['reconcile', '--mailbox', 'nope'])).code).to.equal(1);
  });
});

describe('fifty mailboxes', function () {
  this.timeout(120_000);
  const COUNT = 50;
  /** MB; some 130 when it was written. */
  const MOST_MEMORY = 400;
  let dovecot: Dovecot;
  let program: Program;
  let serving: Serving;
  const user = (n: number) => `box${n}@desk.example`;

  before(async function () {
    const missing = whyNoDovecot();
    if (missing !== undefined) {
      console.log(`      ${missing}: the story of fifty mailboxes is skipped`);
      this.skip();
    }
    dovecot = await startDovecot();
    const boxes = Array.from({ length: COUNT }, (_, n) =>
      mailboxToml(`box${n}`, dovecot.imapPort, user(n), n === 7 ? 'wrong-horse' : dovecot.password),
    );
    program = createProgram(`state = "state"\n${PEOPLE}${QUEUE}\n${boxes.join('')}\n[courier]\nkind = "keep"\n`);
    serving = await program.serve();
  });
  after(async () => {
    await serving?.stop();
    await program?.remove();
    await dovecot?.remove();
  });

  const said = (event: string) => (serving.log().match(new RegExp(` ${event} `, 'g')) ?? []).length;

  it('are watched at once, and the one with the wrong password says so and stops nobody', async () => {
    await eventually('49 mailboxes are watched', () => said('caught-up') >= COUNT - 1, 30_000);
    expect(serving.log()).to.match(/trouble mailbox=imap:box7\/INBOX where=login/);
    expect(serving.log().match(/trouble mailbox=imap:box(?!7\/)/)).to.equal(null);
  });

  it('each bring their mail in within seconds, in bounded memory', async () => {
    const sent = Date.now();
    const others = Array.from({ length: COUNT }, (_, n) => n).filter(n => n !== 7);
    for (const n of others)
      await deliver({
        protocol: 'lmtp',
        port: dovecot.lmtpPort,
        to: [user(n)],
        mails: [`From: ann@example.org\r\nSubject: to ${n}\r\n\r\nHello ${n}\r\n`],
      });
    await eventually('49 tickets', () => said('received') >= others.length, 30_000);
    const seconds = (Date.now() - sent) / 1000;
    const pid = /started .*pid=(\d+)/.exec(serving.log())![1]!;
    const memory = Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024;
    console.log(`      49 mails in ${seconds.toFixed(1)} s, resident memory ${memory.toFixed(0)} MB`);
    expect(memory).to.be.lessThan(MOST_MEMORY);
    expect((await program.json<unknown[]>('list')).length).to.equal(others.length);
  });
});
