/** A disk that is full or does not write: nothing is taken in, nothing is lost, everything comes in later, once. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { versionOf } from '../servers/ground.ts';
import { type Dovecot, deliver, dotStuffed, readMailbox, smtpClient, startDovecot, whyNoDovecot } from '../servers.ts';
import { createProgram, eventually, freePort, PEOPLE, type Program, QUEUE, type Serving } from './program.ts';

const USER = 'support@desk.example';
const write = (subject: string, text = 'Hello.') =>
  `From: Ann <ann@example.org>\r\nTo: ${USER}\r\nMessage-ID: <${subject}@example.org>\r\nSubject: ${subject}\r\n\r\n${text}\r\n`;
const MB = 1_000_000;

describe('a disk', function () {
  this.timeout(90_000);
  let dovecot: Dovecot | undefined;
  let program: Program | undefined;
  let serving: Serving | undefined;
  let door = 0;
  const mounted: string[] = [];

  before(async () => {
    if (whyNoDovecot() === undefined) dovecot = await startDovecot();
    else console.log(`      ${whyNoDovecot()}: without the mailbox`);
  });
  afterEach(async () => {
    await serving?.stop();
    serving = undefined;
    await program?.remove();
    for (const folder of mounted.splice(0)) {
      execFileSync('umount', [folder]);
      rmSync(folder, { recursive: true });
    }
  });
  after(() => dovecot?.remove());

  /** A file system of its own; undefined when this account may not make one. */
  const smallDisk = (size: string): string | undefined => {
    const folder = mkdtempSync(join(tmpdir(), 'postdesk-disk-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'postdesk-test', folder], { stdio: 'ignore' });
      mounted.push(folder);
      return folder;
    } catch {
      rmSync(folder, { recursive: true });
      console.log('      this account may not mount a tmpfs: skipped');
      return undefined;
    }
  };
  const fill = (folder: string, leave: number) => {
    const { bavail, bsize } = statfsSync(folder);
    try {
      writeFileSync(join(folder, 'filler'), Buffer.alloc(Math.max(0, bavail * bsize - leave), 1));
    } catch (error) {
      // the desk was faster with the last page: full is full
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  };
  const empty = (folder: string) => rmSync(join(folder, 'filler'));

  const begin = async (state: string, user: string, limits: string): Promise<Program> => {
    door = await freePort();
    const mailbox = dovecot
      ? `[[mailbox]]\nname = "in"\nhost = "127.0.0.1"\nport = ${dovecot.imapPort}\ntls = "none"\nuser = "${user}"\npassword = "${dovecot.password}"\n`
      : '';
    program = createProgram(`state = "${state}"
${PEOPLE}${QUEUE}
[limits]
${limits}
${mailbox}
[door]
smtp = "127.0.0.1:${door}"
[courier]
kind = "keep"
`);
    serving = await program.serve();
    return program;
  };
  const byDoor = async (mail: string): Promise<string> => {
    const client = await smtpClient({ host: '127.0.0.1', port: door });
    for (const line of ['EHLO me', 'MAIL FROM:<ann@example.org>', `RCPT TO:<${USER}>`, 'DATA']) await client.say(line);
    client.write(dotStuffed(mail));
    const said = await client.reply();
    client.end();
    return said;
  };
  const byMailbox = async (user: string, mail: string) => {
    if (dovecot) await deliver({ protocol: 'lmtp', port: dovecot.lmtpPort, to: [user], mails: [mail] });
  };
  const marked = async (user: string) => {
    const mails = await readMailbox({ port: dovecot!.imapPort, user, password: dovecot!.password });
    return mails.filter(({ flags }) => flags.includes('$Postdesk')).length;
  };
  const subjects = async () =>
    (await program!.json<{ subject: string }[]>('list')).map(({ subject }) => subject).sort();
  const refusals = () => serving!.log().match(/trouble mailbox=imap:in\/INBOX where=reception/g)?.length ?? 0;

  /** By every way in, while it does not work and after. */
  const story = async (user: string, said: RegExp, trouble: () => void, mend: () => void, size = 100) => {
    const words = 'x'.repeat(72).concat('\r\n').repeat(size);
    trouble();
    const before = await readFirst();
    await byMailbox(user, write('box', words));
    expect(await byDoor(write('door', words))).to.match(said);
    const injected = await program!.desk(['inject'], { input: write('pipe', words) });
    expect(injected.code, injected.err).to.equal(75);
    if (dovecot) await eventually('the mailbox is refused', () => refusals() > 0);
    if (dovecot) expect(await marked(user)).to.equal(0);
    expect(await readFirst()).to.deep.equal(before);
    mend();
    expect(await byDoor(write('door', words))).to.match(/^250/);
    expect((await program!.desk(['inject'], { input: write('pipe', words) })).code).to.equal(0);
    if (dovecot) await eventually('the mailbox is marked', async () => (await marked(user)) === 1, 30_000);
    expect(await subjects()).to.deep.equal(dovecot ? ['box', 'door', 'pipe'] : ['door', 'pipe']);
    expect(await program!.json<unknown[]>('quarantine', 'list')).to.deep.equal([]);
  };
  const readFirst = () => program!.json<unknown[]>('mails');

  it('with less room than limits.disk_free takes nothing in: 452 at the door, 75 at the pipe, the mailbox untouched', async function () {
    const disk = smallDisk('100m');
    if (disk === undefined) return this.skip();
    await begin(join(disk, 'state'), 'low@desk.example', 'disk_free = "50 MB"');
    await story(
      'low@desk.example',
      /^452 4\.3\.1 /,
      () => fill(disk, 40 * MB),
      () => empty(disk),
    );
    expect(serving!.log()).to.match(/limits\.disk_free/);
  });

  it('that is full to the last byte: the same, from the database itself', async function () {
    const disk = smallDisk('30m');
    if (disk === undefined) return this.skip();
    await begin(join(disk, 'state'), 'full@desk.example', 'disk_free = "off"');
    await story(
      'full@desk.example',
      /^452 4\.3\.1 /,
      () => fill(disk, 0),
      () => empty(disk),
      20_000,
    );
  });

  it('that does not write any more: 451 at the door, the mailbox untouched, and all comes in after', async function () {
    if (versionOf('prlimit', '--version') === undefined) {
      console.log('      there is no prlimit (util-linux): skipped');
      return this.skip();
    }
    await begin('state', 'broken@desk.example', '');
    const pid = /started .*pid=(\d+)/.exec(serving!.log())![1]!;
    const limit = (bytes: string) => execFileSync('prlimit', ['--pid', pid, `--fsize=${bytes}`]);
    limit('0:unlimited');
    await byMailbox('broken@desk.example', write('box'));
    expect(await byDoor(write('door'))).to.match(/^451 4\.3\.0 /);
    if (dovecot) await eventually('the mailbox is refused', () => refusals() > 0);
    if (dovecot) expect(await marked('broken@desk.example')).to.equal(0);
    limit('unlimited:unlimited');
    expect(await byDoor(write('door'))).to.match(/^250/);
    if (dovecot)
      await eventually('the mailbox is marked', async () => (await marked('broken@desk.example')) === 1, 30_000);
    expect(await subjects()).to.deep.equal(dovecot ? ['box', 'door'] : ['door']);
  });

  it('that is read-only: the pipe is told to try again, and nothing is lost', async function () {
    const disk = smallDisk('30m');
    if (disk === undefined) return this.skip();
    const desk = await begin(join(disk, 'state'), 'ro@desk.example', 'disk_free = "off"');
    await serving!.stop();
    serving = undefined;
    execFileSync('mount', ['-o', 'remount,ro', disk]);
    expect((await desk.desk(['inject'], { input: write('pipe') })).code).to.equal(75);
    execFileSync('mount', ['-o', 'remount,rw', disk]);
    expect((await desk.desk(['inject'], { input: write('pipe') })).code).to.equal(0);
    expect(await subjects()).to.deep.equal(['pipe']);
  });
});
