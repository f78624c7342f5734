import { expect } from 'chai';
import fc from 'fast-check';
import { courierBackoff, courierPause } from '../../src/outbox/courier-backoff.ts';
import { createSmtpCourier } from '../../src/outbox/courier-smtp.ts';
import { createDispatch, type Dispatch, type DispatchParts } from '../../src/outbox/dispatch.ts';
import type { Courier } from '../../src/outbox/outbox.ts';
import { dueLetter, MONDAY } from './letters.ts';
import { type MemoryOutbox, memoryOutbox } from './memory-outbox.ts';
import { openSink, type Script, type Sink } from './smtp-sink.ts';
import { until } from './until.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('The dispatcher', () => {
  const clean: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const step of clean.splice(0).reverse()) await step();
  });

  interface Desk {
    readonly outbox: MemoryOutbox;
    readonly sink: Sink;
    readonly dispatch: Dispatch;
    /** Business events, `sent 1`. */
    readonly events: string[];
    readonly stop: () => Promise<void>;
    /** The clock of the dispatcher and of the outbox. */
    readonly time: { now: number };
  }

  /** A dispatcher that runs, with an SMTP server that follows the script. */
  async function running(
    script?: Script,
    changes: (outbox: MemoryOutbox) => Partial<DispatchParts> = () => ({}),
  ): Promise<Desk> {
    const time = { now: MONDAY };
    const sink = await openSink(script);
    const events: string[] = [];
    const outbox = memoryOutbox(() => time.now);
    const config = {
      kind: 'smtp',
      host: '127.0.0.1',
      port: sink.port,
      tls: 'none',
      connections: 3,
      giveUpAfter: 0,
    } as const;
    const courier = createSmtpCourier(config, () => '', { name: 'desk.example', timeouts: { reply: 400 } });
    const tell =
      (event: string) =>
      ({ id }: { readonly id: number }) =>
        events.push(`${event} ${id}`);
    const log = {
      sent: tell('sent'),
      later: tell('later'),
      failed: tell('failed'),
      uncertain: tell('uncertain'),
      leaseLost: tell('lease lost'),
      trouble: (error: unknown) => events.push(`trouble ${error instanceof Error ? error.message : error}`),
    };
    const parts: DispatchParts = {
      outbox,
      courier,
      giveUpAfter: 48 * HOUR,
      concurrency: 3,
      clock: () => time.now,
      random: () => 0.5,
      log,
      pollEvery: 50,
      ...changes(outbox),
    };
    const dispatch = createDispatch(parts);
    const halt = new AbortController();
    const done = dispatch.run(halt.signal);
    const stop = () => {
      halt.abort();
      return done;
    };
    clean.push(
      () => sink.close(),
      () => courier.close(),
      stop,
    );
    return { outbox, sink, dispatch, events, stop, time };
  }

  it('brings a letter that another process queued without being told', async () => {
    const { outbox, sink, events } = await running();
    const letter = await dueLetter(1);
    outbox.put(letter);
    await until('the letter is sent', () => outbox.stateOf(1) === 'sent', 1_000);
    expect(sink.taken[0]?.bytes.equals(Buffer.from(letter.bytes))).to.equal(true);
    expect(outbox.replyOf(1)).to.equal('250 2.0.0 taken as q1');
    expect(events).to.deep.equal(['sent 1']);
  });

  it('looks at once when it is woken', async () => {
    const { outbox, dispatch } = await running(undefined, () => ({ pollEvery: 60_000 }));
    await until('it looked once', () => outbox.claims() > 0);
    outbox.put(await dueLetter(1));
    dispatch.wake();
    await until('the letter is sent', () => outbox.stateOf(1) === 'sent', 1_000);
  });

  it('tries again after 4xx and delivers once', async () => {
    const desk = await running((verb, _, nth) => (verb === 'RCPT' && nth === 1 ? '451 4.7.1 greylisted' : undefined));
    desk.outbox.put(await dueLetter(1));
    await until('the try is noted', () => desk.events.includes('later 1'));
    expect(desk.outbox.notBeforeOf(1)).to.equal(MONDAY + MINUTE);
    desk.time.now = MONDAY + MINUTE;
    await until('the letter is sent', () => desk.outbox.stateOf(1) === 'sent');
    expect(desk.sink.taken).to.have.length(1);
    expect(desk.events).to.deep.equal(['later 1', 'sent 1']);
  });

  it('ends a letter that was refused, with the words of the server', async () => {
    const { outbox } = await running(verb => (verb === 'RCPT' ? '550 5.1.1 no such user' : undefined));
    outbox.put(await dueLetter(1));
    await until('the letter has failed', () => outbox.stateOf(1) === 'failed');
    expect(outbox.replyOf(1)).to.equal('550 5.1.1 no such user');
  });

  it('gives up a letter that found no taker for too long, after a last try', async () => {
    const desk = await running(verb => (verb === 'RCPT' ? '451 4.7.1 later' : undefined));
    desk.time.now = MONDAY + 48 * HOUR - 1_000;
    desk.outbox.put(await dueLetter(1));
    await until('the try is noted', () => desk.events.includes('later 1'));
    expect(desk.outbox.notBeforeOf(1)).to.equal(MONDAY + 48 * HOUR);
    desk.time.now = MONDAY + 48 * HOUR;
    await until('the letter has failed', () => desk.outbox.stateOf(1) === 'failed');
    expect(desk.outbox.replyOf(1)).to.equal('Given up after 2 tries; the last: 451 4.7.1 later');
  });

  it('shows a letter as uncertain when the answer to its dot is missing, and leaves it', async () => {
    const desk = await running(verb => (verb === 'DOT' ? 'drop' : undefined));
    desk.outbox.put(await dueLetter(1));
    await until('the letter is uncertain', () => desk.outbox.stateOf(1) === 'uncertain');
    desk.time.now += 24 * HOUR;
    const looked = desk.outbox.claims();
    await until('it looked twice more', () => desk.outbox.claims() > looked + 2);
    expect(desk.sink.lines.filter(line => line === 'DATA')).to.have.length(1);
  });

  it('lets no letter suffer for another', async () => {
    const { outbox, sink } = await running((verb, line) => {
      if (verb !== 'RCPT') return undefined;
      return { 'bad@example.org': '550 5.1.1 no', 'slow@example.org': 'stall' as const }[
        /<(.*)>/.exec(line)?.[1] ?? ''
      ];
    });
    const letter = await dueLetter(0);
    const people = ['bad', 'slow', 'ann', 'bad', 'ann', 'ann', 'ann', 'ann'];
    outbox.put(...people.map((name, id) => ({ ...letter, id, envelopeTo: `${name}@example.org` })));
    await until('all that can be are sent', () => sink.taken.length === 5);
    expect(sink.taken.every(({ to }) => to === 'ann@example.org')).to.equal(true);
    await until('the refused ones have failed', () => [0, 3].every(id => outbox.stateOf(id) === 'failed'));
    await until('the slow one waits', () => outbox.notBeforeOf(1) === MONDAY + MINUTE);
  });

  it('does not knock with every letter when the server serves nobody, and goes on when it does', async () => {
    let isUp = false;
    const desk = await running(verb => (verb === 'CONNECT' && !isUp ? '421 4.3.2 no service' : undefined));
    const letter = await dueLetter(0);
    desk.outbox.put(...Array.from({ length: 40 }, (_, id) => ({ ...letter, id })));
    await until('the first are noted', () => desk.events.length >= 3);
    const looked = Date.now();
    await until('it had time for many looks', () => Date.now() - looked > 300);
    expect(desk.sink.connections()).to.be.at.most(6);
    isUp = true;
    desk.time.now += 5 * MINUTE;
    await until('all are noted as sent', () => desk.events.filter(event => event.startsWith('sent')).length >= 40);
    expect(desk.sink.taken).to.have.length(40);
  });

  it('finishes letters in flight when it stops, and claims no more', async () => {
    let letGo = () => {};
    const gate = new Promise<void>(resolve => {
      letGo = resolve;
    });
    const slow: Courier = {
      deliver: async () => ({ sent: true, reply: await gate.then(() => 'at last') }),
      close: async () => {},
    };
    const desk = await running(undefined, () => ({ courier: slow, concurrency: 1 }));
    desk.outbox.put(await dueLetter(1), await dueLetter(2));
    await until('one is on its way', () => desk.outbox.stateOf(1) === 'sending');
    const stopped = desk.stop();
    letGo();
    await stopped;
    expect([desk.outbox.stateOf(1), desk.outbox.stateOf(2)]).to.deep.equal(['sent', 'queued']);
  });

  it('tries a letter again when the courier breaks off with a bug before it handed it over', async () => {
    const broken: Courier = {
      deliver: () => Promise.reject(new Error('undefined is not a function')),
      close: async () => {},
    };
    const desk = await running(undefined, () => ({ courier: broken }));
    desk.outbox.put(await dueLetter(1));
    await until('the letter waits', () => desk.events.includes('later 1'));
    expect(desk.events).to.deep.equal(['trouble undefined is not a function', 'later 1']);
  });

  it('leaves a letter to an operator when the courier breaks off with a bug after that', async () => {
    const broken: Courier = {
      deliver: async (_, handOver) => {
        await handOver();
        throw new Error('undefined is not a function');
      },
      close: async () => {},
    };
    const desk = await running(undefined, () => ({ courier: broken }));
    desk.outbox.put(await dueLetter(1));
    await until('the letter is uncertain', () => desk.outbox.stateOf(1) === 'uncertain');
    expect(desk.events).to.deep.equal(['trouble undefined is not a function', 'uncertain 1']);
  });

  it('lets no letter leave when that cannot be noted, and brings it once when it can', async () => {
    let broken = true;
    const desk = await running(undefined, outbox => ({
      outbox: {
        ...outbox,
        handedOver: id => (broken ? Promise.reject(new Error('disk I/O error')) : outbox.handedOver(id)),
      },
    }));
    desk.outbox.put(await dueLetter(1));
    await until('the letter waits', () => desk.events.includes('later 1'));
    expect(desk.events).to.deep.equal(['trouble disk I/O error', 'later 1']);
    expect(desk.sink.arrived).to.deep.equal([]);
    broken = false;
    desk.time.now += 5 * MINUTE;
    await until('the letter is sent', () => desk.outbox.stateOf(1) === 'sent');
    expect(desk.sink.arrived).to.have.length(1);
  });

  it('lets no letter leave whose lease was lost before the dot', async () => {
    const desk = await running(undefined, outbox => ({
      outbox: {
        ...outbox,
        handedOver(id) {
          outbox.drop(id);
          return outbox.handedOver(id);
        },
      },
    }));
    desk.outbox.put(await dueLetter(1));
    await until('the loss is told', () => desk.events.includes('lease lost 1'));
    expect(desk.sink.arrived).to.deep.equal([]);
  });

  it('has every letter noted as handed over before the server can have it', async () => {
    const noted: boolean[] = [];
    const desk = await running(verb => {
      if (verb === 'DOT') noted.push(desk.outbox.wasHandedOver(1));
      return undefined;
    });
    desk.outbox.put(await dueLetter(1));
    await until('the letter is sent', () => desk.outbox.stateOf(1) === 'sent');
    expect(noted).to.deep.equal([true]);
  });

  it('writes down what was sent even when the store is busy for a moment', async () => {
    let busy = 2;
    const desk = await running(undefined, outbox => ({
      outbox: {
        ...outbox,
        sent: (id, reply) => (busy-- > 0 ? Promise.reject(new Error('database is locked')) : outbox.sent(id, reply)),
      },
    }));
    desk.outbox.put(await dueLetter(1));
    await until('the letter is sent', () => desk.outbox.stateOf(1) === 'sent');
    expect(desk.sink.taken).to.have.length(1);
    expect(desk.events).to.deep.equal(['sent 1']);
  });

  it('says so when the lease was lost before the result', async () => {
    const desk = await running(undefined, outbox => ({
      outbox: {
        ...outbox,
        sent(id, reply) {
          outbox.loseLease(id);
          return outbox.sent(id, reply);
        },
      },
    }));
    desk.outbox.put(await dueLetter(1));
    await until('the loss is told', () => desk.events.includes('lease lost 1'));
  });

  it('survives a store that is away, without asking it without pause', async () => {
    let asked = 0;
    const desk = await running(undefined, outbox => ({
      pollEvery: 5,
      outbox: {
        ...outbox,
        claim(limit) {
          asked += 1;
          return asked === 1 ? Promise.reject(new Error('disk I/O error')) : outbox.claim(limit);
        },
      },
    }));
    await until('the trouble is told', () => desk.events.includes('trouble disk I/O error'));
    desk.outbox.put(await dueLetter(1));
    expect(asked).to.equal(1);
    desk.time.now += 2_000;
    await until('the letter is sent', () => desk.outbox.stateOf(1) === 'sent');
  });
});

describe('The back-off of a letter', () => {
  it('starts at a minute and doubles to an hour', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 1_000].map(n => courierBackoff(n, 0.5) / MINUTE)).to.deep.equal([
      1, 2, 4, 8, 16, 32, 60, 60, 60,
    ]);
  });

  it('is spread by a fifth to both sides', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempts, random) => {
          const middle = courierBackoff(attempts, 0.5);
          const wait = courierBackoff(attempts, random);
          expect(wait).to.be.within(Math.floor(middle * 0.8), Math.ceil(middle * 1.2));
        },
      ),
    );
    expect([courierBackoff(1, 0), courierBackoff(1, 0.999_999)]).to.deep.equal([48_000, 72_000]);
  });

  it('is a shorter pause when the server serves nobody: a second to a minute', () => {
    expect([1, 2, 3, 6, 7, 1_000].map(n => courierPause(n, 0.5))).to.deep.equal([
      1_000, 2_000, 4_000, 32_000, 60_000, 60_000,
    ]);
  });
});
