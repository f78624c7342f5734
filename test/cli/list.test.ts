/** `desk list` as an operator uses it, and the short names of its lines. */
import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { columnsChosen } from '../../src/cli/list-options.ts';
import { BUILT_IN, withView } from '../../src/cli/list-views.ts';
import { pagerFor } from '../../src/cli/pager.ts';
import { parseInstant } from '../../src/config/when.ts';
import { CONFIG, type Ended, mail, type TemporaryDesk, temporaryDesk, type Wishes } from './desk.ts';

const WORDS = `${CONFIG}[[status]]
name = "at-supplier"
means = "waiting"
[[view]]
name = "hot"
criticality = ["high", "urgent"]
columns = ["number", "criticality", "subject"]
sort = "-criticality"
`;

async function done(running: Promise<Ended>): Promise<string> {
  const { code, out, err } = await running;
  expect(code, err).to.equal(0);
  return out;
}

describe('desk list', function () {
  this.timeout(120_000);
  let here: TemporaryDesk;
  const numbers = async (...args: (string | Wishes)[]) =>
    (await done(here.desk('list', '-q', ...args)))
      .split('\n')
      .filter(line => line !== '')
      .map(Number);
  const home = (): Wishes => ({ env: { XDG_STATE_HOME: `${here.folder}/home` } });
  const inShell = (line: string) => here.desk(line, { shell: true, ...home() });

  before(async () => {
    here = temporaryDesk(WORDS);
    for (const n of [1, 2, 3, 4])
      here.file(`mails/${n}.eml`, mail(`Request ${n}`, 'Hello.').replace('ann@', `ann${n}@`));
    await done(here.desk('inject', 'mails'));
    await done(here.desk('set', '1', '--criticality', 'high', '--tag', 'vip', '--owner', 'bob'));
    await done(here.desk('set', '2', '--criticality', 'urgent', '--status', 'at-supplier'));
    await done(here.desk('reply', '3', '-m', 'It is done.', '--status', 'open'));
    await done(here.desk('close', '4'));
  });
  after(() => here.remove());

  it('filters by what is said, a meaning stands for all its words', async () => {
    expect((await numbers()).sort()).to.deep.equal([1, 2, 3]);
    expect(await numbers('--status', 'waiting')).to.deep.equal([2]);
    expect(await numbers('--status', 'at-supplier')).to.deep.equal([2]);
    expect(await numbers('--criticality', 'high,none', '--sort', 'number')).to.deep.equal([1, 3]);
    expect(await numbers('--unanswered', '--sort', 'number')).to.deep.equal([1, 2]);
    expect(await numbers('--answered')).to.deep.equal([3]);
    expect(await numbers('--tag', 'vip')).to.deep.equal([1]);
    expect(await numbers('--tag', '-vip', '--from', 'ann2@example.org')).to.deep.equal([2]);
    expect(await numbers('--subject', 'request 3', '--changed-after', 'today')).to.deep.equal([3]);
    expect(await numbers('--opened-before', '1d')).to.deep.equal([]);
    expect(await numbers('--mine', '--sort', '-number')).to.deep.equal([3, 1]);
  });

  it('shows the word of the status, the columns that are asked for, and sorts by the order of the words', async () => {
    expect(await done(here.desk('list', '--columns', 'number,status,tags,last', '--sort', 'number'))).to.equal(
      [
        'number  status       tags  last',
        '     1  open         vip   unanswered',
        '     2  at-supplier  -     unanswered',
        '     3  open         -     answered',
        '',
      ].join('\n'),
    );
    const json = await done(
      here.desk('list', '--json', '--columns', 'number,criticality,tags', '--sort', '-criticality'),
    );
    expect(JSON.parse(json)).to.deep.equal([
      { number: 2, criticality: 'urgent', tags: [] },
      { number: 1, criticality: 'high', tags: ['vip'] },
      { number: 3, criticality: null, tags: [] },
    ]);
    expect(await done(here.desk('list', '--csv', '--columns', 'number,name,tags', '--tag', 'vip'))).to.equal(
      'number,name,tags\n1,Ann,vip\n',
    );
  });

  it('finds requesters by a part of name or address, and names those who may be meant', async () => {
    expect(await numbers('--from', 'ann2')).to.deep.equal([2]);
    expect(await numbers('--from', 'ANN', '--sort', 'number')).to.deep.equal([1, 2, 3]);
    expect(await numbers('--from', '@example.org', '--sort', 'number')).to.deep.equal([1, 2, 3]);
    expect(await numbers('--from', 'Ann <ann2@example.org>')).to.deep.equal([2]);
    expect(await here.desk('list', '--from', '%')).to.include({ code: 1, out: '' });
    for (const slip of ['amn2@example.org', 'ann2@exmaple.org']) {
      const { code, out, err } = await here.desk('list', '--from', slip);
      expect({ code, out }, slip).to.deep.equal({ code: 1, out: '' });
      expect(err).to.include('ann2@example.org');
    }
    const closed = await here.desk('list', '--from', 'ann4');
    expect(closed).to.include({ code: 0, out: '', err: 'no tickets; --all shows closed ones too\n' });
  });

  it('counts', async () => {
    expect(await done(here.desk('list', '--all', '--count'))).to.equal('4\n');
    expect(await done(here.desk('list', '--all', '--count-by', 'status', '--csv'))).to.equal(
      'status,tickets\nopen,2\nat-supplier,1\nclosed,1\n',
    );
    expect(JSON.parse(await done(here.desk('list', '--count-by', 'last', '--json')))).to.deep.equal([
      { last: 'unanswered', tickets: 2 },
      { last: 'answered', tickets: 1 },
    ]);
  });

  it('has views, and what is typed comes on top of them', async () => {
    expect(await done(here.desk('list', '--view', 'hot'))).to.match(
      /^number +criticality +subject\n +2 +urgent +Request 2\n +1 +high +Request 1\n$/,
    );
    expect(await done(here.desk('list', '--view', 'hot', '--columns', '+owner', '--owner', 'bob'))).to.match(
      /^number +criticality +subject +owner\n +1 +high +Request 1 +bob\n$/,
    );
    expect(await done(here.desk('list', '--view', 'hot', '--columns', '+owner,queue', '--owner', 'bob'))).to.match(
      /^number +criticality +subject +owner +queue\n/,
    );
    expect(await done(here.desk('list', '--columns', '+criticality,tags'))).to.match(
      /^number +status .* subject .* criticality +tags\n/,
    );
    const slip = await here.desk('list', '--view', 'hto');
    expect(slip).to.include({ code: 2 });
    expect(slip.err).to.include('did you mean hot?').and.include('unanswered');
  });

  it('says what makes no sense, with the nearest right word', async () => {
    const slips: [string[], string][] = [
      [['--columns', 'number,subjet'], 'did you mean subject?'],
      [['--sort', '-ownr'], 'did you mean owner?'],
      [['--status', 'at-suplier'], 'did you mean at-supplier?'],
      [['--criticality', 'hihg'], 'did you mean high?'],
      [['--opened-after', 'noon'], 'is no time'],
      [['--mine', '--unowned'], 'only one of'],
    ];
    for (const [words, said] of slips) {
      const { code, out, err } = await here.desk('list', ...words);
      expect({ code, out }, words.join(' ')).to.deep.equal({ code: 2, out: '' });
      expect(err, words.join(' ')).to.include(said);
    }
  });

  it('lends its lines short names, for one terminal, and not those that went into a pipe', async () => {
    const { code, out, err } = await inShell(
      '$DESK list --sort -number --columns number && $DESK list -q --sort number > /dev/null && $DESK show .1 --json | head -3',
    );
    expect(code, err).to.equal(0);
    expect(out)
      .to.match(/number\n +3\n +2\n +1\n/)
      .and.include('"number": 3');
    const two = await inShell('$DESK list --sort number > /dev/null; $DESK tag .2-3 later && $DESK tag .1 later -n');
    expect(two.out).to.equal(
      '#2: bob set tag: +later\n#3: bob set tag: +later\n#1: nothing is done; this would be: bob set tag: +later\n  would tag #1 with later\n',
    );
    const none = await inShell('$DESK show .1');
    expect(none).to.include({ code: 2, out: '' });
    expect(none.err).to.equal('desk show: there is no last list in this terminal: desk list first\n');
    here.file('other/config.toml', WORDS);
    const other = await inShell('$DESK list > /dev/null; $DESK -c other/config.toml show .1');
    expect(other.err).to.equal('desk show: the last list was of another desk: desk list first\n');
  });

  it('takes numbers from its own output, and a dry run changes nothing', async () => {
    const dry = await inShell('$DESK list -q | $DESK assign - eve --dry-run; $DESK list --owner eve -q');
    expect(dry.out.match(/would make eve the owner of/g)).to.have.length(3);
    expect(dry.out).not.to.match(/^\d+$/m);
    const nothing = await inShell('$DESK list -q --owner eve 2>/dev/null | $DESK close -');
    expect(nothing).to.deep.equal({ code: 0, out: '', err: 'no tickets: nothing to do\n' });
  });

  it('makes one decision of each ticket, and takes each back', async () => {
    await done(here.desk('set', '1-3', '--kind', 'incident'));
    const decisions = [];
    for (const ticket of ['1', '2', '3']) {
      const lines = JSON.parse(await done(here.desk('why', ticket, '--json'))) as {
        action: string;
        data: { field: string };
      }[];
      decisions.push(...lines.filter(({ action, data }) => action === 'setField' && data.field === 'kind'));
    }
    expect(decisions).to.have.length(3);
    const undone = await here.desk('undo', '1,2,3,99');
    expect(undone.code).to.equal(1);
    expect(undone.out.match(/undid what bob did/g)).to.have.length(3);
    expect(undone.err).to.equal('there is no ticket 99\n');
    expect(await numbers('--kind', 'incident')).to.deep.equal([]);
  });

  it('goes through the pager on a terminal only, when it is longer than that', async function () {
    if (!existsSync('/usr/bin/script')) return this.skip();
    const seen = `${here.folder}/paged.txt`;
    const line = (pager: string) => `stty rows 3 cols 60; NO_COLOR=1 PAGER='${pager}' $DESK list --sort number`;
    await inShell(`script -qec "${line(`cat > ${seen}`)}" /dev/null < /dev/null`);
    expect(readFileSync(seen, 'utf8'))
      .to.match(/^\.1 .*Request 1/m)
      .and.match(/\.3 /);
    const piped = await here.desk('list', { env: { PAGER: `cat > ${here.folder}/no.txt` } });
    expect(piped.out).to.include('Request 1');
    expect(existsSync(`${here.folder}/no.txt`)).to.equal(false);
    const missing = await inShell(`script -qec "${line('no-such-pager')}" /dev/null < /dev/null`);
    expect(missing.out).to.include('Request 1');
  });
});

describe('The parts of desk list', () => {
  it('columns are named anew, or added to and taken from the usual ones', () => {
    const usual = ['number', 'owner', 'subject'] as const;
    expect(columnsChosen(undefined, usual)).to.deep.equal({ columns: usual });
    expect(columnsChosen(['tags', 'number'], usual)).to.deep.equal({ columns: ['tags', 'number'] });
    expect(columnsChosen(['+tags', '-owner', '+number'], usual)).to.deep.equal({
      columns: ['number', 'subject', 'tags'],
    });
    expect(columnsChosen(['+due', 'age', 'opened', '-owner'], usual)).to.deep.equal({
      columns: ['number', 'subject', 'due', 'age', 'opened'],
    });
    expect(columnsChosen(['due', '+age'], usual)).to.deep.equal({ columns: ['due', 'age'] });
    expect(columnsChosen(['-number', '-owner', '-subject'], usual)).to.deep.equal({ faults: ['no column is left'] });
  });

  it('what is typed takes the place of what cannot hold beside it', () => {
    const [mine] = BUILT_IN;
    expect(withView(mine!, { owner: 'eve' })).to.deep.equal({ owner: 'eve' });
    expect(withView({ name: 'x', status: ['new'], tag: ['a'] }, { all: true })).to.deep.equal({
      tag: ['a'],
      all: true,
    });
    expect(withView({ name: 'x', limit: 3 }, {})).to.deep.equal({ limit: 3 });
  });

  it('a pager is for terminals and long texts', () => {
    const lines = Array.from({ length: 30 }, () => 'x');
    expect(pagerFor(lines, { isTTY: true, rows: 24 }, {})).to.equal('less');
    expect(pagerFor(lines, { isTTY: true, rows: 24 }, { PAGER: 'more', DESK_PAGER: 'less -S' })).to.equal('less -S');
    for (const env of [{ PAGER: 'cat' }, { PAGER: '' }, { DESK_PAGER: '', PAGER: 'less' }, { TERM: 'dumb' }])
      expect(pagerFor(lines, { isTTY: true, rows: 24 }, env), JSON.stringify(env)).to.equal(undefined);
    expect(pagerFor(lines, { rows: 24 }, {})).to.equal(undefined);
    expect(pagerFor(lines.slice(7), { isTTY: true, rows: 24 }, {})).to.equal(undefined);
  });

  it('times are dates of this place or of the desk, days, or so long ago', () => {
    const now = new Date(2026, 10, 26, 14, 30).getTime();
    const here = (text: string) => parseInstant(text, now, undefined);
    expect(here('7d')).to.equal(now - 7 * 86_400_000);
    expect(here('2026-11-20')).to.equal(new Date(2026, 10, 20).getTime());
    expect(here('2026-11-20 08:15')).to.equal(new Date(2026, 10, 20, 8, 15).getTime());
    expect(here('yesterday')).to.equal(new Date(2026, 10, 25).getTime());
    // it is the 27th already in Tokyo
    const late = Date.UTC(2026, 10, 26, 16);
    expect(parseInstant('today', late, 'Asia/Tokyo')).to.equal(Date.UTC(2026, 10, 26, 15));
    expect(parseInstant('yesterday', late, 'Asia/Tokyo')).to.equal(Date.UTC(2026, 10, 25, 15));
    expect(parseInstant('2026-11-20T08:15', late, 'Asia/Tokyo')).to.equal(Date.UTC(2026, 10, 19, 23, 15));
    for (const text of ['', 'noon', '2026-11-31', '2026-13-01', '2026-11-20 25:00', '-3d'])
      expect(here(text), text).to.equal(undefined);
  });
});
