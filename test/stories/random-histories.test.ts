/**
 * G4 and D4 by very many histories: whatever happens to a desk, no byte to anybody but operators holds a word of a note, an
 * address or a login of the staff, the name of this machine, or a header of ours. HISTORIES=10000 asks for more.
 */
import { hostname } from 'node:os';
import { expect } from 'chai';
import fc from 'fast-check';
import type { Changes } from '../../src/desk/command.ts';
import type { Decision } from '../../src/desk/decision.ts';
import { firstSecret, inCommon } from '../../src/desk/leak.ts';
import type { Letter } from '../../src/desk/letter.ts';
import type { Operator, Policy } from '../../src/desk/policy.ts';
import type { Person } from '../../src/desk/ticket.ts';
import type { BouncedRecipient, Mail } from '../../src/mail/mail.ts';
import type { Composer } from '../../src/outbox/compose.ts';
import { textsOf } from '../../src/store/outgoing-texts.ts';
import { rulesIn } from '../desk/rules/written.ts';
import { mailFrom, policy } from '../scene.ts';
import { composerFor, PureDesk } from './pure-desk.ts';

const HISTORIES = Number(process.env.HISTORIES ?? 150);
const SEED = Number(process.env.SEED ?? Date.now() % 2 ** 31);

/** Stands in every word that must not leave. */
const CANARY = 'qzx';
const HOUSE = ['staff.example', 'login-of-', hostname()].filter(word => word.length > 3);

const operators: Operator[] = ['Bob', 'Eve', 'Shy'].map((name, i) => ({
  login: `login-of-${i}`,
  name,
  address: `${name.toLowerCase()}@staff.example`,
  active: true,
  notices: true,
  role: i === 0 ? 'admin' : 'operator',
  hidden: name === 'Shy',
  ...(i === 1 ? { signature: '**Eve**, second floor' } : {}),
}));

/** A note with every mail, and what sorts it. */
const RULES = rulesIn(`
[[rule]]
name = "${CANARY}rule"
then = { note = "${CANARY}said of all ${CANARY}mails that come in ${CANARY}today", tags = ["${CANARY}tag"], category = "fault" }
`);

const POLICIES: readonly Policy[] = (['none', 'last', 'all'] as const).flatMap(quote =>
  [true, false].map(html => ({
    ...policy,
    operators,
    storms: { ...policy.storms, perAddress: 10_000, perAddressDaily: 10_000, perHour: 100_000, sameMails: 0 },
    queues: [
      ...policy.queues,
      {
        name: 'legal',
        address: 'legal@desk.example',
        aliases: [],
        fromName: 'Example Legal',
        separator: '+',
        hidden: true,
        language: 'nl',
      },
    ],
    rules: quote === 'last' ? RULES : [],
    groups: [{ name: 'first', members: operators.map(({ login }) => login), queues: [], mail: true }],
    dictionary: {
      ...policy.dictionary,
      statuses: [...policy.dictionary.statuses, { name: 'parked', means: 'waiting' }],
    },
    letters: { ...policy.letters, status: true, owner: true, quote, html },
  })),
);

const REQUESTS = [
  'Good morning,\n\nmy printer prints blue pages and I do not know what to do about it.\n\nAnn',
  'Guten Tag,\n\nmein Drucker druckt nur noch blaue Seiten, und ich weiß nicht, was ich tun soll.',
  'Goedemorgen,\n\nmijn printer drukt alleen nog blauwe pagina’s af en ik weet niet wat ik moet doen.',
  'Здравствуйте,\n\nмой принтер печатает только синие страницы, и я не знаю, что мне делать.',
  'プリンターが青いページしか印刷しません。どうすればいいですか。',
  '<b>bold</b> &amp; {{ words }} **stars** [link](https://example.org/x) # not a heading\n\n> quoted\n\n```\ncode\n```',
];
const ANSWERS = [
  'Please try *again*.',
  'We look into it:\n\n- first\n- second',
  'Готово.',
  'Es ist erledigt.\n\n> was it?',
  'x'.repeat(300),
];

const WHO: readonly Person[] = [
  { id: 0, name: 'Ann Author', addresses: ['ann@example.org'] },
  { id: 0, name: 'Дмитрий', addresses: ['dm@example.net'] },
  { id: 0, name: '', addresses: ['carl@example.com'] },
];

const steps = fc.array(
  fc.record({
    what: fc.constantFrom(
      ...(['request', 'request', 'follow-up', 'follow-up', 'copy', 'forward', 'bounce', 'delayed', 'failed'] as const),
      ...(['reply', 'reply', 'reply-close', 'ask', 'note', 'note', 'note-change', 'hidden-change', 'change'] as const),
      ...(['take', 'assign', 'close', 'reopen', 'merge', 'split', 'move', 'link', 'join', 'spam', 'new'] as const),
      ...(['answer-notice', 'answer-notice', 'digest', 'language'] as const),
    ),
    nth: fc.nat({ max: 3 }),
    who: fc.nat({ max: WHO.length - 1 }),
    by: fc.nat({ max: operators.length - 1 }),
    words: fc.nat({ max: 20 }),
  }),
  { minLength: 6, maxLength: 30 },
);
const BEGIN = { what: 'request', nth: 0, who: 0, by: 0, words: 0 } as const;
type Step = typeof steps extends fc.Arbitrary<readonly (infer One)[]> ? One : never;

interface Counts {
  letters: number;
  notes: number;
  toStaff: number;
  alarms: number;
}

/** A step of a history; canaries get a number, so that one that is found names its note. */
function play(desk: PureDesk, { what, nth, who, by, words }: Step, n: number): Decision | undefined {
  const operator = operators[by]!;
  const person = WHO[who]!;
  const numbers = [...desk.tickets.keys()];
  const ticket = numbers.length === 0 ? 1 : numbers[nth % numbers.length]!;
  const other = numbers.length === 0 ? 2 : numbers[(nth + 1) % numbers.length]!;
  const secret = `He is ${CANARY}${n}x and owes us *money* since ${CANARY}march, says the lawyer ${CANARY}smith of ${CANARY}town`;
  const text = `${ANSWERS[words % ANSWERS.length]!} (${n})`;
  const mail = (over: Partial<Mail>): Mail => {
    const own = REQUESTS[words % REQUESTS.length]!;
    return mailFrom(
      { name: person.name, address: person.addresses[0]! },
      {
        messageId: `m${n}@example.org`,
        subject: `matter ${n}`,
        text: own,
        newWords: own,
        to: [{ name: '', address: desk.policy.queues[words % desk.policy.queues.length]!.address }],
        trust: { verdict: 'pass', because: 'proven' },
        contentKey: `c${n}`,
        ...over,
      },
    );
  };
  const claimed = (to: Person | undefined) =>
    ({ ticket, ...(to ? { person: to.id } : {}), carrier: 'recipient', verdict: 'valid', where: 'To' }) as const;
  const messages = desk.tickets.get(ticket)?.messages ?? [];
  const message = messages[words % Math.max(1, messages.length)]?.id ?? 1;
  const changes: Changes = [
    { status: 'parked', tag: [`${CANARY}tag`] },
    { owner: operators[(by + 1) % 3]!.login, category: 'fault' },
    { queue: desk.policy.queues[words % 3]!.name, criticality: 'high' },
    { helpers: [operators[0]!.login], watchers: [operators[1]!.login] },
    { status: 'solved', owner: null },
  ][words % 5]!;
  switch (what) {
    case 'request':
      return desk.receive(mail({ attachments: [] }));
    case 'follow-up':
      return desk.receive(mail({ replyTo: [{ name: `${CANARY}remark`, address: `${CANARY}@elsewhere.example` }] }), {
        claims: [claimed(desk.ticket(ticket)?.requester)],
      });
    case 'copy':
      return desk.receive(mail({ cc: WHO.map(({ name, addresses }) => ({ name, address: addresses[0]! })) }));
    case 'forward': {
      const { address, name } = operator;
      const forwarded: Mail['forwarded'] = {
        how: 'inline',
        from: { name: person.name, address: person.addresses[0]! },
        subject: 'forwarded',
        text: 'It is broken.',
        comment: secret,
      };
      return desk.receive(mail({ from: [{ name, address }], forwarded }));
    }
    case 'bounce':
    case 'delayed':
    case 'failed': {
      const letter = desk.letters.findLast(one => one.audience === 'requester' && one.ticket !== null);
      if (!letter || letter.ticket === null) return undefined;
      const to = letter.to.addresses[0]!;
      const known = { id: 1, audience: 'requester', to } as const;
      const about = desk.ticket(letter.ticket)!;
      if (what === 'failed')
        return desk.pass({ kind: 'letterFailed', letter: known, ticket: about, reason: `450 ${CANARY}host` });
      const recipient: BouncedRecipient = {
        address: to,
        action: what === 'bounce' ? 'failed' : 'delayed',
        status: '4.2.2',
        reason: `${CANARY}host is full`,
        permanent: false,
      };
      const bounce = { recipients: [recipient] } satisfies Mail['bounce'];
      const bouncedLetter = { ...known, ticket: about.number, person: letter.to.id, by: 'id' } as const;
      return desk.receive(mail({ kind: 'bounce', bounce, from: [{ name: '', address: 'daemon@example.org' }] }), {
        bouncedLetter,
      });
    }
    case 'reply':
      return desk.operate({ do: 'reply', ticket, text: operator.hidden ? secret : text, close: false }, operator);
    case 'reply-close':
      return isHidden(desk, ticket, operator)
        ? desk.operate({ do: 'reply', ticket, text: secret, close: true }, operator)
        : desk.operate({ do: 'reply', ticket, text, close: true }, operator);
    case 'ask':
      return desk.operate({ do: 'reply', ticket, text, close: false, ask: true, public: true }, operator);
    case 'note':
      return desk.operate({ do: 'note', ticket, text: secret }, operator);
    case 'note-change':
      return desk.operate({ do: 'note', ticket, text: secret, changes }, operator);
    case 'hidden-change':
      return desk.operate({ do: 'change', ticket, changes, hidden: true }, operator);
    case 'change':
      return desk.operate({ do: 'change', ticket, changes, hidden: false }, operator);
    case 'take':
    case 'close':
    case 'reopen':
    case 'spam':
      return desk.operate({ do: what, ticket }, operator);
    case 'assign':
      return desk.operate({ do: 'assign', ticket, to: operators[words % 3]!.login }, operator);
    case 'merge':
      return desk.operate({ do: 'merge', ticket, into: other, together: true }, operator);
    case 'split':
      return desk.operate({ do: 'split', ticket, message }, operator);
    case 'move':
      return desk.operate({ do: 'move', ticket, message, to: other }, operator);
    case 'link':
      return desk.operate({ do: 'link', ticket, to: other }, operator);
    case 'join':
      return desk.operate({ do: 'join', ticket, person: { name: '', address: 'paula@example.com' } }, operator);
    case 'new': {
      const requester = { name: person.name, address: person.addresses[0]! };
      return desk.operate(
        { do: 'new', requester, subject: 'called', text: REQUESTS[0]!, confirm: true, changes },
        operator,
      );
    }
    case 'answer-notice': {
      const notice = desk.letters.findLast(one => one.audience === 'staff' && one.ticket !== null);
      if (!notice || notice.ticket === null) return undefined;
      const own = operators.find(({ address }) => address === notice.to.addresses[0])!;
      const secretly =
        ['note', 'changed'].includes(notice.template) || own.hidden || isHidden(desk, notice.ticket, own);
      const said = secretly ? secret : text;
      const answered = words % 4 === 3 ? {} : { answered: { template: notice.template, audience: 'staff' } as const };
      const claims = [{ ...claimed(notice.to), ticket: notice.ticket }];
      const words_ = 'answered' in answered ? `${said}\n\n${own.name}, ${own.address}` : secret;
      return desk.receive(mail({ from: [{ name: own.name, address: own.address }], text: words_, newWords: words_ }), {
        claims,
        ...answered,
      });
    }
    case 'digest':
      return desk.pass({
        kind: 'digest',
        held: 1,
        quarantined: 0,
        spam: 1,
        latest: [{ mail: 1, sender: 'x@example.org', subject: `${CANARY}spam` }],
      });
    case 'language': {
      const known = desk.personAt(person.addresses[0]!);
      if (known) desk.people.set(known.id, { ...known, language: ['de', 'ru', 'nl', 'en', 'fr'][words % 5]! });
      return undefined;
    }
  }
}

function isHidden(desk: PureDesk, number: number, operator: Operator): boolean {
  const queue = desk.ticket(number)?.queue;
  return operator.hidden || desk.policy.queues.some(({ name, hidden }) => name === queue && hidden);
}

async function search(desk: PureDesk, composer: Composer, letter: Letter, counts: Counts): Promise<void> {
  const house = new Set([...desk.staff.values()].map(({ id }) => id));
  if (letter.audience === 'staff') {
    counts.toStaff++;
    if (!house.has(letter.to.id)) throw new Error(`a notice (${letter.template}) to somebody who is not staff`);
    return;
  }
  counts.letters++;
  const { bytes, envelopeFrom, envelopeTo, subject } = await composer.compose(letter, Date.UTC(2026, 10, 23));
  const raw = bytes.toString('latin1').replace(/=\r\n/g, '');
  const texts = textsOf(bytes);
  const read = [raw, ...texts, envelopeFrom, envelopeTo, subject].join('\n').toLowerCase();
  for (const word of [CANARY, ...HOUSE])
    if (read.includes(word.toLowerCase())) throw new Error(`a letter (${letter.template}) holds ${word}:\n${read}`);
  const ours = /^X-(?!Auto-Response-Suppress: All\r).*$/im.exec(raw.slice(0, raw.indexOf('\r\n\r\n')));
  if (ours) throw new Error(`a letter has the header ${ours[0]}`);
  const notes = [...desk.tickets.values()].flatMap(({ messages }) => messages.filter(({ kind }) => kind === 'note'));
  const typed = 'words' in letter ? letter.words : '';
  const found = inCommon(
    notes.map(note => note.text),
    { texts, typed },
  );
  const said = [...desk.tickets.values()].flatMap(({ messages }) => messages.filter(({ kind }) => kind !== 'note'));
  if (
    firstSecret(
      found,
      said.map(one => one.text),
    )
  )
    counts.alarms++;
}

describe('random histories', () => {
  it(`${HISTORIES} of them: nothing of a note or of the house in any byte to a requester, seed ${SEED}`, async function () {
    this.timeout(3_600_000);
    const composers = new Map(POLICIES.map(one => [one, composerFor(one)]));
    const counts: Counts = { letters: 0, notes: 0, toStaff: 0, alarms: 0 };
    const templates = new Set<string>();
    const done = new Set<string>();
    let n = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...POLICIES), steps, async (own, history) => {
        const desk = new PureDesk(own);
        for (const step of [BEGIN, ...history]) {
          const decision = play(desk, step, ++n);
          if (!decision) continue;
          done.add(step.what);
          const sent = decision.actions.flatMap(action => (action.do === 'send' ? [action.letter] : []));
          const toRequester = sent.filter(({ audience }) => audience === 'requester');
          const isNoted = decision.actions.some(action => action.do === 'addNote');
          // a rule may add a note to a mail that is confirmed; whoever writes one by hand tells nobody outside
          const isByHand = decision.actions.every(action => action.do !== 'fileMail');
          const isSecret = step.what === 'hidden-change' || (isNoted && isByHand);
          if (isSecret && toRequester.length > 0) throw new Error(`${step.what} tells the requester something`);
          counts.notes += decision.actions.filter(action => action.do === 'addNote').length;
        }
        for (const letter of desk.letters) {
          templates.add(letter.template);
          await search(desk, composers.get(own)!, letter, counts);
        }
      }),
      { numRuns: HISTORIES, seed: SEED, endOnFailure: true },
    );
    if (process.env.HISTORIES !== undefined) console.log(counts, [...templates].sort().join(' '));
    expect(counts.alarms, 'false alarms of the last scan').to.equal(0);
    expect(counts.letters).to.be.greaterThan(HISTORIES);
    expect(counts.notes).to.be.greaterThan(HISTORIES);
    if (HISTORIES < 100) return;
    for (const template of ['confirmation', 'answer', 'closing', 'need-info', 'status', 'owner'])
      expect([...templates], 'the histories test something').to.include(template);
    expect(done.size).to.be.greaterThan(25);
  });
});
