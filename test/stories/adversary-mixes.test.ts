/** Every mix of what a stranger can do to one ticket, with operators who answer and look at what is held meanwhile. */
import { expect } from 'chai';
import fc from 'fast-check';
import { describeOnEveryDatabase } from '../databases.ts';
import {
  ANN,
  expectNoCanary,
  MALLORY,
  type Move,
  RECEIVED,
  type Robbed,
  robbedDesk,
  type Secrets,
  SUPPORT,
  tokenOf,
} from './robbed-desk.ts';

const MIXES = Number(process.env.MIXES ?? 40);
const SEED = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const BOB = 'Bob <bob@staff.example>';

type Ways = Readonly<Record<string, (secrets: Secrets) => Partial<Move>>>;

const FROM: Ways = {
  himself: () => ({ from: MALLORY }),
  'another of his': () => ({ from: 'Ann Author <ann@evil.example>' }),
  'a name like hers': () => ({ from: '"ann@example.org" <mallory@evil.example>' }),
  'her name': () => ({ from: ANN }),
  'an operator': () => ({ from: BOB }),
  'two at once': () => ({ from: 'ann@example.org, mallory@evil.example' }),
};
const TO: Ways = {
  'the queue': () => ({ to: SUPPORT }),
  'her token': ({ ann }) => ({ to: ann }),
  'an operator’s token': ({ bob }) => ({ to: bob }),
  'a forged token': ({ ann }) => ({ to: ann.replace(/.(?=@)/, letter => (letter === 'a' ? 'b' : 'a')) }),
};
const TRACE: Ways = {
  none: () => ({}),
  'a number': ({ ticket }) => ({ subject: `Re: [#${ticket}]` }),
  'her token in the subject': ({ ann }) => ({ subject: `Re: [#${tokenOf(ann)}]` }),
  'her token in the text': ({ ann }) => ({ text: `hello\r\n> [#${tokenOf(ann)}]` }),
  'her Message-ID': ({ first }) => ({ header: [`In-Reply-To: ${first}`] }),
  'our Message-ID': ({ answer }) => ({ header: [`References: ${answer}`] }),
  'a notice': ({ notice }) => ({ header: [`In-Reply-To: ${notice}`] }),
  'her Message-ID as his': ({ second }) => ({ id: second }),
};
const PROOF: Ways = {
  none: () => ({}),
  'of his domain': () => ({
    top: ['Authentication-Results: mx.desk.example; dmarc=pass header.from=evil.example', RECEIVED],
  }),
  forged: () => ({
    top: [RECEIVED, 'Received: by mx.evil.example', 'Authentication-Results: mx.desk.example; dmarc=pass'],
  }),
  failed: () => ({ trust: 'fail' }),
};
const EXTRA: readonly (readonly string[])[] = [
  [],
  ['Cc: mallory@evil.example, pal@evil.example'],
  ['Reply-To: mallory@evil.example'],
  ['From: mallory@evil.example'],
  ['From:'],
  ['X-Postdesk-Ticket: 1', 'Auto-Submitted: auto-replied'],
  ['List-Id: <l.evil.example>'],
];
const OPERATORS = ['nobody', 'answer', 'approve', 'split', 'drop', 'note', 'close'] as const;

const mixes = fc.array(
  fc.record({
    from: fc.constantFrom(...Object.keys(FROM)),
    to: fc.constantFrom(...Object.keys(TO)),
    trace: fc.constantFrom(...Object.keys(TRACE)),
    proof: fc.constantFrom(...Object.keys(PROOF)),
    extra: fc.constantFrom(...EXTRA),
    meanwhile: fc.constantFrom(...OPERATORS),
  }),
  { minLength: 1, maxLength: 5 },
);
type Mix = typeof mixes extends fc.Arbitrary<infer T> ? T : never;

describeOnEveryDatabase('strangers in any mix', (open, on) => {
  const runs = on.name === 'sqlite3' ? MIXES : Math.ceil(MIXES / 20);
  it(`read nothing but the confirmation of their own ticket: ${runs} mixes, seed ${SEED}`, async function () {
    this.timeout(120_000);
    const here = await robbedDesk(await open());
    let confirmed = 0;
    await fc.assert(
      fc.asyncProperty(mixes, async mix => {
        const secrets = await here.conversation();
        const before = (await here.desk.letters({ limit: 1 }))[0]!.id;
        await play(here, mix, secrets);
        const letters = (await here.desk.letters({ limit: 300 })).filter(({ id }) => id > before);
        for (const letter of letters.filter(({ to }) => to.endsWith('@evil.example'))) {
          expect(letter.template).to.equal('confirmation');
          expect(letter.ticket).to.be.greaterThan(secrets.ticket);
          await expectNoCanary(await here.bytes(letter.id), secrets.canaries);
          confirmed++;
        }
        const hers = letters.filter(({ ticket, audience }) => ticket === secrets.ticket && audience === 'requester');
        expect(hers.map(({ to }) => to).filter(to => to !== 'ann@example.org')).to.deep.equal([]);
        const { requester, participants, timeline } = (await here.desk.show(secrets.ticket))!;
        expect(requester.address).to.equal('ann@example.org');
        expect(participants).to.deep.equal([]);
        const answers = timeline.filter(({ kind }) => kind === 'answer');
        expect(answers.every(({ text }) => text.startsWith('canary'))).to.equal(true);
      }),
      { numRuns: runs, seed: SEED, endOnFailure: true },
    );
    await here.desk.close();
    // so few mixes on PGlite may hold none that is confirmed
    if (runs >= 100) expect(confirmed, 'the mixes test something').to.be.greaterThan(0);
  });
});

async function play(here: Robbed, mix: Mix, secrets: Secrets): Promise<void> {
  const { ticket } = secrets;
  for (const { from, to, trace, proof, extra, meanwhile } of mix) {
    const traced = TRACE[trace]!(secrets);
    const move = { ...FROM[from]!(secrets), ...TO[to]!(secrets), ...traced, ...PROOF[proof]!(secrets) };
    const { mail, end } = await here.send({ ...move, header: [...(traced.header ?? []), ...extra] } as Move);
    switch (meanwhile) {
      case 'nobody':
        break;
      case 'answer':
        await here.desk.operate({ do: 'reply', ticket, text: secrets.canaries[4]!, close: false }, 'bob');
        break;
      case 'note':
        await here.desk.operate({ do: 'note', ticket, text: secrets.canaries[2]! }, 'eve');
        break;
      case 'close':
        await here.desk.operate({ do: 'close', ticket }, 'bob');
        break;
      default:
        if (end === 'held')
          await here.desk.release(
            mail,
            meanwhile === 'approve' ? { how: 'approve', as: 'guest', ticket } : { how: meanwhile },
            'bob',
          );
    }
  }
}
