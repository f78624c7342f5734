/** Files of a ticket on the disk of an operator: names are a stranger's, and nothing is fetched or run because of a mail. */
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { CONFIG, type TemporaryDesk, temporaryDesk } from './desk.ts';

interface File {
  readonly name: string;
  readonly bytes: Uint8Array | string;
  readonly type?: string;
}

const encoded = (name: string) => encodeURIComponent(name).replaceAll("'", '%27');

/** The name as RFC 2231 has it, so that every byte of it arrives. */
function partOf({ name, bytes, type = 'application/octet-stream' }: File): string {
  const content = Buffer.from(bytes as string)
    .toString('base64')
    .replace(/.{76}/g, '$&\r\n');
  const where = `Content-Disposition: attachment; filename*=utf-8''${encoded(name)}`;
  return `--frontier\r\nContent-Type: ${type}\r\n${where}\r\nContent-Transfer-Encoding: base64\r\n\r\n${content}\r\n`;
}

function mailWith(subject: string, files: readonly File[], headers = ''): string {
  return [
    `From: Ann <ann@example.org>\r\nTo: support@desk.example\r\nSubject: ${subject}\r\n${headers}`,
    'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=frontier\r\n\r\n',
    `--frontier\r\nContent-Type: text/plain\r\n\r\nHere it is: ${subject}\r\n`,
    ...files.map(partOf),
    '--frontier--\r\n',
  ].join('');
}

const ROOMY = CONFIG.replace('mail_size = "100 kB"', 'mail_size = "20 MB"');
const BYTES = Buffer.from(Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7 + (i >> 8)) & 255));
const PROGRAM = Buffer.from(`MZ\x90\0\x03\0\0\0${'\0'.repeat(56)}`, 'latin1');

interface Row {
  readonly number: number;
  readonly name: string;
  readonly blocked: string | null;
  readonly danger?: string;
}

describe('Attachments', () => {
  let it_: TemporaryDesk;
  before(() => {
    it_ = temporaryDesk(ROOMY);
  });
  after(() => it_.remove());
  let mails = 0;
  /** A new ticket with these files; its number. */
  async function ticketWith(files: readonly File[], desk = it_, headers = ''): Promise<number> {
    const file = desk.file(`mails/${++mails}.eml`, mailWith(`matter ${mails}`, files, headers));
    const { out, err } = await desk.desk('inject', '--json', file);
    expect(err).to.equal('');
    return JSON.parse(out).ticket;
  }
  const rows = async (ticket: number): Promise<Row[]> =>
    JSON.parse((await it_.desk('attachment', 'list', String(ticket), '--json')).out);
  const saved = (folder: string) => readdirSync(join(it_.folder, folder)).sort();
  const read = (path: string) => readFileSync(join(it_.folder, path));
  const hashOf = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');

  it('are listed with number, message, type, size and hash', async () => {
    const ticket = await ticketWith([
      { name: 'log.txt', bytes: 'words', type: 'text/plain' },
      { name: 'data.bin', bytes: BYTES },
    ]);
    const { out, code } = await it_.desk('attachment', 'list', String(ticket));
    expect(code).to.equal(0);
    const [, first, second] = out.split('\n');
    expect(first).to.match(new RegExp(`^1 +\\d+  log\\.txt +text/plain +5 B  ${hashOf('words')}$`));
    expect(second).to.match(new RegExp(`^2 +\\d+  data\\.bin +application/octet-stream +100 kB  ${hashOf(BYTES)}$`));
    expect((await it_.desk('show', String(ticket))).out).to.include(
      '[attached 2: data.bin (application/octet-stream, 100 kB)]',
    );
    expect(await it_.desk('attachment', 'list', '999')).to.deep.include({ code: 1, out: '' });
    const none = await ticketWith([]);
    expect(await it_.desk('attachment', 'list', String(none), '--json')).to.deep.include({ code: 0, out: '[]\n' });
  });

  it('are saved byte for byte, for nobody else to read', async () => {
    const ticket = String(
      await ticketWith([
        { name: 'log.txt', bytes: 'words\n', type: 'text/plain' },
        { name: 'data.bin', bytes: BYTES },
        { name: 'empty', bytes: '' },
      ]),
    );
    expect(await it_.desk('attachment', 'save', ticket, '--all', '--dir', 'all')).to.deep.include({
      code: 0,
      out: './all/log.txt\n./all/data.bin\n./all/empty\n',
    });
    expect(Buffer.compare(read('all/data.bin'), BYTES)).to.equal(0);
    expect(read('all/log.txt').toString()).to.equal('words\n');
    expect(statSync(join(it_.folder, 'all/data.bin')).mode & 0o777).to.equal(0o600);
    const one = await it_.desk('attachment', 'save', ticket, '2', '--json', '-o', 'one.bin');
    expect(JSON.parse(one.out)).to.deep.equal({
      number: 2,
      path: 'one.bin',
      size: BYTES.length,
      sha256: hashOf(BYTES),
    });
    expect(Buffer.compare(read('one.bin'), BYTES)).to.equal(0);
    await it_.desk(`$DESK attachment save ${ticket} 2 -o - > piped.bin`, { shell: true });
    expect(Buffer.compare(read('piped.bin'), BYTES)).to.equal(0);
  });

  it('are named by numbers, and a command that does not say which saves none', async () => {
    const ticket = String(await ticketWith([1, 2].map(n => ({ name: `${n}.txt`, bytes: `${n}` }))));
    const save = (...args: string[]) => it_.desk('attachment', 'save', ticket, '--dir', 'which', ...args);
    expect((await save()).code).to.equal(2);
    expect((await save('1', '--all')).code).to.equal(2);
    expect((await it_.desk('attachment', 'save', ticket, '1', '2', '-o', 'x')).code).to.equal(2);
    expect(await save('1', '7')).to.deep.include({ code: 1, err: `ticket ${ticket} has no file 7\n` });
    expect(existsSync(join(it_.folder, 'which'))).to.equal(false);
    expect((await save('2')).out).to.equal('./which/2.txt\n');
    const only = String(await ticketWith([{ name: 'only.txt', bytes: 'x' }]));
    expect((await it_.desk('attachment', 'save', '--dir', 'which', '--', only)).out).to.equal('./which/only.txt\n');
  });

  it('of one name are as many files, and what is there is never written over', async () => {
    const ticket = String(await ticketWith(['a', 'b'].map(bytes => ({ name: 'ATT00001.txt', bytes }))));
    for (let i = 0; i < 2; i++)
      expect((await it_.desk('attachment', 'save', ticket, '--all', '--dir', 'twice')).code).to.equal(0);
    expect(saved('twice')).to.deep.equal([
      'ATT00001 (2) (2).txt',
      'ATT00001 (2).txt',
      'ATT00001 (3).txt',
      'ATT00001.txt',
    ]);
    expect(read('twice/ATT00001.txt').toString()).to.equal('a');
    expect(await it_.desk('attachment', 'save', ticket, '1', '-o', 'twice/ATT00001.txt')).to.deep.include({
      code: 1,
      err: 'twice/ATT00001.txt is there already; nothing was written\n',
    });
  });

  it('go where they were told to, whatever their names are and whatever lies there', async () => {
    const names = [
      '../../../escape.txt',
      '/etc/cron.d/escape',
      '..\\..\\escape.bat',
      '\u200b.htaccess',
      '-rf',
      'con.txt',
      '.bashrc',
      'a\0b\r\nc.txt',
      `${'x'.repeat(5_000)}.pdf`,
      '..',
      'invoice\u202efdp.txt',
      'link.txt',
    ];
    const ticket = String(await ticketWith(names.map(name => ({ name, bytes: name }))));
    mkdirSync(join(it_.folder, 'odd'));
    it_.file('outside.txt', 'outside');
    symlinkSync('../outside.txt', join(it_.folder, 'odd/link.txt'));
    symlinkSync('../not-there.txt', join(it_.folder, 'odd/_con.txt'));
    const before = readdirSync(it_.folder).sort();
    const done = await it_.desk('attachment', 'save', ticket, '--all', '--force', '--dir', 'odd');
    expect(done).to.include({ code: 0, err: '' });
    expect(readdirSync(it_.folder).sort()).to.deep.equal(before);
    expect(read('outside.txt').toString()).to.equal('outside');
    const files = saved('odd').filter(name => lstatSync(join(it_.folder, 'odd', name)).isFile());
    expect(files).to.have.length(names.length);
    for (const name of files) {
      expect(name)
        .to.match(/^[^-.]/)
        .and.not.match(/[\p{Cc}\p{Cf}/\\]/u);
      expect(Buffer.byteLength(name)).to.be.at.most(255);
    }
    expect(files).to.include.members(['escape.txt', '_.htaccess', '_-rf', '_con (2).txt', '_.bashrc', 'link (2).txt']);
  });

  it('whose names would show turned around are shown as they were written, made visible', async () => {
    const ticket = String(await ticketWith([{ name: 'invoice\u202efdp.exe', bytes: PROGRAM }]));
    for (const command of [
      ['attachment', 'list', ticket],
      ['show', ticket],
    ]) {
      const { out } = await it_.desk(...command);
      expect(out).to.include('invoice\\u202efdp.exe').and.not.include('\u202e');
      expect(out).to.include('blocked: program, name turned around');
    }
  });

  it('that are programs are marked, and are saved and opened only with --force', async () => {
    const ticket = await ticketWith([
      { name: 'letter.pdf', bytes: PROGRAM, type: 'application/pdf' },
      { name: 'invoice.pdf.exe', bytes: 'x' },
      { name: 'bill.docm', bytes: 'x' },
      { name: 'photo.jpg', bytes: '\xff\xd8\xff', type: 'image/jpeg' },
    ]);
    expect((await rows(ticket)).map(({ blocked, danger }) => [blocked, danger])).to.deep.equal([
      ['program, named as pdf', 'program, named as pdf'],
      ['program, double extension', 'program, double extension'],
      [null, 'macros'],
      [null, undefined],
    ]);
    expect((await it_.desk('show', String(ticket))).out)
      .to.include('letter.pdf (application/pdf, 64 B, blocked: program, named as pdf)')
      .and.match(/bill\.docm \([^)]*, 1 B, danger: macros\)/);
    const some = await it_.desk('attachment', 'save', String(ticket), '--all', '--dir', 'programs');
    expect(some.code).to.equal(1);
    expect(some.err).to.match(/^file 1 \(letter\.pdf\) is blocked: program, named as pdf; --force saves it$/m);
    expect(saved('programs')).to.deep.equal(['bill.docm', 'photo.jpg']);
    const opener = { env: { DESK_OPENER: 'touch opened; false' } };
    for (const number of ['1', '2', '3'])
      expect((await it_.desk('attachment', 'open', String(ticket), number, opener)).err).to.include('--force opens it');
    expect(existsSync(join(it_.folder, 'opened'))).to.equal(false);
    expect((await it_.desk('attachment', 'save', String(ticket), '1', '--force', '--dir', 'programs')).code).to.equal(
      0,
    );
    expect(Buffer.compare(read('programs/letter.pdf'), PROGRAM)).to.equal(0);
  });

  it('are opened from a private folder, by the program that was chosen', async () => {
    const ticket = String(await ticketWith([{ name: '$(touch opened) "; touch opened;.txt', bytes: 'words' }]));
    const cat = await it_.desk('attachment', 'open', ticket, '1', { env: { DESK_OPENER: 'cat -n' } });
    expect(cat.code, cat.err).to.equal(0);
    const [path, shown] = cat.out.split('\n') as [string, string];
    expect(shown).to.match(/^ +1\twords$/);
    expect(statSync(path).mode & 0o777).to.equal(0o600);
    expect(statSync(dirname(path)).mode & 0o777).to.equal(0o700);
    expect(existsSync(join(it_.folder, 'opened'))).to.equal(false);
    rmSync(dirname(path), { recursive: true });
    const gone = await it_.desk('attachment', 'open', ticket, '1', { env: { DESK_OPENER: 'no-such-opener' } });
    expect(gone).to.deep.include({ code: 1 });
    expect(gone.err).to.include('there is no program "no-such-opener"');
    rmSync(dirname(gone.out.trim()), { recursive: true });
  });

  it('stay with their messages when these are merged into another ticket', async () => {
    const one = await ticketWith([{ name: 'one.txt', bytes: 'one' }]);
    const other = await ticketWith([{ name: 'other.txt', bytes: 'other' }]);
    expect((await it_.desk('merge', String(one), String(other))).code).to.equal(0);
    expect((await rows(other)).map(({ name }) => name)).to.have.members(['one.txt', 'other.txt']);
    const listed = await it_.desk('attachment', 'list', String(one), '--json');
    expect(listed.err).to.equal(`ticket ${one} was merged into ${other}\n`);
    for (const { number, name } of JSON.parse(listed.out) as Row[]) {
      const { code } = await it_.desk('attachment', 'save', String(one), String(number), '--dir', 'merged');
      expect(code).to.equal(0);
      expect(read(`merged/${name}`).toString()).to.equal(name.replace('.txt', ''));
    }
  });

  it('of a large mail come out whole', async function () {
    this.timeout(20_000);
    const bytes = Buffer.alloc(12_000_000, BYTES);
    const ticket = String(await ticketWith([{ name: 'large.bin', bytes }]));
    expect((await it_.desk('attachment', 'save', ticket, '--dir', 'large')).code).to.equal(0);
    expect(hashOf(read('large/large.bin'))).to.equal(hashOf(bytes));
  });
});

describe('A desk that blocks files', () => {
  const of = (rules: string) => temporaryDesk(`${CONFIG}[attachments]\n${rules}`);
  const bring = async (desk: TemporaryDesk, files: readonly File[]) =>
    JSON.parse((await desk.desk('inject', '--json', desk.file('m.eml', mailWith('files', files)))).out);

  it('puts a mail with one in quarantine, or holds it, and says which file and why', async () => {
    for (const [how, end] of [
      ['quarantine', 'quarantined'],
      ['hold', 'held'],
    ]) {
      const desk = of(`on_block = "${how}"\n`);
      const filed = await bring(desk, [{ name: 'photo.jpg', bytes: PROGRAM }]);
      expect(filed).to.include({ end, ticket: null });
      expect(filed.because).to.include('its file photo.jpg is blocked: program, named as jpg');
      const letters = JSON.parse((await desk.desk('outbox', 'list', '--json')).out) as { audience: string }[];
      expect(letters.filter(({ audience }) => audience === 'requester')).to.deep.equal([]);
      const insist = how === 'hold' ? ['held', 'split', '1'] : ['quarantine', 'retry', '1', '--anyway'];
      expect((await desk.desk('quarantine', 'show', '1')).out).to.match(how === 'hold' ? /^$/ : /--anyway lets it in/);
      expect(await desk.desk(...insist)).to.include({ code: 0 });
      expect(JSON.parse((await desk.desk('list', '--json')).out)).to.have.length(1);
      desk.remove();
    }
  });

  it('lets in what it does not block, and lists no more files than it should', async () => {
    const desk = of('block = ["zip"]\non_block = "quarantine"\nmax_count = 2\n');
    const files = [1, 2, 3].map(n => ({ name: `${n}.exe`, bytes: PROGRAM }));
    const filed = await bring(desk, files);
    expect(filed).to.include({ end: 'handled' });
    expect(filed.because.join()).to.include('The mail has 3 files: the first 2 are listed');
    expect(JSON.parse((await desk.desk('attachment', 'list', '1', '--json')).out)).to.have.length(2);
    desk.remove();
  });
});

describe('A desk whose virus scanner is not there', () => {
  it('takes no mail in where it shall wait, and says which setting that is', async () => {
    const desk = temporaryDesk(`${CONFIG}[scan]\nclamd = "/nowhere/clamd.sock"\non_trouble = "defer"\n`);
    const { code, err } = await desk.desk('inject', desk.file('m.eml', mailWith('files', [])));
    expect(code).to.equal(75);
    expect(err).to.include('[scan] on_trouble').and.include('the virus scanner (clamd) cannot be reached (ENOENT)');
    expect(JSON.parse((await desk.desk('mails', '--json')).out)).to.deep.equal([]);
    desk.remove();
  });
});

describe('Nothing is fetched from the net because of a mail', () => {
  let connections = 0;
  const server = createServer(socket => {
    connections++;
    socket.destroy();
  });
  before(done => void server.listen(0, '127.0.0.1', done));
  after(() => server.close());

  it('neither when it comes in nor when it is read', async () => {
    const url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
    const html = `<?xml version="1.0"?><!DOCTYPE html SYSTEM "${url}/x.dtd" [<!ENTITY x SYSTEM "${url}/x">]>
<html><head><link rel="stylesheet" href="${url}/s.css"><meta http-equiv="refresh" content="0;url=${url}/r"><base href="${url}/">
<style>@import "${url}/i.css"; body { background: url(${url}/b.png) }</style><script src="${url}/j.js"></script></head>
<body background="${url}/bg.png"><img src="${url}/pixel.gif?ann"><iframe src="${url}/f"></iframe><a href="${url}/a">a</a>&x;</body></html>`;
    const head = (subject: string) =>
      `From: Ann <ann@example.org>\r\nTo: support@desk.example\r\nSubject: ${subject}\r\nMIME-Version: 1.0\r\n` +
      `List-Unsubscribe: <${url}/u>\r\nDisposition-Notification-To: <ann@[127.0.0.1]>\r\n`;
    const external = `Content-Type: message/external-body; access-type=URL; URL="${url}/e"\r\n\r\nContent-Type: text/plain\r\n\r\n`;
    const report =
      `Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nSee ${url}/report\r\n--b\r\n` +
      `Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; 127.0.0.1\r\n\r\nFinal-Recipient: rfc822; x@example.org\r\n` +
      `Action: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 see ${url}/d\r\n--b--\r\n`;
    const desk = temporaryDesk();
    const mails = [
      `${head('html')}Content-Type: text/html\r\n\r\n${html}\r\n`,
      `${head('files')}Content-Type: multipart/mixed; boundary=frontier\r\n\r\n--frontier\r\nContent-Type: text/html\r\n\r\n${html}\r\n${partOf({ name: 'x.svg', bytes: html, type: 'image/svg+xml' })}--frontier\r\n${external}--frontier--\r\n`,
      `${head('report').replace('ann@example.org', 'mailer-daemon@example.org')}${report}`,
    ];
    for (const [n, bytes] of mails.entries()) desk.file(`mails/${n}.eml`, bytes);
    const commands = [
      ['try', 'mails'],
      ['inject', 'mails'],
      ['list'],
      ['show', '1', '--all'],
      ['show', '2', '--json'],
      ['held', 'show', '3'],
      ['attachment', 'list', '2'],
      ['attachment', 'save', '2', '--all', '--dir', 'files'],
      ['why', '1'],
      ['mails'],
      ['held', 'show', '1'],
      ['held', 'list'],
      ['quarantine', 'list'],
      ['requester', 'show', 'ann@example.org'],
      ['reply', '1', '-m', 'Thank you.'],
      ['outbox', 'show', '1'],
      ['outbox', 'show', '1', '--raw'],
      ['export', '--mbox', 'all.mbox'],
    ];
    for (const words of commands) {
      const { code, err } = await desk.desk(...words);
      expect(code, `${words.join(' ')}: ${err}`).to.equal(0);
    }
    desk.remove();
    expect(connections).to.equal(0);
  }).timeout(30_000);
});
