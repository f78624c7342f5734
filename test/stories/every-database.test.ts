/** The desk in one process on every database: what is written, found again and refused, with time as an argument. */
import { expect } from 'chai';
import { type OpenDesk, openDesk } from '../../src/open-desk.ts';
import { describeOnEveryDatabase } from '../databases.ts';
import { MONDAY } from '../scene.ts';
import { smallConfig } from '../small-desk.ts';
import { PEOPLE, QUEUE } from './program.ts';

const DAY = 86_400_000;

describeOnEveryDatabase('a desk', open => {
  let now = MONDAY;
  let desk: OpenDesk;
  let n = 0;

  beforeEach(async () => {
    now = MONDAY;
    const config = smallConfig(`${PEOPLE}${QUEUE}\n[policy]\nclose_waiting_after = "30d"\n`);
    desk = await openDesk(config, { database: await open(), clock: () => now });
  });
  afterEach(() => desk.close());

  const mail = (headers: string, text = 'hello', route: object = {}) => {
    const bytes = Buffer.from(`Message-ID: <m${++n}@example.org>\r\n${headers}\r\n\r\n${text}\r\n`);
    return desk.receive({ route: 'smtp', bytes, envelope: { to: ['support@desk.example'] }, ...route });
  };
  const ANN = 'From: Ann <ann@example.org>\r\nTo: support@desk.example\r\nSubject: paper';
  const lettersTo = async (address: string) => (await desk.letters({ limit: 100 })).filter(l => l.to === address);
  const replyTo = async (letter: number) =>
    /^Reply-To: .*?<?([^\s<>]+@[^\s<>]+?)>?\r$/m.exec(Buffer.from((await desk.letterBytes(letter))!).toString())![1]!;

  it('keeps a mail byte for byte, and once, whichever way it comes', async () => {
    const bytes = Buffer.from(`${ANN}\r\n\r\n${'long enough to be packed '.repeat(200)}\x00\xff\r\n`, 'latin1');
    const first = await desk.receive({ route: 'smtp', bytes, envelope: { to: [] } });
    const relayed = Buffer.concat([Buffer.from('Received: from elsewhere\r\n'), bytes]);
    const second = await desk.receive({
      route: 'imap:a/INBOX',
      uidValidity: '7',
      uid: 3,
      bytes: relayed,
      envelope: { to: [] },
    });
    expect([first.end, second.end]).to.deep.equal(['handled', 'duplicate']);
    expect(Buffer.compare(Buffer.from((await desk.original(first.mail))!), bytes)).to.equal(0);
    const [row] = await desk.mails({ limit: 5 });
    expect(row!.routes).to.deep.equal(['smtp', 'imap:a/INBOX']);
    expect(await desk.cursor('imap:a/INBOX')).to.include({ uidValidity: '7', lastUid: 3 });
    expect((await desk.show(1))!.timeline).to.have.length(1);
  });

  it('keeps two contents under one Message-ID apart', async () => {
    const raw = (text: string) => Buffer.from(`Message-ID: <same@example.org>\r\n${ANN}\r\n\r\n${text}\r\n`);
    for (const text of ['one', 'two']) await desk.receive({ route: 'smtp', bytes: raw(text), envelope: { to: [] } });
    expect(await desk.list({ limit: 10 })).to.have.length(2);
    expect((await desk.why(2))[0]!.because.join()).to.match(/mail 1 has the same Message-ID/);
  });

  it('brings a reply back by its address, and holds the same address in other hands', async () => {
    await mail(ANN);
    const to = await replyTo((await lettersTo('ann@example.org'))[0]!.id);
    const reply = (from: string) => mail(`From: ${from}\r\nTo: ${to}\r\nSubject: x`, from, { envelope: { to: [to] } });
    expect(await reply('ANN@example.org')).to.include({ end: 'handled', ticket: 1 });
    const held = await reply('mallory@evil.example');
    expect(held).to.include({ end: 'held', ticket: 1 });
    expect((await desk.show(1))!.timeline).to.have.length(2);
    expect(await desk.openQuestions()).to.deep.equal({ held: 1, quarantined: 0, uncertain: 0, stopped: false });

    const approved = await desk.release(held.mail, { how: 'approve', as: 'guest' }, 'bob');
    expect(approved).to.include({ end: 'handled', ticket: 1 });
    expect((await desk.show(1))!.timeline.at(-1)).to.include({ author: 'mallory@evil.example' });
    expect(await desk.release(held.mail, { how: 'approve', as: 'guest' }, 'bob')).to.have.property('refused');
  });

  it('makes a held mail a ticket of its own, or drops it, and mails the stranger nothing', async () => {
    await mail(ANN);
    const to = await replyTo((await lettersTo('ann@example.org'))[0]!.id);
    const stolen = () =>
      mail(`From: mallory@evil.example\r\nTo: ${to}\r\nSubject: y`, `${n}`, { envelope: { to: [to] } });
    const [first, second] = [await stolen(), await stolen()];
    expect(await desk.release(first.mail, { how: 'split' }, 'bob')).to.include({ end: 'handled', ticket: 2 });
    expect(await desk.release(second.mail, { how: 'drop' }, 'bob')).to.include({ end: 'ignored' });
    expect(await lettersTo('mallory@evil.example')).to.deep.equal([]);
    expect(await desk.original(second.mail)).to.not.equal(undefined);
  });

  it('does what an operator asks, says why, and refuses with a reason', async () => {
    await mail(ANN);
    expect(await desk.operate({ do: 'reply', ticket: 1, text: 'Try again', close: false }, 'bob')).to.include({
      ticket: 1,
      letters: 1,
    });
    expect(await desk.operate({ do: 'assign', ticket: 1, to: 'eve' }, 'bob')).to.include({ letters: 1 });
    expect(await desk.operate({ do: 'take', ticket: 9 }, 'bob')).to.deep.equal({ refused: 'there is no ticket 9' });
    expect(await desk.operate({ do: 'take', ticket: 1 }, 'nobody')).to.have.property('refused');
    const shown = (await desk.show(1))!;
    expect(shown).to.include({ status: 'waiting', owner: 'eve', messages: 2 });
    expect(shown.timeline[1]!.letters.map(l => [l.to, l.state])).to.deep.equal([['ann@example.org', 'queued']]);
    expect((await desk.why(1)).map(row => row.who)).to.include.members(['mail', 'bob']);
  });

  it('lists by status, owner, queue and requester, the newest change first', async () => {
    for (const name of ['ann', 'carl', 'dora']) {
      now += 1000;
      await mail(`From: ${name}@example.org\r\nTo: support@desk.example\r\nSubject: ${name}`);
    }
    now += 1000;
    await desk.operate({ do: 'take', ticket: 1 }, 'eve');
    await desk.operate({ do: 'close', ticket: 2 }, 'eve');
    const numbers = async (filter: object) => (await desk.list({ limit: 10, ...filter })).map(row => row.number);
    expect(await numbers({})).to.deep.equal([1, 3]);
    expect(await numbers({ owner: 'eve' })).to.deep.equal([1]);
    expect(await numbers({ owner: null })).to.deep.equal([3]);
    expect(await numbers({ status: ['closed'] })).to.deep.equal([2]);
    expect(await numbers({ requester: 'DORA@example.org' })).to.deep.equal([3]);
    expect(await numbers({ queue: 'nowhere' })).to.deep.equal([]);
    expect(await numbers({ limit: 1 })).to.deep.equal([1]);
  });

  it('gives a letter to one dispatcher at a time, and remembers what became of it', async () => {
    await mail(ANN);
    const [first, ...others] = await desk.outbox.claim(10);
    expect(others).to.have.length(2);
    expect(await desk.outbox.claim(10)).to.deep.equal([]);
    expect(await desk.outbox.later(first!.id, '450 busy', now + 60_000)).to.equal(true);
    expect(await desk.outbox.sent(first!.id, 'too late')).to.equal(false);
    expect(await desk.outbox.claim(10)).to.deep.equal([]);
    now += 60_000;
    const [again] = await desk.outbox.claim(10);
    expect(again).to.deep.include({ id: first!.id, messageId: first!.messageId, attempts: 2 });
    expect(Buffer.compare(Buffer.from(again!.bytes), Buffer.from(first!.bytes))).to.equal(0);
    expect(await desk.outbox.sent(again!.id, '250 ok')).to.equal(true);
    expect((await desk.letters({ state: ['sent'], limit: 5 })).map(l => l.id)).to.deep.equal([first!.id]);
  });

  it('tells the ticket and its owner when an answer could not be delivered', async () => {
    await mail(ANN);
    await desk.operate({ do: 'reply', ticket: 1, text: 'Try again', close: false }, 'bob');
    const answer = (await desk.outbox.claim(10)).find(
      l => l.envelopeTo === 'ann@example.org' && l.envelopeFrom !== '',
    )!;
    expect(await desk.outbox.failed(answer.id, '550 5.1.1 no such user')).to.equal(true);
    const shown = (await desk.show(1))!;
    expect(shown.status).to.equal('open');
    expect(shown.timeline.at(-1)).to.include({
      kind: 'note',
      author: 'desk',
      text: 'Not delivered to ann@example.org: 550 5.1.1 no such user',
    });
    expect((await lettersTo('bob@staff.example')).map(l => l.template)).to.include('not-delivered');
    expect(await desk.retryLetter(answer.id, 'bob')).to.equal(true);
    expect(await desk.retryLetter(answer.id, 'bob')).to.have.property('refused');
  });

  it('closes what waited for its requester too long, when its time has come', async () => {
    await mail(ANN);
    await desk.operate({ do: 'reply', ticket: 1, text: 'Try again', close: false }, 'bob');
    now += 29 * DAY;
    expect(await desk.passTime()).to.equal(0);
    now += 2 * DAY;
    expect(await desk.passTime()).to.equal(1);
    expect((await desk.show(1))!.status).to.equal('closed');
    expect((await desk.why(1)).at(-1)!.because.join()).to.match(/30 days/);
  });

  it('cannot be made to mail two people by a strange address', async () => {
    const receipt = await mail('From: "x@evil.example x"@internal.example\r\nTo: support@desk.example\r\nSubject: q');
    expect(receipt.end).to.equal('handled');
    const refused = await desk.operate({ do: 'reply', ticket: receipt.ticket!, text: 'hi', close: false }, 'bob');
    expect(refused)
      .to.have.property('refused')
      .that.matches(/cannot mail to|no address/i);
    expect((await desk.show(receipt.ticket!))!.timeline).to.have.length(1);
    expect((await desk.letters({ limit: 50 })).every(letter => letter.audience === 'staff')).to.equal(true);
    expect((await desk.why(receipt.ticket!)).map(row => row.action)).to.include('notSent');
  });

  it('gives everything at once to many mails and leaves no gap in the numbers', async () => {
    const receipts = await Promise.all(
      Array.from({ length: 25 }, (_, i) =>
        mail(`From: p${i}@example.org\r\nTo: support@desk.example\r\nSubject: ${i}`),
      ),
    );
    expect(receipts.map(r => r.ticket).sort((a, b) => a! - b!)).to.deep.equal(
      Array.from({ length: 25 }, (_, i) => i + 1),
    );
  });
});
