/** E8: an answer waits before it leaves and can be taken back wholly; a scheduled one waits longer. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { isDaemonAtWork } from '../../src/daemon/lock.ts';
import { until } from '../cli/at-terminal.ts';
import { createProgram, PEOPLE_ALONE, type Program, QUEUE, type Serving } from './program.ts';

const CANARY = 'the-button-is-red-4711';

interface Shown {
  readonly status: string;
  readonly owner: string | null;
  readonly timeline: readonly { readonly text: string; readonly takenBackAt: number | null }[];
}

describe('An answer that waits', function () {
  this.timeout(120_000);
  let here: Program;
  let daemon: Serving | undefined;
  const start = async (window: string) => {
    here = createProgram(
      `state = "state"\n${PEOPLE_ALONE}${QUEUE}\n[courier]\nkind = "keep"\n[letters]\nundo_window = "${window}"\n[desk]\ntime_zone = "Europe/Amsterdam"\n`,
    );
    const input =
      'From: Ann <ann@example.org>\r\nTo: support@desk.example\r\nMessage-ID: <one@example.org>\r\nSubject: It beeps\r\n\r\nMy phone beeps.\r\n';
    expect((await here.desk(['inject'], { input })).code).to.equal(0);
    daemon = await here.serve();
  };
  afterEach(async () => {
    await daemon?.stop();
    await here.remove();
  });
  const kept = () => {
    try {
      return readdirSync(join(here.dir, 'state', 'letters')).filter(name => !name.startsWith('.'));
    } catch {
      return [];
    }
  };
  const letters = () =>
    here.json<{ id: number; template: string; state: string; notBefore: number }[]>('outbox', 'list');
  const answer = async () => (await letters()).filter(({ template }) => template === 'answer').at(-1)!;

  it('is taken back whole within the window: message, status, owner and letter, and nothing left the house', async () => {
    await start('1h');
    await until(() => kept().some(name => name.includes('ann-example.org')));
    const before = await here.json<Shown>('show', '1');
    const replied = await here.desk(['reply', '1', '-m', CANARY]);
    expect(replied.out).to.match(/answer queued to ann@example\.org, leaves at .*: desk undo 1 takes it back/);
    expect(await here.json<Shown>('show', '1')).to.include({ status: 'waiting', owner: 'bob' });
    expect((await here.desk(['show', '1'])).out).to.match(
      /\[leaves at \d{4}-\d\d-\d\d \d\d:\d\d \S+ for ann@example\.org; desk undo takes it back\]/,
    );
    const undone = await here.desk(['undo', '1']);
    expect(undone.code, undone.err).to.equal(0);
    expect(undone.out).to.include('nothing of it had left');
    const after = await here.json<Shown>('show', '1');
    expect([after.status, after.owner]).to.deep.equal([before.status, before.owner]);
    expect(after.timeline.at(-1)).to.include({ text: CANARY }).and.to.have.property('takenBackAt').that.is.a('number');
    const shown = (await here.desk(['show', '1'])).out;
    expect(shown).to.include('taken back before it left').and.not.include(CANARY);
    expect(await answer()).to.include({ state: 'dropped' });
    expect(kept().filter(name => name.startsWith(`${1}`) && name.includes('answer'))).to.deep.equal([]);
    // its words are a draft again
    expect((await here.desk(['drafts', 'show', '1'])).out).to.equal(`${CANARY}\n`);
    // the next letter does not continue a conversation that was never had
    await here.desk(['reply', '1', '-m', 'Another.', '--in', '1s']);
    const { id } = await answer();
    const next = (await here.desk(['outbox', 'show', String(id), '--raw'])).out;
    expect(next).to.include('In-Reply-To: <one@example.org>').and.not.include(CANARY);
    await until(
      async () => (await answer()).state === 'sent',
      () => daemon!.log(),
    );
    expect(daemon!.log()).to.not.include(CANARY);
    const verified = await here.desk(['verify']);
    expect(verified.code, verified.out + verified.err).to.equal(0);
    const late = await here.desk(['undo', '1']);
    expect([late.code, late.err]).to.deep.equal([1, late.err]);
    expect(late.err).to.match(/^a letter has left/);
  });

  it('is no answer once it was taken back: the ticket lacks what it lacked, and is unanswered in the list', async () => {
    await start('1h');
    await here.desk(['inject'], {
      input:
        'From: Ann <ann@example.org>\r\nTo: support@desk.example\r\nMessage-ID: <two@example.org>\r\nSubject: Printer\r\n\r\nThe printer does not work.\r\n',
    });
    const seen = async () => {
      const { lacks, status } = await here.json<{ lacks: unknown[]; status: string }>('show', '2');
      const last = (await here.desk(['list', '--unanswered', '-q'])).out;
      return { lacks: lacks.length, status, unanswered: /^2$/m.test(last) };
    };
    const before = await seen();
    expect(before).to.deep.equal({ lacks: 3, status: 'new', unanswered: true });
    const asked = (await here.desk(['canned', 'show', 'need-info', '--ticket', '2'])).out;
    await here.desk(['reply', '2', '-m', CANARY]);
    expect(await seen()).to.deep.equal({ lacks: 0, status: 'waiting', unanswered: false });
    const undone = await here.desk(['undo', '2']);
    expect(undone.err).to.equal('your words are kept: desk drafts edit 2 goes on with them\n');
    expect(await seen()).to.deep.equal(before);
    expect((await here.desk(['canned', 'show', 'need-info', '--ticket', '2'])).out).to.equal(asked);
  });

  it('of which no daemon is there to send it is told so, and by desk outbox, until one is at work', async () => {
    await start('10s');
    const none = /^no daemon is at work: \d+ letters? waits?; desk serve, or systemctl start postdesk$/m;
    const served = await here.desk(['reply', '1', '-m', 'One.']);
    expect(served.err).not.to.match(none);
    expect(served.out).to.match(
      /answer queued to ann@example\.org, leaves in (?:10|9) s, at \d\d:\d\d:\d\d: desk undo 1 takes it back/,
    );
    expect((await here.desk(['outbox'])).err).not.to.match(none);
    await daemon!.stop('SIGKILL');
    daemon = undefined;
    const alone = await here.desk(['reply', '1', '-m', 'Two.']);
    expect(alone.err).to.match(none);
    expect((await here.desk(['outbox'])).err).to.match(none);
    expect((await here.desk(['outbox', '--json'])).err).to.equal('');
    expect((await here.desk(['reply', '1', '-m', 'Three.', '--json'])).err).to.equal('');
    // whoever looks does not keep one from starting
    let looking = true;
    const looks = (async () => {
      while (looking) await isDaemonAtWork(join(here.dir, 'state'));
    })();
    daemon = await here.serve();
    looking = false;
    await looks;
    expect((await here.desk(['outbox'])).err).not.to.match(none);
  });

  it('leaves by itself when the window is over', async () => {
    await start('2s');
    await here.desk(['reply', '1', '-m', CANARY]);
    const asked = (await answer()).notBefore;
    await until(
      async () => (await answer()).state === 'sent',
      () => daemon!.log(),
    );
    const { sentAt } = (await here.json<{ sentAt: number; template: string }[]>('outbox', 'list')).at(-1)!;
    expect(sentAt).to.be.at.least(asked);
  });

  it('of tomorrow waits, says when, is told to whoever reads what came meanwhile, and can still be taken back', async () => {
    await start('off');
    const replied = await here.desk(['reply', '1', '--at', '2099-06-01 09:00', '-m', CANARY]);
    expect([replied.code, replied.err]).to.deep.equal([
      2,
      'desk reply: 2099-06-01 09:00 CEST is more than a year away\n'.replace(
        'CEST',
        replied.err.includes('CEST') ? 'CEST' : 'GMT+2',
      ),
    ]);
    await here.desk(['reply', '1', '--at', 'tomorrow 09:00', '-m', CANARY]);
    const { id, notBefore } = await answer();
    const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Amsterdam', timeStyle: 'short' });
    expect(clock.format(notBefore)).to.equal('09:00');
    expect((await here.desk(['outbox'])).out).to.match(/leaves (?:at )?\d{4}-\d\d-\d\d 09:00/);
    const bytes = (await here.desk(['outbox', 'show', String(id), '--raw'])).out;
    expect(Date.parse(/^Date: (.*)$/m.exec(bytes)![1]!)).to.equal(Math.floor(notBefore / 1000) * 1000);
    const [, address = ''] = /^Reply-To: (\S+)$/m.exec(bytes.replace(/\r/g, '')) ?? [];
    const crossing = `From: Ann <ann@example.org>\r\nTo: ${address.replace(/[<>]/g, '')}\r\nSubject: Re: It beeps\r\n\r\nIt beeps in another way now.\r\n`;
    expect((await here.desk(['inject'], { input: crossing })).code).to.equal(0);
    expect((await here.desk(['show', '1'])).out).to.include('an answer written before this still waits for its time');
    const undone = await here.desk(['undo', '1']);
    expect(undone.out)
      .to.include('nothing of it had left')
      .and.include('since then ticket 1 went from waiting to open');
    expect(await here.json<Shown>('show', '1')).to.include({ status: 'open' });
    expect(await answer()).to.include({ state: 'dropped' });
  });
});
