/** What rules do to the decision about a mail. */
import { expect } from 'chai';
import type { Action, Decision } from '../../src/desk/decision.ts';
import { receive } from '../../src/desk/receive.ts';
import { differences } from '../../src/desk/rules/differences.ts';
import type { Rule } from '../../src/desk/rules/rule.ts';
import type { MailSituation } from '../../src/desk/situation.ts';
import type { PublicText } from '../../src/desk/ticket.ts';
import type { Mail } from '../../src/mail/mail.ts';
import { addressOf, ann, bob, MONDAY, mailFrom, mallory, policy, situation, ticket } from '../scene.ts';
import { KNOWN, rulesIn } from './rules/written.ts';

const known = { ...KNOWN, owners: ['bob', 'eve'], statuses: policy.dictionary.statuses.map(({ name }) => name) };

/** A desk with these rules, written as in the config. */
function at(rules: string | readonly Rule[], over: Partial<MailSituation> = {}): MailSituation {
  const read = typeof rules === 'string' ? rulesIn(rules, known) : rules;
  return situation({ policy: { ...policy, confirmSenders: 'all', rules: read }, sender: ann, ...over });
}

const rule = (when: string, then: string) => `[[rule]]\nname = "r"\nwhen = ${when}\nthen = ${then}\n`;
const always = (then: string) => rule('{}', then);
const mail = (over: Partial<Mail> = {}) => mailFrom(addressOf(ann), over);

const answer = () => mail({ subject: 'Re: Printer broken' });

/** The mail carries the token of a letter that Ann got. */
function atAnswer(rules: string | readonly Rule[], over: Partial<MailSituation> = {}): MailSituation {
  const claim = { carrier: 'recipient', where: 'To', verdict: 'valid', ticket: 7, person: ann.id } as const;
  const tickets = new Map([[ticket.number, ticket]]);
  return at(rules, { claims: [claim], tickets, people: new Map([[ann.id, ann]]), ...over });
}

type Of<D extends Action['do']> = Extract<Action, { do: D }>;
function actions<D extends Action['do']>({ actions }: Decision, what: D): Of<D>[] {
  return actions.filter((action): action is Of<D> => action.do === what);
}
const end = (decision: Decision) => actions(decision, 'fileMail')[0]!.as;
const letters = (decision: Decision) => actions(decision, 'send').map(({ letter }) => letter.template);

describe('A new ticket', () => {
  it('is sorted from its first moment on, and the journal says which rule did it', () => {
    const then =
      '{ queue = "billing", owner = "eve", group = "second-level", category = "billing", criticality = "high", complexity = "hard", kind = "incident", tags = ["a", "b"], helpers = ["bob"], watchers = ["bob"] }';
    const decision = receive(mail(), at(always(then)));
    expect(actions(decision, 'openTicket')).to.deep.equal([
      {
        do: 'openTicket',
        ticket: 42,
        queue: 'billing',
        subject: 'It still does not print',
        requester: ann.id,
        source: 'mail',
        sorted: {
          owner: 'eve',
          group: 'second-level',
          category: 'billing',
          criticality: 'high',
          complexity: 'hard',
          kind: 'incident',
          tags: ['a', 'b'],
          helpers: ['bob'],
          watchers: ['bob'],
        },
      },
    ]);
    expect(decision.because).to.include(
      'rule "r": queue billing, group second-level, category billing, criticality high, complexity hard, kind incident, owner eve, tag a, tag b, helper bob, watcher bob',
    );
  });

  it('is due so long after it came in as the last rule that speaks of it says', () => {
    const two = `${rule('{}', '{ due_in = "4h" }')}${rule('{}', '{ due_in = "2d", tags = "t" }').replace('"r"', '"s"')}`;
    const decision = receive(mail(), at(two));
    expect(actions(decision, 'openTicket')[0]!.sorted).to.deep.equal({ due: MONDAY + 2 * 86_400_000, tags: ['t'] });
    expect(decision.because).to.include('rule "r": due in 4h').and.include('rule "s": due in 2d, tag t');
    const [before, after] = [receive(mail(), at(rule('{}', '{ due_in = "4h" }'))), decision];
    expect(differences(before, after)).to.deep.include({
      what: 'due',
      before: '2026-11-23T13:00:00.000Z',
      after: '2026-11-25T09:00:00.000Z',
    });
  });

  it('keeps its time when an answer comes in', () => {
    const rules = rule('{ mail = ["new", "follow-up"] }', '{ due_in = "2d", tags = "t" }');
    const decision = receive(answer(), atAnswer(rules));
    expect(actions(decision, 'tag')).to.have.length(1);
    expect(actions(decision, 'setDue')).to.deep.equal([]);
  });

  it('is answered from the queue that the rule chose', () => {
    const sent = actions(receive(mail(), at(always('{ queue = "billing" }'))), 'send');
    expect(sent.map(({ letter }) => letter.queue)).to.deep.equal(['billing', 'billing', 'billing']);
  });

  it('has the status that the rule says, by the word it has', () => {
    const decision = receive(mail(), at(always('{ status = "closed" }')));
    expect(actions(decision, 'setStatus')).to.deep.equal([{ do: 'setStatus', ticket: 42, from: 'new', to: 'closed' }]);
  });

  it('is as it always was when no rule fits', () => {
    const [with_, without] = [at(rule('{ subject = "fax" }', '{ queue = "billing" }')), at('')];
    expect(receive(mail(), with_)).to.deep.equal(receive(mail(), without));
  });

  it('goes to whose turn it is, who takes the turn in the same decision', () => {
    const crew = { present: new Set(['bob', 'eve']), lastTurn: new Map([['second-level', 'bob']]), load: new Map() };
    const decision = receive(mail(), at(always('{ owner = { round_robin = "second-level" } }'), { crew }));
    expect(actions(decision, 'openTicket')[0]!.sorted).to.deep.equal({ owner: 'eve' });
    expect(actions(decision, 'takeTurn')).to.deep.equal([
      { do: 'takeTurn', ticket: 42, name: 'second-level', login: 'eve' },
    ]);
    expect(decision.because).to.include('owner eve: next of second-level');
  });

  it('has no owner when all who could are away, and takes nobody’s turn', () => {
    const crew = { present: new Set<string>(), lastTurn: new Map(), load: new Map() };
    const decision = receive(mail(), at(always('{ owner = { round_robin = "second-level" } }'), { crew }));
    expect(actions(decision, 'openTicket')[0]!).not.to.have.property('sorted');
    expect(actions(decision, 'takeTurn')).to.deep.equal([]);
    expect(decision.because).to.include('no owner: nobody of second-level is there');
  });

  it('is told to the owner the rule gave it even where nobody else is told', () => {
    const base = at(always('{ owner = "eve" }'));
    const decision = receive(mail(), { ...base, policy: { ...base.policy, noticeNew: 'none' } });
    const told = actions(decision, 'send').filter(({ letter }) => letter.audience === 'staff');
    expect(told.map(({ letter }) => letter.to.name)).to.deep.equal(['Eve']);
  });

  it('has the note of a rule, which no letter carries', () => {
    const decision = receive(mail(), at(always('{ note = "check the contract" }')));
    expect(actions(decision, 'addNote')).to.deep.equal([
      { do: 'addNote', ticket: 42, author: { by: 'desk' }, text: 'Rule "r": check the contract' },
    ]);
    expect(JSON.stringify(actions(decision, 'send'))).not.to.include('contract');
    const order = decision.actions.map(action => action.do);
    expect(order.indexOf('addNote'), 'the letters before it carry the request').to.be.above(order.lastIndexOf('send'));
  });

  it('tells another program what came and how it was sorted, without its words', () => {
    const then = '{ queue = "billing", tags = "x", webhook = "https://hooks.example.org/a?key=1" }';
    const [call] = actions(receive(mail({ newWords: 'my secret words' }), at(always(then))), 'callWebhook');
    expect(call).to.deep.include({ ticket: 42, rule: 'r', url: 'https://hooks.example.org/a?key=1' });
    expect(call!.body).to.deep.equal({
      event: 'new',
      rule: 'r',
      rules: ['r'],
      at: '2026-11-23T09:00:00.000Z',
      mail: { from: 'ann@example.org', subject: 'It still does not print', messageId: 'new@example.org' },
      ticket: {
        number: 42,
        subject: 'It still does not print',
        queue: 'billing',
        owner: null,
        group: null,
        category: null,
        criticality: null,
        complexity: null,
        kind: null,
        due: null,
        tags: ['x'],
      },
    });
  });

  it('is not opened when a rule holds or rejects the mail: nobody is met, mailed or answered', () => {
    const held = receive(mail(), at(always('{ hold = "legal first", queue = "billing" }')));
    expect(held.actions).to.deep.equal([{ do: 'fileMail', as: 'held' }]);
    expect(held.because.slice(-2)).to.deep.equal([
      'rule "r": queue billing, hold, because legal first',
      'an operator has to look',
    ]);
    const rejected = receive(mail(), at(always('{ reject = true }')));
    expect(rejected.actions).to.deep.equal([{ do: 'fileMail', as: 'ignored' }]);
    expect(rejected.because.at(-1)).to.equal('nobody is answered');
  });

  it('is opened when an operator releases what a rule held', () => {
    const release = { how: 'split' } as const;
    const decision = receive(mail(), at(always('{ hold = true, tags = "x" }'), { release }));
    expect(end(decision)).to.equal('handled');
    expect(actions(decision, 'openTicket')[0]!.sorted).to.deep.equal({ tags: ['x'] });
  });

  it('is one in the rule’s queue when it was written to several', () => {
    const to = ['support', 'billing'].map(name => ({ name: '', address: `${name}@desk.example` }));
    const base = at(rule('{ subject = "print" }', '{ queue = "billing" }'));
    const linked = { ...base, policy: { ...base.policy, severalQueues: 'linked' } } as const;
    expect(actions(receive(mail({ to, subject: 'fax' }), linked), 'openTicket')).to.have.length(2);
    const [one, ...more] = actions(receive(mail({ to }), linked), 'openTicket');
    expect([one!.queue, more.length]).to.deep.equal(['billing', 0]);
  });

  it('out of an archive is sorted, and calls and mails nobody', () => {
    const then = '{ tags = "x", webhook = "https://hooks.example.org/", canned = "hello" }';
    const canned = () => 'Hello' as PublicText;
    const decision = receive(mail(), at(always(then), { quiet: true, canned }));
    expect(actions(decision, 'openTicket')[0]!.sorted).to.deep.equal({ tags: ['x'] });
    expect([...actions(decision, 'send'), ...actions(decision, 'callWebhook')]).to.deep.equal([]);
    expect(actions(decision, 'addMessage').map(({ kind }) => kind)).to.deep.equal(['request']);
  });

  it('that an operator forwarded is sorted by what the customer wrote', () => {
    const forwarded = {
      how: 'inline',
      from: { name: 'Cy', address: 'cy@customer.example' },
      subject: 'Invoice 12',
      text: 'Where is it?',
      comment: '',
    } as const;
    const trust = { verdict: 'pass', because: 'DMARC' } as const;
    const of = mailFrom(addressOf(bob), { subject: 'Fwd: Invoice 12', forwarded, trust });
    const asks = rule('{ from = "*@customer.example", subject = "invoice" }', '{ queue = "billing", hold = true }');
    const decision = receive(of, at(asks, { sender: bob }));
    expect(actions(decision, 'openTicket')[0]).to.include({ queue: 'billing', subject: 'Invoice 12' });
    expect(end(decision), 'an operator’s word outweighs a rule').to.equal('handled');
  });
});

describe('A canned reply of a rule', () => {
  const canned = (name: string) => (name === 'hello' ? ('Have you tried it?' as PublicText) : { refused: 'no such' });
  const hello = always('{ canned = "hello" }');

  it('goes out in place of the confirmation, and is an answer of the desk in the ticket', () => {
    const decision = receive(mail(), at(hello, { canned }));
    const [letter] = actions(decision, 'send')
      .map(one => one.letter)
      .filter(one => one.audience === 'requester');
    expect(letter).to.deep.include({ template: 'answer', words: 'Have you tried it?', automatic: true, to: ann });
    expect(letters(decision)).not.to.include('confirmation');
    expect(actions(decision, 'addMessage')[1]).to.deep.include({ kind: 'answer', author: { by: 'desk' } });
  });

  it('never goes to a machine, to spam, or beyond the limits for letters that nobody wrote', () => {
    const spam = { probability: 0.6, verdict: 'unsure', because: [] } as const;
    const recent = { toSenderInHour: 2, toSenderInDay: 2, automaticInHour: 2, subjects: [], noticesInHour: 0 };
    const nobody: readonly (readonly [Mail, Partial<MailSituation>])[] = [
      [mail({ kind: 'bulk', kindBecause: 'Precedence: bulk' }), {}],
      [mail({ kind: 'list' }), {}],
      [mail({ spam }), {}],
      [mail(), { recent }],
      [mail({ trust: { verdict: 'fail', because: 'DMARC' } }), {}],
    ];
    for (const [of, over] of nobody) {
      const base = at(hello, { canned, ...over });
      const decision = receive(of, { ...base, policy: { ...base.policy, confirmSenders: 'not-forged' } });
      expect(letters(decision)).not.to.include('answer');
      expect(decision.because.some(line => line.startsWith('no canned reply hello: '))).to.equal(true);
    }
  });

  it('goes out where confirmations are off, and not where there is none of its name', () => {
    const base = at(hello, { canned });
    expect(letters(receive(mail(), { ...base, policy: { ...base.policy, confirm: false } }))).to.include('answer');
    const decision = receive(mail(), at(always('{ canned = "other" }'), { canned }));
    expect(letters(decision)).to.include('confirmation').and.not.include('answer');
    expect(decision.because).to.include('no canned reply other: no such');
  });
});

describe('An answer to a ticket', () => {
  const asks = (then: string) => rule('{ mail = "follow-up" }', then);

  it('sorts it by the rules that ask for answers, and by no other', () => {
    const of = answer();
    const rules = `${asks('{ tags = "pressing", criticality = "high", note = "again" }')}${always('{ category = "billing" }').replace('"r"', '"q"')}`;
    const decision = receive(of, atAnswer(rules));
    expect(end(decision)).to.equal('handled');
    expect(actions(decision, 'tag')).to.deep.equal([{ do: 'tag', ticket: 7, tag: 'pressing' }]);
    expect(actions(decision, 'setField')).to.deep.equal([
      { do: 'setField', ticket: 7, field: 'criticality', from: null, to: 'high' },
    ]);
    expect(actions(decision, 'addNote')).to.have.length(1);
    expect(decision.because).to.include('rule "r": criticality high, tag pressing, a note');
  });

  it('may be held or rejected by a rule: then it is not in the ticket', () => {
    const of = answer();
    for (const [then, as] of [
      ['{ hold = true }', 'held'],
      ['{ reject = true }', 'ignored'],
    ] as const) {
      const decision = receive(of, atAnswer(asks(then)));
      expect(decision.actions).to.deep.equal([{ do: 'fileMail', as, ticket: 7 }]);
    }
  });

  it('is added when an operator approves what a rule held', () => {
    const release = { how: 'approve', ticket: 7, as: 'guest' } as const;
    const decision = receive(answer(), atAnswer(asks('{ hold = true, tags = "x" }'), { release }));
    expect(end(decision)).to.equal('handled');
    expect(actions(decision, 'tag')).to.have.length(1);
  });

  it('changes nothing that decides who hears notes, even by a rule that no config could hold', () => {
    const [good] = rulesIn(
      rule(
        '{ mail = "new" }',
        '{ queue = "billing", owner = "eve", group = "second-level", helpers = "eve", watchers = "eve", status = "closed" }',
      ),
      known,
    );
    const bad = {
      ...good!,
      when: { ask: 'all', of: [] },
      asksOf: { followUps: true, machines: true, spam: true },
    } as const;
    const of = answer();
    const [with_, without] = [receive(of, atAnswer([bad])), receive(of, atAnswer(''))];
    expect(with_.actions).to.deep.equal(without.actions);
  });

  it('of a stranger stays held whatever the rules say', () => {
    const accept = rule('{ mail = ["new", "follow-up"] }', '{ accept = true, tags = "x" }');
    const of = { ...answer(), from: [addressOf(mallory)] };
    const decision = receive(of, atAnswer(accept, { sender: mallory }));
    expect(decision.actions).to.deep.equal([{ do: 'fileMail', as: 'held', ticket: 7 }]);
  });

  it('sends a canned reply to the requester only', () => {
    const canned = () => 'Thank you' as PublicText;
    const of = answer();
    expect(letters(receive(of, atAnswer(asks('{ canned = "x" }'), { canned })))).to.include('answer');
    const other = { ...of, from: [addressOf(bob)] };
    const release = { how: 'approve', ticket: 7, as: 'guest' } as const;
    const decision = receive(other, atAnswer(asks('{ canned = "x" }'), { canned, sender: bob, release }));
    expect(letters(decision)).not.to.include('answer');
  });
});

describe('Mail that is put away', () => {
  const machine = mail({ kind: 'auto-reply', kindBecause: 'Auto-Submitted' });
  const spam = mail({ spam: { probability: 0.99, verdict: 'spam', because: [] } });

  it('is nothing for rules that do not ask about it', () => {
    const any = at(always('{ accept = true, webhook = "https://hooks.example.org/" }'));
    expect(receive(machine, any).actions).to.deep.equal([{ do: 'fileMail', as: 'ignored' }]);
    expect(receive(spam, any).actions).to.deep.equal([{ do: 'fileMail', as: 'spam' }]);
  });

  it('is held, rejected or let in by rules that do', () => {
    const asks = (then: string) => at(rule('{ any = [{ spam = "spam" }, { written_by = "auto-reply" }] }', then));
    for (const of of [machine, spam]) {
      expect(end(receive(of, asks('{ hold = true }')))).to.equal('held');
      expect(end(receive(of, asks('{ reject = true }')))).to.equal('ignored');
      const accepted = receive(of, asks('{ accept = true, queue = "billing" }'));
      expect(actions(accepted, 'openTicket')[0]).to.include({ queue: 'billing' });
      expect(letters(accepted), 'and still nobody is answered').not.to.include('confirmation');
      const tagged = receive(of, asks('{ tags = "x" }'));
      expect(actions(tagged, 'openTicket')).to.deep.equal([]);
      expect(tagged.because.at(-1)).to.equal('rule "r": tag x');
    }
  });
});
