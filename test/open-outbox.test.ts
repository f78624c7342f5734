/**
 * What becomes of letters when things go wrong, on the real store, with the real courier and dispatcher and a server
 * that follows a script. Time is the test's: an hour of trouble takes no hour. Copies are counted where they arrive.
 */
import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import { type OpenDesk, openDesk } from '../src/open-desk.ts';
import { createSmtpCourier } from '../src/outbox/courier-smtp.ts';
import { createDispatch } from '../src/outbox/dispatch.ts';
import type { Outbox } from '../src/outbox/outbox.ts';
import type { Database } from '../src/store/database.ts';
import { LEASE } from '../src/store/letters.ts';
import { describeOnEveryDatabase } from './databases.ts';
import { fieldOf } from './outbox/letters.ts';
import { type Answer, openSink, type Script, type Sink } from './outbox/smtp-sink.ts';
import { until } from './outbox/until.ts';
import { MONDAY } from './scene.ts';
import { smallConfig } from './small-desk.ts';
import { eventually } from './stories/program.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describeOnEveryDatabase('the outbox', open => {
  const clean: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const step of clean.splice(0).reverse()) await step();
  });

  interface House {
    readonly database: Database;
    readonly time: { now: number };
    readonly desk: OpenDesk;
    readonly sink: Sink;
    /** A daemon: a desk of its own on the same database, and a dispatcher that runs. */
    daemon(around?: (outbox: Outbox) => Outbox): Promise<Daemon>;
    state(letter?: number): Promise<string>;
  }

  interface Daemon {
    readonly desk: OpenDesk;
    readonly events: string[];
    stop(): Promise<void>;
  }

  /** Ann wrote and was confirmed, bob and eve were told; bob answered, and that is letter 4, the only one left to send. */
  async function house(script?: Script): Promise<House> {
    const database = await open();
    const time = { now: MONDAY };
    const settings = smallConfig();
    const options = { database, clock: () => time.now };
    const desk = await openDesk(settings, options);
    const sink = await openSink(script);
    clean.push(() => sink.close());
    const text = 'From: Ann <ann@example.org>\r\nTo: support@desk.example\r\nSubject: Printer\r\n\r\nIt is broken.\r\n';
    await desk.receive({ route: 'inject', bytes: Buffer.from(text), envelope: { to: [] } });
    await database.db.update(database.schema.letters).set({ state: 'sent' });
    await desk.operate({ do: 'reply', ticket: 1, text: 'Press the red button.', close: false }, 'bob');

    const daemon = async (around = (outbox: Outbox) => outbox): Promise<Daemon> => {
      const own = await openDesk(settings, options);
      const events: string[] = [];
      const tell = (event: string) => (letter: { readonly id: number }) => events.push(`${event} ${letter.id}`);
      const courier = createSmtpCourier(
        {
          kind: 'smtp',
          host: '127.0.0.1',
          port: sink.port,
          tls: 'none',
          connections: 2,
          giveUpAfter: 48 * HOUR,
        },
        () => '',
        { name: 'desk.example', timeouts: { reply: 500 } },
      );
      const dispatch = createDispatch({
        outbox: around(own.outbox),
        courier,
        giveUpAfter: 48 * HOUR,
        concurrency: 2,
        clock: () => time.now,
        random: () => 0.5,
        pollEvery: 20,
        log: {
          sent: tell('sent'),
          later: tell('later'),
          failed: tell('failed'),
          uncertain: tell('uncertain'),
          leaseLost: tell('lease lost'),
          trouble: error => events.push(`trouble ${error instanceof Error ? error.message : error}`),
        },
      });
      const halt = new AbortController();
      const running = dispatch.run(halt.signal);
      const stop = async () => {
        halt.abort();
        await running;
        await courier.close();
      };
      clean.push(stop);
      return { desk: own, events, stop };
    };
    const state = async (letter = 4) =>
      (await desk.letters({ limit: 100 })).find(row => row.id === letter)?.state ?? 'gone';
    return { database, time, desk, sink, daemon, state };
  }

  /** Answers in turn; what is not said is the good answer. */
  function atEach(verb: string, ...answers: readonly (Answer | undefined)[]): Script {
    return (said, _, nth) => (said === verb ? answers[nth - 1] : undefined);
  }

  /** Lets the clock jump to when the answer is tried next, again and again until the condition holds. */
  async function passing(at: House, holds: () => boolean): Promise<void> {
    await eventually('the end', async () => {
      const answer = (await at.desk.letters({ state: ['queued'], limit: 1 }))[0];
      if (answer) at.time.now = Math.max(at.time.now, answer.notBefore);
      return holds();
    });
  }

  const answers = (at: House) => at.sink.arrived.filter(letter => letter.bytes.includes('red button'));
  const notes = async (at: House) =>
    (await at.desk.show(1))!.timeline.filter(message => message.kind === 'note').map(message => message.text);

  it('brings a letter once that was refused for an hour', async () => {
    const at = await house(verb =>
      verb === 'RCPT' && at.time.now < MONDAY + HOUR ? '451 4.7.1 greylisted' : undefined,
    );
    const { events } = await at.daemon();
    await passing(at, () => events.includes('sent 4'));
    expect(at.time.now - MONDAY).to.be.within(HOUR, 2 * HOUR);
    expect(events.filter(event => event === 'later 4').length).to.be.within(5, 7);
    expect(answers(at)).to.have.length(1);
    expect(await at.state()).to.equal('sent');
  });

  it('shows a refusal beside the answer, tells the owner and opens the ticket again', async () => {
    const at = await house((verb, line) =>
      verb === 'RCPT' && line.includes('ann@') ? '550 5.1.1 no such user' : undefined,
    );
    await at.desk.operate({ do: 'take', ticket: 1 }, 'bob');
    await at.daemon();
    await until('the owner is told', () => at.sink.arrived.some(letter => letter.to === 'bob@staff.example'));
    const ticket = (await at.desk.show(1))!;
    expect(ticket.status).to.equal('open');
    const answer = ticket.timeline.find(message => message.kind === 'answer')!;
    expect(answer.letters[0]).to.deep.include({ state: 'failed', reply: '550 5.1.1 no such user' });
    expect(answers(at)).to.deep.equal([]);
  });

  for (const [when, verb] of [
    ['before DATA', 'RCPT'],
    ['instead of the 354', 'DATA'],
  ] as const)
    it(`brings a letter once whose connection was lost ${when}`, async () => {
      const at = await house(atEach(verb, 'drop'));
      const { events } = await at.daemon();
      await passing(at, () => events.includes('sent 4'));
      expect(events).to.deep.equal(['later 4', 'sent 4']);
      expect(answers(at)).to.have.length(1);
    });

  it('brings a letter once whose connection was lost after the 354, before the dot', async () => {
    const at = await house(atEach('BODY', 'drop'));
    let lost = false;
    // the dot waits for what is noted, and that waits here until the server has hung up
    const { events } = await at.daemon(outbox => ({
      ...outbox,
      handedOver: async id => {
        if (!lost) await until('the loss is noted', () => events.includes('later 4'));
        lost = true;
        return outbox.handedOver(id);
      },
    }));
    await passing(at, () => events.includes('sent 4'));
    expect(answers(at)).to.have.length(1);
    expect(await at.state()).to.equal('sent');
  });

  for (const [when, answer] of [
    ['the connection was lost', 'drop'],
    ['the server is silent', 'stall'],
  ] as const)
    it(`leaves a letter to an operator when ${when} after the dot`, async () => {
      const at = await house(atEach('DOT', answer));
      const daemon = await at.daemon();
      await until('the letter is uncertain', () => daemon.events.includes('uncertain 4'));
      at.time.now += 24 * HOUR;
      await at.desk.passTime();
      await daemon.stop();
      const next = await at.daemon();
      expect(await next.desk.settleAllSending()).to.deep.equal({ queued: 0, uncertain: 0 });
      const [note] = await notes(at);
      expect(note).to.include('letter 4').and.include('ann@example.org').and.include('desk outbox uncertain');
      expect((await at.desk.show(1))!.timeline.find(message => message.kind === 'answer')!.letters[0]).to.include({
        state: 'uncertain',
      });
      expect(answers(at)).to.have.length(1);
    });

  it('sends the very same bytes again when an operator says so, and writes down who', async () => {
    const at = await house(atEach('DOT', 'drop'));
    const { events } = await at.daemon();
    await until('the letter is uncertain', () => events.includes('uncertain 4'));
    expect(await at.desk.retryLetter(4, 'mallory')).to.have.property('refused');
    expect(await at.desk.retryLetter(4, 'eve')).to.equal(true);
    at.time.now += MINUTE;
    await until('it is sent', () => events.includes('sent 4'));
    const [first, second] = answers(at);
    expect(second!.bytes.equals(first!.bytes)).to.equal(true);
    expect(fieldOf(second!.bytes, 'Message-ID')).to.match(/^<1-.+@desk\.example>$/);
    const order = (await at.desk.why(1)).find(row => row.action === 'retryLetter')!;
    expect(order).to.deep.include({ who: 'eve', data: { letter: 4, from: 'uncertain' } });
    expect(await at.desk.retryLetter(4, 'eve'))
      .to.have.property('refused')
      .that.includes('is sent');
    expect(await at.desk.retryLetter(77, 'eve'))
      .to.have.property('refused')
      .that.includes('no letter 77');
  });

  describe('at the start after a daemon that died', () => {
    /** The daemon claims the letter and dies; `handedOver`: after it had noted that. */
    async function died(at: House, handedOver: boolean): Promise<void> {
      const dead = await openDesk(smallConfig(), { database: at.database, clock: () => at.time.now });
      expect((await dead.outbox.claim(10)).map(letter => letter.id)).to.deep.equal([4]);
      if (handedOver) expect(await dead.outbox.handedOver(4)).to.equal(true);
    }

    it('a letter that cannot have left waits again, and arrives once with its old Message-ID', async () => {
      const at = await house();
      const before = Buffer.from((await at.desk.letterBytes(4))!);
      await died(at, false);
      expect(await at.desk.settleAllSending()).to.deep.equal({ queued: 1, uncertain: 0 });
      const { events } = await at.daemon();
      await until('it is sent', () => events.includes('sent 4'));
      expect(answers(at)).to.have.length(1);
      expect(answers(at)[0]!.bytes.equals(before)).to.equal(true);
    });

    it('a letter that may have left is uncertain, noted on its ticket, and stays', async () => {
      const at = await house();
      await died(at, true);
      expect(await at.desk.settleAllSending()).to.deep.equal({ queued: 0, uncertain: 1 });
      expect(await notes(at)).to.have.length(1);
      expect(await at.desk.settleAllSending()).to.deep.equal({ queued: 0, uncertain: 0 });
      expect(await at.state()).to.equal('uncertain');
      expect(await at.desk.outbox.claim(10)).to.deep.equal([]);
    });

    it('the same is done when only the lease ran out, and who lost it can do no more', async () => {
      for (const [handedOver, state] of [
        [false, 'queued'],
        [true, 'uncertain'],
      ] as const) {
        const at = await house();
        const stalled = await openDesk(smallConfig(), { database: at.database, clock: () => at.time.now });
        await stalled.outbox.claim(10);
        if (handedOver) await stalled.outbox.handedOver(4);
        await at.desk.passTime();
        expect(await at.state()).to.equal('sending');
        at.time.now += LEASE;
        await at.desk.passTime();
        expect(await at.state()).to.equal(state);
        expect(await stalled.outbox.handedOver(4)).to.equal(false);
        expect(await stalled.outbox.sent(4, '250 ok')).to.equal(false);
        expect(await at.state()).to.equal(state);
      }
    });

    it('one that was handed over and then refused for now may be tried again', async () => {
      const at = await house(atEach('DOT', '451 4.3.0 disk full'));
      const daemon = await at.daemon();
      await until('it waits', () => daemon.events.includes('later 4'));
      await daemon.stop();
      at.time.now += MINUTE;
      await died(at, false);
      expect(await at.desk.settleAllSending()).to.deep.equal({ queued: 1, uncertain: 0 });
    });

    it('a letter without a ticket is uncertain too, with nobody to note it for', async () => {
      const at = await house();
      const { letters } = at.database.schema;
      const [letter] = await at.database.db.delete(letters).where(eq(letters.id, 4)).returning();
      await at.database.db.insert(letters).values({ ...letter!, ticket: null, message: null, template: 'too-large' });
      await died(at, true);
      expect(await at.desk.settleAllSending()).to.deep.equal({ queued: 0, uncertain: 1 });
      expect(await at.state()).to.equal('uncertain');
      expect(await at.desk.dropLetter(4, 'bob')).to.equal(true);
      const [line] = await at.database.all("select ticket, who from journal where action = 'dropLetter'");
      expect(line).to.deep.equal([null, 'bob']);
    });
  });

  it('keeps all letters while it is paused, also from a daemon that runs, and goes on after', async () => {
    const at = await house();
    const { desk } = at;
    expect(await desk.pauseOutbox('the server moves', 'mallory')).to.have.property('refused');
    expect(await desk.pauseOutbox('the server moves', 'bob')).to.equal(true);
    expect(await desk.outboxPause()).to.deep.equal({ who: 'bob', why: 'the server moves', at: MONDAY });
    expect(await desk.pauseOutbox('again', 'eve')).to.have.property('refused');
    let looks = 0;
    const { events } = await at.daemon(outbox => ({
      ...outbox,
      claim: async limit => {
        const claimed = await outbox.claim(limit);
        looks++;
        return claimed;
      },
    }));
    await until('the dispatcher looked several times', () => looks > 5);
    expect(await at.state()).to.equal('queued');
    expect(await desk.resumeOutbox('eve')).to.equal(true);
    expect(await desk.resumeOutbox('eve')).to.have.property('refused');
    await until('it is sent', () => events.includes('sent 4'));
    expect(answers(at)).to.have.length(1);
    const lines = await at.database.all(
      "select ticket, who, action from journal where action like 'switch%' order by id",
    );
    expect(lines).to.deep.equal([
      [null, 'bob', 'switchOff'],
      [null, 'eve', 'switchOn'],
    ]);
  });

  it('never sends what an operator dropped, and shows who dropped it', async () => {
    const at = await house();
    expect(await at.desk.dropLetter(4, 'mallory')).to.have.property('refused');
    expect(await at.desk.dropLetter(4, 'eve')).to.equal(true);
    expect(await at.desk.outbox.claim(10)).to.deep.equal([]);
    expect(await at.desk.retryLetter(4, 'eve'))
      .to.have.property('refused')
      .that.includes('is dropped');
    expect(await at.desk.dropLetter(1, 'eve'))
      .to.have.property('refused')
      .that.includes('is sent');
    const answer = (await at.desk.show(1))!.timeline.find(message => message.kind === 'answer')!;
    expect(answer.letters[0]).to.include({ state: 'dropped', reply: 'dropped by eve' });
    const order = (await at.desk.why(1)).find(row => row.action === 'dropLetter')!;
    expect(order).to.deep.include({ who: 'eve', data: { letter: 4, from: 'queued' } });
  });

  it('keeps a letter whose hand-over cannot be noted, and brings it once', async () => {
    const at = await house();
    let broken = true;
    const { events } = await at.daemon(outbox => ({
      ...outbox,
      handedOver: id => (broken ? Promise.reject(new Error('disk I/O error')) : outbox.handedOver(id)),
    }));
    await until('it waits', () => events.includes('later 4'));
    expect(at.sink.arrived).to.deep.equal([]);
    broken = false;
    await passing(at, () => events.includes('sent 4'));
    expect(answers(at)).to.have.length(1);
  });
});
