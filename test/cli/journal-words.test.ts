import { expect } from 'chai';
import { journalWords, peopleNamed } from '../../src/cli/journal-words.ts';
import type { Action } from '../../src/desk/decision.ts';
import type { JournalRow } from '../../src/store/views.ts';

const people = new Map([
  [3, 'ann@example.org'],
  [4, 'carl@example.com'],
]);
const row = (action: string, data: Record<string, unknown>): JournalRow => ({
  ...{ id: 1, ticket: 1, mail: null, at: 0, who: 'bob', because: [] },
  action,
  data,
});
const told = (action: string, data: Record<string, unknown>) =>
  journalWords(row(action, data), { people, zone: 'UTC' });

/** Of every action that a decision may have, its line in the journal and its sentence; the compiler asks for all. */
const EVERY: Readonly<Record<Action['do'], readonly (readonly [data: Record<string, unknown>, sentence: string])[]>> = {
  meet: [[{ person: 3 }, 'got to know ann@example.org']],
  openTicket: [
    [
      { queue: 'support', requester: 3, source: 'mail', owner: 'bob', tags: ['a', 'b'], due: 86_400_000 },
      'opened the ticket in support for ann@example.org, source mail, owner bob, tags a b, due 1970-01-02 00:00 UTC',
    ],
  ],
  addMessage: [
    [
      { kind: 'request', author: { by: 'person', person: 3 }, message: 1 },
      'added a request by ann@example.org, message 1',
    ],
    [{ kind: 'answer', author: { by: 'operator', login: 'bob' }, message: 2 }, 'added an answer by bob, message 2'],
  ],
  addNote: [[{ author: { by: 'desk' }, message: 3 }, 'added a note by the desk, message 3']],
  setStatus: [
    [{ from: 'new', to: 'waiting' }, 'set the status to waiting (was new)'],
    [{ from: 'new', to: 'waiting', toName: 'at-supplier' }, 'set the status to at-supplier (was new)'],
  ],
  assign: [
    [{ from: null, to: 'bob' }, 'set the owner to bob'],
    [{ from: 'bob', to: 'eve' }, 'set the owner to eve (was bob)'],
    [{ from: 'bob', to: null }, 'took away the owner (was bob)'],
  ],
  setField: [[{ field: 'category', from: 'fault', to: 'request' }, 'set the category to request (was fault)']],
  setDue: [
    [{ from: null, to: 0 }, 'set when it is due to 1970-01-01 00:00 UTC'],
    [{ from: 0, to: null }, 'took away when it is due (was 1970-01-01 00:00 UTC)'],
  ],
  tag: [[{ tag: 'vip' }, 'tagged it vip']],
  untag: [[{ tag: 'vip' }, 'took the tag vip away']],
  involve: [[{ login: 'eve', as: 'helper' }, 'made eve a helper']],
  dismiss: [[{ login: 'eve', as: 'watcher' }, 'let eve be no watcher any more']],
  takeTurn: [[{ name: 'first-level', login: 'eve' }, 'counted a turn of eve in first-level']],
  callWebhook: [[{ rule: 'r', url: 'https://x.example/' }, 'queued a call of https://x.example/ for the rule r']],
  send: [
    [{ template: 'answer', audience: 'requester', to: 3, messageId: 'x@y' }, 'queued an answer to ann@example.org'],
    [{ template: 'need-info', to: 9 }, 'queued a question to person 9'],
  ],
  notSent: [[{ template: 'confirmation', to: 3 }, 'sent no confirmation to ann@example.org']],
  failLetter: [[{ letter: 7, reason: '550 no' }, 'marked letter 7 as not delivered: 550 no']],
  doubtLetter: [[{ letter: 7, reason: 'cut off' }, 'marked letter 7 as uncertain: cut off']],
  dropLetter: [
    [{ letter: 7, from: 'queued' }, 'dropped letter 7 (was queued)'],
    [{ letter: 7, reason: 'taken back' }, 'dropped letter 7: taken back'],
  ],
  takeBack: [[{ message: 2 }, 'took answer 2 back']],
  learn: [
    [{ mail: 1, label: 'ham', how: 'answered' }, 'told the spam filter that mail 1 is no spam (answered)'],
    [{ mail: 1, label: 'forget' }, 'told the spam filter that mail 1 says nothing any more'],
  ],
  markSpam: [
    [{ as: 'unsure' }, 'marked it as perhaps spam'],
    [{ as: null }, 'took the mark of spam away'],
  ],
  silence: [[{ address: 'ann@example.org' }, 'let no more letters go to ann@example.org']],
  unsilence: [[{ address: 'ann@example.org' }, 'let letters go to ann@example.org again']],
  addAddress: [[{ person: 3 }, 'noted another address of ann@example.org']],
  revokeTokens: [[{ serial: 2 }, 'revoked the reply tokens given out so far']],
  relate: [
    [{ to: 2 }, 'linked it with #2'],
    [{ from: 2 }, 'linked it with #2'],
  ],
  unrelate: [[{ to: 2 }, 'took away the link with #2']],
  join: [[{ person: 4 }, 'let carl@example.com hear the answers']],
  leave: [[{ person: 4 }, 'let carl@example.com hear no more answers']],
  moveMessages: [
    [{ to: 2, messages: [5] }, 'moved 1 message to #2'],
    [{ from: 2, messages: [5, 6] }, 'took in 2 messages of #2'],
  ],
  mergeInto: [
    [{ into: 2 }, 'merged it into #2'],
    [{ from: 2 }, 'took in #2'],
    [{ into: null }, 'made it a ticket of its own again'],
  ],
  undo: [[{ decision: 'x', of: 'bob' }, 'took back what bob did']],
  fileMail: [[{ as: 'handled' }, 'filed the mail as handled']],
};

describe('A line of the journal in words', () => {
  for (const [action, lines] of Object.entries(EVERY))
    it(`says what ${action} did`, () => {
      for (const [data, sentence] of lines) expect(told(action, data)).to.equal(sentence);
    });

  it('says what the store writes by itself', () => {
    expect(told('retryLetter', { letter: 7, from: 'uncertain' })).to.equal('queued letter 7 once more (was uncertain)');
    expect(told('changeRequester', { from: 4, to: 3 })).to.equal('its requester, person 4, is ann@example.org');
    expect(told('changeParticipant', { from: 4, to: 3 })).to.equal('person 4, who takes part, is ann@example.org');
  });

  it('is the line itself where nobody knows the words', () => {
    expect(told('conjure', { rabbit: 1, hat: null, ears: ['l', 'r'] })).to.equal('conjure rabbit=1 ears=l,r');
    expect(told('constructor', { x: 1 })).to.equal('constructor x=1');
  });

  it('names people by their first address, and only those', () => {
    const rows = Object.entries(EVERY).flatMap(([action, lines]) => lines.map(([data]) => row(action, data)));
    expect(peopleNamed(rows).sort()).to.deep.equal([3, 4, 9]);
  });

  it('lets nothing steer a terminal, whatever stands in it', () => {
    const evil = 'x\u001b[2J\u202e\ny';
    const data = { tag: evil, to: evil, from: evil, login: evil, as: evil, url: evil, reason: evil, address: evil };
    for (const action of [...Object.keys(EVERY), evil])
      expect(
        told(action, { ...data, author: { by: 'operator', login: evil }, tags: [evil], template: evil }),
        action,
      ).not.to.match(/[^\P{C}]/u);
  });
});
