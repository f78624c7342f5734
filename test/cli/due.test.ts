/** When tickets are due, as an operator types it and sees it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { openSqlite } from '../../src/store/open-sqlite.ts';
import { CONFIG, type Ended, mail, type TemporaryDesk, temporaryDesk } from './desk.ts';

const WORDS = `${CONFIG}[desk]
time_zone = "Europe/Amsterdam"
[[view]]
name = "soon"
due_before = "3d"
sort = "due"
columns = ["number", "due"]
[[rule]]
name = "invoices"
when = { subject = "invoice" }
then = { due_in = "2d" }
`;

const HOUR = 3_600_000;
const ZONE = '(?:GMT\\+[12]|CES?T)';

async function done(running: Promise<Ended>): Promise<string> {
  const { code, out, err } = await running;
  expect(code, err).to.equal(0);
  return out;
}

describe('When tickets are due', function () {
  this.timeout(120_000);
  let here: TemporaryDesk;
  const numbers = async (...args: string[]) =>
    (await done(here.desk('list', '-q', ...args))).split('\n').filter(Boolean).map(Number);
  const shown = async (ticket: string) => JSON.parse(await done(here.desk('show', ticket, '--json')));
  /** What is over cannot be said on the command line. */
  const dueAt = async (ticket: number, at: number) => {
    const database = await openSqlite({ file: join(here.folder, 'state', 'desk.db') });
    await database.all('update tickets set due = $1 where number = $2', [at, ticket]);
    await database.close();
  };

  before(async () => {
    here = temporaryDesk(WORDS);
    for (const n of [1, 2, 3, 4]) here.file(`mails/${n}.eml`, mail(`Request ${n}`, 'Hello.'));
    await done(here.desk('inject', 'mails'));
  });
  after(() => here.remove());

  it('is said in words of the clock, told back as it was understood, and taken away', async () => {
    expect(await done(here.desk('due', '1', '2030-12-01', '17:00'))).to.match(
      new RegExp(`^#1: bob set due: 2030-12-01 17:00 ${ZONE}\n$`),
    );
    expect(await shown('1')).to.include({ due: Date.UTC(2030, 11, 1, 16), overdue: false });
    expect(await done(here.desk('due', '1', '2030-07-01'))).to.match(
      new RegExp(`^#1: bob set due: 2030-07-01 23:59 ${ZONE}\n$`),
    );
    expect(await done(here.desk('due', '1'))).to.match(new RegExp(`^#1: 2030-07-01 23:59 ${ZONE}, in \\d+ [wy]\n$`));
    expect(JSON.parse(await done(here.desk('due', '1', '--json')))).to.deep.equal({
      ticket: 1,
      due: Date.UTC(2030, 6, 1, 21, 59),
      overdue: false,
    });
    expect(await done(here.desk('due', '1', 'none'))).to.equal('#1: bob set due: none\n');
    expect(await done(here.desk('due', '1'))).to.equal('#1: -\n');
    expect(await done(here.desk('due', '2', '3d'))).to.match(/^#2: bob set due: /);
    expect(await done(here.desk('due', '2', '--none'))).to.equal('#2: bob set due: none\n');
  });

  it('lies ahead, and makes sense', async () => {
    const slips: [string[], RegExp][] = [
      [['due', '1', '2020-01-01'], /^desk due: 2020-01-01 23:59 \S+ is over\n$/],
      [['due', '1', 'soon'], /^desk due: say when as 2026-12-01, /],
      [['due', '1', '\u001b[2Jsoon'], /^desk due: say when as 2026-12-01, /],
      [['due', '1', '9999d'], /^desk due: 9999d is more than ten years away\n$/],
      [['due', '1', 'friday', '--none'], /either a time or --none/],
      [['set', '1', '--due', 'soon', '--category', 'fault'], /^desk set: say when as /],
      [['note', '1', '-m', 'x', '--due', '2020-01-01'], /^desk note: .* is over\n$/],
      [['close', '1', '--due', 'x'], /^desk close: say when as /],
      [['list', '--due-before', 'noon'], /^desk list: say when as /],
    ];
    for (const [words, said] of slips) {
      const { code, out, err } = await here.desk(...words);
      expect({ code, out }, words.join(' ')).to.deep.equal({ code: 2, out: '' });
      expect(err, words.join(' ')).to.match(said);
    }
    expect(await shown('1')).to.include({ due: null, category: null, status: 'new' });
  });

  it('is said of several tickets, by numbers from a pipe, and of none with --dry-run', async () => {
    const dry = await done(here.desk('due', '1-3', 'friday', '--dry-run'));
    expect(dry.match(/would let #\d be due \d{4}-\d\d-\d\d 23:59/g)).to.have.length(3);
    expect(await numbers('--due-after', 'today')).to.deep.equal([]);
    const piped = await here.desk('$DESK list -q --sort number | $DESK due - 2030-01-01', { shell: true });
    expect(piped.out.match(/bob set due: 2030-01-01 23:59/g), piped.err).to.have.length(4);
    await done(here.desk('undo', '1,2,3,4'));
    expect(await numbers('--due-after', 'today')).to.deep.equal([]);
  });

  it('goes along with other changes, and undo takes all of them back', async () => {
    expect(await done(here.desk('set', '1', '--due', 'tomorrow 09:00', '--category', 'fault'))).to.match(
      /^#1: bob set category: fault, due: \d{4}-\d\d-\d\d 09:00 \S+\n$/,
    );
    await done(here.desk('undo', '1'));
    expect(await shown('1')).to.include({ due: null, category: null });
    await done(here.desk('set', '1', '--due', '5h'));
    await done(here.desk('set', '1', '--clear', 'due'));
    expect(await shown('1')).to.include({ due: null });
    const words = ['--for', 'carl@example.com', '--subject', 'No tone', '-m', 'He called.'];
    expect(await done(here.desk('new', '-q', ...words, '--due', '2030-01-01'))).to.equal('5\n');
    expect(await shown('5')).to.include({ due: Date.UTC(2030, 0, 1, 22, 59) });
    await done(here.desk('close', '5'));
  });

  it('shows in lists, marked and sorted; who asks for it sees it', async () => {
    await dueAt(1, Date.now() - 2 * HOUR - 1000);
    await dueAt(2, Date.now() - 48 * HOUR - 1000);
    await dueAt(3, Date.now() + 3 * HOUR);
    expect(await numbers('--overdue')).to.deep.equal([2, 1]);
    expect(await numbers('--overdue', '--sort', 'number')).to.deep.equal([1, 2]);
    expect(await numbers('--due-before', '30d')).to.deep.equal([2, 1, 3]);
    expect(await numbers('--view', 'overdue')).to.deep.equal([2, 1]);
    expect(await numbers('--sort', 'due')).to.deep.equal([2, 1, 3, 4]);
    expect(await numbers('--sort', '-due')).to.deep.equal([3, 1, 2, 4]);
    expect(await numbers('--due-before', '5h', '--due-after', '1h')).to.deep.equal([3]);
    expect(await done(here.desk('list', '--overdue', '--count'))).to.equal('2\n');
    expect(await done(here.desk('list', '--sort', 'due', '--columns', 'number,due,subject'))).to.equal(
      [
        '   number       due  subject',
        '!       2  late 2 d  Request 2',
        '!       1  late 2 h  Request 1',
        '        3    in 3 h  Request 3',
        '        4         -  Request 4',
        '',
      ].join('\n'),
    );
    expect(await done(here.desk('list', '--view', 'overdue'))).to.match(
      /^ +number.* messages +due\n! +2 .* late 2 d\n/,
    );
    expect(await done(here.desk('list', '--view', 'soon'))).to.match(
      /^ +number +due\n! +2 +late 2 d\n! +1 .*\n +3 +in 3 h\n$/,
    );
    // nothing is marked where nothing is overdue, and what is closed is not
    expect(await done(here.desk('list', '--subject', 'Request 3'))).not.to.include('!');
    await done(here.desk('close', '2'));
    expect(await numbers('--overdue', '--all')).to.deep.equal([1]);
    await done(here.desk('reopen', '2'));
    await done(here.desk('status', '2', 'waiting'));
    expect(await numbers('--overdue')).to.have.members([1, 2]);
  });

  it('is an instant in CSV, and in JSON like the others', async () => {
    const at = Date.UTC(2030, 11, 1, 16);
    await dueAt(3, at);
    const [head, ...rows] = (await done(here.desk('list', '--csv', '--subject', 'Request 3'))).trim().split('\n');
    expect([head!.split(',').at(-1), ...rows.map(row => row.split(',').at(-1))]).to.deep.equal([
      'due',
      '2030-12-01T16:00:00.000Z',
    ]);
    const json = JSON.parse(await done(here.desk('list', '--json', '--sort', 'number')));
    expect(json.map(({ overdue }: { overdue: boolean }) => overdue)).to.deep.equal([true, true, false, false]);
    expect(json[2].due).to.equal(at);
    const columns = JSON.parse(await done(here.desk('list', '--json', '--columns', 'number,due', '--sort', '-number')));
    expect(columns.slice(0, 2)).to.deep.equal([
      { number: 4, due: null },
      { number: 3, due: '2030-12-01T16:00:00.000Z' },
    ]);
    const [hit] = JSON.parse(await done(here.desk('search', '--json', 'is:overdue', 'number:1')));
    expect(hit).to.include({ number: 1, overdue: true });
  });

  it('stands in the head of a ticket, and in its journal as people read it', async () => {
    expect(await done(here.desk('show', '3'))).to.match(
      new RegExp(`^due {9}2030-12-01 17:00 ${ZONE}, in \\d+ [wy]$`, 'm'),
    );
    expect(await done(here.desk('show', '1'))).to.match(
      new RegExp(`^overdue {5}since \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d ${ZONE} \\(2 h\\)$`, 'm'),
    );
    expect(await done(here.desk('due', '1'))).to.match(/^#1: overdue since .* \(2 h\)\n$/);
    expect(await done(here.desk('show', '4'))).not.to.match(/^(?:due|overdue) /m);
    expect(await done(here.desk('why', '5'))).to.match(/^ {2}set when it is due to \d{4}-\d\d-\d\d \d\d:\d\d /m);
  });

  it('is said by a rule, which says so', async () => {
    here.file('invoice/6.eml', mail('Your invoice', 'Hello.'));
    expect(await done(here.desk('rules', 'show', 'invoices'))).to.match(/^ {2}then {2}due in 2d$/m);
    expect(await done(here.desk('rules', 'test', 'invoice/6.eml'))).to.match(
      new RegExp(`^ {2}due +\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d ${ZONE}\\n.* {2}rule +invoices: due in 2d$`, 'ms'),
    );
    const told = JSON.parse(await done(here.desk('rules', 'test', '--json', 'invoice/6.eml'))) as {
      would: { due: string };
    };
    expect(told.would.due).to.match(/^\d{4}-\d\d-\d\dT.*Z$/);
    const before = Date.now();
    const ticket = JSON.parse(await done(here.desk('inject', '--json', 'invoice/6.eml'))).ticket as number;
    const { due } = await shown(String(ticket));
    expect(due).to.be.within(before + 48 * HOUR, Date.now() + 48 * HOUR);
    expect(await done(here.desk('why', String(ticket))))
      .to.match(/due in 2d/)
      .and.match(/, due \d{4}-\d\d-\d\d /);
  });

  it('is heard of by no requester', async () => {
    writeFileSync(
      join(here.folder, 'config.toml'),
      WORDS.replace('[letters]', '[letters]\nstatus = true\nowner = true'),
    );
    await done(here.desk('due', '1', 'tomorrow'));
    const letters = JSON.parse(await done(here.desk('outbox', 'list', '--json'))) as {
      audience: string;
      template: string;
    }[];
    const outside = letters.filter(({ audience }) => audience === 'requester').map(({ template }) => template);
    expect(outside.filter(template => template !== 'confirmation')).to.deep.equal([]);
  });

  it('is offered to shells', async () => {
    expect(await done(here.desk('complete', '--', 'due', '1', 'to'))).to.match(/^today\b.*^tomorrow\b/ms);
    expect(await done(here.desk('complete', '--', 'set', '1', '--due', 'fr'))).to.match(/^friday\b/);
    expect(await done(here.desk('complete', '--', 'list', '--over'))).to.match(/^--overdue\b/);
    expect(await done(here.desk('complete', '--', 'list', '--view', 'ov'))).to.match(/^overdue\b/);
  });
});
