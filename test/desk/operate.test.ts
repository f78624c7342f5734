import { expect } from 'chai';
import type { Command } from '../../src/desk/command.ts';
import type { Decision, Refusal } from '../../src/desk/decision.ts';
import { operate } from '../../src/desk/operate.ts';
import { tick } from '../../src/desk/tick.ts';
import type { Status } from '../../src/desk/ticket.ts';
import { ann, policy, situation, ticket } from '../scene.ts';

const [bob, eve, gone] = policy.operators as [never, never, never];
const at = situation();

function by(operator: never, command: Command, over: Partial<typeof ticket> = {}): Decision | Refusal {
  return operate(command, operator, { ...at, ticket: { ...ticket, ...over } });
}
function carriedOut(result: Decision | Refusal): Decision {
  if ('refused' in result) throw new Error(`refused: ${result.refused}`);
  return result;
}
function refusal(result: Decision | Refusal): string {
  return 'refused' in result ? result.refused : 'not refused';
}
function letters(decision: Decision) {
  return decision.actions.flatMap(action => (action.do === 'send' ? [action.letter] : []));
}

describe('operate', () => {
  describe('reply', () => {
    it('sends the words to the requester and waits', () => {
      const decision = carriedOut(
        by(bob, { do: 'reply', ticket: 7, text: 'Try again', close: false }, { status: 'open' }),
      );
      expect(decision.actions.map(a => a.do)).to.deep.equal(['addMessage', 'setStatus', 'send']);
      expect(letters(decision)[0]).to.include({
        audience: 'requester',
        template: 'answer',
        words: 'Try again',
        to: ann,
      });
    });

    it('closes when asked to', () => {
      const decision = carriedOut(by(bob, { do: 'reply', ticket: 7, text: 'Done', close: true }, { status: 'open' }));
      expect(decision.actions).to.deep.include({ do: 'setStatus', ticket: 7, from: 'open', to: 'closed' });
    });

    it('makes the first to answer the owner, and leaves an owner in place', () => {
      const first = carriedOut(by(eve, { do: 'reply', ticket: 7, text: 'x', close: false }, { owner: null }));
      expect(first.actions).to.deep.include({ do: 'assign', ticket: 7, from: null, to: 'eve' });
      const second = carriedOut(by(eve, { do: 'reply', ticket: 7, text: 'x', close: false }));
      expect(second.actions.map(a => a.do)).not.to.include('assign');
    });

    it('goes on from the last mail of the conversation', () => {
      const [letter] = letters(carriedOut(by(bob, { do: 'reply', ticket: 7, text: 'x', close: false })));
      expect(letter).to.include({ inReplyTo: 'answer@desk.example' });
      expect(letter?.references).to.deep.equal(['first@example.org', 'answer@desk.example']);
    });

    it('refuses an empty reply and a requester without address', () => {
      expect(refusal(by(bob, { do: 'reply', ticket: 7, text: ' \n', close: false }))).to.include('empty');
      const nobody = { requester: { ...ann, addresses: [] } };
      expect(refusal(by(bob, { do: 'reply', ticket: 7, text: 'x', close: false }, nobody))).to.include('no address');
    });
  });

  describe('note', () => {
    it('tells the owner and never the requester', () => {
      const decision = carriedOut(by(eve, { do: 'note', ticket: 7, text: 'he is lying' }));
      expect(letters(decision).map(l => [l.audience, l.to.name])).to.deep.equal([['staff', 'Bob']]);
    });

    it('of the owner tells nobody', () => {
      expect(letters(carriedOut(by(bob, { do: 'note', ticket: 7, text: 'hm' })))).to.deep.equal([]);
    });
  });

  it('take, assign, close and reopen change what they say, once', () => {
    expect(carriedOut(by(eve, { do: 'take', ticket: 7 }, { status: 'new' })).actions.map(a => a.do)).to.deep.equal([
      'assign',
      'setStatus',
      // bob hears that it is his no more
      'send',
    ]);
    expect(refusal(by(bob, { do: 'take', ticket: 7 }))).to.include('yours already');
    expect(letters(carriedOut(by(bob, { do: 'assign', ticket: 7, to: 'eve' }))).map(l => l.template)).to.deep.equal([
      'assigned',
    ]);
    expect(refusal(by(bob, { do: 'assign', ticket: 7, to: 'gone' }))).to.include('bob, eve');
    expect(carriedOut(by(bob, { do: 'assign', ticket: 7, to: null })).actions).to.have.length(1);
    expect(letters(carriedOut(by(bob, { do: 'close', ticket: 7 })))).to.deep.equal([]);
    expect(refusal(by(bob, { do: 'close', ticket: 7 }, { status: 'closed' }))).to.include('closed already');
    expect(refusal(by(bob, { do: 'reopen', ticket: 7 }))).to.include('not closed');
    expect(carriedOut(by(bob, { do: 'reopen', ticket: 7 }, { status: 'closed' })).actions).to.have.length(1);
  });

  it('refuses who is not active, and a ticket that is not there', () => {
    expect(refusal(by(gone, { do: 'take', ticket: 7 }))).to.include('not an active operator');
    expect(refusal(operate({ do: 'take', ticket: 9 }, bob, at))).to.include('no ticket 9');
  });

  it('new mails the requester nothing unless asked to', () => {
    const make = (confirm: boolean): Command => ({
      do: 'new',
      requester: { name: 'Ann', address: 'ann@example.org' },
      subject: 'phoned',
      text: 'broken',
      confirm,
    });
    const audiences = (confirm: boolean) => letters(carriedOut(operate(make(confirm), bob, at))).map(l => l.audience);
    expect(audiences(false)).to.deep.equal(['staff']);
    expect(audiences(true)).to.deep.equal(['requester', 'staff']);
    expect(refusal(operate({ ...make(false), queue: 'sales' } as Command, bob, at))).to.include('support, billing');
  });
});

describe('tick', () => {
  it('closes what waited too long, without a letter', () => {
    expect(tick({ kind: 'waitingTooLong', ticket, days: 30 }, at).actions).to.deep.equal([
      { do: 'setStatus', ticket: 7, from: 'waiting' as Status, to: 'closed' },
    ]);
  });

  it('a failed letter is noted; only one to a requester reopens and is told to the owner', () => {
    const failed = (audience: 'requester' | 'staff') =>
      tick({ kind: 'letterFailed', letter: { id: 5, audience, to: 'x@example.org' }, ticket, reason: '550 no' }, at);
    expect(failed('requester').actions.map(a => a.do)).to.deep.equal(['failLetter', 'addNote', 'setStatus', 'send']);
    expect(failed('staff').actions.map(a => a.do)).to.deep.equal(['failLetter', 'addNote']);
  });

  it('an uncertain letter is noted and changes nothing else: no letter about it, no other status', () => {
    const letter = { id: 5, audience: 'requester', to: 'x@example.org' } as const;
    const decision = tick({ kind: 'letterUncertain', letter, ticket, reason: 'no answer' }, at);
    expect(decision.actions.map(a => a.do)).to.deep.equal(['doubtLetter', 'addNote']);
    expect(decision.actions[1]).to.have.property('text').that.includes('x@example.org').and.includes('no answer');
    expect(decision.because).to.deep.equal(['letter 5 may have arrived or not: no answer']);
  });
});
