import { expect } from 'chai';
import { receive } from '../../src/desk/receive.ts';
import type { MailSituation } from '../../src/desk/situation.ts';
import type { Person, Ticket } from '../../src/desk/ticket.ts';
import type { Claim } from '../../src/mail/claims.ts';
import type { Mail, Trust } from '../../src/mail/mail.ts';
import { addressOf, ann, bob, MONDAY, mailFrom, mallory, policy, situation, ticket } from '../scene.ts';

const carl: Person = { id: 21, name: 'Carl', addresses: ['carl@example.org'] };
const dora: Person = { id: 22, name: 'Dora', addresses: ['dora@example.org'] };
const shared: Ticket = { ...ticket, participants: [carl] };

const trust = (verdict: Trust['verdict']): Trust => ({ verdict, because: `dmarc=${verdict}` });
const token = (of: Person, over: Partial<Claim> = {}): Claim => ({
  carrier: 'recipient',
  where: 'To',
  verdict: 'valid',
  ticket: 7,
  person: of.id,
  ...over,
});
const KNOWN: Claim = { carrier: 'known', where: 'In-Reply-To', verdict: 'unsigned', ticket: 7 };
const NUMBER: Claim = { carrier: 'number', where: 'Subject', verdict: 'unsigned', ticket: 7 };

function at(over: Partial<MailSituation>): MailSituation {
  const people = new Map([ann, carl, dora, bob, mallory].map(one => [one.id, one]));
  return situation({ tickets: new Map([[7, shared]]), people, ...over });
}

/** What becomes of it: `append`, `held`, `new` (with or without a relation), `ignored`. */
function outcome(mail: Mail, where: MailSituation): string {
  const { actions } = receive(mail, where);
  if (actions.some(({ do: verb }) => verb === 'openTicket')) return 'new';
  if (actions.some(({ do: verb }) => verb === 'addMessage')) return 'append';
  return actions.find(action => action.do === 'fileMail')?.as ?? '?';
}

const by = (sender: Person, verdict: Trust['verdict'], over: Partial<Mail> = {}) =>
  mailFrom(addressOf(sender), { trust: trust(verdict), ...over });

describe('who may write to a ticket', () => {
  const EVERY = ['pass', 'fail', 'none', 'unknown'] as const;
  interface Row {
    readonly who: string;
    readonly sender: Person;
    readonly claim: Claim;
    readonly policy?: Partial<typeof policy>;
    readonly colleague?: boolean;
    /** In the order of EVERY. */
    readonly comes: readonly string[];
  }
  const ROWS: readonly Row[] = [
    {
      who: 'the one the token was made for',
      sender: ann,
      claim: token(ann),
      comes: ['append', 'append', 'append', 'append'],
    },
    {
      who: 'a participant with a token of their own',
      sender: carl,
      claim: token(carl),
      comes: ['append', 'append', 'append', 'append'],
    },
    {
      who: 'a participant with another’s token',
      sender: carl,
      claim: token(ann),
      comes: ['append', 'held', 'append', 'append'],
    },
    {
      who: 'the same, where that is held',
      sender: carl,
      claim: token(ann),
      policy: { otherParticipants: 'hold' },
      comes: ['held', 'held', 'held', 'held'],
    },
    {
      who: 'a colleague with the requester’s token',
      sender: dora,
      claim: token(ann),
      colleague: true,
      comes: ['held', 'held', 'held', 'held'],
    },
    {
      who: 'the same, where colleagues may',
      sender: dora,
      claim: token(ann),
      colleague: true,
      policy: { sameOrganisation: 'append' },
      comes: ['append', 'held', 'held', 'held'],
    },
    {
      who: 'a stranger with the requester’s token',
      sender: mallory,
      claim: token(ann),
      comes: ['held', 'held', 'held', 'held'],
    },
    {
      who: 'the requester who answers a known mail',
      sender: ann,
      claim: KNOWN,
      comes: ['append', 'held', 'append', 'append'],
    },
    {
      who: 'a participant who answers a known mail',
      sender: carl,
      claim: KNOWN,
      comes: ['append', 'held', 'append', 'append'],
    },
    { who: 'a stranger who answers a known mail', sender: mallory, claim: KNOWN, comes: ['new', 'new', 'new', 'new'] },
    { who: 'the requester with a number', sender: ann, claim: NUMBER, comes: ['append', 'held', 'held', 'held'] },
    { who: 'a stranger with a number', sender: mallory, claim: NUMBER, comes: ['held', 'held', 'held', 'held'] },
    { who: 'who was a participant once', sender: dora, claim: token(dora), comes: ['held', 'held', 'held', 'held'] },
    {
      who: 'anybody with a revoked token',
      sender: ann,
      claim: token(ann, { verdict: 'revoked' }),
      comes: ['new', 'new', 'new', 'new'],
    },
  ];
  for (const row of ROWS)
    it(row.who, () => {
      const comes = EVERY.map(verdict =>
        outcome(
          by(row.sender, verdict),
          at({
            sender: row.sender,
            claims: [row.claim],
            policy: { ...policy, ...row.policy },
            colleagues: new Set(row.colleague ? [ann.id] : []),
          }),
        ),
      );
      expect(comes).to.deep.equal(row.comes);
    });

  it('is asked of the ticket that took the named one in', () => {
    const survivor: Ticket = { ...shared, number: 9 };
    const decision = receive(
      by(ann, 'none'),
      at({ sender: ann, claims: [token(ann)], tickets: new Map([[7, survivor]]) }),
    );
    expect(decision.actions.find(action => action.do === 'addMessage')).to.include({ ticket: 9 });
    expect(decision.because).to.include('ticket 7 was merged into 9');
  });

  it('sees no contradiction between two tickets that were merged', () => {
    const survivor: Ticket = { ...shared, number: 9 };
    const claims = [token(ann), token(ann, { carrier: 'in-reply-to', where: 'In-Reply-To', ticket: 9 })];
    expect(
      outcome(
        by(ann, 'none'),
        at({
          sender: ann,
          claims,
          tickets: new Map([
            [7, survivor],
            [9, survivor],
          ]),
        }),
      ),
    ).to.equal('append');
  });
});

describe('mail to a closed ticket', () => {
  const closed = (days: number): Ticket => ({ ...shared, status: 'closed', closedAt: MONDAY - days * 86_400_000 });
  const reply = (days: number, over: Partial<Mail> = {}, reopenWithin = policy.reopenWithin) =>
    receive(
      by(ann, 'none', over),
      at({
        sender: ann,
        claims: [token(ann)],
        tickets: new Map([[7, closed(days)]]),
        policy: { ...policy, reopenWithin },
      }),
    );

  it('reopens it within policy.reopen_within', () => {
    expect(reply(29).actions.find(a => a.do === 'setStatus')).to.include({ ticket: 7, from: 'closed', to: 'open' });
    expect(reply(4000, {}, 0).actions.find(a => a.do === 'setStatus')).to.include({
      ticket: 7,
      from: 'closed',
      to: 'open',
    });
  });

  it('opens a linked ticket after that, with a subject that names no old one', () => {
    const { actions, because } = reply(31, { subject: `Re: Printer [#7-11-a${'b'.repeat(26)}] again` });
    expect(actions.find(action => action.do === 'openTicket')).to.include({ ticket: 42, subject: 'Printer again' });
    expect(actions).to.deep.include({ do: 'relate', ticket: 42, to: 7 });
    expect(because.join()).to.include('ticket 7 was closed 31 days ago');
    expect(actions.some(action => action.do === 'setStatus')).to.equal(false);
  });

  it('attaches what a machine wrote, however old the ticket is', () => {
    const { actions } = reply(400, { kind: 'auto-reply', kindBecause: 'Auto-Submitted: auto-replied' });
    expect(actions.map(action => action.do)).to.deep.equal(['addMessage', 'fileMail']);
  });
});

describe('thanks', () => {
  const said = (newWords: string, status: Ticket['status'], over: Partial<Mail> = {}) =>
    receive(
      by(ann, 'none', { newWords, ...over }),
      at({
        sender: ann,
        claims: [token(ann)],
        tickets: new Map([[7, { ...shared, status, closedAt: status === 'closed' ? 0 : null }]]),
      }),
    ).actions.map(action => action.do);

  it('are attached: nothing is reopened, nobody told, however long ago the ticket was closed', () => {
    for (const words of ['Thanks, solved!', 'Vielen Dank, funktioniert.', 'Bedankt!', 'Спасибо большое!', '👍'])
      expect(said(words, 'closed'), words).to.deep.equal(['addMessage', 'fileMail']);
  });

  it('reach whoever waits for them, and the ticket goes on waiting', () => {
    expect(said('Thanks, solved!', 'waiting')).to.deep.equal(['addMessage', 'send', 'fileMail']);
  });

  it('with a but, a question or a file are a message like any other', () => {
    expect(said('Thanks, but it beeps again.', 'waiting')).to.deep.equal([
      'addMessage',
      'setStatus',
      'send',
      'fileMail',
    ]);
    expect(said('Thanks! And the other printer?', 'waiting')).to.include('setStatus');
    const file = { name: 'a.png', type: 'image/png', size: 1, sha256: 'aa', inline: false };
    expect(said('Thanks!', 'waiting', { attachments: [file] })).to.include('setStatus');
    expect(said('Thanks!', 'open')).to.include('send');
  });
});

describe('an operator’s answer to a notice', () => {
  const notice = { template: 'new-message', audience: 'staff' } as const;
  const answer = (over: Partial<Mail> = {}, where: Partial<MailSituation> = {}) =>
    receive(by(bob, 'pass', over), at({ sender: bob, claims: [token(bob)], answered: notice, ...where }));
  const toRequesters = ({ actions }: ReturnType<typeof receive>) =>
    actions.flatMap(action => (action.do === 'send' && action.letter.audience === 'requester' ? [action.letter] : []));

  it('is mailed to the requester and the participants', () => {
    const decision = answer();
    expect(toRequesters(decision).map(letter => letter.to.id)).to.deep.equal([ann.id, carl.id]);
    expect(decision.actions[0]).to.include({ do: 'addMessage', kind: 'answer' });
    expect(decision.because.join()).to.include('the sender is proven: dmarc=pass');
  });

  it('is a note when it answers a note, or nobody knows what', () => {
    for (const answered of [{ template: 'note', audience: 'staff' } as const, undefined]) {
      const { answered: _, ...bare } = at({ sender: bob, claims: [token(bob)] });
      const decision = receive(by(bob, 'pass'), answered ? { ...bare, answered } : bare);
      expect(decision.actions[0]?.do).to.equal('addNote');
      expect(toRequesters(decision)).to.deep.equal([]);
    }
  });

  for (const verdict of ['fail', 'none', 'unknown'] as const)
    it(`is held and mailed to nobody when its sender is ${verdict}`, () => {
      const decision = answer({ trust: trust(verdict) });
      expect(decision.actions).to.deep.equal([{ do: 'fileMail', as: 'held', ticket: 7 }]);
      expect(decision.because.join()).to.include('who really sent it is not proven');
    });

  it('takes its files along, but no picture of a signature', () => {
    const file = { name: 'a.pdf', type: 'application/pdf', size: 1, sha256: 'aa', inline: false };
    const logo = { name: 'logo.png', type: 'image/png', size: 1, sha256: 'bb', inline: true };
    const letters = toRequesters(answer({ attachments: [logo, file] }));
    expect(letters.map(letter => 'files' in letter && letter.files)).to.deep.equal([[file], [file]]);
    const { answered: _, ...bare } = at({ sender: bob, claims: [token(bob)] });
    expect(toRequesters(receive(by(bob, 'pass', { attachments: [file] }), bare))).to.deep.equal([]);
  });

  it('is held when a colleague answered after the notice was written; a note is not', () => {
    const answeredSince = { login: 'eve' };
    const decision = answer({}, { answered: { ...notice, answeredSince } });
    expect(decision.actions).to.deep.equal([{ do: 'fileMail', as: 'held', ticket: 7 }]);
    expect(decision.because.join()).to.include('eve has answered the ticket since that notice was written');
    const noted = answer({}, { answered: { template: 'note', audience: 'staff', answeredSince } });
    expect(noted.actions[0]?.do).to.equal('addNote');
  });

  it('is held from another address, from who has left, with too much in files, and where it is switched off', () => {
    const gone: Person = { id: 3, name: 'Gone', addresses: ['gone@staff.example'] };
    const staff = new Map([...situation().staff, ['gone', gone] as const]);
    const people = new Map([[gone.id, gone]]);
    const file = { name: 'a.pdf', type: 'application/pdf', size: 1, sha256: 'aa', inline: false };
    const held = [
      receive(by(mallory, 'pass'), at({ sender: mallory, claims: [token(bob)], answered: notice })),
      receive(by(gone, 'pass'), at({ sender: gone, claims: [token(gone)], answered: notice, staff, people })),
      answer({ attachments: [{ ...file, size: policy.letters.fileSize + 1 }] }),
      answer({ attachments: Array.from({ length: 21 }, () => file) }),
      answer({}, { policy: { ...policy, operatorsByMail: 'off' } }),
    ];
    for (const { actions } of held) expect(actions).to.deep.equal([{ do: 'fileMail', as: 'held', ticket: 7 }]);
  });

  it('is ignored when it is a vacation notice', () => {
    const { actions } = answer({ kind: 'auto-reply', kindBecause: 'Auto-Submitted: auto-replied' });
    expect(actions).to.deep.equal([{ do: 'fileMail', as: 'ignored' }]);
  });
});

describe('the form of a site', () => {
  const form = { ...policy, forms: ['form@www.example'] };
  const mail = mailFrom(
    { name: 'Site', address: 'Form@www.example' },
    { replyTo: [{ name: 'Carl', address: 'carl@example.org' }] },
  );

  it('names the requester in Reply-To when the administrator says so', () => {
    const { actions } = receive(mail, situation({ policy: form }));
    expect(actions[0]).to.deep.equal({
      do: 'meet',
      person: { id: 100, name: 'Carl', addresses: ['carl@example.org'] },
    });
  });

  it('is any other sender otherwise, and Reply-To is only shown', () => {
    const { actions } = receive(mail, situation());
    expect(actions[0]).to.deep.include({
      do: 'meet',
      person: { id: 100, name: 'Site', addresses: ['form@www.example'] },
    });
    const request = actions.find(action => action.do === 'addMessage');
    expect(request?.do === 'addMessage' && request.remarks?.join()).to.include('asks for answers at carl@example.org');
  });
});

describe('a mail to two queues', () => {
  const to = ['support@desk.example', 'billing@desk.example'].map(address => ({ name: '', address }));
  it('is one ticket by default, and one in each, linked and confirmed once, by policy', () => {
    const opened = (severalQueues: 'one' | 'linked') =>
      receive(mailFrom(addressOf(ann), { to }), at({ sender: ann, policy: { ...policy, severalQueues } })).actions;
    expect(opened('one').filter(action => action.do === 'openTicket')).to.have.length(1);
    const linked = opened('linked');
    expect(linked.flatMap(a => (a.do === 'openTicket' ? [[a.ticket, a.queue]] : []))).to.deep.equal([
      [42, 'support'],
      [43, 'billing'],
    ]);
    expect(linked).to.deep.include({ do: 'relate', ticket: 43, to: 42 });
    expect(linked.filter(a => a.do === 'send' && a.letter.template === 'confirmation')).to.have.length(1);
  });
});
