import { expect } from 'chai';
import type { Changes, Command } from '../../src/desk/command.ts';
import type { Decision } from '../../src/desk/decision.ts';
import { operate } from '../../src/desk/operate.ts';
import type { Policy } from '../../src/desk/policy.ts';
import type { Ticket } from '../../src/desk/ticket.ts';
import { policy, situation, ticket } from '../scene.ts';

const bob = policy.operators[0]!;
const OWN: Policy = {
  ...policy,
  groups: [{ name: 'first', members: ['bob'], queues: [], mail: true }],
  dictionary: {
    ...policy.dictionary,
    statuses: [...policy.dictionary.statuses, { name: 'at-supplier', means: 'waiting' }],
    tags: ['vip', 'printer'],
  },
};

function change(changes: Changes, over: Partial<Ticket> = {}, own: Policy = OWN) {
  const command: Command = { do: 'change', ticket: 7, changes, hidden: false };
  return operate(command, bob, { ...situation({ policy: own }), ticket: { ...ticket, ...over } });
}
function actions(changes: Changes, over: Partial<Ticket> = {}) {
  const result = change(changes, over);
  if ('refused' in result) throw new Error(result.refused);
  return withoutNotices(result as Decision);
}
/** What colleagues are told of it is tested with the audience. */
function withoutNotices({ actions: all }: Decision) {
  return all.filter(action => action.do !== 'send' || action.letter.audience !== 'staff');
}

describe('sorting a ticket by hand', () => {
  it('sets what is said, each as an action of its own with what was there before', () => {
    expect(actions({ category: 'billing', criticality: 'high', group: 'first' }, { category: 'fault' })).to.deep.equal([
      { do: 'setField', ticket: 7, field: 'group', from: null, to: 'first' },
      { do: 'setField', ticket: 7, field: 'category', from: 'fault', to: 'billing' },
      { do: 'setField', ticket: 7, field: 'criticality', from: null, to: 'high' },
    ]);
  });

  it('sets when it is due with what was there before, and says it on the clock of the desk', () => {
    const due = Date.UTC(2026, 11, 1, 16, 0);
    expect(actions({ due })).to.deep.equal([{ do: 'setDue', ticket: 7, from: null, to: due }]);
    expect(actions({ due: null }, { due })).to.deep.equal([{ do: 'setDue', ticket: 7, from: due, to: null }]);
    expect(change({ due }, { due })).to.have.property('refused');
    const said = change({ due }, {}, { ...OWN, timeZone: 'Europe/Amsterdam' }) as Decision;
    expect(said.because.join()).to.match(/^bob set due: 2026-12-01 17:00 (?:CET|GMT\+1)$/);
  });

  it('gives no ticket to who only looks, but lets them watch', () => {
    const jane = { ...bob, login: 'jane', role: 'read-only' } as const;
    const own = { ...OWN, operators: [...OWN.operators, jane] };
    const refused = { refused: 'jane may work on no ticket: the role is read-only' };
    for (const changes of [{ owner: 'jane' }, { helpers: ['jane'] }])
      expect(change(changes, {}, own), JSON.stringify(changes)).to.deep.equal(refused);
    expect(change({ watchers: ['jane'] }, {}, own)).to.have.property('actions');
    const at = { ...situation({ policy: own }), ticket };
    expect(operate({ do: 'assign', ticket: 7, to: 'jane' }, bob, at)).to.deep.equal(refused);
  });

  it('tells colleagues when it is due, and never the requester', () => {
    const due = Date.UTC(2026, 11, 1, 16, 0);
    const letters = { ...OWN.letters, status: true, owner: true };
    const own = { ...OWN, letters, timeZone: 'UTC' };
    const said = { history: [], mailed: true } as never;
    const at = { ...situation({ policy: own }), said, ticket: { ...ticket, watchers: ['eve'] } };
    const decision = operate({ do: 'change', ticket: 7, changes: { due }, hidden: false }, bob, at) as Decision;
    const sent = decision.actions.flatMap(action => (action.do === 'send' ? [action.letter] : []));
    expect(sent.map(({ audience, template, to }) => [audience, template, to.name])).to.deep.equal([
      ['staff', 'changed', 'Eve'],
    ]);
    expect(sent[0]).to.have.deep.property('changes', [{ what: 'due', from: '', to: '2026-12-01 16:00 UTC' }]);
  });

  it('keeps the word of a status only when it is not the usual one', () => {
    expect(actions({ status: 'at-supplier' }, { status: 'open' })).to.deep.equal([
      { do: 'setStatus', ticket: 7, from: 'open', to: 'waiting', toName: 'at-supplier' },
    ]);
    expect(actions({ status: 'waiting' }, { status: 'waiting', statusName: 'at-supplier' })).to.deep.equal([
      { do: 'setStatus', ticket: 7, from: 'waiting', to: 'waiting', fromName: 'at-supplier' },
    ]);
  });

  it('takes a word away with null', () => {
    expect(actions({ category: null }, { category: 'fault' })).to.deep.equal([
      { do: 'setField', ticket: 7, field: 'category', from: 'fault', to: null },
    ]);
  });

  it('opens a new ticket that gets an owner', () => {
    expect(actions({ owner: 'eve' }, { owner: null, status: 'new' }).map(action => action.do)).to.deep.equal([
      'assign',
      'setStatus',
    ]);
  });

  it('passes over what is so already, and refuses when that is all', () => {
    expect(actions({ tag: ['vip', 'printer'], helpers: ['eve'] }, { tags: ['vip'] })).to.deep.equal([
      { do: 'tag', ticket: 7, tag: 'printer' },
      { do: 'involve', ticket: 7, login: 'eve', as: 'helper' },
    ]);
    expect(change({ tag: ['vip'] }, { tags: ['vip'] })).to.deep.equal({
      refused: 'ticket 7 is so already: nothing to change',
    });
  });

  it('refuses every word that is not in the dictionary at once, and does nothing', () => {
    expect(
      change({ status: 'gone', category: 'Billing', tag: ['secret'], watchers: ['gone'], group: 'second' }),
    ).to.deep.equal({
      refused: [
        'there is no status "gone"; there is new, open, waiting, solved, closed, at-supplier',
        'there is no operator "gone"; there is bob, eve',
        'there is no group "second"; there is first',
        'there is no category "Billing", did you mean billing? There is question, fault, billing, other',
        'there is no tag "secret"; there is vip, printer',
      ].join('\n'),
    });
  });

  it('lets any one word be a tag where the dictionary names none', () => {
    const free = { ...OWN, dictionary: { ...OWN.dictionary, tags: [] } };
    expect(change({ tag: ['Größe:XL'] }, {}, free)).to.have.property('actions');
    expect(change({ tag: ['two words'] }, {}, free)).to.deep.equal({
      refused: '"two words" is no tag: one word',
    });
  });

  it('mails no requester when a note comes with it', () => {
    const command: Command = { do: 'note', ticket: 7, text: 'psst', changes: { status: 'solved', owner: 'eve' } };
    const result = operate(command, bob, { ...situation({ policy: OWN }), ticket }) as Decision;
    expect(withoutNotices(result).map(action => action.do)).to.deep.equal(['addNote', 'setStatus', 'assign']);
  });
});
