import { expect } from 'chai';
import { CONFIG, type Ended, type TemporaryDesk, temporaryDesk } from './desk.ts';

/**
 * Strangers' words in every place that words can come from, and every command that reads: nothing on stdout or stderr
 * steers a terminal, turns text around or begins a formula. Only `--raw` and `export` into a pipe or a
 * file give the bytes as they are, for that is what they are for.
 */
const STEERING = [
  ...['\x1b]0;owned\x07', '\x1b]52;c;ZWNobw==\x07', '\x1b]8;;http://evil.example\x1b\\', '\x1b[2J', '\x1b[?1049h'],
  ...['\u009b31m', '\u0085', '\x7f', '\b\b', '\x0b', '\r', '\u202egnp.exe\u202c', '\u2066x\u2069', '\u200f', '\u061c'],
  ...['\u200b', '\u{e0041}\u{e0042}', '\ufff9', '\u2028', '\u115f', '\ufe0f\ufe01', `Z${'\u0301'.repeat(40)}`],
].join('');
const HOSTILE = `=cmd|' /C calc'!A0 ${STEERING} end`;
const TWO_LINES = `${HOSTILE}\r\n{"event":"fake"}`;
/** What may not be there; a line feed ends a line. */
const BAD =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufff9-\ufffb\u{e0000}-\u{e0fff}]/u;
const FLOOD = /\p{M}{9}/u;

const word = (text: string) => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
const base64 = (text: string) => Buffer.from(text).toString('base64');

function hostileMail(n: number, from: string, headers = ''): string {
  return [
    `From: ${word(HOSTILE)} <${from}>`,
    `To: support@desk.example, ${word(HOSTILE)} <other${n}@example.org>`,
    `Cc: ${word('boss@bank.example')} <c${n}@xn--pple-43d.example>`,
    `Reply-To: ${word(HOSTILE)} <reply@example.org>`,
    `Subject: ${word(TWO_LINES)}`,
    `Message-ID: <${n}\x1b[2J\u009b@example.org>`,
    `${headers}MIME-Version: 1.0`,
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    base64(`${n} ${TWO_LINES}\n\tindented\n> ${HOSTILE}`),
    '--b',
    `Content-Type: application/x; name="${word(HOSTILE)}"`,
    `Content-Disposition: attachment; filename*=utf-8''${encodeURIComponent(HOSTILE)}`,
    '',
    'x',
    '--b--',
    '',
  ].join('\r\n');
}

const htmlMail = (subject: string) =>
  `From: h@example.org\r\nTo: support@desk.example\r\nSubject: ${subject}\r\nContent-Type: text/html; charset=utf-8\r\n` +
  `Content-Transfer-Encoding: base64\r\n\r\n${base64(
    `<p title="${HOSTILE}">${HOSTILE}&#27;[2J&#x9b;&#8238;</p><a href="https://evil.example/${STEERING}">www.bank.example</a>`,
  )}\r\n`;

const bounceOf = (recipient: string) =>
  [
    'From: MAILER-DAEMON@example.org',
    'To: support@desk.example',
    `Subject: ${word(`failure ${HOSTILE}`)}`,
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    '',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; example.org',
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    'Action: failed',
    'Status: 5.1.1',
    `Diagnostic-Code: smtp; 550 ${HOSTILE.replace(/[\r\n\u2028]/g, '')}`,
    '--b--',
    '',
  ].join('\r\n');

describe('words of strangers on the terminal', function () {
  this.timeout(120_000);
  let here: TemporaryDesk;
  const mails = ['mails/1.eml', 'mails/2.eml', 'mails/3.eml', 'mails/4.eml', 'mails/5.eml', 'mails/6.eml'];

  before(async () => {
    here = temporaryDesk(`templates = "own"\n${CONFIG}`);
    here.file('own/canned/about.md', '---\ntitle: About\n---\n{{ name }} {{ subject }} {{ address }}\n');
    here.file('own/canned/faulty.md', `---\n${STEERING}: x\n---\n`);
    here.file('own/faq/hostile.md', `---\ntitle: Hostile\n---\nindented ${HOSTILE}\n`);
    here.file('mails/1.eml', hostileMail(1, 'ann@example.org'));
    here.file('mails/2.eml', hostileMail(2, 'ann@\u0430pple.example'));
    here.file(
      'mails/3.eml',
      hostileMail(3, 'carl@example.org', 'References: <none@example.org>\r\n').replace('\r\n\r\n', '\r\n'),
    );
    here.file('mails/4.eml', htmlMail(word(HOSTILE)));
    here.file('mails/5.eml', bounceOf('ann@example.org'));
    here.file('mails/6.eml', hostileMail(6, 'big@example.org') + 'x'.repeat(150_000));
    for (const file of mails) await clean(here.desk('inject', file));
    await clean(here.desk('organisation', 'new', HOSTILE.replaceAll('\0', ''), '--domain', 'example.org'));
    await clean(here.desk('note', '1', '-m', TWO_LINES));
    await clean(here.desk('reply', '1', '-m', TWO_LINES));
    await clean(here.desk('requester', 'edit', 'ann@example.org', '--name', HOSTILE));
    await clean(here.desk('participant', 'add', '1', `${HOSTILE} <p@xn--pple-43d.example>`));
    here.file('mails/7.eml', hostileMail(7, 'stranger@example.com').replace('Subject: ', 'Subject: [#1] '));
    await clean(here.desk('inject', 'mails/7.eml'));
    await clean(here.desk('spam', 'learn', '--spam', ...mails));
    here.file('index', `spam mails/1.eml\nham ${STEERING.replaceAll('\0', '')}.eml\n${STEERING}\n`);
  });
  after(() => here.remove());

  async function clean(running: Promise<Ended>): Promise<Ended> {
    const ended = await running;
    for (const printed of [ended.out, ended.err]) {
      const bad = BAD.exec(printed) ?? FLOOD.exec(printed);
      const around = bad && JSON.stringify(printed.slice(Math.max(0, bad.index - 60), bad.index + 60));
      if (around) throw new Error(`this steers a terminal: ${around}`);
    }
    return ended;
  }

  const READING = [
    ...[
      'list',
      'list --all',
      'list --all --csv',
      'list --all --json',
      'search owned',
      'search --csv owned',
      'search --json owned',
      'list --all --columns +organisation,tags,participants,attachments,last,opened,spam,others,name,address',
      'list --all --csv --columns name,address,subject,organisation',
      'list --all --count-by organisation',
      'list --all --count-by address --csv',
      'take 1-3 --dry-run',
      'reply 1 --canned about --yes --dry-run',
      'reply 1 -m x --dry-run --json',
      'category 1',
      'complete -- reopen #',
      'complete -- list --organisation x',
      'show 1',
      'show 1 --all',
      'show 1 --json',
      'show 2',
    ],
    ...['show 3', 'show 4', 'why 1', 'why 1 --json', 'why 2', 'mails', 'mails --json', 'mails --end held'],
    ...['rules list', 'rules test', 'rules test --json', 'webhooks', 'webhooks --json'],
    ...[
      'held',
      'held --json',
      'held show 7',
      'held show 7 --json',
      'quarantine',
      'quarantine show 6',
      'quarantine --json',
    ],
    ...[
      'outbox',
      'outbox list --json',
      'outbox uncertain',
      'outbox show 1',
      'outbox show 1 --json',
      'outbox list --to ann',
      'requester list',
      'requester list --csv',
      'requester list --json',
    ],
    ...['requester show ann@example.org', 'requester show ann@example.org --json', 'requester show nobody@example.org'],
    ...[
      'organisation list',
      'organisation list --csv',
      'organisation list --json',
      'participant list 1',
      'verify',
      'keys',
    ],
    ...['spam why 1', 'spam why 1 --json', 'spam why mails/2.eml', 'spam why --mail 2', 'spam list', 'spam stats'],
    ...['spam questions', 'spam eval index --scores', 'spam eval index --scores --json', 'spam 1', 'spam unmark 1'],
    ...['canned', 'canned show about --ticket 1', 'canned show about --ticket 1 --json', 'faq', 'faq show hostile'],
    ...['suggest 1', 'suggest 1 --json', 'suggest 4', 'faq search indented', 'faq search indented --json'],
    ...['participant list 1 --json', 'try mails', 'try mails --json', 'config check', 'export --eml out', 'show 99'],
  ];

  for (const command of READING) {
    it(`desk ${command}`, async () => {
      const { out, err } = await clean(here.desk(...command.split(' ')));
      expect(out + err).not.to.match(/this should not have happened/);
      if (command.includes('--csv')) expect(out).not.to.match(/(?:^|,)"?[=+@-][a-z]/m);
    });
  }

  it('none of it is lost either: what was made harmless can be read', async () => {
    const { out } = await here.desk('show', '1', '--all');
    expect(out).to.contain('\\x1b[2J').and.contain('\\u202e').and.contain('\\x9b');
    const shown = JSON.parse((await here.desk('show', '1', '--json')).out) as { timeline: { text: string }[] };
    expect(shown.timeline[0]?.text).to.contain('\x1b[2J\x1b[?1049h\u009b31m');
  });

  it('marks a lying link, a lying name and a domain that looks like another', async () => {
    const { out } = await here.desk('try', 'mails');
    expect(out).to.contain('looks like apple.example');
    const participants = (await here.desk('participant', 'list', '1')).out;
    expect(participants).to.contain('xn--pple-43d.example');
    expect(participants).to.contain('= \u0430pple.example, looks like apple.example, mixed scripts');
    const html = JSON.parse((await here.desk('try', '--json', 'mails/4.eml')).out) as { text: string };
    expect(html.text).to.match(/www\.bank\.example <https:\/\/evil\.example\/.*> \(!\) \[leads to evil\.example\]/s);
  });

  it('is not obeyed when it was typed', async () => {
    await clean(here.desk('show', `${STEERING}`));
    await clean(here.desk('inject', `${STEERING}.eml`));
    await clean(here.desk(STEERING));
    await clean(here.desk('requester', 'show', `${STEERING}@example.org`));
    await clean(here.desk('list', '--queue', STEERING));
    await clean(here.desk('list', '--view', STEERING));
    await clean(here.desk('list', '--sort', STEERING));
    await clean(here.desk('list', '--columns', STEERING));
    await clean(here.desk('list', '--opened-after', STEERING));
    await clean(here.desk('category', '1', STEERING));
    await clean(here.desk('tag', '1', STEERING));
    await clean(here.desk('complete', '--', 'list', '--tag', STEERING));
  });
});
