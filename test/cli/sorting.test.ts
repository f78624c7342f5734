/** Sorting tickets on the command line, as an operator does it: what is typed and what is printed. */
import { expect } from 'chai';
import { CONFIG, type Ended, mail, type TemporaryDesk, temporaryDesk } from './desk.ts';

const WORDS = `${CONFIG}[[queue]]
name = "billing"
address = "billing@desk.example"
[[group]]
name = "first-level"
members = ["eve"]
[[status]]
name = "waiting-for-you"
means = "waiting"
[[status]]
name = "at-supplier"
means = "waiting"
`;

async function done(running: Promise<Ended>): Promise<string> {
  const { code, out, err } = await running;
  expect(code, err).to.equal(0);
  return out;
}

describe('Sorting tickets on the command line', function () {
  this.timeout(120_000);
  let here: TemporaryDesk;
  const shown = async (ticket: string) => JSON.parse(await done(here.desk('show', ticket, '--json')));

  before(async () => {
    here = temporaryDesk(WORDS);
    for (const n of [1, 2, 3]) here.file(`mails/${n}.eml`, mail(`It beeps ${n}`, 'My phone beeps.'));
    await done(here.desk('inject', 'mails'));
  });
  after(() => here.remove());

  it('a verb gives a word to several tickets, tells what they have, and which words there are', async () => {
    expect(await done(here.desk('status', '1,2', 'at-supplier'))).to.equal(
      '#1: bob set status: at-supplier\n#2: bob set status: at-supplier\n',
    );
    expect(await shown('2')).to.include({ status: 'waiting', statusName: 'at-supplier' });
    const one = await here.desk('status', '1');
    expect(one).to.include({ code: 0, out: '#1: at-supplier\n' });
    expect(one.err).to.equal('there is new, open, waiting-for-you, at-supplier, solved, closed\n');
    expect(await done(here.desk('criticality'))).to.equal('low\nnormal\nhigh\nurgent\n');
    expect(await done(here.desk('category', '1', 'billing', '--json')).then(JSON.parse)).to.deep.equal({
      ticket: 1,
      because: ['bob set category: billing'],
      letters: 0,
    });
    expect(await done(here.desk('category', '1', '--none'))).to.equal('#1: bob set category: none\n');
    expect(await done(here.desk('category', '1', '--json'))).to.equal('{"ticket":1,"category":null}\n');
  });

  it('a meaning stands for its usual word', async () => {
    expect(await done(here.desk('status', '1', 'waiting'))).to.equal('#1: bob set status: waiting-for-you\n');
    expect(await shown('1')).to.include({ status: 'waiting', statusName: null });
    expect(await done(here.desk('show', '1'))).to.match(/^status +waiting-for-you, nobody owns it$/m);
  });

  it('a category that there is not may be a tag', async () => {
    const { code, out, err } = await here.desk('category', '2', '3', 'network');
    expect({ code, out }).to.deep.equal({ code: 1, out: '' });
    expect(err).to.match(/there is no category "network".*\nfor a word of your own: desk tag 2 3 network\n$/s);
    expect((await here.desk('criticality', '2', 'network')).err).not.to.include('desk tag');
  });

  it('whoami says login, name, role, groups, queues and configuration', async () => {
    expect(await done(here.desk('whoami', '--as', 'eve'))).to.equal(
      [
        'login   eve',
        'name    Eve <eve@staff.example>',
        'role    admin: runs the desk: keys, archives, the daemon',
        'groups  first-level',
        'queues  support, billing (all)',
        `config  ${here.folder}/config.toml`,
        '',
      ].join('\n'),
    );
    expect(await done(here.desk('whoami', '--json')).then(JSON.parse)).to.deep.include({ login: 'bob', groups: [] });
    expect(await here.desk('whoami', '--as', 'mal')).to.include({ code: 1, out: '' });
  });

  it('a word that is not in the dictionary is refused with those that are, and nothing else is done', async () => {
    const slip = await here.desk(
      'set',
      '3',
      '--status',
      'lost',
      '--category',
      'biling',
      '--tag',
      'vip',
      '--owner',
      'mal',
    );
    expect(slip).to.include({ code: 1, out: '' });
    expect(slip.err.split('\n')).to.deep.equal([
      'there is no status "lost"; there is new, open, waiting-for-you, at-supplier, solved, closed',
      'there is no operator "mal"; there is bob, eve',
      'there is no category "biling", did you mean billing? There is question, fault, request, complaint, billing, other',
      '',
    ]);
    expect(await shown('3'))
      .to.include({ status: 'new', owner: null })
      .and.deep.include({ tags: [] });
    expect((await here.desk('set', '3')).code).to.equal(2);
    expect((await here.desk('set', '3', '--clear', 'subject')).code).to.equal(2);
  });

  it('set does several things in one decision, and undo takes all of them back', async () => {
    const line = [
      '--owner',
      'eve',
      '--group',
      'first-level',
      '--criticality',
      'high',
      '--tag',
      'vip,urgent',
      '--helper',
      'bob',
    ];
    expect(await done(here.desk('set', '3', ...line))).to.equal(
      '#3: bob set owner: eve, group: first-level, criticality: high, tag: +vip, tag: +urgent, helper: +bob\n' +
        '  notice queued to eve@staff.example\n',
    );
    const printed = await done(here.desk('show', '3'));
    expect(printed).to.match(/^status +open, owned by eve$/m);
    expect(printed)
      .to.match(/^group +first-level$/m)
      .and.match(/^criticality +high$/m);
    expect(printed)
      .to.match(/^tags +vip, urgent$/m)
      .and.match(/^helpers +bob$/m);
    expect(printed).not.to.match(/^(?:category|complexity|kind|watchers) /m);
    await done(here.desk('set', '3', '--tag', '-urgent,later', '--clear', 'group,criticality', '--helper', '-bob'));
    expect(await shown('3')).to.deep.include({ tags: ['vip', 'later'], group: null, criticality: null, helpers: [] });
    await done(here.desk('undo', '3'));
    expect(await shown('3')).to.deep.include({ tags: ['vip', 'urgent'], criticality: 'high', helpers: ['bob'] });
    await done(here.desk('undo', '3'));
    expect(await shown('3')).to.deep.include({ tags: [], owner: null, status: 'new', group: null });
  });

  it('tags come with a plus and go with a minus, wherever the other options stand', async () => {
    await done(here.desk('tag', '1,2', 'vip', 'new'));
    expect(await done(here.desk('--as', 'eve', 'tag', '1', '+late', '-new', '--json', '-vip'))).to.include(
      'eve set tag: +late, tag: -new, tag: -vip',
    );
    expect(await done(here.desk('tag', '2', '--remove', 'new'))).to.equal('#2: bob set tag: -new\n');
    expect((await here.desk('tag', '2')).out).to.equal('#2: vip\n');
    expect(await done(here.desk('tag', '1', '-h'))).to.include('desk tag 12 +vip -old');
    const sentence = await here.desk('tag', '1', 'two words');
    expect(sentence).to.include({ code: 1, err: '"two words" is no tag: one word\n' });
  });

  it('helpers and watchers are operators', async () => {
    await done(here.desk('helper', 'add', '1-2', 'eve'));
    await done(here.desk('watcher', 'add', '1', 'eve', 'bob'));
    expect((await here.desk('watcher', '1')).out).to.equal('#1: eve, bob\n');
    await done(here.desk('helper', 'remove', '1', 'eve'));
    expect(await shown('1')).to.deep.include({ helpers: [], watchers: ['eve', 'bob'] });
    expect((await here.desk('helper', 'add', '1', 'ann')).err).to.equal(
      'there is no operator "ann"; there is bob, eve\n',
    );
  });

  it('a note, an answer, a close and a new ticket change in the same decision', async () => {
    const journal = async (ticket: string) =>
      JSON.parse(await done(here.desk('why', ticket, '--json'))) as {
        action: string;
        decision?: string;
        because: string[];
      }[];
    await done(
      here.desk('note', '2', '-m', 'Asked them.', '--status', 'at-supplier', '--assign', 'eve', '--kind', 'incident'),
    );
    const said = (await journal('2')).filter(({ because }) => because[0]?.includes('wrote a note'));
    expect(said.map(({ action }) => action)).to.include.members(['addNote', 'assign', 'setField']);
    expect(said[0]!.because.join('; ')).to.include('owner: eve').and.include('kind: incident');
    await done(here.desk('reply', '2', '-m', 'It comes on Monday.', '--status', 'at-supplier', '--complexity', 'hard'));
    expect(await shown('2')).to.include({ statusName: 'at-supplier', complexity: 'hard' });
    expect(await done(here.desk('close', '2', '--category', 'fault'))).to.equal(
      '#2: bob set status: closed, category: fault\n  notice queued to eve@staff.example\n',
    );
    const words = [
      '--for',
      'Carl <carl@example.com>',
      '--subject',
      'No tone',
      '-m',
      'He called.',
      '--queue',
      'billing',
    ];
    const number = await done(
      here.desk('new', '-q', ...words, '--source', 'phone', '--category', 'fault', '--tag', 'vip'),
    );
    expect(number).to.equal('4\n');
    expect(await shown('4')).to.deep.include({ source: 'phone', category: 'fault', tags: ['vip'], queue: 'billing' });
    expect(await done(here.desk('show', '4'))).to.match(/^opened .*by phone$/m);
    const slip = await here.desk('new', ...words, '--source', 'pigeon', { env: { TMPDIR: here.folder } });
    expect(slip.err).to.include('there is no source "pigeon"; there is mail, operator, phone');
    expect((await here.desk('show', '5')).code).to.equal(1);
  });

  it('a requester’s tickets are told with the words of the dictionary, and a day away is one of the week', async () => {
    expect(await done(here.desk('why', '1'))).to.match(/set the status to waiting-for-you \(was [a-z-]+\)$/m);
    expect(await done(here.desk('requester', 'show', 'ann@example.org'))).to.match(
      /^ {2}#1 waiting-for-you: It beeps 1$/m,
    );
    expect(await done(here.desk('away', '--of', 'eve', '--until', 'Monday', '--deputy', 'bob'))).to.match(
      /^eve is away until \d{4}-\d\d-\d\d 00:00 .*; bob hears instead$/m,
    );
    expect((await here.desk('away', '--until', 'someday')).err).to.include(
      'a day is written 2026-12-24, monday, today',
    );
    expect(await done(here.desk('back', '--of', 'eve'))).to.equal('eve is back\n');
  });

  it('tells the requester nothing of any of it', async () => {
    const letters = JSON.parse(await done(here.desk('outbox', 'list', '--json'))) as {
      template: string;
      audience: string;
    }[];
    const outside = letters.filter(({ audience }) => audience === 'requester').map(({ template }) => template);
    expect(outside.filter(template => template !== 'confirmation')).to.deep.equal(['answer']);
  });

  it('desk dictionary prints the words, groups with members, queues', async () => {
    const printed = await done(here.desk('dictionary'));
    expect(printed).to.include('waiting-for-you (means waiting, the usual one), at-supplier (means waiting)');
    expect(printed)
      .to.match(/^groups +first-level: eve$/m)
      .and.match(/^ +billing <billing@desk\.example>$/m);
    const json = JSON.parse(await done(here.desk('dictionary', '--json')));
    expect(json.sources).to.include.members(['mail', 'operator', 'phone']);
    expect(json.groups).to.deep.equal([{ name: 'first-level', members: ['eve'], queues: [] }]);
  });
});
