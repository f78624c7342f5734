import { expect } from 'chai';
import type { Decision } from '../../src/desk/decision.ts';
import { couldNotBeHandled } from '../../src/desk/quarantine.ts';
import { receive } from '../../src/desk/receive.ts';
import type { MailSituation } from '../../src/desk/situation.ts';
import type { Mail } from '../../src/mail/mail.ts';
import { makeToken } from '../../src/mail/reply-token.ts';
import { addressOf, ann, bob, KEY, MONDAY, mailFrom, mallory, policy, situation, ticket } from '../scene.ts';

const fromAnn = addressOf(ann);
const MINUTE = 60_000;
const slow = (over: Partial<Mail> = {}) =>
  mailFrom(fromAnn, { unread: { why: 'time', limit: 4_000 }, faults: ['it took too long.'], ...over });
const large = (over: Partial<Mail> = {}) =>
  mailFrom(fromAnn, { unread: { why: 'oversize', limit: 50_000_000 }, size: 61_000_000, ...over });

function letters({ actions }: Decision) {
  return actions.flatMap(action => (action.do === 'send' ? [action.letter] : []));
}
function told(decision: Decision) {
  return letters(decision).map(letter => [letter.template, letter.to.addresses[0]]);
}
function filed({ actions }: Decision) {
  return actions.find(action => action.do === 'fileMail');
}
function answers(decision: Decision) {
  return letters(decision).filter(letter => letter.audience === 'requester');
}

describe('a mail that could not be read', () => {
  it('is put aside with its reason, the staff hear of it, and nothing else happens', () => {
    const decision = receive(slow(), situation());
    expect(decision.actions.map(action => action.do)).to.deep.equal(['send', 'send', 'fileMail']);
    expect(told(decision)).to.deep.equal([
      ['quarantined', 'bob@staff.example'],
      ['quarantined', 'eve@staff.example'],
    ]);
    expect(letters(decision)[0]).to.deep.include({
      ticket: null,
      token: null,
      sender: 'ann@example.org',
      about: 'It still does not print',
      reason: 'its body could not be read; it took too long.',
      again: true,
    });
    expect(decision.because).to.deep.equal(['its body could not be read', 'it took too long.']);
  });

  it('is put aside even when it carries a valid token, bounces or was written by a machine', () => {
    const claim = { carrier: 'recipient', where: 'To', verdict: 'valid', ticket: 7, person: ann.id } as const;
    const at = situation({ sender: ann, tickets: new Map([[7, ticket]]), people: new Map([[ann.id, ann]]) });
    for (const over of [{}, { kind: 'bounce' }, { kind: 'auto-reply' }, { from: [] }] as const)
      expect(filed(receive(slow(over), { ...at, claims: [claim] }))).to.include({ as: 'quarantined' });
  });

  it('is one that was seen before, our own, or released: those questions come first', () => {
    const seen = { mail: 3, end: 'quarantined', ticket: null };
    expect(filed(receive(slow(), situation({ seen })))).to.include({ as: 'duplicate' });
    const messageId = `${makeToken({ ticket: 0, person: bob.id }, KEY)}.n0nce-1@desk.example`;
    expect(filed(receive(slow({ messageId }), situation()))).to.include({ as: 'ignored' });
  });

  it('tells nobody where nobody hears of new tickets', () => {
    expect(letters(receive(slow(), situation({ policy: { ...policy, noticeNew: 'none' } })))).to.deep.equal([]);
  });

  it('is tried again after one minute, after ten more, and then no more; nobody is told twice', () => {
    const at = (retries: number) => receive(slow(), situation({ retries }));
    expect(filed(receive(slow(), situation()))).to.include({ retryAt: MONDAY + MINUTE });
    expect(filed(at(1))).to.include({ retryAt: MONDAY + 10 * MINUTE });
    expect(filed(at(2))).to.deep.equal({ do: 'fileMail', as: 'quarantined' });
    expect([...letters(at(1)), ...letters(at(2))]).to.deep.equal([]);
  });

  it('is handled like any mail once it could be read', () => {
    const decision = receive(mailFrom(fromAnn), situation({ retries: 1, sender: ann }));
    expect(told(decision).map(([template]) => template)).to.deep.equal(['confirmation', 'new-ticket', 'new-ticket']);
  });
});

describe('a mail that our own code stumbled over', () => {
  it('is put aside with what was thrown, and the staff hear of it', () => {
    const decision = couldNotBeHandled(mailFrom(fromAnn), situation(), 'x is not a function');
    expect(decision.because).to.deep.equal(['it could not be handled: x is not a function']);
    expect(told(decision)).to.have.length(2);
    expect(filed(decision)).to.include({ as: 'quarantined', retryAt: MONDAY + MINUTE });
  });
});

describe('a mail that is too large', () => {
  it('is answered with the limit and its size, in no ticket, and is not tried again', () => {
    const decision = receive(large(), situation());
    expect(decision.actions.map(action => action.do)).to.deep.equal(['meet', 'send', 'send', 'send', 'fileMail']);
    const [answer] = answers(decision);
    expect(answer).to.deep.include({
      template: 'too-large',
      ticket: null,
      token: null,
      limit: 50_000_000,
      size: 61_000_000,
      inReplyTo: 'new@example.org',
      references: ['new@example.org'],
    });
    expect(letters(decision)[1]).to.include({ template: 'quarantined', again: false });
    expect(filed(decision)).to.deep.equal({ do: 'fileMail', as: 'quarantined' });
  });

  it('holds no word of its sender’s in the answer', () => {
    const bait = 'Free crypto http://evil.example';
    const [answer] = answers(receive(large({ subject: bait, text: bait, newWords: bait }), situation({ sender: ann })));
    expect(JSON.stringify(answer)).not.to.include('crypto');
  });

  it('is answered once a day', () => {
    const answered = (ago: number) => answers(receive(large(), situation({ sender: ann, toldTooLarge: MONDAY - ago })));
    expect(answered(23 * 60 * MINUTE)).to.have.length(0);
    expect(answered(24 * 60 * MINUTE)).to.have.length(1);
    const because = receive(large(), situation({ sender: ann, toldTooLarge: MONDAY })).because.join();
    expect(because).to.include('the sender is not told of the limit: that was done in the last 24 hours');
  });

  it('is never answered to a machine, a list, a robot’s address, nobody, or when confirmations are off', () => {
    const silent: readonly [Mail, Partial<MailSituation>][] = [
      ...(['auto-reply', 'bounce', 'list', 'bulk', 'report', 'receipt'] as const).map(
        kind => [large({ kind }), {}] as [Mail, object],
      ),
      [large({ from: [{ name: '', address: 'no-reply@example.org' }] }), {}],
      [large({ from: [{ name: '', address: 'support@desk.example' }] }), {}],
      [large({ from: [fromAnn, addressOf(mallory)] }), {}],
      [large({ from: [] }), {}],
      [large({ headers: [['x-auto-response-suppress', 'All']] }), {}],
      [large(), { policy: { ...policy, confirm: false } }],
    ];
    for (const [mail, at] of silent) {
      const decision = receive(mail, situation(at));
      expect(answers(decision), decision.because.join()).to.deep.equal([]);
      expect(filed(decision)).to.include({ as: 'quarantined' });
    }
  });

  it('leaves a reply to that answer free to open a ticket, or to continue the one it is addressed to', () => {
    const nowhere = { carrier: 'in-reply-to', where: 'In-Reply-To', verdict: 'valid', ticket: 0, person: 11 } as const;
    const at = situation({ sender: ann, tickets: new Map([[7, ticket]]), people: new Map([[ann.id, ann]]) });
    const fresh = receive(mailFrom(fromAnn), { ...at, claims: [nowhere] });
    expect(fresh.actions.map(action => action.do)).to.include('openTicket');
    expect(fresh.because.join()).to.include('In-Reply-To names a letter that is in no ticket');
    const addressed = { carrier: 'recipient', where: 'To', verdict: 'valid', ticket: 7, person: ann.id } as const;
    const continued = receive(mailFrom(fromAnn), { ...at, claims: [addressed, nowhere] });
    expect(continued.actions[0]).to.include({ do: 'addMessage', ticket: 7 });
  });
});

describe('a mail in which something was found', () => {
  const stopped = (end: 'quarantined' | 'held') =>
    mailFrom(fromAnn, { stopped: { why: 'virus', end, because: 'the virus scanner found Eicar' } });
  const claim = { carrier: 'recipient', where: 'To', verdict: 'valid', ticket: 7, person: ann.id } as const;
  const known = situation({
    sender: ann,
    claims: [claim],
    tickets: new Map([[7, ticket]]),
    people: new Map([[ann.id, ann]]),
  });

  it('is put aside, whatever token it carries: the staff hear of it, its sender does not, it is not tried by itself', () => {
    const decision = receive(stopped('quarantined'), known);
    expect(filed(decision)).to.deep.equal({ do: 'fileMail', as: 'quarantined' });
    expect(decision.because).to.deep.equal(['the virus scanner found Eicar']);
    expect(told(decision).map(([template]) => template)).to.deep.equal(['quarantined', 'quarantined']);
    expect(answers(decision)).to.deep.equal([]);
  });

  it('is held where the desk wants it so, at the ticket it names, and an operator’s word outweighs it', () => {
    const decision = receive(stopped('held'), known);
    expect(decision.actions).to.deep.equal([{ do: 'fileMail', as: 'held', ticket: 7 }]);
    const released = receive(stopped('held'), { ...known, release: { how: 'split' } });
    expect(filed(released)).to.include({ as: 'handled' });
  });
});
