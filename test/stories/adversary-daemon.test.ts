/** What strangers try, through the running program: SMTP in, SMTP out, the terminal in between. One story. */
import { expect } from 'chai';
import { deliver } from '../servers/smtp-client.ts';
import { createProgram, eventually, freePort, type Program, QUEUE, type Serving, startSink } from './program.ts';
import {
  ANN,
  bytesOf,
  expectNoCanary,
  MALLORY,
  type Move,
  RECEIVED,
  replyAddress,
  SUPPORT,
  TRUSTED,
  tokenOf,
} from './robbed-desk.ts';

const BOB = 'Bob <bob@staff.example>';
const RESULT = 'Authentication-Results: mx.desk.example; dmarc=pass header.from=staff.example';

interface Shown {
  readonly status: string;
  readonly requester: { readonly address: string };
  readonly participants: readonly { readonly address: string }[];
  readonly timeline: readonly { readonly kind: string; readonly text: string; readonly remarks: readonly string[] }[];
}
interface Held {
  readonly mail: number;
  readonly sender: string;
  readonly ticket: number;
  readonly because: readonly string[];
}

describe('strangers at the door', function () {
  this.timeout(60_000);
  let program: Program;
  let serving: Serving;
  let sink: Awaited<ReturnType<typeof startSink>>;
  let door: number;
  let ann = '';
  let bob = '';
  let notice = '';

  const send = (move: Move) => {
    const to = [/[^\s<>]+@[^\s<>,]+/.exec(move.to ?? SUPPORT)![0]];
    return deliver({ protocol: 'smtp', port: door, from: 'x@evil.example', to, mails: [bytesOf(move)] });
  };
  const lettersTo = (part: string) => sink.letters.filter(({ to }) => to.join().includes(part));
  const show = () => program.json<Shown>('show', '1');
  const held = () => program.json<Held[]>('held', 'list');
  const desk = async (...args: string[]) => {
    const { code, out, err } = await program.desk(args);
    expect(code, err).to.equal(0);
    return out;
  };
  const settled = () =>
    eventually('every letter is out', async () => {
      const waiting = await program.json<unknown[]>('outbox', 'list', '--state', 'queued,sending');
      return waiting.length === 0;
    });
  const canaries = () => ['canaryrequest', 'canaryanswer', 'canarynote', 'ann@example.org', tokenOf(ann), tokenOf(bob)];
  async function strangersRead(): Promise<number> {
    await settled();
    for (const { raw } of lettersTo('evil.example')) await expectNoCanary(raw, canaries());
    return lettersTo('evil.example').length;
  }
  const heldBecause = async (move: Move, why: RegExp) => {
    const [before, number] = [await show(), (await held()).length];
    await send(move);
    const after = await held();
    expect(after).to.have.length(number + 1);
    const one = after.reduce((last, row) => (row.mail > last.mail ? row : last));
    expect(one.because.join('; ')).to.match(why);
    // the journal of the ticket goes on: it names what was held
    expect({ ...(await show()), line: 0 }).to.deep.equal({ ...before, line: 0 });
    return one.mail;
  };

  before(async () => {
    sink = await startSink();
    door = await freePort();
    const courier = `[courier]\nkind = "smtp"\nhost = "127.0.0.1"\nport = ${sink.port}\ntls = "none"\n`;
    program = createProgram(`state = "state"\n${TRUSTED}${QUEUE}\n[door]\nsmtp = "127.0.0.1:${door}"\n${courier}`);
    serving = await program.serve();
    await send({ from: ANN, text: 'canaryrequest', id: '<first@example.org>' });
    ann = replyAddress((await eventually('her confirmation', () => lettersTo('ann@example.org')[0])).raw);
    await desk('take', '1');
    expect((await program.desk(['note', '1', '-m', 'canarynote'], { as: 'eve' })).code).to.equal(0);
    await send({ from: ANN, to: ann, text: 'canaryrequest again' });
    const told = await eventually('the notice', () => lettersTo('bob@staff').find(({ raw }) => raw.includes('again')));
    bob = replyAddress(told.raw);
    notice = /^Message-ID: (\S+)\r$/m.exec(told.raw)![1]!;
    await desk('reply', '1', '-m', 'canaryanswer');
    await settled();
  });
  after(async () => {
    await serving?.stop();
    await program?.remove();
    await sink?.close();
  });

  it('2: a copy on a follow-up in the requester’s name adds nobody', async () => {
    await send({ from: ANN, to: ann, header: ['Cc: mallory@evil.example'], trust: 'none', text: 'more' });
    expect(await desk('show', '1')).to.match(
      /\[not made participants: mallory@evil\.example \(who sent it is not proven/,
    );
    await desk('reply', '1', '-m', 'canaryanswer two');
    expect(await strangersRead()).to.equal(0);
    expect((await show()).participants).to.deep.equal([]);
  });

  it('5: a number in the subject opens no ticket to a stranger', async () => {
    await heldBecause(
      { from: MALLORY, subject: 'Re: [#1]', trust: 'pass' },
      /mallory@evil\.example is not ann@example\.org/,
    );
    await send({ from: MALLORY, subject: 'Re: [T-1]' });
    await eventually('the confirmation of his own', () => lettersTo('mallory@')[0]);
    expect(await strangersRead()).to.equal(1);
    expect((await program.desk(['list'])).err).to.match(/1 mail held for your decision/);
  });

  it('8, 14: nobody is an operator by From, or by results he wrote himself', async () => {
    const before = lettersTo('ann@').length;
    const claims: readonly Partial<Move>[] = [
      {},
      { trust: 'none' },
      { trust: 'fail' },
      { top: [RECEIVED, 'Received: from x by mx.evil.example', RESULT] },
      { top: [RESULT.replace('mx.desk', 'mx.evil'), RESULT, RECEIVED] },
    ];
    for (const claim of claims)
      await heldBecause(
        { from: BOB, to: bob, text: 'pay to x', header: [`In-Reply-To: ${notice}`], ...claim },
        /who really sent it is not proven/,
      );
    await settled();
    expect(lettersTo('ann@')).to.have.length(before);
    await send({ from: BOB, to: bob, text: 'truly bob', header: [`In-Reply-To: ${notice}`], top: [RESULT, RECEIVED] });
    await eventually('the answer of the real one', () => lettersTo('ann@')[before]?.raw.includes('truly bob'));
  });

  it('13: a name that is an address stands beside the address', async () => {
    await send({ from: '"ann@example.org" <trudy@evil.example>', subject: 'who am I' });
    const row = (await desk('list')).split('\n').find(line => line.includes('who am I'))!;
    expect(row).to.include('trudy@evil.example').and.not.to.include('ann@example.org');
    const number = /\d+/.exec(row)![0];
    const shown = await desk('show', number);
    expect(shown).to.match(/^requester +ann@example\.org <trudy@evil\.example> \(the name is no address\)$/m);
    expect(shown).to.include("[the sender's name looks like another address: ann@example.org]");
  });

  it('a held mail waits for an operator’s word, which lets it in once and its sender not at all', async () => {
    const mail = await heldBecause(
      { from: MALLORY, to: ann, trust: 'pass', header: ['Cc: pal@evil.example'], text: 'let me in' },
      /is not ann@example\.org/,
    );
    expect(await desk('held', 'approve', String(mail))).to.match(/handled, ticket #1/);
    expect((await show()).timeline.at(-1)!.text).to.include('let me in');
    expect(await desk('participant', 'list', '1')).to.not.include('evil.example');
    await desk('reply', '1', '-m', 'canaryanswer three');
    await strangersRead();
    const next = await heldBecause({ from: MALLORY, to: ann, text: 'keep this' }, /is not ann@example\.org/);
    expect(await desk('held', 'drop', String(next))).to.match(/ignored/);
    expect(await desk('held', 'show', String(next))).to.include('keep this');
  });

  it('4: a token is worth nothing once revoked, or when its key is retired', async () => {
    await desk('revoke', '1');
    const before = await show();
    await send({ from: MALLORY, to: ann, subject: 'revoked' });
    await desk('reply', '1', '-m', 'canaryanswer four');
    await settled();
    const fresh = replyAddress(lettersTo('ann@').at(-1)!.raw);
    expect(fresh).to.not.equal(ann);
    await desk('keys', 'rotate');
    await desk('keys', 'retire', 'a');
    await send({ from: MALLORY, to: fresh, subject: 'retired' });
    const list = await desk('list');
    expect(list).to.include('revoked').and.to.include('retired');
    expect((await show()).timeline).to.have.length(before.timeline.length + 1);
    ann = fresh;
    await strangersRead();
    expect((await show()).participants).to.deep.equal([]);
    expect((await program.desk(['verify'])).code).to.equal(0);
  });
});
