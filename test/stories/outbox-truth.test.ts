/**
 * What became of a letter, told truly: the program with a mail server that breaks off wherever it can, and a daemon
 * that is killed at the worst moments. Copies are counted where they arrive, after the final dot.
 */
import { join } from 'node:path';
import { expect } from 'chai';
import type { Handle } from '../../src/store/handle.ts';
import { sqliteDriver } from '../../src/store/sqlite-driver.ts';
import { fieldOf } from '../outbox/letters.ts';
import { openSink, type Script, type Sink, type Taken, type Verb } from '../outbox/smtp-sink.ts';
import { createProgram, eventually, PEOPLE, type Program, QUEUE, type Serving } from './program.ts';

interface Row {
  readonly id: number;
  readonly ticket: number;
  readonly state: string;
  readonly template: string;
  readonly messageId: string;
  readonly lastReply: string | null;
}

interface Shown {
  readonly status: string;
  readonly timeline: readonly {
    readonly kind: string;
    readonly author: string;
    readonly text: string;
    readonly letters: readonly { readonly state: string }[];
  }[];
}

/** Each `it` is about a ticket of its own and leaves a daemon that runs. */
describe('the truth about letters', function () {
  this.timeout(60_000);
  let program: Program;
  let serving: Serving;
  let sink: Sink;
  let script: Script = () => undefined;
  let tickets = 0;

  before(async () => {
    sink = await openSink((...said) => script(...said));
    program = createProgram(`state = "state"
${PEOPLE}${QUEUE}
[policy]
confirm = false
notice_new = "none"
[courier]
kind = "smtp"
host = "127.0.0.1"
port = ${sink.port}
tls = "none"
`);
    serving = await program.serve();
  });
  afterEach(() => {
    script = () => undefined;
  });
  after(async () => {
    await serving?.stop('SIGKILL');
    await program?.remove();
    await sink?.close();
  });

  /** Ann writes, bob answers with these words; the number of the ticket. */
  async function answered(words: string): Promise<number> {
    const mail = `From: Ann <ann@example.org>\nTo: support@desk.example\nSubject: matter ${++tickets}\n\nHelp ${tickets}.\n`;
    expect((await program.desk(['inject'], { input: mail })).code).to.equal(0);
    expect((await program.desk(['reply', String(tickets), '-m', words])).code).to.equal(0);
    return tickets;
  }
  const copies = (words: string): Taken[] => sink.arrived.filter(letter => letter.bytes.includes(words));
  const show = (ticket: number) => program.json<Shown>('show', String(ticket));
  const text = async (ticket: number) => (await program.desk(['show', String(ticket)])).out;
  const rows = (ticket: number) => program.json<Row[]>('outbox', 'list', '--ticket', String(ticket));
  const answerTo = async (ticket: number) => (await rows(ticket)).find(row => row.template === 'answer')!;
  const inState = (ticket: number, state: string) =>
    eventually(`letter of #${ticket} is ${state}`, async () => (await answerTo(ticket)).state === state, 20_000);

  async function onTheDatabase(use: (handle: Handle) => Promise<void>): Promise<void> {
    const handle = await (await sqliteDriver())(join(program.dir, 'state/desk.db'), 'write');
    await handle.exec('pragma busy_timeout=5000');
    await use(handle).finally(() => handle.close());
  }
  /** A letter waits a minute and more: the test lets that pass in the database. */
  const soon = () => onTheDatabase(handle => handle.exec('update letters set not_before = 0'));

  /** The next such event at the server gets the answer, later ones the good one; resolves when it came. */
  function once(verb: Verb, answer: Parameters<Sink['resume']>[0]): Promise<void> {
    return new Promise(came => {
      let done = false;
      script = said => {
        if (said !== verb || done) return undefined;
        done = true;
        came();
        return answer;
      };
    });
  }

  /** Words are at the server and the dot is held back, because the daemon cannot note the hand-over. */
  async function beforeTheDot(words: string, then: () => Promise<unknown>): Promise<number> {
    const atData = once('DATA', 'stall');
    const ticket = await answered(words);
    await atData;
    await onTheDatabase(async handle => {
      await handle.exec('begin immediate');
      const body = once('BODY', 'stall');
      sink.resume('354 go on');
      await body;
      await then();
      await handle.exec('rollback');
    });
    expect(copies(words)).to.have.length(0);
    return ticket;
  }

  /** A later letter arrived, so the dispatcher has had its chance to send anything once more. */
  async function afterAnother(): Promise<void> {
    const words = `Another matter ${tickets + 1}.`;
    await answered(words);
    await eventually('another letter arrives', () => copies(words).length === 1, 20_000);
  }

  it('refused for good: the answer shows it, the owner is told, the ticket is open again', async () => {
    script = (verb, line) => (verb === 'RCPT' && line.includes('ann@') ? '550 5.1.1 no such user' : undefined);
    const ticket = await answered('Into the void.');
    await eventually('bob is told', () => sink.arrived.some(letter => letter.to === 'bob@staff.example'));
    expect(await text(ticket)).to.include('[not delivered to ann@example.org: 550 5.1.1 no such user]');
    expect((await show(ticket)).status).to.equal('open');
    expect(copies('Into the void.').filter(letter => letter.to === 'ann@example.org')).to.have.length(0);
  });

  for (const [when, verb] of [
    ['before DATA', 'RCPT'],
    ['instead of the 354', 'DATA'],
  ] as const)
    it(`connection lost ${when}: delivered once, later`, async () => {
      const lost = once(verb, 'drop');
      const words = `Lost ${when}.`;
      const ticket = await answered(words);
      await lost;
      // at once when the connection was a kept one and not a byte of the letter was read
      await eventually('the letter waits or is sent', async () =>
        ['queued', 'sent'].includes((await answerTo(ticket)).state),
      );
      await soon();
      await inState(ticket, 'sent');
      expect(copies(words)).to.have.length(1);
    });

  it('connection lost after the 354, before the dot: delivered once, later', async () => {
    const words = 'Lost before the dot.';
    const ticket = await beforeTheDot(words, async () => sink.resume('drop'));
    await inState(ticket, 'queued');
    await soon();
    await inState(ticket, 'sent');
    expect(copies(words)).to.have.length(1);
  });

  it('connection lost after the dot: uncertain, said on the ticket, never sent again by itself', async () => {
    const words = 'Lost after the dot.';
    const lost = once('DOT', 'drop');
    const ticket = await answered(words);
    await lost;
    await inState(ticket, 'uncertain');
    const { status, timeline } = await show(ticket);
    const note = timeline.find(message => message.kind === 'note')!;
    expect(note.author).to.equal('desk');
    expect(note.text).to.include('ann@example.org').and.include('desk outbox uncertain');
    expect(status).to.equal('waiting');
    expect(await text(ticket)).to.match(
      /\[uncertain: it may have reached ann@example\.org: .*; desk outbox uncertain\]/,
    );
    await soon();
    await afterAnother();
    expect(copies(words)).to.have.length(1);
  });

  it('killed with the words at the server and no dot: queued again, delivered once', async () => {
    const words = 'Killed before the dot.';
    const ticket = await beforeTheDot(words, () => serving.stop('SIGKILL'));
    expect((await answerTo(ticket)).state).to.equal('sending');
    serving = await program.serve();
    expect(serving.log()).to.match(/ queued-again letters=1/);
    await inState(ticket, 'sent');
    expect(copies(words)).to.have.length(1);
  });

  it('killed after the dot, without the answer: uncertain after the restart, no second copy', async () => {
    const words = 'Killed after the dot.';
    const dot = once('DOT', 'stall');
    const ticket = await answered(words);
    await dot;
    await serving.stop('SIGKILL');
    expect((await answerTo(ticket)).state).to.equal('sending');
    serving = await program.serve();
    expect(serving.log()).to.match(/ uncertain letters=1 next="desk outbox uncertain"/);
    expect((await answerTo(ticket)).state).to.equal('uncertain');
    await soon();
    await afterAnother();
    expect(copies(words)).to.have.length(1);
    expect((await show(ticket)).timeline.filter(message => message.kind === 'note')).to.have.length(1);
  });

  it('uncertain letters are listed with what to do; retry sends the very same bytes, drop leaves them', async () => {
    const [lost, killed] = await program.json<Row[]>('outbox', 'uncertain');
    const { code, out, err } = await program.desk(['outbox', 'uncertain']);
    expect(code).to.equal(0);
    expect(out).to.include(`<${lost!.messageId}>`).and.include(`<${killed!.messageId}>`);
    expect(err).to.include('desk outbox retry').and.include('desk outbox drop');

    expect((await program.desk(['outbox', 'retry', String(lost!.id)])).out).to.equal(
      `letter ${lost!.id} is queued again\n`,
    );
    await eventually('the second copy', () => copies('Lost after the dot.').length === 2);
    const [first, second] = copies('Lost after the dot.');
    expect(second!.bytes.equals(first!.bytes)).to.equal(true);
    expect(fieldOf(second!.bytes, 'Message-ID')).to.equal(`<${lost!.messageId}>`);

    expect((await program.desk(['outbox', 'drop', String(killed!.id)], { as: 'eve' })).code).to.equal(0);
    expect((await program.desk(['outbox', 'uncertain'])).err).to.equal('no letter is uncertain\n');
    const refused = await program.desk(['outbox', 'retry', String(killed!.id)]);
    expect(refused.code).to.equal(1);
    expect(refused.err).to.include('is dropped');
    const stranger = await program.desk(['outbox', 'drop', '1'], { as: 'mallory' });
    expect(stranger.code).to.equal(1);
    await afterAnother();
    expect(copies('Killed after the dot.')).to.have.length(1);
    expect((await program.desk(['why', String(killed!.ticket)])).out).to.match(
      / {2}eve\n {2}dropped letter \d+ \(was uncertain\)/,
    );
  });

  it('a pause keeps the queue, from another process and across a restart; resume goes on, what was dropped stays', async () => {
    expect((await program.desk(['outbox', 'pause', '--why', 'the server moves'])).code).to.equal(0);
    const dropped = await answered('Never mind.');
    const kept = await answered('Patience.');
    await serving.stop();
    serving = await program.serve();
    expect(serving.log()).to.match(/ outbox-paused who=bob why="the server moves"/);
    // three looks of the dispatcher for letters of other processes
    const looked = Date.now() + 1_600;
    await eventually('it had time to look', () => Date.now() > looked);
    expect([(await answerTo(dropped)).state, (await answerTo(kept)).state]).to.deep.equal(['queued', 'queued']);
    const list = await program.desk(['outbox']);
    expect(list.err).to.match(/the outbox is paused by bob since .*: the server moves\n.*desk outbox resume/);
    expect((await program.desk(['outbox', 'pause'])).code).to.equal(1);

    expect((await program.desk(['outbox', 'drop', String((await answerTo(dropped)).id)])).code).to.equal(0);
    expect((await program.desk(['outbox', 'resume'], { as: 'eve' })).code).to.equal(0);
    await inState(kept, 'sent');
    expect((await program.desk(['outbox'])).err).to.equal('');
    await afterAnother();
    expect([copies('Never mind.').length, copies('Patience.').length]).to.deep.equal([0, 1]);
    expect(await text(dropped)).to.include('[not sent to ann@example.org any more: dropped by bob]');
  });
});
