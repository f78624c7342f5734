import { expect } from 'chai';
import type { Action, Decision } from '../../src/desk/decision.ts';
import { QUESTIONS, receive } from '../../src/desk/receive.ts';
import type { Claim } from '../../src/mail/claims.ts';
import { makeToken } from '../../src/mail/reply-token.ts';
import { addressOf, ann, bob, eve, KEY, mailFrom, mallory, policy, situation, ticket } from '../scene.ts';

const fromAnn = addressOf(ann);
const valid = (over: Partial<Claim> = {}): Claim => ({
  carrier: 'recipient',
  where: 'To',
  verdict: 'valid',
  ticket: 7,
  person: ann.id,
  ...over,
});
const known = situation({ sender: ann, tickets: new Map([[7, ticket]]), people: new Map([[ann.id, ann]]) });

function verbs({ actions }: Decision): string[] {
  return actions.map(action => action.do);
}
function filed({ actions }: Decision): string | undefined {
  return actions.find(action => action.do === 'fileMail')?.as;
}
function letters({ actions }: Decision) {
  return actions.flatMap(action => (action.do === 'send' ? [action.letter] : []));
}
function toRequesters(decision: Decision) {
  return letters(decision).filter(letter => letter.audience === 'requester');
}

describe('receive', () => {
  it('asks its questions in this order', () => {
    expect(QUESTIONS.map(([name]) => name)).to.deep.equal([
      'alreadyHandled',
      'ourOwnMail',
      'releasedByOperator',
      'couldNotBeRead',
      'carriesDanger',
      'bounced',
      'unclearSender',
      'answersANotice',
      'continuesATicket',
      'claimsATicket',
      'writtenByAMachine',
      'looksLikeSpam',
      'goesRound',
      'forwardsAMail',
      'opensATicket',
    ]);
  });

  describe('a first mail', () => {
    const decision = receive(mailFrom({ name: 'New', address: 'New@Example.ORG' }), situation());

    it('meets the person, opens a ticket with the request in it, confirms, and tells the staff', () => {
      expect(verbs(decision)).to.deep.equal(['meet', 'openTicket', 'addMessage', 'send', 'send', 'send', 'fileMail']);
      expect(letters(decision).map(l => [l.template, l.to.addresses[0]])).to.deep.equal([
        ['confirmation', 'new@example.org'],
        ['new-ticket', 'bob@staff.example'],
        ['new-ticket', 'eve@staff.example'],
      ]);
      expect(filed(decision)).to.equal('handled');
    });

    it('signs every letter for its own reader', () => {
      const tokens = letters(decision).map(letter => letter.token);
      expect(new Set(tokens).size).to.equal(3);
      expect(tokens[0]).to.equal(makeToken({ ticket: 42, person: 100 }, KEY));
      expect(new Set(letters(decision).map(letter => letter.messageId)).size).to.equal(3);
    });

    it('goes to the queue it was written to, by envelope before header, sub-address or not', () => {
      const queue = (over: object) => {
        const made = receive(mailFrom(fromAnn, over), situation()).actions.find(a => a.do === 'openTicket');
        return made?.queue;
      };
      expect(queue({ to: [{ name: '', address: 'Billing@desk.example' }] })).to.equal('billing');
      expect(queue({ envelope: { to: ['billing+x@desk.example'] } })).to.equal('billing');
      expect(queue({ to: [], headers: [['delivered-to', 'billing@desk.example']] })).to.equal('billing');
      expect(queue({ to: [{ name: '', address: 'somebody@else.example' }] })).to.equal('support');
    });
  });

  it('changes nothing for a content that came before', () => {
    const decision = receive(mailFrom(fromAnn), situation({ seen: { mail: 3, end: 'handled', ticket: 7 } }));
    expect(decision.actions).to.deep.equal([{ do: 'fileMail', as: 'duplicate', ticket: 7 }]);
  });

  it('opens a second ticket for other content under the same Message-ID, and says so', () => {
    const decision = receive(mailFrom(fromAnn), situation({ namesake: { mail: 3 } }));
    expect(verbs(decision)).to.include('openTicket');
    expect(decision.because.join()).to.include('mail 3 has the same Message-ID');
  });

  it('ignores a mail this desk wrote itself', () => {
    const messageId = `${makeToken({ ticket: 7, person: ann.id }, KEY)}.n0nce-0@desk.example`;
    expect(filed(receive(mailFrom(fromAnn, { messageId }), known))).to.equal('ignored');
  });

  describe('a reply with a valid token', () => {
    it('from the person it was made for is appended, reopens, and is told to the owner only', () => {
      const decision = receive(mailFrom(fromAnn, { subject: 'something else' }), { ...known, claims: [valid()] });
      expect(verbs(decision)).to.deep.equal(['addMessage', 'setStatus', 'send', 'fileMail']);
      expect(decision.actions[1]).to.deep.equal({ do: 'setStatus', ticket: 7, from: 'waiting', to: 'open' });
      expect(letters(decision).map(l => l.to)).to.deep.equal([bob]);
      expect(toRequesters(decision)).to.deep.equal([]);
    });

    it('from the person’s other address is appended too', () => {
      const decision = receive(mailFrom({ name: '', address: 'Ann.Author@home.example' }), {
        ...known,
        claims: [valid()],
      });
      expect(decision.actions[0]).to.include({ do: 'addMessage', ticket: 7 });
    });

    it('from a stranger is held: nothing appended, nobody hears', () => {
      const decision = receive(mailFrom(addressOf(mallory)), { ...known, sender: mallory, claims: [valid()] });
      expect(decision.actions).to.deep.equal([{ do: 'fileMail', as: 'held', ticket: 7 }]);
      expect(decision.because.join()).to.include('mallory@evil.example is not ann@example.org');
    });

    it('is held when the address and the answered letter name different tickets', () => {
      const other = valid({ carrier: 'in-reply-to', where: 'In-Reply-To', ticket: 8 });
      const decision = receive(mailFrom(fromAnn), { ...known, claims: [valid(), other] });
      expect(filed(decision)).to.equal('held');
      expect(decision.because.join()).to.include('In-Reply-To names ticket 8');
    });

    it('follows the address when only old references, subjects and texts disagree', () => {
      for (const carrier of ['references', 'subject', 'body'] as const) {
        const other = valid({ carrier, where: carrier, ticket: 8 });
        expect(receive(mailFrom(fromAnn), { ...known, claims: [valid(), other] }).actions[0]).to.include({ ticket: 7 });
      }
    });
  });

  it('opens a new ticket for a forged token, and says that it was not believed', () => {
    const decision = receive(mailFrom(fromAnn), { ...known, claims: [valid({ verdict: 'forged' })] });
    expect(verbs(decision)).to.include('openTicket');
    expect(decision.because.join()).to.match(/To names ticket 7 by an invalid reply token: not believed/);
  });

  it('does not believe a token of a retired key', () => {
    const decision = receive(mailFrom(fromAnn), { ...known, claims: [valid({ verdict: 'retired-key' })] });
    expect(verbs(decision)).to.include('openTicket');
    expect(decision.because.join()).to.include('retired key');
  });

  describe('a reply to a mail in a ticket, without token', () => {
    const unsigned: Claim = { carrier: 'known', where: 'In-Reply-To', verdict: 'unsigned', ticket: 7 };

    it('by the requester continues the ticket', () => {
      expect(receive(mailFrom(fromAnn), { ...known, claims: [unsigned] }).actions[0]).to.include({
        do: 'addMessage',
        ticket: 7,
      });
    });

    it('by a stranger opens a related ticket and shows the stranger nothing', () => {
      const decision = receive(mailFrom(addressOf(mallory)), { ...known, sender: mallory, claims: [unsigned] });
      expect(decision.actions).to.deep.include({ do: 'relate', ticket: 42, to: 7 });
      expect(toRequesters(decision).map(l => l.ticket)).to.deep.equal([42]);
    });
  });

  it('holds an operator’s mail to a notice: From proves nothing', () => {
    const claims = [valid({ person: bob.id })];
    const decision = receive(mailFrom(addressOf(bob)), {
      ...known,
      sender: bob,
      people: new Map([[bob.id, bob]]),
      claims,
    });
    expect(decision.actions).to.deep.equal([{ do: 'fileMail', as: 'held', ticket: 7 }]);
  });

  it('holds a mail with two senders or none', () => {
    expect(filed(receive(mailFrom([fromAnn, addressOf(mallory)]), { ...known, claims: [valid()] }))).to.equal('held');
    expect(filed(receive(mailFrom([]), known))).to.equal('held');
  });

  describe('what a machine wrote', () => {
    for (const kind of ['auto-reply', 'receipt', 'list', 'bulk', 'report', 'bounce'] as const) {
      it(`is never answered: ${kind}`, () => {
        for (const at of [situation(), { ...known, claims: [valid()] }]) {
          expect(toRequesters(receive(mailFrom(fromAnn, { kind, kindBecause: kind }), at))).to.deep.equal([]);
        }
      });
    }

    it('a vacation note is kept with its ticket, changes no status and tells nobody', () => {
      const decision = receive(mailFrom(fromAnn, { kind: 'auto-reply', kindBecause: 'Auto-Submitted' }), {
        ...known,
        claims: [valid()],
      });
      expect(verbs(decision)).to.deep.equal(['addMessage', 'fileMail']);
    });

    it('a vacation note of no ticket is ignored, a list mail becomes a ticket', () => {
      expect(filed(receive(mailFrom(fromAnn, { kind: 'auto-reply' }), situation()))).to.equal('ignored');
      expect(verbs(receive(mailFrom(fromAnn, { kind: 'list' }), situation()))).to.include('openTicket');
    });
  });

  describe('a bounce', () => {
    const failed = {
      address: 'ann@example.org',
      status: '5.1.1',
      action: 'failed',
      reason: 'unknown user',
      permanent: true,
    } as const;
    const bounce = (over: object = {}) =>
      mailFrom([], {
        kind: 'bounce',
        kindBecause: 'a delivery report',
        bounce: { recipients: [{ ...failed, ...over }] },
      });
    const ours = {
      ...known,
      bouncedLetter: {
        id: 5,
        ticket: 7,
        person: ann.id,
        audience: 'requester',
        to: 'ann@example.org',
        by: 'id',
      } as const,
    };

    it('of our letter fails it, notes it, reopens and tells the owner', () => {
      const decision = receive(bounce(), ours);
      expect(verbs(decision)).to.deep.equal(['failLetter', 'silence', 'setStatus', 'send', 'addNote', 'fileMail']);
      expect(letters(decision).map(l => [l.template, l.audience])).to.deep.equal([['not-delivered', 'staff']]);
    });

    it('of a letter that was too large or refused as spam leaves the address as it is, and so does a full mailbox', () => {
      for (const over of [{ status: '5.3.4' }, { status: '5.7.1' }, { status: '5.2.2', permanent: false }])
        expect(verbs(receive(bounce(over), ours))).to.deep.equal([
          'failLetter',
          'setStatus',
          'send',
          'addNote',
          'fileMail',
        ]);
    });

    it('of a notice is told on the ticket, by no other notice', () => {
      const notice = { ...ours.bouncedLetter, audience: 'staff', to: 'bob@staff.example' } as const;
      expect(verbs(receive(bounce(), { ...ours, bouncedLetter: notice }))).to.deep.equal([
        'failLetter',
        'addNote',
        'fileMail',
      ]);
    });

    it('that names nobody is a note: nothing failed for all we know', () => {
      const { actions } = receive(
        mailFrom([], { kind: 'bounce', kindBecause: 'a delivery report', bounce: null }),
        ours,
      );
      expect(actions.map(action => action.do)).to.deep.equal(['addNote', 'fileMail']);
    });

    it('fails it for a full mailbox too: the server gave up, though the address lives', () => {
      const decision = receive(bounce({ status: '5.2.2', reason: 'mailbox full', permanent: false }), ours);
      expect(verbs(decision)).to.include('failLetter');
    });

    it('that only says "delayed" is a note and nothing else', () => {
      const decision = receive(bounce({ action: 'delayed', status: '4.4.1', permanent: false }), ours);
      expect(verbs(decision)).to.deep.equal(['addNote', 'fileMail']);
    });

    it('of no letter of ours has no effect', () => {
      expect(receive(bounce(), known).actions).to.deep.equal([{ do: 'fileMail', as: 'ignored' }]);
    });
  });

  it('says why no confirmation goes out', () => {
    const off = { ...policy, confirm: false };
    const decision = receive(mailFrom(fromAnn), situation({ policy: off, sender: ann }));
    expect(toRequesters(decision)).to.deep.equal([]);
    expect(decision.because.join()).to.include('policy.confirm is off');
  });

  it('does not write a colleague a notice of the colleague’s own mail', () => {
    const decision = receive(mailFrom(addressOf(eve)), situation({ sender: eve }));
    expect(letters(decision).map(l => [l.template, l.to.id])).to.deep.equal([
      ['confirmation', eve.id],
      ['new-ticket', bob.id],
    ]);
  });

  it('puts an operator’s word above every trace', () => {
    const held = { ...known, sender: mallory, claims: [valid()] };
    const approved = receive(mailFrom(addressOf(mallory)), {
      ...held,
      release: { how: 'approve', as: 'guest', ticket: 7 },
    });
    expect(approved.actions[0]).to.include({ do: 'addMessage', ticket: 7 });
    const split: readonly Action[] = receive(mailFrom(addressOf(mallory)), {
      ...held,
      release: { how: 'split' },
    }).actions;
    expect(split.map(a => a.do)).to.include('openTicket');
    expect(split.filter(a => a.do === 'send' && a.letter.audience === 'requester')).to.deep.equal([]);
  });
});
