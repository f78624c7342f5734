/** Who hears of what: every event with every relation, by the table and by what really is written. */
import { expect } from 'chai';
import { AUDIENCE, audienceOf, OCCURRENCES, type Occurrence, RELATIONS, whoHears } from '../../src/desk/audience.ts';
import type { Command } from '../../src/desk/command.ts';
import type { Decision } from '../../src/desk/decision.ts';
import { explainAudience } from '../../src/desk/explain-audience.ts';
import type { Letter } from '../../src/desk/letter.ts';
import { operate } from '../../src/desk/operate.ts';
import type { Group, Operator, Policy } from '../../src/desk/policy.ts';
import { receive } from '../../src/desk/receive.ts';
import type { MailSituation } from '../../src/desk/situation.ts';
import { tick } from '../../src/desk/tick.ts';
import type { Person, Ticket } from '../../src/desk/ticket.ts';
import { makeToken } from '../../src/mail/reply-token.ts';
import { addressOf, ann, KEY, mailFrom, policy, situation, ticket } from '../scene.ts';

/** One operator for each relation, one who is nothing to the ticket, and one who does it all. */
const LOGINS = ['owner', 'before', 'helper', 'watcher', 'member', 'other', 'doer'] as const;
type Login = (typeof LOGINS)[number];
const operators: Operator[] = LOGINS.map(login => ({
  login,
  name: login,
  address: `${login}@staff.example`,
  active: true,
  notices: true,
  role: 'operator',
  hidden: false,
}));
const staff = new Map<string, Person>(
  LOGINS.map((login, i) => [login, { id: i + 1, name: login, addresses: [`${login}@staff.example`] }]),
);
const first: Group = { name: 'first', members: ['member'], queues: [], mail: true };
const crew: Policy = { ...policy, operators, groups: [first], letters: { ...policy.letters } };
const seven: Ticket = { ...ticket, owner: 'owner', group: 'first', helpers: ['helper'], watchers: ['watcher'] };

function at(over: Partial<MailSituation> = {}): MailSituation {
  return { ...situation(), policy: crew, staff, ...over };
}

function told(occurrence: Occurrence, over: Partial<Ticket> = {}, here = at(), doer?: string): string[] {
  return audienceOf(occurrence, { ...seven, ...over }, here, { doer, before: 'before' }).told.map(({ login }) => login);
}

/** Who hears it according to the words of the table, for a ticket as above. */
const HEARS: Readonly<Record<string, Login>> = {
  owner: 'owner',
  'previous owner': 'before',
  helper: 'helper',
  watcher: 'watcher',
  group: 'member',
};

describe('who hears of what', () => {
  it('has a word for every event and every relation', () => {
    for (const row of Object.values(AUDIENCE)) expect(row.length).to.equal(RELATIONS.length + 2);
  });

  for (const occurrence of OCCURRENCES)
    for (const [column, relation] of RELATIONS.entries())
      it(`${occurrence}: ${relation} as the table says`, () => {
        const word = AUDIENCE[occurrence][column] as string;
        const owned = told(occurrence);
        const unowned = told(occurrence, { owner: null });
        const nobodys = told(occurrence, { owner: null, group: null });
        if (relation === 'everybody') {
          expect(owned).to.not.include('other');
          expect(unowned).to.not.include('other');
          expect(nobodys.includes('other')).to.equal(word === 'nobody’s');
          return;
        }
        const login = HEARS[relation]!;
        expect(owned.includes(login), 'owned').to.equal(word === 'yes');
        const alone = relation === 'owner' ? owned : unowned;
        expect(alone.includes(login), 'unowned').to.equal(word === 'yes' || word === 'unowned');
      });

  it('tells nobody twice, in whatever relations they are', () => {
    const all = { owner: 'owner', helpers: ['owner', 'helper'], watchers: ['owner', 'helper'] };
    for (const occurrence of OCCURRENCES) {
      const here = at({ policy: { ...crew, groups: [{ ...first, members: ['owner', 'helper', 'member'] }] } });
      const heard = told(occurrence, all, here);
      expect(heard).to.deep.equal([...new Set(heard)]);
    }
  });

  it('tells whoever did it nothing', () => {
    for (const occurrence of OCCURRENCES)
      for (const login of LOGINS) expect(told(occurrence, {}, at(), login)).to.not.include(login);
  });

  it('tells nobody who wants no notices, has left, or has no address', () => {
    const without = (change: Partial<Operator>) =>
      at({ policy: { ...crew, operators: operators.map(one => ({ ...one, ...change })) } });
    const silent = new Map([...staff].map(([login, person]) => [login, { ...person, silent: person.addresses }]));
    for (const occurrence of OCCURRENCES) {
      expect(told(occurrence, {}, without({ notices: false }))).to.deep.equal([]);
      expect(told(occurrence, {}, without({ active: false }))).to.deep.equal([]);
      expect(told(occurrence, {}, at({ staff: silent }))).to.deep.equal([]);
    }
  });

  it('tells a group that may see and gets no mail nothing, neither as a group nor as everybody', () => {
    const groups = [{ ...first, members: ['member', 'other'], mail: false }];
    const here = at({ policy: { ...crew, groups } });
    for (const occurrence of OCCURRENCES)
      for (const over of [{}, { owner: null }, { owner: null, group: null }]) {
        const heard = told(occurrence, over, here);
        expect(heard).to.not.include('member');
        expect(heard).to.not.include('other');
      }
    expect(told('request', { owner: 'other' }, here), 'but what is theirs is theirs').to.include('other');
  });

  it('tells the groups of the owner, when no group is responsible', () => {
    const groups = [{ ...first, members: ['owner', 'other'] }];
    expect(told('change', { group: null }, at({ policy: { ...crew, groups } }))).to.include('other');
  });

  it('tells only who may see the queue', () => {
    const groups: Group[] = [
      { name: 'billing', members: ['owner', 'helper', 'other'], queues: ['billing'], mail: true },
    ];
    const here = at({ policy: { ...crew, groups } });
    for (const occurrence of OCCURRENCES) {
      const heard = told(occurrence, { group: null }, here);
      for (const login of ['owner', 'helper', 'other']) expect(heard, occurrence).to.not.include(login);
    }
    expect(told('request', { group: null }, here), 'an owner who cannot see it is none').to.include('doer');
    expect(told('request', { group: null, queue: 'billing' }, here)).to.include('owner');
  });

  describe('while somebody is away', () => {
    const away = (deputy: string | null) => at({ absent: new Map([['owner', { until: null, deputy }]]) });
    it('tells the deputy instead, who may be away too', () => {
      expect(told('request', {}, away('other')))
        .to.include('other')
        .and.not.include('owner');
      const both = at({
        absent: new Map([
          ['owner', { until: null, deputy: 'other' }],
          ['other', { until: null, deputy: 'doer' }],
        ]),
      });
      expect(told('request', {}, both))
        .to.include('doer')
        .and.not.include('other');
    });

    it('tells the group, else everybody, when there is no deputy: no mail of a requester is heard by nobody', () => {
      expect(told('request', {}, away(null)))
        .to.include('member')
        .and.not.include('owner');
      expect(told('request', { group: null }, away(null)))
        .to.include('other')
        .and.not.include('owner');
      const round = at({
        absent: new Map([
          ['owner', { until: null, deputy: 'other' }],
          ['other', { until: null, deputy: 'owner' }],
        ]),
      });
      expect(told('request', { group: null }, round))
        .to.include('doer')
        .and.not.include('owner');
    });

    it('warns who gives them work', () => {
      const done = carry({ do: 'assign', ticket: 7, to: 'owner' }, { owner: null }, away('other'));
      expect(done.because).to.include('owner is away, other hears instead');
      expect(lettersTo(done, 'other').map(({ template }) => template)).to.deep.equal(['assigned']);
      expect(carry({ do: 'take', ticket: 7 }, {}, at()).because.join()).to.not.include('away');
    });
  });

  it('explains itself: everybody who is named is told, or there is a reason why not', () => {
    const here = at({ absent: new Map([['helper', { until: null, deputy: 'other' }]]) });
    const rows = explainAudience(seven, here);
    expect(rows.map(row => row.occurrence)).to.deep.equal(OCCURRENCES);
    const request = rows.find(row => row.occurrence === 'request')!;
    expect(request.told.map(({ login, as, instead }) => [login, as, instead])).to.deep.equal([
      ['owner', 'owner', undefined],
      ['other', 'helper', 'helper'],
      ['watcher', 'watcher', undefined],
    ]);
    expect(request.not).to.deep.include({ login: 'member', as: 'group', why: 'owner owns it' });
    const answer = rows.find(row => row.occurrence === 'answer')!;
    expect(answer.requester).to.deep.equal({ to: ['ann@example.org'], why: '' });
    const status = rows.find(row => row.occurrence === 'status')!;
    expect(status.requester).to.deep.equal({ to: [], why: 'letters.status is false' });
  });
});

function carry(command: Command, over: Partial<Ticket>, here: MailSituation): Decision {
  const doer = operators.find(({ login }) => login === 'doer')!;
  const decision = operate(command, doer, { ...here, ticket: { ...seven, ...over } });
  if ('refused' in decision) throw new Error(decision.refused);
  return decision;
}

function letters({ actions }: Decision): Letter[] {
  return actions.flatMap(action => (action.do === 'send' ? [action.letter] : []));
}

function lettersTo(decision: Decision, login: string): Letter[] {
  return letters(decision).filter(({ to }) => to.addresses[0] === `${login}@staff.example`);
}

/** What brings each event about. */
const EVENTS: Readonly<Record<Occurrence, (here: MailSituation, of: Ticket) => Decision>> = {
  'new ticket': here => receive(mailFrom(addressOf(ann)), here),
  request: (here, of) => {
    const token = makeToken({ ticket: 7, person: ann.id }, KEY);
    const claim = {
      ticket: 7,
      person: ann.id,
      carrier: 'recipient',
      verdict: 'valid',
      where: `support+${token}@desk.example`,
    } as const;
    const known = { claims: [claim], tickets: new Map([[7, of]]), people: new Map([[ann.id, ann]]), sender: ann };
    return receive(mailFrom(addressOf(ann)), { ...here, ...known } as MailSituation);
  },
  'not delivered': (here, of) =>
    tick(
      {
        kind: 'letterFailed',
        letter: { id: 3, audience: 'requester', to: 'ann@example.org' },
        ticket: of,
        reason: '550 5.1.1',
      },
      here,
    ),
  answer: (here, of) => carry({ do: 'reply', ticket: 7, text: 'yes', close: false }, of, here),
  note: (here, of) => carry({ do: 'note', ticket: 7, text: 'psst' }, of, here),
  status: (here, of) => carry({ do: 'change', ticket: 7, changes: { status: 'open' }, hidden: false }, of, here),
  closing: (here, of) => carry({ do: 'close', ticket: 7 }, of, here),
  owner: (here, of) => carry({ do: 'assign', ticket: 7, to: 'owner' }, { ...of, owner: 'before' }, here),
  change: (here, of) => carry({ do: 'change', ticket: 7, changes: { category: 'fault' }, hidden: false }, of, here),
};

describe('what is written when it happens', () => {
  for (const occurrence of OCCURRENCES)
    for (const [name, over] of Object.entries({
      owned: {},
      unowned: { owner: null },
      'nobody’s': { owner: null, group: null },
    }))
      it(`${occurrence} of a ticket that is ${name}: a letter each to those the table names, and to no other`, () => {
        const of = { ...seven, ...over };
        const decision = EVENTS[occurrence](at(), of);
        const heard = letters(decision)
          .filter(({ audience }) => audience === 'staff')
          .map(({ to }) => to.name);
        const by = ['new ticket', 'request', 'not delivered'].includes(occurrence) ? undefined : 'doer';
        // a new ticket is nobody's; who becomes the owner owns it
        const after =
          occurrence === 'new ticket'
            ? { ...of, owner: null, group: null, helpers: [], watchers: [] }
            : occurrence === 'owner'
              ? { ...of, owner: 'owner' }
              : of.owner === null && occurrence === 'answer'
                ? { ...of, owner: 'doer' }
                : of;
        const before = occurrence === 'owner' ? 'before' : null;
        const expected = audienceOf(occurrence, after, at(), { doer: by, before }).told.map(({ login }) => login);
        if (occurrence === 'answer' && of.owner === null)
          // that doer owns it now is told too
          expected.push(...whoHears('owner', after, at(), { doer: by }).map(({ name: login }) => login));
        expect(heard.sort()).to.deep.equal([...new Set(expected)].sort());
        expect(heard).to.deep.equal([...new Set(heard)]);
        const outside = letters(decision).filter(({ audience }) => audience === 'requester');
        const word = AUDIENCE[occurrence][6] as string;
        expect(outside.length).to.equal(word === 'letter' || word.startsWith('confirmation') ? 1 : 0);
      });

  it('the new owner hears that it is theirs, also when a note comes with it', () => {
    const note: Command = { do: 'note', ticket: 7, text: 'psst', changes: { owner: 'other' } };
    const done = carry(note, {}, at());
    expect(lettersTo(done, 'other').map(({ template }) => template)).to.deep.equal(['assigned']);
    expect(lettersTo(done, 'helper').map(({ template }) => template)).to.deep.equal(['note']);
    expect(lettersTo(done, 'owner').map(({ template }) => template)).to.deep.equal(['changed']);
  });

  it('an answer is told with its words, a change with what was and is', () => {
    const answer = lettersTo(carry({ do: 'reply', ticket: 7, text: 'yes', close: false }, {}, at()), 'owner')[0];
    expect(answer).to.include({ template: 'answered', words: 'yes', by: 'doer' });
    const change = { category: 'fault', watchers: ['other'] };
    const changed = carry({ do: 'change', ticket: 7, changes: change, hidden: true }, { category: 'other' }, at());
    expect(lettersTo(changed, 'other')[0]).to.deep.include({
      template: 'changed',
      by: 'doer',
      changes: [
        { what: 'category', from: 'other', to: 'fault' },
        { what: 'watcher', from: '', to: 'other' },
      ],
    });
  });
});
