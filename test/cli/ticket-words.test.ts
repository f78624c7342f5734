/** Several tickets are named the same way before a word as anywhere else. */
import { expect } from 'chai';
import type { ArgSpec } from '../../src/cli/commands/spec.ts';
import { sharedOut } from '../../src/cli/ticket-words.ts';
import { CONFIG, type Ended, mail, type TemporaryDesk, temporaryDesk } from './desk.ts';

const WORDS = `${CONFIG}[dictionary]\ncriticalities = ["1", "2", "3"]\n[[queue]]\nname = "billing"\naddress = "billing@desk.example"\n[[group]]\nname = "first-level"\nmembers = ["eve"]\n`;

async function done(running: Promise<Ended>): Promise<string> {
  const { code, out, err } = await running;
  expect(code, err).to.equal(0);
  return out;
}

describe('Several tickets before other words', function () {
  this.timeout(120_000);
  let here: TemporaryDesk;
  // what operators hear of each other is no matter here
  const says = async (typed: string) => (await done(here.desk(...typed.split(' ')))).replace(/^ {2}notice .*\n/gm, '');
  const shown = async (ticket: string) => JSON.parse(await says(`show ${ticket} --json`));

  before(async () => {
    here = temporaryDesk(WORDS);
    for (const n of [1, 2, 3, 4, 5, 6]) here.file(`mails/${n}.eml`, mail(`It beeps ${n}`, 'My phone beeps.'));
    await says('inject mails');
  });
  after(() => here.remove());

  it('the last word is the word, all before it are tickets', async () => {
    expect(await says('status 1 2 3 waiting')).to.equal(
      '#1: bob set status: waiting\n#2: bob set status: waiting\n#3: bob set status: waiting\n',
    );
    expect(await says('assign 4-5 6 bob')).to.match(/^#4: .*\n#5: .*\n#6: .*\n/);
    expect((await shown('6')).owner).to.equal('bob');
    for (const [verb, word] of [
      ['category', 'billing'],
      ['complexity', 'simple'],
      ['kind', 'incident'],
      ['source', 'phone'],
      ['queue', 'billing'],
      ['group', 'first-level'],
    ])
      expect(await says(`${verb} 1 #3 ${word}`), verb).to.equal(
        `#1: bob set ${verb}: ${word}\n#3: bob set ${verb}: ${word}\n`,
      );
    expect(await says('assign 4 5 --nobody')).to.match(/^#4: .*\n#5: .*\n$/);
    expect(await says('category 1 3 --none')).to.equal('#1: bob set category: none\n#3: bob set category: none\n');
    expect(await says('helper add 1 2 eve')).to.equal('#1: bob set helper: +eve\n#2: bob set helper: +eve\n');
  });

  it('what was typed before means what it meant', async () => {
    expect(await says('status 1,2 open')).to.equal('#1: bob set status: open\n#2: bob set status: open\n');
    expect(await says('status 1')).to.equal('#1: open\n');
    expect(await says('status 1,2')).to.equal('#1: open\n#2: open\n');
    // a word of the dictionary may be a number
    expect(await says('criticality 1 2')).to.equal('#1: bob set criticality: 2\n');
    expect(await here.desk('assign', '1', 'eve', '--nobody')).to.include({ code: 2, out: '' });
    expect(await here.desk('category', '1', 'billing', '--none')).to.include({ code: 2, out: '' });
    const piped = await here.desk('$DESK list -q --sort number | $DESK criticality - 3', { shell: true });
    expect(piped.out.match(/^#\d: /gm)).to.have.length(6);
  });

  it('a time begins at the first word that is no ticket', async () => {
    const due = /^#1: bob set due: (.*)\n#2: bob set due: \1\n$/;
    expect(await says('due 1 2 2030-12-01'))
      .to.match(due)
      .and.include('2030-12-01 23:59');
    expect(await says('due 1 2 2030-12-01 17:00'))
      .to.match(due)
      .and.include('2030-12-01 17:00');
    expect(await says('due 1 2 friday 09:00')).to.match(due);
    expect(await says('due 1 2 tomorrow')).to.match(due);
    expect(await says('due 1 2 3d')).to.match(due);
    expect(await says('due 1 2 --none')).to.match(/^#1: bob set due: none\n#2: bob set due: none\n$/);
    expect(await says('due 1 17:00')).to.match(/^#1: bob set due: .* 17:00 /);
    expect(await says('due 1 12 h')).to.match(/^#1: bob set due: /);
    expect(await says('due 2 3')).to.equal('#2: -\n#3: -\n');
  });

  it('so do tags, and one that looks like a ticket has a plus', async () => {
    expect(await says('tag 4 6 vip')).to.equal('#4: bob set tag: +vip\n#6: bob set tag: +vip\n');
    expect(await says('tag 4 6')).to.equal('#4: vip\n#6: vip\n');
    expect(await says('tag 4 5 -vip +6 new')).to.match(/^#4: bob set tag: \+6, tag: \+new, tag: -vip\n#5: /);
    expect(await says('tag 4 2026-12')).to.equal('#4: bob set tag: +2026-12\n');
    const slip = await here.desk('tag', '4', 'old', '6');
    expect(slip).to.deep.equal({
      code: 2,
      out: '',
      err: 'desk tag: "6" looks like a ticket; +6 for a tag of that name\n',
    });
    const strange = await here.desk('tag', '4', '2026');
    expect(strange).to.include({ code: 1, out: '#4: 6, new, 2026-12\n' });
    expect(strange.err).to.equal('there is no ticket 2026\na tag that looks like a ticket has a plus: +6\n');
    expect((await shown('4')).tags).to.have.members(['6', 'new', '2026-12']);
  });

  it('help says so, and shells complete the word behind them', async () => {
    expect(await says('status --help')).to.include('desk status [options] [tickets...] [word]\n');
    expect(await says('due --help')).to.include('desk due [options] <tickets...> [when...]\n');
    const values = async (...words: string[]) => {
      const out = await done(here.desk('complete', '--', ...words));
      return out.split('\n').map(line => line.split('\t')[0]);
    };
    expect(await values('status', '1', '2', 'wai')).to.include('waiting');
    expect(await values('assign', '1', '2', '3', '')).to.include.members(['bob', 'eve']);
    expect(await values('due', '1', '2', 'fri')).to.include('friday');
    expect(await values('status', '')).to.include.members(['1', '6']);
  });
});

describe('The words behind tickets', () => {
  const tickets: ArgSpec = { name: '<tickets...>', description: '', kind: 'tickets' };
  const word: ArgSpec = { name: '[word]', description: '' };
  const words: ArgSpec = { name: '[when...]', description: '' };
  const logins: ArgSpec = { name: '<login...>', description: '' };
  const cases: [string, ArgSpec, string, string | undefined][] = [
    ['4', word, '4', undefined],
    ['4 6', word, '4', '6'],
    ['nonsense', words, 'nonsense', undefined],
    ['- 3d', words, '-', '3d'],
    ['.1-3 5,6 friday', words, '.1-3 5,6', 'friday'],
    ['4 6 2 d', words, '4 6', '2 d'],
    ['4 6', logins, '4', '6'],
    ['4 9-3', words, '4', '9-3'],
  ];
  for (const [typed, last, named, others] of cases)
    it(`${typed} → ${named} | ${others ?? ''}`, () => {
      const [found, rest] = sharedOut(typed.split(' '), [tickets, last], false) as [string[], string[] | string];
      expect([found.join(' '), Array.isArray(rest) ? rest.join(' ') : rest]).to.deep.equal([named, others]);
    });
});
