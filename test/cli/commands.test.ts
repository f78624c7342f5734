import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { type Ended, mail, type TemporaryDesk, temporaryDesk } from './desk.ts';

const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/;

async function done(running: Promise<Ended>): Promise<string> {
  const { code, out, err } = await running;
  expect(code, err).to.equal(0);
  return out;
}

describe('The commands', () => {
  let here: TemporaryDesk;
  beforeEach(async () => {
    here = temporaryDesk();
    await done(here.desk('inject', { input: mail('It beeps', 'My phone beeps.') }));
  });
  afterEach(() => here.remove());

  it('list, show and why tell of a mail that came in', async () => {
    expect(await done(here.desk('list'))).to.match(/1 +new +- +Ann <ann@example\.org> +It beeps/);
    expect(await done(here.desk('show', '1')))
      .to.include('My phone beeps.')
      .and.include('== first request');
    expect(await done(here.desk('why', '#1')))
      .to.match(/^[^ ].* {2}mail 1\n {2}opened the ticket in support for ann@example\.org, source mail\n/)
      .and.match(/^ {2}queued a confirmation to ann@example\.org$/m)
      .and.match(/^ {2}because it continues no ticket$/m);
    expect(await done(here.desk('why', '1', '--raw'))).to.match(/^ {2}openTicket queue=support requester=\d+ /m);
    expect(JSON.parse(await done(here.desk('list', '--json')))[0]).to.include({ number: 1, subject: 'It beeps' });
  });

  it('an answer names whom it is queued for, and shows in the ticket and the outbox', async () => {
    expect(await done(here.desk('reply', '1', '-m', 'Press the red button.'))).to.include(
      'answer queued to ann@example.org',
    );
    expect(await done(here.desk('show', '1')))
      .to.include('Press the red button.')
      .and.include('[queued for ann@example.org]');
    const letters = JSON.parse(await done(here.desk('outbox', 'list', '--ticket', '1', '--json')));
    const answer = letters.find((letter: { template: string }) => letter.template === 'answer');
    expect(await done(here.desk('outbox', 'show', String(answer.id), '--raw'))).to.include('Press the red button.');
    const shown = await done(here.desk('outbox', 'show', String(answer.id)));
    expect(shown)
      .to.match(/^state +queued, written \d{4}-\d\d-\d\d \d\d:\d\d \S+ \(just now\)$/m)
      .and.match(/^ticket +#1\n/m)
      .and.match(/^to +Ann <ann@example\.org>$/m)
      .and.match(/^subject +.*beeps.*$/m)
      .and.include('\n\n  Press the red button.\n')
      .and.not.match(/<html|<p>|Content-Type/i);
    const ids = async (...to: string[]) => (await done(here.desk('outbox', 'list', '-q', ...to))).split('\n');
    expect(await ids('--to', 'ANN@')).to.include(String(answer.id));
    expect(await ids('--to', 'carl@example.org')).to.deep.equal(['']);
  });

  it('words come from a pipe as well, and empty ones cancel', async () => {
    await done(here.desk('note', '1', { input: 'Same fault as last week.\n' }));
    expect(await done(here.desk('show', '1')))
      .to.include('-- note (staff only)')
      .and.include('Same fault as last week.');
    const cancelled = await here.desk('reply', '1', { input: ' \n' });
    expect(cancelled.code).to.equal(1);
    expect(cancelled.err).to.include('cancelled');
    expect(await done(here.desk('show', '1', '--json')).then(text => JSON.parse(text).timeline)).to.have.length(2);
  });

  it('words that were refused are kept in a file that only their writer can read', async () => {
    const refused = await here.desk('reply', '1', '--as', 'bob', '-m', '-', {
      input: 'Long thoughts.',
      env: { TMPDIR: here.folder },
    });
    expect(refused.code).to.equal(0);
    const unknownQueue = await here.desk('new', '--for', 'eve@example.org', '--subject', 'x', '--queue', 'nowhere', {
      input: 'Long thoughts.',
      env: { TMPDIR: here.folder },
    });
    expect(unknownQueue.code).to.equal(1);
    expect(unknownQueue.err).to.include('your words are kept: desk drafts show new prints them\n');
    const [draft] = JSON.parse(await done(here.desk('drafts', '--json'))) as [{ file: string }];
    expect(readFileSync(draft.file, 'utf8')).to.equal('Long thoughts.');
  });

  it('pipes of numbers work: list -q | xargs take, then close', async () => {
    await done(here.desk('inject', { input: mail('Second', 'Two') }));
    const taken = await done(here.desk('$DESK list -q | xargs $DESK take', { shell: true }));
    expect(taken).to.include('#1').and.include('#2');
    expect(await done(here.desk('list', '--mine', '-q')).then(text => text.split('\n').sort())).to.deep.equal([
      '',
      '1',
      '2',
    ]);
    await done(here.desk('close', '1', '2'));
    const none = await here.desk('list');
    expect(none).to.deep.equal({ code: 0, out: '', err: 'no tickets; --all shows closed ones too\n' });
    await done(here.desk('reopen', '2'));
    expect(await done(here.desk('list', '-q'))).to.equal('2\n');
  });

  it('a ticket is assigned to somebody, or to nobody, and never by a slip', async () => {
    await done(here.desk('assign', '1', 'eve'));
    expect(JSON.parse(await done(here.desk('show', '1', '--json')))).to.include({ owner: 'eve' });
    expect((await here.desk('assign', '1')).code).to.equal(2);
    await done(here.desk('assign', '1', '--nobody'));
    expect(JSON.parse(await done(here.desk('show', '1', '--json')))).to.include({ owner: null });
    expect((await here.desk('assign', '1', 'mallory')).code).to.equal(1);
  });

  it('new opens a ticket and mails its requester nothing unless asked', async () => {
    const words = ['--for', 'Carl <carl@example.com>', '--subject', 'No dial tone', '-m', 'He called.'];
    expect(await done(here.desk('new', '-q', ...words))).to.equal('2\n');
    const letters = async () => JSON.parse(await done(here.desk('outbox', 'list', '--json')));
    expect((await letters()).map((letter: { to: string }) => letter.to)).to.not.include('carl@example.com');
    await done(here.desk('new', '--confirm', ...words));
    expect((await letters()).map((letter: { to: string }) => letter.to)).to.include('carl@example.com');
    expect((await here.desk('new', '--for', 'nobody', '--subject', 'x', '-m', 'y')).code).to.equal(2);
  });

  it('the original comes back byte for byte', async () => {
    const original = Buffer.from(mail('raw', 'a\u00ff\u0000b').replace('raw', 'r\u00e4w'), 'latin1');
    here.file('raw.eml', original);
    await done(here.desk('inject', 'raw.eml'));
    await done(here.desk('$DESK show 2 --raw > out.eml', { shell: true }));
    expect(readFileSync(`${here.folder}/out.eml`)).to.deep.equal(original);
  });

  it('nothing from a mail steers the terminal, in no command and no form', async () => {
    const evil = '\u001b]0;owned\u0007\u001b[2J\u009b31m\u202egnp';
    const headers = `X-Y: ${evil}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8; name="${evil}.txt"\r\n`;
    await done(here.desk('inject', { input: mail(evil, `${evil}\n> ${evil}`, headers).replace('Ann', evil) }));
    here.file('evil.eml', mail(evil, evil));
    const commands = [
      ['list'],
      ['list', '--json'],
      ['list', '--csv'],
      ['show', '2', '--all'],
      ['show', '2', '--json'],
      ['why', '2'],
      ['mails'],
      ['outbox'],
      ['try', 'evil.eml'],
      ['try', 'evil.eml', '--json'],
      ['held', 'show', '2'],
    ];
    for (const command of commands) {
      const { code, out, err } = await here.desk(...command);
      expect(code, `${command.join(' ')}: ${err}`).to.equal(0);
      expect(out + err, command.join(' ')).to.not.match(CONTROL);
    }
  });

  it('what is refused ends with 1, what makes no sense with 2 and the nearest right word', async () => {
    expect(await here.desk('show', '99')).to.include({ code: 1, err: 'there is no ticket 99\n' });
    const typo = await here.desk('lsit');
    expect(typo.code).to.equal(2);
    expect(typo.err).to.include('Did you mean list?');
    expect((await here.desk('list', '--statsu', 'new')).err).to.include('Did you mean --status?');
    expect((await here.desk('show', 'first')).code).to.equal(2);
    expect((await here.desk('list', '--status', 'lost')).code).to.equal(2);
    expect((await here.desk()).code).to.equal(2);
  });

  it('a held mail is looked at, then approved, split off or dropped', async () => {
    const letter = await done(here.desk('outbox', 'show', '1', '--raw'));
    const [, token] = /^Reply-To: .*?(support\+[^@>\s]+@desk\.example)/m.exec(letter)!;
    for (const words of ['first', 'second', 'third'])
      await done(
        here.desk('inject', {
          input: `From: mallory@evil.example\nTo: ${token}\nSubject: ${words}\n\nThe ${words} words.\n`,
        }),
      );
    const held = JSON.parse(await done(here.desk('held', '--json')));
    expect(held.map((row: { subject: string }) => row.subject)).to.deep.equal(['first', 'second', 'third']);
    const [first, second, third] = held.map((row: { mail: number }) => String(row.mail));
    expect(await done(here.desk('held', 'show', first)))
      .to.include('The first words.')
      .and.include('mallory@evil.example');
    expect(await done(here.desk('held', 'approve', first))).to.include('ticket #1');
    expect(await done(here.desk('show', '1'))).to.include('The first words.');
    expect(await done(here.desk('held', 'split', second))).to.include('ticket #2');
    await done(here.desk('held', 'drop', third));
    expect(JSON.parse(await done(here.desk('held', '--json')))).to.deep.equal([]);
    expect((await here.desk('held', 'approve', first)).code).to.equal(1);
  });

  it('nobody commands without being an operator', async () => {
    const stranger = await here.desk('take', '1', '--as', 'mallory');
    expect(stranger.code).to.equal(1);
    expect(stranger.err).to.include('bob, eve').and.include('DESK_OPERATOR');
  });

  it('a reader that goes away is no error', async () => {
    const { err } = await here.desk('$DESK show 1 | true; $DESK help | true; $DESK list | head -n 0', { shell: true });
    expect(err).to.equal('');
  });

  it('the editor gets the last public message, and its words are sent', async () => {
    await done(here.desk('note', '1', '-m', 'secret of the house'));
    here.file(
      'editor.sh',
      `cp "$1" ${here.folder}/seen.txt; { echo 'Press it.'; cat "$1"; } > "$1.new"; mv "$1.new" "$1"\n`,
    );
    const line = `EDITOR="sh ${here.folder}/editor.sh" VISUAL= script -qec "$DESK reply 1" /dev/null`;
    const edited = await here.desk(line, { shell: true });
    if (/script: not found|No such file/.test(edited.err)) return;
    expect(readFileSync(`${here.folder}/seen.txt`, 'utf8'))
      .to.include('> My phone beeps.')
      .and.not.include('secret');
    const shown = JSON.parse(await done(here.desk('show', '1', '--json')));
    expect(shown.timeline.at(-1)).to.include({ kind: 'answer', text: 'Press it.' });
  });
});

describe('inject', () => {
  let here: TemporaryDesk;
  beforeEach(() => {
    here = temporaryDesk();
  });
  afterEach(() => here.remove());

  it('takes files, folders and mbox files in order, and a second time changes nothing', async () => {
    here.file('mails/1.eml', mail('one', '1'));
    here.file('mails/2.mbox', `From ann x\r\n${mail('two', '2')}\r\nFrom ann x\r\n${mail('three', '3')}\r\n`);
    here.file('mails/readme.md', 'not a mail');
    const first = await here.desk('inject', '--json', 'mails');
    expect(first.code).to.equal(0);
    expect(first.err).to.include('readme.md').and.include('3 mails: 3 handled');
    const ends = (text: string) =>
      text
        .trim()
        .split('\n')
        .map(line => JSON.parse(line));
    expect(ends(first.out).map(({ end, ticket }) => [end, ticket])).to.deep.equal([
      ['handled', 1],
      ['handled', 2],
      ['handled', 3],
    ]);
    expect(ends((await here.desk('inject', '--json', 'mails')).out).map(({ end }) => end)).to.deep.equal([
      'duplicate',
      'duplicate',
      'duplicate',
    ]);
  });

  it('ends with 65 for what is no mail and for what is too large, and says the limit', async () => {
    expect(await here.desk('inject', { input: '' })).to.include({ code: 65 });
    expect(await here.desk('inject', { input: 'hello\n\nworld\n' })).to.include({ code: 65 });
    const large = await here.desk('inject', { input: mail('large', 'x'.repeat(200_000)) });
    expect(large.code).to.equal(65);
    expect(large.err).to.include('too large').and.include('100 kB');
    expect(await here.desk('inject', 'missing.eml')).to.include({ code: 65, out: '' });
    expect((await here.desk('mails', '--json')).out.trim()).to.equal('[]');
  });

  it('ends with 75 while the store cannot be had', async () => {
    here.file('state', 'a file where the folder should be');
    expect((await here.desk('inject', { input: mail('x', 'y') })).code).to.equal(75);
  });
});

describe('try', () => {
  let here: TemporaryDesk;
  beforeEach(() => {
    here = temporaryDesk('');
  });
  afterEach(() => here.remove());

  const FIELDS =
    'file kind messageId subject from to cc text newWords folded attachments bounce spam guess lacks decision'.split(
      ' ',
    );

  it('gives every mail its line in order, the unreadable too, and needs no configuration', async () => {
    for (let i = 10; i < 60; i++) here.file(`mails/${i}.eml`, mail(`number ${i}`, 'hello'));
    here.file('mails/35.eml', Buffer.from([0xff, 0xd8, 0xff, 0, 0x9b]));
    const { code, out } = await here.desk('try', '--json', 'mails', 'missing.eml');
    expect(code).to.equal(65);
    const lines = out
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(lines.map(line => line.file)).to.deep.equal(
      [...Array(50).keys()].map(i => `mails/${i + 10}.eml`).concat('missing.eml'),
    );
    for (const line of lines) expect(Object.keys(line)).to.deep.equal(FIELDS);
    expect(lines[0]).to.deep.include({
      kind: 'person',
      subject: 'number 10',
      from: { name: 'Ann', address: 'ann@example.org' },
      spam: { probability: null, verdict: 'unjudged' },
    });
    expect(lines[0].decision.actions.map((action: { do: string }) => action.do)).to.include('openTicket');
  });

  it('tells a person what would happen and why', async () => {
    const { code, out } = await here.desk('try', '-', { input: mail('It beeps', 'Help') });
    expect(code).to.equal(0);
    expect(out)
      .to.include('Ann <ann@example.org>')
      .and.include('because')
      .and.match(/open ticket #\d+/);
  });

  it('takes an .eml file and a pipe for one mail, whatever its lines begin with', async () => {
    const text = `From ann@example.org Mon Nov 23 10:00:00 2026\n${mail('one', 'so\n\nFrom: here on it is quoted')}`;
    here.file('one.eml', text);
    for (const how of [here.desk('try', '--json', 'one.eml'), here.desk('try', '--json', { input: text })]) {
      const lines = (await done(how)).trimEnd().split('\n');
      expect(lines).to.have.length(1);
      expect(JSON.parse(lines[0]!)).to.include({ subject: 'one' });
    }
    here.file(
      'two.eml',
      'From: a@example.org\n\nx\n\nFrom b@example.org Mon Nov 23 10:00:00 2026\nSubject: not a second\n\ny\n',
    );
    expect(JSON.parse(await done(here.desk('try', '--json', 'two.eml')))).to.include({ file: 'two.eml', subject: '' });
  });

  it('writes nothing', async () => {
    const with_ = temporaryDesk();
    try {
      await done(with_.desk('inject', { input: mail('It beeps', 'Help') }));
      const before = await done(with_.desk('mails', '--json'));
      with_.file('new.eml', mail('New', 'words'));
      expect(await done(with_.desk('try', 'new.eml'))).to.include('open ticket #2');
      expect(await done(with_.desk('mails', '--json'))).to.equal(before);
    } finally {
      with_.remove();
    }
  });
});

describe('config', () => {
  it('check prints every fault with its place and ends with 78', async () => {
    const here = temporaryDesk('state = "s"\n[[queue]]\nname = "support"\naddress = "nonsense"\nadress = "x"\n');
    try {
      const { code, err } = await here.desk('config', 'check');
      expect(code).to.equal(78);
      expect(err)
        .to.match(/config\.toml:4:\d+: queue\[0\]\.address: /)
        .and.match(/config\.toml:5:\d+: /);
      expect((await here.desk('list')).code).to.equal(78);
    } finally {
      here.remove();
    }
  });

  it('check is content with what example prints, once it is filled in, and with our own', async () => {
    const here = temporaryDesk();
    try {
      expect(await done(here.desk('config', 'check'))).to.include('no faults');
      expect(await done(here.desk('config', 'example'))).to.include('[[queue]]');
      expect(await done(here.desk('config', 'systemd'))).to.match(/ExecStart=\S*bin\/desk serve/);
    } finally {
      here.remove();
    }
  });

  it('none at all is told with the places that were looked at', async () => {
    const here = temporaryDesk('');
    try {
      const { code, err } = await here.desk('-c', 'missing.toml', 'list');
      expect(code).to.equal(78);
      expect(err).to.include('missing.toml').and.not.include('at ');
    } finally {
      here.remove();
    }
  });
});
