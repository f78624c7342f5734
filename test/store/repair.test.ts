/** Repairing on the real database: mail follows, undo restores, and no note leaves the house by any of it. */
import { expect } from 'chai';
import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import type { Command } from '../../src/desk/command.ts';
import { type OpenDesk, openDesk } from '../../src/open-desk.ts';
import type { Database } from '../../src/store/database.ts';
import { verify } from '../../src/store/verify.ts';
import { describeOnEveryDatabase } from '../databases.ts';
import { MONDAY } from '../scene.ts';
import { smallConfig } from '../small-desk.ts';

/** In all; most of them where they are fast. */
const WALKS = Number(process.env.WALKS ?? 50);
const VERIFY_EVERY = 10;
/** What is as it was can be walked on once more. */
const WALKS_ON_THE_SAME = 10;

interface Given {
  readonly desk: OpenDesk;
  readonly database: Database;
  /** A mail from ann unless said; `to` is the address it is sent to. */
  mail(text: string, over?: { from?: string; to?: string; headers?: string }): Promise<number>;
  /** Carries it out; the ticket it was carried out in. */
  order(command: Command, login?: string): Promise<number>;
  refusal(command: Command): Promise<string>;
  replyTo(ticket: number, address?: string): Promise<string>;
  messages(ticket: number): Promise<number[]>;
  soundness(): Promise<string[]>;
}

async function begin(database: Database): Promise<Given> {
  let now = MONDAY;
  let n = 0;
  const desk = await openDesk(smallConfig(), { database, clock: () => (now += 1000) });
  const words = (bytes: Uint8Array | undefined) => Buffer.from(bytes!).toString('latin1');
  return {
    desk,
    database,
    mail: async (text, { from = 'ann@example.org', to = 'support@desk.example', headers = '' } = {}) => {
      const id = `${from.replace('@', '-')}${++n}@example.org`;
      const head = `From: ${from}\r\nTo: ${to}\r\nMessage-ID: <${id}>\r\nSubject: matter ${n}\r\n${headers}`;
      const bytes = Buffer.from(`${head}\r\n${text}\r\n`);
      const filed = await desk.receive({ route: 'inject', bytes, envelope: { to: [to] } });
      if (filed.ticket === null || filed.end !== 'handled') throw new Error(`${filed.end}: ${filed.because.join()}`);
      return filed.ticket;
    },
    order: async (command, login = 'bob') => {
      const outcome = await desk.operate(command, login);
      if ('refused' in outcome) throw new Error(`${JSON.stringify(command)}: ${outcome.refused}`);
      return outcome.ticket;
    },
    refusal: async command => {
      const outcome = await desk.operate(command, 'bob');
      return 'refused' in outcome ? outcome.refused : 'not refused';
    },
    replyTo: async (ticket, address = 'ann@example.org') => {
      const letter = (await desk.letters({ ticket, limit: 50 })).find(one => one.to === address)!;
      return /^Reply-To: .*?<?([^\s<>]+@[^\s<>]+?)>?\r$/m.exec(words(await desk.letterBytes(letter.id)))![1]!;
    },
    messages: async ticket => (await desk.show(ticket))!.timeline.map(({ id }) => id),
    soundness: async () => (await verify(database, { deep: false })).flatMap(({ broken }) => broken),
  };
}

/** Everything about these tickets but when they were last changed. */
async function stateOf(database: Database, tickets: readonly number[]): Promise<unknown> {
  const these = tickets.join(', ');
  return {
    tickets: await database.all(
      `select number, subject, status, queue, owner, requester, source, messages, opened_at, closed_at, merged_into, spam
       from tickets where number in (${these}) order by number`,
    ),
    messages: await database.all(
      `select id, ticket, origin, kind, person, text from messages where origin in (${these}) order by id`,
    ),
    // nothing said, and forgotten, are one
    labels: await database.all(
      `select content_key, label from spam_labels where label <> 'forget' and id in (select max(id) from spam_labels group by content_key)
       order by content_key`,
    ),
    participants: await database.all(
      `select ticket, person, since from participants where ticket in (${these}) order by ticket, person`,
    ),
    relations: await database.all(
      `select ticket, other from relations where ticket in (${these}) or other in (${these}) order by ticket, other`,
    ),
  };
}

describeOnEveryDatabase('repairing tickets', (open, { dialect }) => {
  const walks = Math.ceil(WALKS * (dialect === 'sqlite' ? 0.85 : 0.15));
  const histories = dialect === 'sqlite' ? 15 : 4;

  it('a reply to either of two merged tickets lands in the one that stays', async () => {
    const { desk, mail, order, replyTo, messages, soundness } = await begin(await open());
    await mail('one');
    await mail('two');
    const addresses = [await replyTo(1), await replyTo(2)];
    await order({ do: 'merge', ticket: 1, into: 2, together: false });
    for (const to of addresses) expect(await mail('again', { to })).to.equal(2);
    const [newest] = (await desk.letters({ ticket: 1, limit: 50 })).filter(({ audience }) => audience === 'requester');
    const named = `In-Reply-To: <${newest!.messageId}>\r\n`;
    expect(await mail('both', { to: addresses[1]!, headers: named })).to.equal(2);
    expect(await messages(2)).to.have.length(5);
    expect((await desk.show(1))!).to.deep.include({ mergedInto: 2, status: 'closed', messages: 0, timeline: [] });
    expect((await desk.list({ limit: 9 })).map(({ number }) => number)).to.deep.equal([2]);
    expect((await desk.list({ limit: 9, status: ['closed'] })).map(({ number }) => number)).to.deep.equal([]);
    expect((await desk.show(2))!).to.deep.include({ others: [], related: [1] });
    expect(await soundness()).to.deep.equal([]);
    await desk.close();
  });

  it('an answer to a merged ticket goes out of the one that stays, which is said', async () => {
    const { desk, mail, order } = await begin(await open());
    await mail('one');
    await mail('two');
    await order({ do: 'merge', ticket: 1, into: 2, together: false });
    const outcome = await desk.operate({ do: 'reply', ticket: 1, text: 'Done', close: false }, 'bob');
    expect(outcome).to.include({ ticket: 2, letters: 1 });
    expect((outcome as { because: readonly string[] }).because).to.include('ticket 1 was merged into 2');
    expect((await desk.show(2))!.timeline.at(-1)!.letters).to.have.length(1);
    await desk.close();
  });

  it('undo of a merge gives back both as they were, but for what came in since', async () => {
    const { desk, database, mail, order, replyTo, messages, soundness } = await begin(await open());
    await mail('one');
    await mail('two');
    await order({ do: 'note', ticket: 1, text: 'a note' });
    await order({ do: 'take', ticket: 2 });
    await order({ do: 'close', ticket: 2 });
    const before = await stateOf(database, [1, 2]);
    await order({ do: 'merge', ticket: 1, into: 2, together: false });
    expect((await desk.show(2))!).to.include({ status: 'open', messages: 3 });
    expect(await order({ do: 'undo', ticket: 2 }, 'eve')).to.equal(2);
    expect(await stateOf(database, [1, 2])).to.deep.equal(before);

    await order({ do: 'merge', ticket: 1, into: 2, together: false });
    await mail('again', { to: await replyTo(1) });
    expect(await order({ do: 'undo', ticket: 1 })).to.equal(1);
    expect(await messages(1)).to.have.length(2);
    expect(await messages(2)).to.have.length(2);
    expect((await desk.why(1)).at(-1)).to.deep.include({ action: 'undo', who: 'bob' });
    expect((await desk.why(1)).at(-1)!.because).to.deep.equal([
      'bob undid what bob did',
      'it was: bob merged 1 into 2',
    ]);
    expect(await soundness()).to.deep.equal([]);
    await desk.close();
  });

  it('undo of a merge is refused when the ticket went on, and says how', async () => {
    const { desk, mail, order, refusal } = await begin(await open());
    await mail('one');
    await mail('two');
    await order({ do: 'close', ticket: 2 });
    await order({ do: 'merge', ticket: 1, into: 2, together: false });
    await order({ do: 'close', ticket: 2 });
    expect(await refusal({ do: 'undo', ticket: 1 })).to.equal('since then, ticket 2 went from open to closed');
    await order({ do: 'undo', ticket: 2 });
    await order({ do: 'undo', ticket: 1 });
    await order({ do: 'reply', ticket: 1, text: 'Done', close: false });
    await desk.outbox.claim(100);
    expect(await refusal({ do: 'undo', ticket: 1 })).to.match(/^a letter has left/);
    await desk.close();
  });

  it('merged together, both people’s tokens lead there and neither gets the other’s', async () => {
    const { desk, mail, order, refusal, replyTo, soundness } = await begin(await open());
    await mail('one');
    await mail('two', { from: 'carl@example.org' });
    const addresses = { ann: await replyTo(1), carl: await replyTo(2, 'carl@example.org') };
    await order({ do: 'reply', ticket: 1, text: 'to ann alone', close: false });
    expect(await refusal({ do: 'merge', ticket: 1, into: 2, together: false })).to.include('--together');
    await order({ do: 'merge', ticket: 1, into: 2, together: true });
    expect(await mail('again', { to: addresses.ann })).to.equal(2);
    expect(await mail('again', { to: addresses.carl, from: 'carl@example.org' })).to.equal(2);
    await order({ do: 'reply', ticket: 2, text: 'to carl', close: false });
    const toCarl = (await desk.letters({ limit: 50 })).filter(({ to }) => to === 'carl@example.org').at(-1)!;
    const bytes = Buffer.from((await desk.letterBytes(toCarl.id))!).toString();
    expect(bytes).to.include('to carl').and.include('carl-example.org2@example.org');
    // neither ann's first mail nor an answer to it, whose Message-ID has her token, is named as what came before
    expect(bytes).not.to.match(/ann-example\.org1@|<1-\d+-/);
    expect(await soundness()).to.deep.equal([]);
    await desk.close();
  });

  it('split and move take the words along with their letters, and undo puts them back', async () => {
    const { desk, database, mail, order, replyTo, messages, soundness } = await begin(await open());
    await mail('one');
    await mail('two', { to: await replyTo(1) });
    await order({ do: 'reply', ticket: 1, text: 'Done', close: false });
    const before = await stateOf(database, [1]);
    const [first, second, answer] = await messages(1);
    const letters = (await desk.letters({ limit: 50 })).length;
    expect(await order({ do: 'split', ticket: 1, message: second!, subject: 'Other' })).to.equal(2);
    expect((await desk.show(2))!).to.deep.include({ subject: 'Other', status: 'new', related: [1], source: 'mail' });
    await order({ do: 'move', ticket: 1, message: answer!, to: 2 });
    expect(await messages(1)).to.deep.equal([first]);
    const moved = (await desk.show(2))!.timeline.find(({ id }) => id === answer)!;
    expect(moved.letters.map(({ to }) => to)).to.deep.equal(['ann@example.org']);
    expect((await desk.letters({ limit: 50 })).length, 'letters').to.equal(letters);
    expect((await desk.why(2)).map(({ action }) => action)).to.deep.equal([
      'openTicket',
      'moveMessages',
      'relate',
      'moveMessages',
    ]);
    await order({ do: 'undo', ticket: 2 });
    await order({ do: 'undo', ticket: 2 });
    expect(await stateOf(database, [1])).to.deep.equal(before);
    expect((await desk.show(2))!).to.deep.include({ mergedInto: 1, messages: 0, related: [] });
    expect(await mail('three')).to.equal(3);
    expect(await soundness()).to.deep.equal([]);
    await desk.close();
  });

  it('a ticket is exported with the mails that are in it now', async () => {
    const { desk, mail, order, messages } = await begin(await open());
    await mail('one');
    await mail('two');
    await mail('three');
    await order({ do: 'merge', ticket: 1, into: 2, together: false });
    const [first] = await messages(2);
    await order({ do: 'move', ticket: 2, message: first!, to: 3 });
    const mails = async (ticket: number) => {
      const found: number[] = [];
      for await (const kept of desk.archive(ticket)) found.push(kept.mail);
      return found;
    };
    expect([await mails(1), await mails(2), await mails(3)]).to.deep.equal([[], [2], [1, 3]]);
    await desk.close();
  });

  it(`${walks} random walks, taken back step by step, leave everything as it was`, async function () {
    this.timeout(300_000);
    const it = await begin(await open());
    let steps = 0;
    let walked = 0;
    let tickets: readonly number[] = [];
    const seed = Number(process.env.SEED ?? Date.now());
    await fc.assert(
      fc.asyncProperty(walk, async choices => {
        if (walked++ % WALKS_ON_THE_SAME === 0) tickets = await fourTickets(it);
        const before = await stateOf(it.database, tickets);
        const done: { command: Command; on: number }[] = [];
        const opened: number[] = [];
        const count = async () => {
          if (++steps % VERIFY_EVERY === 0) expect(await it.soundness(), JSON.stringify(done)).to.deep.equal([]);
        };
        for (const choice of choices) {
          const command = await commandOf(choice, [...tickets, ...opened], it);
          const outcome = command && (await it.desk.operate(command, choice.login));
          if (!command || !outcome || 'refused' in outcome) continue;
          if (command.do === 'split') opened.push(outcome.ticket);
          done.push({ command, on: outcome.ticket });
          await count();
        }
        for (const { command, on } of done.toReversed()) {
          // of two tickets that are concerned, each must do
          const other = command.do === 'merge' ? command.into : command.do === 'split' ? command.ticket : on;
          const undone = await it.desk.operate({ do: 'undo', ticket: steps % 2 === 0 ? on : other }, 'eve');
          if ('refused' in undone) throw new Error(`${JSON.stringify({ command, done })}: ${undone.refused}`);
          await count();
        }
        expect(await stateOf(it.database, tickets), JSON.stringify(done)).to.deep.equal(before);
        while ((await it.desk.outbox.claim(100)).length > 0);
        expect(await it.refusal({ do: 'undo', ticket: tickets[0]! })).to.match(/^a letter has left/);
      }),
      { numRuns: walks, seed, endOnFailure: true },
    );
    expect(steps, `seed ${seed}`).to.be.greaterThan(walks * 4);
    await it.desk.close();
  });

  it('no note leaves by being moved, merged, split from, or by any of it being undone', async function () {
    this.timeout(120_000);
    const it = await begin(await open());
    let canaries = 0;
    let searched = 0;
    await fc.assert(
      fc.asyncProperty(walk, async choices => {
        const tickets = await fourTickets(it);
        for (const choice of choices) {
          const ticket = tickets[choice.one]!;
          await it.desk.operate({ do: 'note', ticket, text: `he is CANARY${++canaries} again` }, choice.login);
          const command = await commandOf(choice, tickets, it);
          if (command) await it.desk.operate(command, choice.login);
          if (choice.other === 1) await it.desk.operate({ do: 'undo', ticket }, 'eve');
          await it.desk.operate({ do: 'reply', ticket, text: 'public', close: choice.other === 2 }, choice.login);
        }
        const letters = (await it.desk.letters({ limit: 400 })).filter(
          letter => letter.audience === 'requester' && (letter.ticket ?? 0) >= tickets[0]!,
        );
        for (const letter of letters) {
          searched++;
          const bytes = Buffer.from((await it.desk.letterBytes(letter.id))!);
          const { subject, text, html } = await simpleParser(bytes);
          expect(`${bytes.toString('latin1')}${subject}${text}${html}`).not.to.include('CANARY');
        }
      }),
      { numRuns: histories, endOnFailure: true },
    );
    expect(searched).to.be.greaterThan(6 * histories);
    expect(canaries).to.be.greaterThan(3 * histories);
    await it.desk.close();
  });
});

const VERBS = [
  'merge',
  'merge',
  'split',
  'split',
  'move',
  'move',
  'link',
  'unlink',
  'close',
  'reopen',
  'assign',
  'take',
  'spam',
  'ham',
];
const walk = fc.array(
  fc.record({
    verb: fc.constantFrom(...VERBS),
    one: fc.nat(3),
    other: fc.nat(5),
    message: fc.nat(5),
    login: fc.constantFrom('bob', 'eve'),
  }),
  { minLength: 4, maxLength: 12 },
);
type Choice = (typeof walk extends fc.Arbitrary<infer T> ? T : never)[number];

/** Two of ann's, two of carl's; with a note and answers, after which nothing older can be undone. */
async function fourTickets({ mail, order, replyTo }: Given): Promise<number[]> {
  const carl = { from: 'carl@example.org' };
  const tickets = [await mail('a'), await mail('b'), await mail('c', carl), await mail('d', carl)];
  const [a, , c, d] = tickets as [number, number, number, number];
  await mail('a again', { to: await replyTo(a) });
  await mail('c again', { ...carl, to: await replyTo(c, carl.from) });
  await order({ do: 'note', ticket: a, text: 'a CANARY of a note' });
  for (const ticket of [a, d]) await order({ do: 'reply', ticket, text: 'An answer', close: ticket === d });
  return tickets;
}

async function commandOf(choice: Choice, tickets: readonly number[], it: Given): Promise<Command | undefined> {
  const ticket = tickets[choice.one]!;
  const other = tickets[choice.other % tickets.length]!;
  const own = await it.messages(ticket);
  const message = own[choice.message % Math.max(1, own.length)] ?? 0;
  switch (choice.verb) {
    case 'merge':
      return { do: 'merge', ticket, into: other, together: choice.message > 1 };
    case 'split':
      return { do: 'split', ticket, message };
    case 'move':
      return { do: 'move', ticket, message, to: other };
    case 'link':
    case 'unlink':
      return { do: choice.verb, ticket, to: other };
    case 'assign':
      return { do: 'assign', ticket, to: choice.message === 0 ? null : choice.login };
    case 'close':
    case 'reopen':
    case 'take':
    case 'spam':
    case 'ham':
      return { do: choice.verb, ticket };
    default:
      return undefined;
  }
}
