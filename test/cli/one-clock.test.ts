/** All that people read tells the time on the clock of the desk, wherever the machine is. */
import { expect } from 'chai';
import { atTerminal, hasTerminals, until } from './at-terminal.ts';
import { CONFIG, mail, type TemporaryDesk, temporaryDesk } from './desk.ts';

const TOKYO = `${CONFIG}[desk]\ntime_zone = "Asia/Tokyo"\n`;
const env = { TZ: 'UTC' };

describe('The clock of the desk', function () {
  this.timeout(120_000);
  let here: TemporaryDesk;

  before(async () => {
    here = temporaryDesk(TOKYO);
    here.file('1.eml', mail('It beeps', 'My phone beeps.'));
    const orders = ['inject 1.eml', 'due 1 3d', 'close 1', 'away --until 2030-01-01', 'outbox pause'];
    for (const order of orders) {
      const { code, err } = await here.desk(...order.split(' '), { env });
      expect(code, `${order}: ${err}`).to.equal(0);
    }
  });
  after(() => here.remove());

  const said: readonly (readonly string[])[] = [
    ['show', '1'],
    ['why', '1'],
    ['due', '1'],
    ...['opened', 'changed', 'closed'].map(column => ['list', '--all', '--columns', column]),
    ['requester', 'show', 'ann@example.org'],
    ['mails'],
    ['absences'],
    ['keys', 'list'],
    ['outbox'],
  ];
  for (const words of said)
    it(`desk ${words.join(' ')}`, async () => {
      const { code, out, err } = await here.desk(...words, { env });
      expect(code, err).to.equal(0);
      expect(out + err)
        .to.match(/\d\d:\d\d GMT\+9/)
        .and.not.match(/\d UTC/);
    });

  it('days that are typed begin there too', async () => {
    expect((await here.desk('absences', { env })).out).to.equal('bob is away until 2030-01-01 00:00 GMT+9\n');
    const day = (date: Date) => date.toLocaleDateString('en-CA', { timeZone: 'Asia/Tokyo' });
    const [today, tomorrow] = [new Date(), new Date(Date.now() + 86_400_000)].map(day);
    const asked = [
      ['list', '-q', '--all', '--opened-after', today!],
      ['search', '-q', `beeps after:${today}`],
    ];
    for (const words of asked) expect((await here.desk(...words, { env })).out, words.join(' ')).to.equal('1\n');
    const none = await here.desk('list', '-q', '--all', '--opened-after', tomorrow!, { env });
    expect(none).to.include({ code: 0, out: '' });
  });

  it('machines get instants that are the same everywhere', async () => {
    const { out } = await here.desk('list', '--all', '--csv', '--columns', 'opened,closed', { env });
    expect(out).to.match(/^opened,closed\r?\n(\d{4}-\d\d-\d\dT[\d:.]+Z,?){2}\r?\n$/);
  });

  it('the question about a draft', async function () {
    if (!hasTerminals) return this.skip();
    const broken = atTerminal(here, ['note', '1'], {
      env,
      editor: 'echo half >> "$1"; sed -i "1i begun" "$1"; exit 1',
    });
    expect(await broken.ended).to.equal(1);
    const asked = atTerminal(here, ['note', '1'], { env });
    await until(() => asked.shown().includes('Go on with it?'), asked.shown);
    expect(asked.shown()).to.match(/you have a draft of \d{4}-\d\d-\d\d \d\d:\d\d GMT\+9/);
    asked.type('n\n');
    await asked.ended;
  });
});
