import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { CONFIG, type Ended, mail, type TemporaryDesk, temporaryDesk } from './desk.ts';

async function done(running: Promise<Ended>): Promise<string> {
  const { code, out, err } = await running;
  expect(code, err).to.equal(0);
  return out;
}

const german = mail('Drucker', 'Guten Tag, der Drucker funktioniert seit gestern nicht mehr. Bitte helfen Sie mir.');

describe('desk canned', function () {
  this.timeout(60_000);
  let here: TemporaryDesk;
  beforeEach(async () => {
    here = temporaryDesk(`templates = "own"\n${CONFIG}`);
    here.file('mails/1.eml', mail('Printer', 'When I print I get an error message. Please help me with this.'));
    here.file('mails/2.eml', german);
    await done(here.desk('inject', 'mails'));
  });
  afterEach(() => here.remove());

  /** The words of the letter to the requester that answers a ticket, as they left. */
  async function answerTo(ticket: number): Promise<string> {
    const letters = JSON.parse(await done(here.desk('outbox', 'list', '--json'))) as {
      id: number;
      ticket: number;
      template: string;
    }[];
    const letter = letters.find(one => one.ticket === ticket && /answer|closing|need-info/.test(one.template))!;
    const bytes = await done(here.desk('outbox', 'show', String(letter.id), '--raw'));
    const encoded = /base64/i.test(bytes)
      ? bytes.replace(/\r\n\r\n([A-Za-z0-9+/=\r\n]+)$/, (_, b) => `\r\n\r\n${Buffer.from(b, 'base64')}`)
      : bytes;
    return encoded
      .replace(/=\r?\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  }

  it('lists what is shipped and what is yours, which wins', async () => {
    here.file('own/canned/solved.md', '---\ntitle: Ours for all\nclose: yes\n---\nDone, {{ name }}.\n');
    const rows = JSON.parse(await done(here.desk('canned', 'list', '--json'))) as {
      name: string;
      language: string;
      title: string;
      shipped: boolean;
    }[];
    expect(rows.filter(({ name }) => name === 'solved').map(({ language }) => language)).to.deep.equal([
      '',
      'de',
      'en',
      'nl',
      'ru',
    ]);
    expect(await done(here.desk('canned', 'list', '--language', 'nl'))).to.match(
      /^need-info +nl +Wij hebben meer gegevens nodig/m,
    );
    expect(await done(here.desk('canned', 'show', 'solved', '--ticket', '1'))).to.equal('Done, Ann.\n');
    const unknown = await here.desk('canned', 'show', 'nothing');
    expect(unknown).to.include({ code: 1, out: '' });
    expect(unknown.err).to.include('there is no canned reply "nothing"; there is duplicate');
  });

  it('shows one as it would be sent: in the requester’s language, asking for just what lacks', async () => {
    const english = await done(here.desk('canned', 'show', 'need-info', '--ticket', '1'));
    expect(english)
      .to.match(/^Hello Ann,/)
      .and.include('the error message or code')
      .and.not.include('step by step');
    const shown = await done(here.desk('canned', 'show', 'need-info', '--ticket', '2'));
    expect(shown)
      .to.match(/^Guten Tag Ann,/)
      .and.include('Schritt für Schritt')
      .and.not.include('Fehlermeldung');
    expect(await done(here.desk('canned', 'show', 'solved', '--ticket', '2', '--language', 'ru'))).to.match(
      /^Здравствуйте, Ann!/,
    );
  });

  it('is sent by desk reply --canned, and asks or closes the ticket where its file says so', async () => {
    expect(await done(here.desk('reply', '1', '--canned', 'need-info', '--yes'))).to.include('bob answered');
    expect(await answerTo(1))
      .to.include('the error message or code, word for word')
      .and.include('We go on with your request 1');
    expect(await done(here.desk('reply', '2', '--canned', 'solved', '--yes'))).to.include('bob answered and closed it');
    expect(await done(here.desk('list', '--all', '--json'))).to.match(/"number": ?2[^}]*"status": ?"closed"/s);
  });

  it('goes above the words of -m or of a pipe, with its placeholders and its status, before the signature', async () => {
    const typed = await here.desk('reply', '1', '--canned', 'need-info', '-m', 'Which light is on?\n');
    expect(typed.code, typed.err).to.equal(0);
    expect((await answerTo(1)).replaceAll('\r', '')).to.match(
      /Hello Ann,[\s\S]*error message or code, word for word[;.]\n[\s\S]*?Which light is on\?\n\n[\s\S]*We go on with your request 1[\s\S]*Bob/,
    );
    const piped = await here.desk('reply', '2', '--canned', 'solved', { input: 'My own sentence.\n' });
    expect(piped.out).to.include('bob answered and closed it');
    expect((await answerTo(2)).replaceAll('\r', '')).to.match(/Guten Tag Ann,[\s\S]*\S\n\nMy own sentence\.\n/);
  });

  it('is sent as it is only with --yes where there is no editor, and never with what stdin holds besides', async () => {
    const refused = await here.desk('reply', '1', '--canned', 'need-info', { input: ' \n' });
    expect(refused).to.deep.equal({
      code: 2,
      out: '',
      err: 'no editor here: --yes sends need-info as it is; -m adds words to it\n',
    });
    expect(await done(here.desk('outbox', 'list'))).not.to.match(/answer|closing|need-info/);
    // a loop over a list: what is left of the list is no part of the letter
    await done(here.desk('reply', '1', '--canned', 'solved', '--yes', { input: '2\n3\n' }));
    expect(await answerTo(1)).not.to.match(/^[23]\r?$/m);
    expect(await done(here.desk('drafts', 'list', '--json'))).to.equal('[]\n');
  });

  it('is shown by --dry-run as it would leave, with the words under it, and nothing is kept', async () => {
    const dry = await done(here.desk('reply', '1', '--canned', 'need-info', '--dry-run', { input: 'Which light?' }));
    expect(dry)
      .to.include('would send need-info to ann@example.org')
      .and.match(/^To: (?:Ann <)?ann@example\.org>?$/m)
      .and.match(/^Subject: .*Printer/m)
      .and.match(/word for word;\n[\s\S]*\S\n\n {2}Which light\?\n/)
      .and.match(/^ {2}Bob/m);
    const { letters } = JSON.parse(await done(here.desk('reply', '1', '-n', '--json', '-m', 'Try again.'))) as {
      letters: { to: string[]; text: string }[];
    };
    expect(letters.map(({ text }) => text).join()).to.include('Try again.');
    expect(await done(here.desk('outbox', 'list'))).not.to.match(/answer|need-info/);
    expect(await done(here.desk('drafts', 'list', '--json'))).to.equal('[]\n');
    expect(JSON.parse(await done(here.desk('show', '1', '--json'))).timeline).to.have.lengthOf(1);
  });

  it('of a note --dry-run shows what the staff would be told, and what repeats a note is refused', async () => {
    const secret = 'The serial number of it is on page nine of the contract.';
    await done(here.desk('assign', '1', 'eve'));
    const dry = await done(here.desk('note', '1', '-n', '-m', secret));
    expect(dry)
      .to.match(/^To: .*eve@staff\.example/m)
      .and.include(secret);
    await done(here.desk('note', '1', '-m', secret));
    const refused = await here.desk('reply', '1', '-n', '-m', secret);
    expect(refused).to.include({ code: 1, out: '' });
    expect(refused.err).to.include('it holds words of a note');
  });

  it('is not sent when a variable is empty: it says which and where', async () => {
    const file = here.file('own/canned/when.md', '---\ntitle: When\n---\nHello,\n\nas to {{ category }}: soon.\n');
    const refused = await here.desk('reply', '1', '--canned', 'when');
    expect(refused).to.include({ code: 1, out: '' });
    expect(refused.err).to.equal(
      `${file}:6:10: nothing is known for {{ category }} here; {% if category %} in the reply asks first\n`,
    );
    expect(await done(here.desk('outbox', 'list'))).not.to.match(/answer|closing/);
  });

  it('sends what a requester wrote as it was written, whatever it looks like to a template', async () => {
    here.file('mails/3.eml', mail('{{operator.token}} {% include "x" %}', 'Is there any news about this?'));
    await done(here.desk('inject', 'mails/3.eml'));
    here.file('own/canned/about.md', '---\ntitle: About\n---\nAbout "{{ subject }}".\n');
    await done(here.desk('reply', '3', '--canned', 'about', '--yes'));
    expect(await answerTo(3)).to.include('About "{{operator.token}} {% include "x" %}".');
  });

  it('opens the editor with the canned words when somebody sits at the keyboard', async function () {
    if (!existsSync('/usr/bin/script')) return this.skip();
    const editor = here.file('editor.sh', '#!/bin/sh\ncp "$1" seen.txt\nsed -i "s/solved now/solved at last/" "$1"\n');
    const shell = `script -qec '$DESK reply 1 --canned solved' /dev/null`;
    const env = { EDITOR: `sh ${editor}`, VISUAL: '' };
    const ended = await here.desk(shell, { shell: true, env });
    expect(ended.code, ended.out + ended.err).to.equal(0);
    const seen = readFileSync(join(here.folder, 'seen.txt'), 'utf8');
    expect(seen)
      .to.match(/^Hello Ann,/)
      .and.include('8<')
      .and.include('The ticket is closed with it');
    expect(await answerTo(1)).to.include('This is solved at last');
  });

  it('new and edit write into your folder, never over a file that is there', async () => {
    const made = (
      await done(
        here.desk('canned', 'new', 'hours', '--language', 'nl', { input: '---\ntitle: Uren\n---\nVan 9 tot 5.\n' }),
      )
    ).trim();
    expect(made).to.equal(join(here.folder, 'own/canned/nl/hours.md'));
    expect(await done(here.desk('canned', 'show', 'hours'))).to.include('Van 9 tot 5.');
    expect((await here.desk('canned', 'new', 'hours', '--language', 'nl')).err).to.include('is there already');
    const copy = (await done(here.desk('canned', 'edit', 'solved', '--language', 'de'))).trim();
    expect(readFileSync(copy, 'utf8')).to.include('title: Gelöst');
    expect(copy).to.equal(join(here.folder, 'own/canned/de/solved.md'));
    const faulty = await here.desk('canned', 'new', 'bad', { input: 'no head' });
    expect(faulty.code).to.equal(78);
    expect(faulty.err).to.include('bad.md:1:1: must begin with a line ---');
    expect((await here.desk('canned', 'new', '../../etc/x')).code).to.equal(1);
    expect((await here.desk('canned', 'new', 'x', '--language', '../..')).code).to.equal(1);
    expect(readdirSync(join(here.folder, 'own/canned')).sort()).to.deep.equal(['bad.md', 'de', 'nl']);
  });

  it('is checked by desk config check, with file, line and column', async () => {
    const canned = here.file('own/canned/bad.md', '---\ntitle: Bad\n---\nDear {{ nmae }}\n');
    const faq = here.file('own/faq/vpn.md', '---\ntitle: VPN\npublic: perhaps\ncategory: falt\n---\nText\n');
    const checked = await here.desk('config', 'check');
    expect(checked.code).to.equal(78);
    expect(checked.err)
      .to.include(`${canned}:4:9: unknown variable nmae`)
      .and.include(`${faq}:3:9: public is yes or no`)
      .and.include(`${faq}:4:11: "falt" is not among dictionary.categories, did you mean "fault"?`);
  });
});

describe('desk faq and desk suggest', function () {
  this.timeout(60_000);
  let here: TemporaryDesk;
  before(async () => {
    here = temporaryDesk(`templates = "own"\nfaq = "answers"\n${CONFIG}`);
    mkdirSync(join(here.folder, 'answers/nl'), { recursive: true });
    const entry = (name: string, text: string) => writeFileSync(join(here.folder, 'answers', `${name}.md`), text);
    entry(
      'vpn',
      '---\ntitle: How do I reach the network from home with VPN?\ntags: vpn, remote access\npublic: yes\nurl: https://intranet.example/vpn\n---\nInstall the VPN client and log in.\n',
    );
    entry(
      'jam',
      '---\ntitle: The printer has a paper jam\ntags: paper jam, stuck\n---\nOpen the flaps and pull the paper out.\n',
    );
    entry('nl/jam', '---\ntitle: Het papier zit vast in de printer\n---\nOpen de kleppen en trek het papier eruit.\n');
    entry('bad', 'no head');
    here.file('1.eml', mail('Copier', 'Paper is stuck again in the printer, it says jam. Please help us with this.'));
    await done(here.desk('inject', '1.eml'));
  });
  after(() => here.remove());

  it('lists, shows and finds entries', async () => {
    expect(await done(here.desk('faq', 'list')))
      .to.match(/^bad .*faulty$/m)
      .and.match(/^vpn +all .*public$/m)
      .and.match(/^jam +nl .*staff$/m);
    expect(await done(here.desk('faq', 'show', 'jam', '--language', 'nl'))).to.equal(
      'Het papier zit vast in de printer\n\nOpen de kleppen en trek het papier eruit.\n',
    );
    const found = JSON.parse(await done(here.desk('faq', 'search', 'connecting', 'from', 'home', '--json'))) as {
      name: string;
    }[];
    expect(found.map(({ name }) => name)).to.deep.equal(['vpn']);
    expect((await here.desk('faq', 'show', 'bad')).code).to.equal(1);
  });

  it('suggests what suits a ticket, with a score and the words they share', async () => {
    const { suggestions } = JSON.parse(await done(here.desk('suggest', '1', '--json'))) as {
      suggestions: { kind: string; name: string; score: number; because: string[] }[];
    };
    expect(suggestions[0]).to.include({ kind: 'faq', name: 'jam' });
    expect(suggestions[0]!.because).to.include.members(['paper', 'printer']);
    expect(await done(here.desk('suggest', '1'))).to.match(/^ *0\.\d\d +faq +jam +The printer has a paper jam +\S/m);
    expect((await here.desk('suggest', '9')).code).to.equal(1);
  });

  it('says in desk show and desk try what a request lacks, until somebody answered', async () => {
    here.file('2.eml', mail('Printer', 'The printer does not work.'));
    expect(await done(here.desk('try', '2.eml'))).to.match(
      /^ {2}lacks +what was done, what was expected, what was seen$/m,
    );
    await done(here.desk('inject', '2.eml'));
    expect(await done(here.desk('show', '2'))).to.match(
      /^lacks +what was done, what was expected, what was seen; desk reply 2 --canned need-info asks for it$/m,
    );
    expect(JSON.parse(await done(here.desk('show', '2', '--json'))).lacks).to.have.lengthOf(3);
    await done(here.desk('reply', '2', '-m', 'On my way.'));
    expect(await done(here.desk('show', '2'))).not.to.match(/^lacks/m);
  });
});

describe('letters.faq', function () {
  this.timeout(60_000);

  async function confirmationTo(config: string, subject: string, text: string): Promise<string> {
    const here = temporaryDesk(config);
    try {
      const entry = (name: string, words: string) => here.file(`own/faq/${name}.md`, words);
      entry(
        'jam',
        '---\ntitle: The printer has a paper jam\ntags: paper jam, stuck\npublic: yes\n---\nOpen the flaps.\n',
      );
      entry(
        'tray',
        '---\ntitle: Paper jam in the printer of the boss\ntags: paper jam, stuck\n---\nStaff only: kick it.\n',
      );
      here.file('1.eml', mail(subject, text));
      await done(here.desk('inject', '1.eml'));
      const letters = JSON.parse(await done(here.desk('outbox', 'list', '--json'))) as {
        id: number;
        template: string;
      }[];
      const letter = letters.find(({ template }) => template === 'confirmation')!;
      return await done(here.desk('outbox', 'show', String(letter.id), '--raw'));
    } finally {
      here.remove();
    }
  }
  const on = `templates = "own"\n${CONFIG}faq = true\n[policy]\nconfirm_senders = "all"\n`;
  const jam = ['Paper jam', 'There is a paper jam in the printer, the paper is stuck.'] as const;

  it('names in the confirmation the public answer that suits, and never one for the staff', async () => {
    expect(await confirmationTo(on, ...jam))
      .to.include('The printer has a paper jam')
      .and.include('Open the flaps.')
      .and.not.match(/boss|kick/);
  });

  it('names none where none suits, and none by itself', async () => {
    expect(await confirmationTo(on, 'Holidays', 'How many days do I have left this year?')).not.to.include('Perhaps');
    expect(await confirmationTo(on.replace('true', 'false'), ...jam)).not.to.include('Open the flaps');
  });
});
