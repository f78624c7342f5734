/** E5, H4: files of operators go out byte for byte, are kept once, and those of notes never leave. */
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { simpleParser } from 'mailparser';
import { CONFIG, type Ended, mail, type TemporaryDesk, temporaryDesk } from '../cli/desk.ts';

describe('Files of operators', function () {
  this.timeout(120_000);
  let here: TemporaryDesk;
  beforeEach(async () => {
    here = temporaryDesk(CONFIG.replace('undo_window', 'file_size = "1 MB"\nundo_window'));
    await done(here.desk('inject', { input: mail('It beeps', 'My phone beeps.') }));
  });
  afterEach(() => here.remove());

  async function done(running: Promise<Ended>): Promise<string> {
    const { code, out, err } = await running;
    expect(code, err).to.equal(0);
    return out;
  }
  const letter = async () => {
    const all = JSON.parse(await done(here.desk('outbox', 'list', '--json'))) as { id: number; audience: string }[];
    const { id } = all.findLast(({ audience }) => audience === 'requester')!;
    await done(here.desk(`$DESK outbox show ${id} --raw > letter.eml`, { shell: true }));
    return readFileSync(join(here.folder, 'letter.eml'));
  };

  it('arrive byte for byte beside text and page, whatever they hold, and are saved again', async () => {
    const odd = Buffer.concat([
      randomBytes(50_000),
      Buffer.from('\r\n.\r\nMAIL FROM:<x@y>\r\n\n\r.\r\n'),
      randomBytes(3),
    ]);
    const name = '-rf r\u00e9sum\u00e9 \u202egnp.exe';
    here.file(`files/${name}`, odd);
    here.file('files/log.txt', 'one\ntwo\r\nthree\rfour');
    const replied = await here.desk(
      'reply',
      '1',
      '-m',
      'See **these**.',
      '--attach',
      `./files/${name}`,
      'files/log.txt',
    );
    expect(replied.code, replied.err).to.equal(0);
    expect(replied.err)
      .to.match(/program.*; many mail servers refuse such files/)
      .and.not.include('\u202e');
    const bytes = await letter();
    expect(bytes.toString('latin1')).to.not.match(/[^\r]\n|\r[^\n]/);
    expect(
      bytes
        .toString('latin1')
        .split('\r\n')
        .filter(line => line === '.'),
    ).to.deep.equal([]);
    const parsed = await simpleParser(bytes);
    expect(parsed.text).to.include('See **these**.');
    expect(parsed.html).to.include('<strong>these</strong>');
    expect(parsed.attachments.map(({ filename }) => filename)).to.deep.equal([
      '_-rf r\u00e9sum\u00e9 gnp.exe',
      'log.txt',
    ]);
    expect(parsed.attachments[0]!.content.equals(odd)).to.equal(true);
    expect(parsed.attachments[1]!.content.toString()).to.equal('one\ntwo\r\nthree\rfour');
    expect(parsed.attachments[1]!.contentType).to.equal('text/plain');
    expect(await done(here.desk('attachment', 'list', '1'))).to.include('log.txt');
    expect(await done(here.desk('show', '1'))).to.match(/\[attached 2: log\.txt \(text\/plain, 19 B\)\]/);
    await done(here.desk('attachment', 'save', '1', '1', '--force', '-o', 'back.bin'));
    expect(readFileSync(join(here.folder, 'back.bin')).equals(odd)).to.equal(true);
  });

  it('stand below the words, with name, type and size, where the letter is shown', async () => {
    here.file('a/r\u00e9sum\u00e9.csv', 'a;b\r\n'.repeat(100));
    here.file('b/page.html', '<p>no word of the answer</p>');
    await done(
      here.desk(
        'reply',
        '1',
        '-m',
        'See these \u2013 gr\u00fc\u00dfe.',
        '--attach',
        'a/r\u00e9sum\u00e9.csv',
        'b/page.html',
      ),
    );
    const [id] = (await done(here.desk('outbox', 'list', '-q', '--to', 'ann@'))).split('\n').slice(-2);
    const shown = await done(here.desk('outbox', 'show', id!));
    expect(shown)
      .to.match(/^from +Support <support@desk\.example>\nto +Ann <ann@example\.org>\nsubject +Re: It beeps /m)
      .and.include('\n\n  See these \u2013 gr\u00fc\u00dfe.\n')
      .and.include(
        '\n  [attached: r\u00e9sum\u00e9.csv (text/csv, 500 B)]\n  [attached: page.html (text/html, 28 B)]\n',
      )
      .and.not.include('no word of the answer');
    const { text } = JSON.parse(await done(here.desk('outbox', 'show', id!, '--json'))) as { text: string };
    expect(text).to.match(/^See these \u2013 gr\u00fc\u00dfe\.\n/);
  });

  it('of the same bytes are kept once, of the same name get another, and too large or missing ones are refused whole', async () => {
    here.file('a/x.txt', 'same');
    here.file('b/x.txt', 'same');
    here.file('big.bin', randomBytes(600_000));
    await done(here.desk('reply', '1', '-m', 'Two.', '--attach', 'a/x.txt', 'b/x.txt'));
    expect((await simpleParser(await letter())).attachments.map(one => one.filename)).to.deep.equal([
      'x.txt',
      'x (2).txt',
    ]);
    await done(here.desk('note', '1', '-m', 'Again.', '--attach', 'a/x.txt'));
    const refused = await here.desk('reply', '1', '--force', '-m', 'x', '--attach', 'big.bin', 'big.bin');
    expect([refused.code, refused.err]).to.deep.equal([
      1,
      'the files have 1.2 MB; an answer carries 1 MB (letters.file_size)\n',
    ]);
    const missing = await here.desk('reply', '1', '-m', 'x', '--attach', 'a', 'nowhere');
    expect([missing.code, missing.err]).to.deep.equal([1, 'a is no file\nnowhere cannot be read: ENOENT\n']);
    const shown = JSON.parse(await done(here.desk('show', '1', '--json'))) as { timeline: unknown[] };
    expect(shown.timeline).to.have.length(3);
    const { openSqlite } = await import('../../src/store/open-sqlite.ts');
    const database = await openSqlite({ file: join(here.folder, 'state', 'desk.db') });
    expect(await database.all('select count(*), sum(size) from files')).to.deep.equal([[1, 4]]);
    await database.close();
  });

  it('of a note never leave, not even to a colleague by mail, and can be read here', async () => {
    const secret = randomBytes(900).toString('hex');
    here.file('trace.log', secret);
    await done(here.desk('take', '1'));
    await done(here.desk('note', '1', '-m', 'Its log.', '--attach', 'trace.log', { env: { DESK_OPERATOR: 'eve' } }));
    await done(here.desk('show', '1'));
    await done(here.desk('reply', '1', '-m', 'We looked.'));
    const all = JSON.parse(await done(here.desk('outbox', 'list', '--json'))) as { id: number }[];
    const encoded = Buffer.from(secret).toString('base64').slice(0, 60);
    for (const { id } of all) {
      const bytes = await done(here.desk('outbox', 'show', String(id), '--raw'));
      expect(bytes).to.not.include(secret.slice(0, 60)).and.not.include(encoded).and.not.include('trace.log');
    }
    await done(here.desk('attachment', 'save', '1', '1', '-o', 'back.log'));
    expect(readFileSync(join(here.folder, 'back.log'), 'utf8')).to.equal(secret);
  });

  it('come with a ticket that an operator opens, and mail nobody', async () => {
    const picture = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), randomBytes(100)]);
    writeFileSync(join(here.folder, 'x.png'), picture);
    const words = ['--for', 'Carl <carl@example.com>', '--subject', 'A picture', '-m', 'He brought it.'];
    await done(here.desk('new', ...words, '--attach', 'x.png'));
    const files = JSON.parse(await done(here.desk('attachment', 'list', '2', '--json'))) as Record<string, unknown>[];
    expect(files[0]).to.include({ name: 'x.png', type: 'image/png', mail: null });
    expect(files[0]!.sha256).to.equal(createHash('sha256').update(picture).digest('hex'));
  });
});
