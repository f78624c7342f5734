import { expect } from 'chai';
import { operate } from '../../src/desk/operate.ts';
import { receive } from '../../src/desk/receive.ts';
import type { CommandSituation, MailSituation } from '../../src/desk/situation.ts';
import type { Mail, SpamJudgement, Trust } from '../../src/mail/mail.ts';
import { addressOf, ann, bob, mailFrom, policy, situation, ticket } from '../scene.ts';

const judged = (verdict: SpamJudgement['verdict'], probability = 0.97): SpamJudgement => ({
  verdict,
  probability,
  because: ['s:free'],
});
const stranger = { name: 'Winner', address: 'win@spam.example' };
const decide = (spam: SpamJudgement | null, over: Partial<Mail> = {}, at: Partial<MailSituation> = {}) =>
  receive(mailFrom(stranger, { spam, ...over }), situation(at));
const verbs = ({ actions }: ReturnType<typeof receive>) => actions.map(action => action.do);
const filed = ({ actions }: ReturnType<typeof receive>) => actions.find(action => action.do === 'fileMail')?.as;

describe('what the filter says', () => {
  it('spam: no ticket, no person, no letter, and a reason', () => {
    const decision = decide(judged('spam'));
    expect(decision.actions).to.deep.equal([{ do: 'fileMail', as: 'spam' }]);
    expect(decision.because[0]).to.equal('the spam filter says it is spam (97.0 %: s:free)');
  });

  it('unsure: a ticket with a mark, the staff told, and no confirmation', () => {
    const decision = decide(judged('unsure', 0.6));
    expect(verbs(decision)).to.deep.equal(['meet', 'openTicket', 'addMessage', 'markSpam', 'send', 'send', 'fileMail']);
    expect(decision.because.join()).to.include('no confirmation: the spam filter says it may be spam');
  });

  it('ham, or nothing yet: a mail like any other', () => {
    for (const spam of [judged('ham', 0.01), judged('unjudged', 0.5), null]) {
      const decision = decide(spam);
      expect(filed(decision)).to.equal('handled');
      expect(verbs(decision)).to.not.include('markSpam');
      expect(decision.actions.some(a => a.do === 'send' && a.letter.template === 'confirmation')).to.equal(true);
    }
  });

  it('does not touch whom we know by more than statistics', () => {
    const claims = [{ carrier: 'recipient', where: 'To', verdict: 'valid', ticket: 7, person: ann.id } as const];
    const known = { claims, tickets: new Map([[7, ticket]]), people: new Map([[ann.id, ann]]), sender: ann };
    const ofAnn = receive(mailFrom(addressOf(ann), { spam: judged('spam') }), situation(known));
    expect(ofAnn.actions[0]).to.include({ do: 'addMessage', ticket: 7 });
    expect(filed(receive(mailFrom(addressOf(bob), { spam: judged('spam') }), situation({ sender: bob })))).to.equal(
      'handled',
    );
    expect(filed(decide(judged('spam'), {}, { answeredBefore: true }))).to.equal('handled');
    expect(filed(decide(judged('spam'), {}, { quiet: true }))).to.equal('handled');
  });

  it('holds against a forged sender whom we answered, and a forged operator', () => {
    const trust: Trust = { verdict: 'fail', because: 'dmarc=fail' };
    expect(filed(decide(judged('spam'), { trust }, { answeredBefore: true }))).to.equal('spam');
    expect(
      filed(receive(mailFrom(addressOf(bob), { trust, spam: judged('spam') }), situation({ sender: bob }))),
    ).to.equal('spam');
  });

  it('gives way to an operator’s release: a ticket, a confirmation, and the filter learns, in one decision', () => {
    const decision = decide(judged('spam'), {}, { release: { how: 'ham', mail: 31 } });
    expect(verbs(decision)).to.include.members(['openTicket', 'learn']);
    expect(decision.actions).to.deep.include({
      do: 'learn',
      ticket: 42,
      mail: 31,
      label: 'ham',
      confirmed: true,
      how: 'released',
    });
    expect(decision.actions.some(a => a.do === 'send' && a.letter.template === 'confirmation')).to.equal(true);
    expect(filed(decision)).to.equal('handled');
  });
});

describe('what operators do', () => {
  const operator = policy.operators[0]!;
  const at = (over: Partial<CommandSituation> = {}): CommandSituation => ({
    ...situation(),
    ticket,
    opening: { mail: 5, judged: true },
    ...over,
  });
  const learned = (command: Parameters<typeof operate>[0], where = at()) => {
    const decision = operate(command, operator, where);
    if ('refused' in decision) throw new Error(decision.refused);
    return decision.actions.flatMap(a => (a.do === 'learn' ? [[a.label, a.confirmed, a.how]] : []));
  };
  const answer = { do: 'reply', ticket: 7, text: 'Hello', close: false } as const;

  it('says that a mail was none, when they answer it, take it, or give it to a colleague', () => {
    expect(learned(answer)).to.deep.equal([['ham', true, 'answered']]);
    expect(learned({ do: 'take', ticket: 7 }, at({ ticket: { ...ticket, owner: null } }))).to.deep.equal([
      ['ham', false, 'taken'],
    ]);
    expect(learned({ do: 'assign', ticket: 7, to: 'eve' })).to.deep.equal([['ham', false, 'taken']]);
  });

  it('is learned once, and says nothing of a mail that was never judged, or called spam', () => {
    expect(learned(answer, at({ opening: { mail: 5, judged: true, label: 'ham' } }))).to.deep.equal([]);
    expect(learned(answer, at({ opening: { mail: 5, judged: true, label: 'spam' } }))).to.deep.equal([]);
    const { opening: _, ...never } = at();
    expect(learned(answer, never)).to.deep.equal([]);
    expect(learned(answer, at({ opening: { mail: 5, judged: false } }))).to.deep.equal([]);
    expect(learned({ do: 'note', ticket: 7, text: 'hm' })).to.deep.equal([]);
    expect(learned({ do: 'close', ticket: 7 })).to.deep.equal([]);
  });

  it('takes it back as spam: closed, marked, learned, and nobody is mailed', () => {
    const decision = operate(
      { do: 'spam', ticket: 7 },
      operator,
      at({ opening: { mail: 5, judged: true, label: 'ham' } }),
    );
    expect('refused' in decision || decision.actions.map(a => a.do)).to.deep.equal(['setStatus', 'markSpam', 'learn']);
    expect(learned({ do: 'spam', ticket: 7 })).to.deep.equal([['spam', true, 'marked']]);
    expect(
      operate({ do: 'spam', ticket: 7 }, operator, at({ opening: { mail: 5, judged: true, label: 'spam' } })),
    ).to.have.property('refused');
    const back = operate(
      { do: 'ham', ticket: 7 },
      operator,
      at({ ticket: { ...ticket, status: 'closed', closedAt: 1 }, opening: { mail: 5, judged: true, label: 'spam' } }),
    );
    expect('refused' in back || back.actions.map(a => a.do)).to.deep.equal(['setStatus', 'markSpam', 'learn']);
  });
});
