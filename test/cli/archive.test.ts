/** Out and in again: what one desk exports another imports, byte for byte, and mails nobody. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { mailsOfMbox } from '../../src/cli/mbox.ts';
import { mboxEntry } from '../../src/cli/mbox-out.ts';
import { DESK, mail, type TemporaryDesk, temporaryDesk } from './desk.ts';

const MAILS: readonly (string | Buffer)[] = [
  mail('plain', 'Hello', 'Message-ID: <1@example.org>\r\n'),
  mail('From in words', 'From here on it works.\r\n>From there it did not.\r\n\r\nFrom now on\r\n>>From', ''),
  mail('no end', 'the last line has no end').trimEnd(),
  mail('line feeds', 'Hello').replaceAll('\r\n', '\n'),
  mail('empty lines at the end', 'Hello\r\n\r\n\r\n'),
  mail('a mail inside', 'From ann@example.org Mon Nov 23 10:00:00 2026\r\nSubject: inside\r\n\r\nHello'),
  Buffer.concat([Buffer.from(mail('bytes', '')), Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))]),
  mail('a reply', 'And now?', 'Message-ID: <2@example.org>\r\nIn-Reply-To: <1@example.org>\r\n'),
  'From: ann@example.org\r\n',
  ...Array.from({ length: 18 }, (_, n) => mail(`matter ${n}`, `It is number ${n}.\r\n${'From \r\n'.repeat(n % 4)}`)),
];

/** Told when it takes longer than a second, as it may on a busy machine. */
const SO_FAR = /^.* so far, .*\n/gm;

describe('An archive', () => {
  let first: TemporaryDesk;
  let second: TemporaryDesk;
  before(async () => {
    first = temporaryDesk();
    second = temporaryDesk();
    for (const [n, bytes] of MAILS.entries()) first.file(`mails/${String(n).padStart(3, '0')}.eml`, bytes);
    expect(await first.desk('inject', 'mails')).to.include({ code: 0 });
  });
  after(() => {
    first.remove();
    second.remove();
  });
  const originals = (desk: TemporaryDesk, folder: string) =>
    readdirSync(join(desk.folder, folder), { encoding: 'utf8' })
      .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
      .map(file => readFileSync(join(desk.folder, folder, file)).toString('latin1'));
  const expected = MAILS.map(bytes => Buffer.from(bytes).toString('latin1'));

  it('goes out as files with the bytes that came in', async () => {
    expect(await first.desk('export', '--eml', 'out')).to.deep.include({ code: 0, err: `${MAILS.length} mails\n` });
    expect(originals(first, 'out')).to.deep.equal(expected);
  });

  it('goes out as an mbox and comes in elsewhere with identical bytes', async () => {
    expect(await first.desk('export', '--mbox', 'all.mbox')).to.include({ code: 0 });
    const imported = await second.desk('import', join(first.folder, 'all.mbox'));
    expect(imported.code).to.equal(0);
    expect(imported.err.replace(SO_FAR, '')).to.equal(`${MAILS.length} mails: ${MAILS.length} handled\n`);
    await second.desk('export', '--eml', 'out');
    expect(originals(second, 'out')).to.deep.equal(expected);
  });

  it('is read as what the first word says it is, where name and beginning could mislead', async () => {
    const third = temporaryDesk();
    const two = `From a x\r\n${mail('one of two', '1')}\r\nFrom b x\r\n${mail('two of two', '2')}`;
    third.file('mails.eml', two);
    third.file('mail', two.replaceAll('of two', 'in one'));
    const { err } = await third.desk('import', 'mbox', 'mails.eml');
    expect(err.replace(SO_FAR, '')).to.equal('2 mails: 2 handled\n');
    expect((await third.desk('import', 'eml', 'mail')).err).to.match(/1 mail/);
    const subjects = JSON.parse((await third.desk('list', '--json')).out).map(
      (row: { subject: string }) => row.subject,
    );
    expect(subjects).to.have.members(['one of two', 'two of two', 'one in one']);
    third.remove();
  });

  it('opens tickets and continues them as they were, and says that nobody was mailed', async () => {
    const of = async (desk: TemporaryDesk) =>
      JSON.parse((await desk.desk('list', '--limit', '100', '--json')).out).map(
        (row: { number: number; subject: string; messages: number }) => [row.number, row.subject, row.messages],
      );
    expect(await of(second)).to.deep.equal(await of(first));
    expect(JSON.parse((await second.desk('outbox', 'list', '--json')).out)).to.deep.equal([]);
    expect((await second.desk('why', '1')).out).to.match(/nobody is mailed: it was brought in from an archive/);
  });

  it('comes in once: again passes all of it over and adds nothing', async () => {
    const again = await second.desk('import', join(first.folder, 'all.mbox'));
    expect(again).to.include({ code: 0, out: '', err: `${MAILS.length} mails: ${MAILS.length} duplicate\n` });
    expect(await second.desk('verify', '--deep')).to.include({ code: 0 });
  });

  it('of one ticket goes to a pipe', async () => {
    const { out } = await first.desk('export', '--mbox', '-', '--ticket', '1');
    expect(out.match(/^From ann@example\.org \w{3} \w{3} \d\d \d\d:\d\d:\d\d \d{4}$/gm)).to.have.length(2);
  });

  it('never writes over a file, and asks where to when not told', async () => {
    expect(await first.desk('export', '--mbox', 'all.mbox')).to.include({ code: 1 });
    expect(await first.desk('export')).to.include({ code: 2 });
  });

  it('says what is no mail and goes on', async () => {
    second.file('odd/1.eml', 'no header here');
    second.file('odd/2.eml', mail('after it', 'Hello'));
    const { code, out, err } = await second.desk('import', 'odd');
    expect(code).to.equal(65);
    expect(err).to.match(/1\.eml: not a mail/);
    expect(out).to.match(/2\.eml: handled/);
  });

  it('stops at Ctrl-C with all that is in, and goes on from there', async function () {
    this.timeout(60_000);
    const many = Array.from({ length: 600 }, (_, n) =>
      mboxEntry({ sender: 'ann@example.org', seenAt: 0, bytes: Buffer.from(mail(`many ${n}`, `${n}`)) }),
    );
    const path = second.file('many.mbox', Buffer.concat(many));
    const child = spawn(process.execPath, [DESK, 'import', path], {
      cwd: second.folder,
      env: { ...process.env, DESK_CONFIG: '' },
    });
    let err = '';
    child.stderr.on('data', data => {
      err += data;
    });
    child.stdout.once('data', () => child.kill('SIGINT'));
    child.stdout.resume();
    const [code] = await once(child, 'close');
    expect(code, err).to.equal(75);
    const taken = Number(/(\d+) handled/.exec(err)?.[1]);
    expect(taken).to.be.within(1, 599);
    const { err: rest } = await second.desk('import', path);
    expect(rest).to.match(new RegExp(`600 mails: ${taken} duplicate, ${600 - taken} handled\n$`));
  });
});

describe('An mbox that we write', () => {
  it('is read back byte for byte, whatever is in the mails', async () => {
    const piece = fc.constantFrom(
      'From ',
      '>From ',
      '>>From x',
      '\n',
      '\r\n',
      '\r',
      'words',
      '\0',
      'ÿ',
      'From a@b Mon Nov 23 10:00:00 2026',
    );
    const text = fc.array(piece, { maxLength: 12 }).map(pieces => pieces.join(''));
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 40 }),
        async (mails, size) => {
          const file = Buffer.concat(
            mails.map(words => mboxEntry({ sender: 'a@b', seenAt: 0, bytes: Buffer.from(words, 'latin1') })),
          );
          async function* chunks() {
            for (let at = 0; at < file.length; at += size) yield file.subarray(at, at + size);
          }
          const back: string[] = [];
          for await (const one of mailsOfMbox(chunks(), 100_000, { unquote: true }))
            back.push(Buffer.from(one.bytes).toString('latin1'));
          expect(back).to.deep.equal(mails);
        },
      ),
    );
  });

  it('is one that other readers understand', function () {
    const python = ['/usr/bin/python3', '/usr/local/bin/python3'].find(existsSync);
    if (!python) return this.skip();
    const desk = temporaryDesk('');
    const bodies = ['Hello\n', 'From here\n>From there\n', 'no end'];
    const entries = bodies.map(body =>
      mboxEntry({ sender: 'a@b', seenAt: 0, bytes: Buffer.from(`Subject: x\n\n${body}`) }),
    );
    const path = desk.file('all.mbox', Buffer.concat(entries));
    const script = 'import mailbox,sys\nprint(len(mailbox.mbox(sys.argv[1])))';
    expect(execFileSync(python, ['-c', script, path]).toString().trim()).to.equal('3');
    desk.remove();
  });
});
