/** What goes wrong stops only itself, has a clear answer, and loses nothing. */
import { join } from 'node:path';
import { expect } from 'chai';
import { createTransport } from 'nodemailer';
import { sqliteDriver } from '../../src/store/sqlite-driver.ts';
import {
  createProgram,
  eventually,
  freePort,
  PEOPLE,
  type Program,
  QUEUE,
  type Serving,
  startSink,
} from './program.ts';

describe('trouble', function () {
  this.timeout(60_000);
  let program: Program;
  let serving: Serving;
  let door: number;
  let server: number;
  let sink: Awaited<ReturnType<typeof startSink>> | undefined;

  const mail = (subject: string) => {
    const transport = createTransport({ host: '127.0.0.1', port: door, ignoreTLS: true });
    return transport.sendMail({ from: 'ann@example.org', to: 'support@desk.example', subject, text: 'x' });
  };
  const subjects = async () => (await program.json<{ subject: string }[]>('list')).map(ticket => ticket.subject);

  before(async () => {
    door = await freePort();
    server = await freePort();
    const nobody = await freePort();
    program = createProgram(`state = "state"
${PEOPLE}${QUEUE}
[[mailbox]]
name = "gone"
host = "127.0.0.1"
port = ${nobody}
tls = "none"
user = "x"
password = "hush-hush"
[door]
smtp = "127.0.0.1:${door}"
[courier]
kind = "smtp"
host = "127.0.0.1"
port = ${server}
tls = "none"
`);
    serving = await program.serve();
  });
  after(async () => {
    await serving?.stop();
    await program?.remove();
    await sink?.close();
  });

  it('a mailbox that cannot be reached is said, with what comes next, and stops nothing else', async () => {
    await eventually('the trouble', () =>
      /trouble mailbox=imap:gone\/INBOX where=connect .*next="tried again/.test(serving.log()),
    );
    expect((await mail('door open')).response).to.match(/^250 /);
    expect(await subjects()).to.include('door open');
    expect(serving.log()).not.to.include('hush-hush');
  });

  it('a mail server that is down: the letters wait, and leave when it is back', async () => {
    await eventually('a letter waits', () => / sent-later /.test(serving.log()));
    const waiting = await program.json<{ state: string; attempts: number }[]>(
      'outbox',
      'list',
      '--state',
      'queued,sending',
    );
    expect(waiting).to.have.length(3);
    sink = await startSink(server);
    const ids = (await program.json<{ id: number }[]>('outbox', 'list')).map(letter => letter.id);
    expect(ids).to.have.length(3);
    // the wait is a minute and more; a restart does not shorten it, so the test lets time pass in the database
    const open = await sqliteDriver();
    const handle = await open(join(program.dir, 'state/desk.db'), 'write');
    await handle.exec('pragma busy_timeout=5000; update letters set not_before = 0');
    await handle.close();
    await eventually('all three leave once', () => sink!.letters.length === 3, 75_000);
    expect(new Set(sink.letters.flatMap(letter => letter.to)).size).to.equal(3);
  }).timeout(90_000);

  it('a locked database: the door says 451, the terminal says try again, and both work after', async () => {
    const open = await sqliteDriver();
    const handle = await open(join(program.dir, 'state/desk.db'), 'write');
    await handle.exec('begin exclusive');
    const [refused, typed] = await Promise.all([
      mail('locked out').catch(error => error as { responseCode: number; response: string }),
      program.desk(['note', '1', '-m', 'locked']),
    ]);
    expect((refused as { response: string }).response).to.match(/^451 4\.3\.0 /);
    expect(typed.code).to.equal(75);
    expect(typed.err).to.match(/store is (?:busy|locked); try again/);
    await handle.exec('rollback');
    await handle.close();
    expect((await mail('locked out')).response).to.match(/^250 /);
    expect((await subjects()).filter(subject => subject === 'locked out')).to.have.length(1);
    expect((await program.desk(['note', '1', '-m', 'locked'])).code).to.equal(0);
  });

  it('a config that is wrong: every fault with its place, exit 78', async () => {
    const bad = createProgram('state = 5\n[desk]\nlangage = "en"\n[courier]\nkind = "pigeon"\n');
    const { code, err } = await bad.desk(['list']);
    expect(code).to.equal(78);
    expect(err)
      .to.match(/config\.toml:1:9: state: /)
      .and.to.match(/config\.toml:3:1: desk\.langage: unknown key/);
    expect(err).to.match(/config\.toml:5:8: courier\.kind: expected "smtp" or "keep"/);
    await bad.remove();
  });
});
