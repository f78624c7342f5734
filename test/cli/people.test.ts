import { expect } from 'chai';
import { CONFIG, type Ended, mail, type TemporaryDesk, temporaryDesk } from './desk.ts';

const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/;

async function done(running: Promise<Ended>): Promise<string> {
  const { code, out, err } = await running;
  expect(code, err).to.equal(0);
  return out;
}

const from = (who: string, subject: string) => mail(subject, 'Words.').replace('Ann <ann@example.org>', who);

describe('desk requester', () => {
  let here: TemporaryDesk;
  beforeEach(async () => {
    here = temporaryDesk();
    here.file('mails/1.eml', mail('It beeps', 'My phone beeps.'));
    here.file('mails/2.eml', from('Carl <carl@example.com>', 'No dial tone'));
    await done(here.desk('inject', 'mails'));
  });
  afterEach(() => here.remove());

  it('shows all about one in one look, by address, by id and by name and address', async () => {
    await done(here.desk('organisation', 'new', 'Example Ltd', '--domain', 'example.org'));
    await done(
      here.desk('requester', 'edit', 'ann@example.org', '--add', 'ann@home.example', '--refuse', 'ann@home.example'),
    );
    const shown = await done(here.desk('requester', 'show', 'Ann <ANN@example.org>'));
    expect(shown)
      .to.match(/^Ann, requester 3$/m)
      .and.match(/ann@home\.example {2}refused: noted by bob/)
      .and.include('Example Ltd, by the domain example.org')
      .and.match(/tickets +1 ticket, 1 open\n {2}#1 new: It beeps/);
    expect(await done(here.desk('requester', 'show', '3'))).to.equal(shown);
    expect(await done(here.desk('show', '1'))).to.match(/^requester +Ann <ann@example\.org> \(Example Ltd\)$/m);
    expect(await done(here.desk('list', '-q', '--organisation', 'example ltd'))).to.equal('1\n');
  });

  it('keeps what they wish: a language, confirmations, answers by mail', async () => {
    const wants = async () => /^language.*\n.*$/m.exec(await done(here.desk('requester', 'show', '3')))?.[0];
    expect(await wants()).to.equal('language    as they write\nwants       confirmations, answers by mail');
    const edit = (...how: string[]) => here.desk('requester', 'edit', 'ann@example.org', ...how);
    expect(await done(edit('--language', 'nl', '--confirmation', 'no', '--answers', 'no'))).to.equal(
      'requester 3: bob set the language nl; bob noted that they want no confirmations; bob noted that they want no answers by mail\n',
    );
    expect(await wants()).to.equal('language    nl\nwants       no confirmations, no answers by mail');
    const { language, wants: wishes } = JSON.parse(await done(here.desk('requester', 'show', '3', '--json')));
    expect({ language, wishes }).to.deep.equal({ language: 'nl', wishes: { confirmation: false, answers: false } });
    expect(await done(here.desk('reply', '1', '-m', 'Take the other cable.'))).to.contain(
      'ann@example.org wants no answers by mail: it is kept in the ticket',
    );
    await done(edit('--no-language', '--answers', 'yes'));
    expect(await wants()).to.equal('language    as they write\nwants       no confirmations, answers by mail');
    expect(await edit('--answers', 'maybe')).to.include({ code: 2, out: '' });
    expect((await edit('--language', '../../etc')).code).to.equal(1);
    expect(await edit('--language', 'klingon')).to.deep.include({
      code: 0,
      err: 'no letter is written in "klingon": there is "de", "en", "nl" or "ru"\n',
    });
    expect((await edit('--language', 'nl-BE')).err).to.equal('');
    expect((await edit('--answers', 'yes')).err).to.contain('it is so already');
    expect((await here.desk('reply', '1', '--ask', '--close', '-m', 'x')).code).to.equal(2);
  });

  it('answers an unknown one with those who may be meant, and ends with 1', async () => {
    const unknown = await here.desk('requester', 'show', 'ann@exmaple.org');
    expect(unknown).to.include({ code: 1, out: '' });
    expect(unknown.err).to.include('nobody has the address ann@exmaple.org').and.include('ann@example.org (Ann)');
    expect((await here.desk('requester', 'show', '99')).code).to.equal(1);
    expect((await here.desk('requester', 'list', '--organisation', 'Nowhere')).code).to.equal(1);
    expect((await here.desk('list', '--organisation', 'Nowhere')).code).to.equal(1);
    expect((await here.desk('requester', 'edit', '3')).code).to.equal(2);
    expect((await here.desk('requester', 'merge', '3')).code).to.equal(2);
    expect((await here.desk('requester', 'edit', '3', '--name', 'x', '--as', 'mallory')).code).to.equal(1);
  });

  it('lists them for people, programs and spreadsheets', async () => {
    expect(await done(here.desk('requester'))).to.match(/ 3 +Ann +ann@example\.org +- +1 +1 +now/);
    const rows = JSON.parse(await done(here.desk('requester', 'list', '--json', '--search', 'ann')));
    expect(rows).to.have.length(1);
    expect(Object.keys(rows[0]).sort()).to.deep.equal([
      'addresses',
      'all',
      'id',
      'lastHeard',
      'level',
      'name',
      'open',
      'organisation',
      'since',
    ]);
    expect(rows[0]).to.deep.include({
      name: 'Ann',
      addresses: [{ address: 'ann@example.org', silent: null, because: '' }],
    });
    await done(here.desk('requester', 'edit', 'carl@example.com', '--name', '=cmd()', '--add', 'c@example.net'));
    const csv = (await done(here.desk('requester', 'list', '--csv'))).split('\n');
    expect(csv[0]).to.equal('id,name,addresses,organisation,open,all,since,lastHeard,level');
    expect(csv[1]).to.match(/^4,'=cmd\(\),carl@example\.com c@example\.net,,1,1,20\d\d-/);
    expect(await done(here.desk('requester', 'list', '--json', '--search', 'nobody at all'))).to.equal('[]\n');
  });

  it('changes several things at once, or none', async () => {
    const all = [
      '--name',
      'Ann Other',
      '--add',
      'a@home.example,b@home.example',
      '--first',
      'b@home.example',
      '--remove',
      'ann@example.org',
    ];
    const refused = await here.desk('requester', 'edit', 'ann@example.org', ...all, '--organisation', 'Nowhere');
    expect(refused).to.include({ code: 1, out: '' });
    expect(await done(here.desk('list'))).to.include('Ann <ann@example.org>');
    const told = JSON.parse(await done(here.desk('requester', 'edit', 'ann@example.org', ...all, '--json')));
    expect(told.requester).to.equal(3);
    expect(told.because).to.have.length(5);
    expect(await done(here.desk('list'))).to.include('Ann Other <b@home.example>');
    const taken = await here.desk('requester', 'edit', '3', '--add', 'carl@example.com');
    expect(taken.err).to.equal(
      'carl@example.com belongs to requester 4\nif they are one person: desk requester merge 4 3\n',
    );
  });

  it('merges two who are one, and whoever is asked for by the old id is told', async () => {
    expect(await done(here.desk('requester', 'merge', 'carl@example.com', 'ann@example.org'))).to.equal(
      'requester 3: bob said that requester 4 is ann@example.org\n',
    );
    const { out, err } = await here.desk('requester', 'show', '4', '--json');
    expect(err).to.equal('requester 4 was merged into requester 3\n');
    const shown = JSON.parse(out);
    expect(shown).to.deep.include({ id: 3, all: 2, merged: [4], takesPart: [] });
    expect(shown.tickets.map((ticket: { number: number }) => ticket.number)).to.deep.equal([2, 1]);
    expect((await here.desk('requester', 'merge', '4', '3')).err).to.include('was merged into');
    expect(await done(here.desk('why', '2'))).to.include('its requester, person 4, is ann@example.org');
    await done(here.desk('verify'));
    // the operator's person is not a requester to be merged
    expect((await here.desk('requester', 'merge', 'bob@staff.example', '3')).err).to.include('the operator bob');
  });
});

describe('desk organisation', () => {
  let here: TemporaryDesk;
  beforeEach(async () => {
    here = temporaryDesk();
    await done(here.desk('inject', { input: mail('It beeps', 'My phone beeps.') }));
  });
  afterEach(() => here.remove());

  it('is made, shown, changed and listed', async () => {
    expect((await here.desk('organisation')).err).to.include('no organisations');
    expect(await done(here.desk('organisation', 'new', 'Example Ltd', '--domain', 'example.org,example.net'))).to.equal(
      'Example Ltd: bob made the organisation Example Ltd; whoever writes from example.org is in it; whoever writes from example.net is in it\n',
    );
    expect(await done(here.desk('organisation', 'show', 'example ltd')))
      .to.match(/^domains +example\.net example\.org$/m)
      .and.include('ann@example.org')
      .and.include('It beeps');
    await done(
      here.desk('organisation', 'edit', 'Example Ltd', '--rename', 'New Ltd', '--remove-domain', 'example.net'),
    );
    const rows = JSON.parse(await done(here.desk('organisation', 'list', '--json')));
    expect(rows.map(({ since: _, ...row }: { since: number }) => row)).to.deep.equal([
      { name: 'New Ltd', domains: ['example.org'], level: null, people: 1, open: 1 },
    ]);
    expect(await done(here.desk('organisation', 'list', '--csv'))).to.match(
      /^name,domains,people,open,since,level\nNew Ltd,example\.org,1,1,20[^,]+,$/m,
    );
    const shown = JSON.parse(await done(here.desk('organisation', 'show', 'New Ltd', '--json')));
    expect(shown.members[0].addresses[0].address).to.equal('ann@example.org');
    expect(shown.tickets[0].number).to.equal(1);
  });

  it('has a level of support, which is shown wherever its people are', async () => {
    const levelled = temporaryDesk(`${CONFIG}[dictionary]\nlevels = ["basic", "gold"]\n`);
    try {
      await done(levelled.desk('inject', { input: mail('It beeps', 'My phone beeps.') }));
      await done(levelled.desk('organisation', 'new', 'Example Ltd', '--domain', 'example.org', '--level', 'gold'));
      expect(await done(levelled.desk('organisation', 'list'))).to.match(/level\n.*gold\n/);
      expect(await done(levelled.desk('show', '1'))).to.match(/^requester .*\(Example Ltd, gold\)$/m);
      expect(await done(levelled.desk('list', '-q', '--level', 'gold'))).to.equal('1\n');
      expect(await done(levelled.desk('list', '--columns', 'number,level', '--csv'))).to.equal(
        'number,level\n1,gold\n',
      );
      expect((await levelled.desk('list', '-q', '--level', 'none,basic')).out).to.equal('');
      const slip = await levelled.desk('list', '--level', 'golt');
      expect(slip).to.include({ code: 2, out: '' });
      expect(slip.err).to.include('did you mean gold?');
      const refused = await levelled.desk('organisation', 'edit', 'Example Ltd', '--level', 'golt');
      expect(refused).to.include({ code: 1, out: '' });
      expect(refused.err).to.include('there is no level "golt", did you mean gold? There is basic, gold');
      await done(levelled.desk('requester', 'edit', 'ann@example.org', '--level', 'basic'));
      expect(await done(levelled.desk('requester', 'show', 'ann@example.org'))).to.match(/^level +basic$/m);
      await done(levelled.desk('requester', 'edit', 'ann@example.org', '--no-level'));
      await done(levelled.desk('organisation', 'edit', 'Example Ltd', '--no-level'));
      expect(await done(levelled.desk('show', '1'))).to.match(/^requester .*\(Example Ltd\)$/m);
    } finally {
      levelled.remove();
    }
  });

  it('is refused the domain of a provider, and what makes no sense ends with 2', async () => {
    const refused = await here.desk(
      'organisation',
      'new',
      'Everybody',
      '--domain',
      'example.org',
      '--domain',
      'gmail.com',
    );
    expect(refused).to.include({ code: 1, out: '' });
    expect(refused.err).to.include('mail provider');
    expect(JSON.parse(await done(here.desk('organisation', 'list', '--json')))).to.deep.equal([]);
    expect((await here.desk('organisation', 'edit', 'Everybody')).code).to.equal(2);
    expect((await here.desk('organisation', 'show', 'Everybody')).code).to.equal(1);
  });
});

describe('Requesters from hostile mails', () => {
  it('steer no terminal, in no command, form or refusal', async function () {
    // some thirty starts of the program
    this.timeout(90_000);
    const here = temporaryDesk();
    try {
      const evil = '\u001b]0;owned\u0007\u001b[2J\u009b31m\u202egnp';
      const encoded = `=?utf-8?B?${Buffer.from(evil).toString('base64')}?=`;
      await done(here.desk('inject', { input: from(`${encoded} <x\u202ey@example.org>`, encoded) }));
      await done(here.desk('inject', { input: from('Carl <carl@example.org>', 'x') }));
      await done(here.desk('organisation', 'new', `Evil ${evil}`, '--domain', 'example.org'));
      const [{ name }] = JSON.parse(await done(here.desk('organisation', 'list', '--json')));
      const [row] = JSON.parse(await done(here.desk('requester', 'list', '--search', 'gnp', '--json')));
      expect(row.name).to.include('\u202e');
      const commands = [
        ['list'],
        ['list', '--organisation', name],
        ['list', '--organisation', `${name}x`],
        ['show', '1'],
        ['requester', 'list'],
        ['requester', 'list', '--csv'],
        ['requester', 'list', '--json'],
        ['requester', 'show', '3'],
        ['requester', 'show', '3', '--json'],
        ['requester', 'show', row.addresses[0].address],
        ['requester', 'show', 'xy@example.org'],
        ['requester', 'show', evil],
        ['requester', 'edit', '4', '--add', row.addresses[0].address],
        ['requester', 'edit', '4', '--add', evil],
        ['requester', 'edit', '3', '--refuse', row.addresses[0].address],
        ['requester', 'edit', '3', '--name', evil, '--json'],
        ['requester', 'merge', '3', '4'],
        ['requester', 'merge', '3', '4'],
        ['organisation', 'list'],
        ['organisation', 'list', '--csv'],
        ['organisation', 'show', name],
        ['organisation', 'show', `${name}x`],
        ['organisation', 'new', name],
        ['organisation', 'new', 'x', '--domain', evil],
        ['organisation', 'edit', name, '--rename', `${name} ${evil}`],
        ['why', '1'],
      ];
      for (const command of commands) {
        const { code, out, err } = await here.desk(...command);
        expect([0, 1], `${command.join(' ')}: ${err}`).to.include(code);
        expect(out + err, command.join(' '))
          .to.match(/\S/)
          .and.not.match(CONTROL);
      }
    } finally {
      here.remove();
    }
  });
});
