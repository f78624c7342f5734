/** Two machines that answer each other come to an end, and a rule gone wild stops; counted in what leaves the desk. */
import { expect } from 'chai';
import { type OpenDesk, openDesk } from '../../src/open-desk.ts';
import type { Database } from '../../src/store/database.ts';
import { describeOnEveryDatabase } from '../databases.ts';
import { MONDAY } from '../scene.ts';
import { smallConfig } from '../small-desk.ts';
import { QUEUE, STAFF } from './program.ts';

const HOUR = 3_600_000;

describeOnEveryDatabase('no storms', (open, { dialect }) => {
  const forgeries = dialect === 'sqlite' ? 200 : 40;
  let now = MONDAY;
  let desk: OpenDesk;
  let database: Database;
  let alarms: string[] = [];
  let n = 0;

  const begin = async (storms = '', queue = QUEUE) => {
    now = MONDAY;
    alarms = [];
    const config = smallConfig(`${STAFF}${queue}\n${storms}`);
    database = await open();
    desk = await openDesk(config, { database, clock: () => now, alarm: why => alarms.push(why) });
  };
  afterEach(() => desk.close());

  const mail = (from: string, subject: string, more = '') => {
    const bytes = Buffer.from(
      `Message-ID: <m${++n}@example.org>\r\nFrom: ${from}\r\nTo: support@desk.example\r\nSubject: ${subject}\r\n${more}\r\nhello ${n}\r\n`,
    );
    return desk.receive({ route: 'smtp', bytes, envelope: { to: ['support@desk.example'] } });
  };
  const lettersTo = async (address: string) =>
    (await desk.letters({ limit: 10_000 })).filter(one => one.to === address);

  it('two desks that strip every sign answer each other twice at most; then it is held, and the staff told once', async () => {
    await begin();
    const ends: string[] = [];
    // the other desk opens a ticket for each confirmation and confirms it, with a number of its own and no header
    for (let n = 0; n < 100; n++) {
      ends.push((await mail('help@other.example', `[Case ${1000 + n}] We have received your message`)).end);
      now += 5_000;
    }
    expect(await lettersTo('help@other.example')).to.have.length(2);
    expect(ends.filter(end => end === 'held')).to.have.length(80);
    expect((await lettersTo('bob@staff.example')).filter(one => one.template === 'loop')).to.have.length(1);
    now += 2 * HOUR;
    expect((await mail('help@other.example', 'A person there has a question')).end).to.equal('handled');
    expect(await lettersTo('help@other.example')).to.have.length(3);
  });

  it('a restart forgets nothing', async () => {
    await begin();
    await mail('ann@example.org', 'one');
    await mail('ann@example.org', 'two');
    desk = await openDesk(desk.config, { database, clock: () => now });
    await mail('ann@example.org', 'three');
    expect((await lettersTo('ann@example.org')).filter(one => one.template === 'confirmation')).to.have.length(2);
    expect(await desk.list({ limit: 10 })).to.have.length(3);
  });

  it(`${forgeries} forged senders cause no letter to anybody but the staff`, async function () {
    this.timeout(180_000);
    await begin('[policy]\nnotice_new = "none"\n', QUEUE);
    await desk.close();
    const proven = STAFF.replace('check = "off"', 'check = "off"\nauthserv_ids = ["mx.desk.example"]');
    const config = smallConfig(`${proven}${QUEUE}\n[policy]\nnotice_new = "none"\n`);
    desk = await openDesk(config, { database: await open(), clock: () => now });
    const forged = (from: string) =>
      Buffer.from(
        `Authentication-Results: mx.desk.example; dmarc=fail header.from=victim.example\r\nReceived: from x by mx.desk.example; Mon, 23 Nov 2026 09:00:00 +0000\r\nMessage-ID: <f${++n}@victim.example>\r\nFrom: ${from}\r\nTo: support@desk.example\r\nSubject: Free crypto http://evil.example\r\n\r\nbuy\r\n`,
      );
    for (let k = 0; k < forgeries; k++)
      await desk.receive({
        route: 'smtp',
        bytes: forged(`v${k}@victim.example`),
        envelope: { to: ['support@desk.example'] },
      });
    expect(await desk.letters({ limit: 10 })).to.deep.equal([]);
    expect(await desk.list({ limit: 500 })).to.have.length(forgeries);
  });

  it('a confirmation holds no word of the sender’s, has no return path, and says that a machine wrote it', async () => {
    await begin();
    await mail('Free crypto http://evil.example <ann@example.org>', 'Free crypto http://evil.example');
    const [letter] = await lettersTo('ann@example.org');
    const bytes = Buffer.from((await desk.letterBytes(letter!.id))!).toString();
    expect(bytes).to.match(/^Auto-Submitted: auto-replied\r$/m);
    expect(bytes).to.not.match(/crypto|evil\.example/i);
    const [claimed] = (await desk.outbox.claim(10)).filter(one => one.envelopeTo === 'ann@example.org');
    expect(claimed!.envelopeFrom).to.equal('');
  });

  it('a rule gone wild stops at the breaker; nothing is lost, and an operator lets it go on', async () => {
    await begin('[storms]\nletters_per_hour = 10\nautomatic_per_hour = 1000\n');
    for (let k = 0; k < 12; k++) await mail(`p${k}@example.org`, `request of ${'abcdefghijkl'[k]}`);
    const all = (await desk.letters({ limit: 100 })).length;
    const leave = async () => {
      let left = 0;
      for (let letters = await desk.outbox.claim(3); letters.length > 0; letters = await desk.outbox.claim(3))
        for (const letter of letters) {
          now += 1_000;
          await desk.outbox.sent(letter.id, '250 ok');
          left++;
        }
      return left;
    };
    expect(await leave()).to.equal(10);
    expect(alarms).to.have.length(1);
    expect(await desk.outboxPause()).to.include({ who: 'desk' });
    expect((await desk.openQuestions()).stopped).to.equal(true);
    expect(await desk.outbox.claim(5)).to.deep.equal([]);
    expect(await desk.resumeOutbox('bob')).to.equal(true);
    expect(await leave()).to.equal(10);
    now += HOUR + 1;
    expect(await desk.resumeOutbox('bob')).to.equal(true);
    let rest = 0;
    for (let more = await leave(); more > 0; more = await leave()) {
      rest += more;
      now += HOUR + 1;
      await desk.resumeOutbox('bob');
    }
    expect(20 + rest).to.equal(all);
    expect((await desk.letters({ limit: 100, state: ['sent'] })).length).to.equal(all);
  });

  it('an hour of ordinary work does not trip it, and an operator’s answers count like every letter', async () => {
    await begin('[storms]\nletters_per_hour = 4\n[letters]\nundo_window = "off"\n');
    await mail('ann@example.org', 'one');
    for (const letter of await desk.outbox.claim(10)) await desk.outbox.sent(letter.id, '250 ok');
    expect(alarms).to.deep.equal([]);
    await desk.operate({ do: 'reply', ticket: 1, text: 'Hello', close: false }, 'bob');
    expect(await desk.outbox.claim(10)).to.have.length(1);
    expect(await desk.outbox.claim(10)).to.deep.equal([]);
    expect(alarms).to.deep.equal([]);
  });
});
