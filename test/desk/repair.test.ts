import { expect } from 'chai';
import type { Command } from '../../src/desk/command.ts';
import type { Action, Decision, Refusal } from '../../src/desk/decision.ts';
import { operate } from '../../src/desk/operate.ts';
import { receive } from '../../src/desk/receive.ts';
import type { KeptMessage, PastDecision, PastLine, RepairTicket } from '../../src/desk/repair-situation.ts';
import type { Ticket } from '../../src/desk/ticket.ts';
import type { Claim } from '../../src/mail/claims.ts';
import { addressOf, ann, mailFrom, mallory, policy, situation, ticket } from '../scene.ts';

const bob = policy.operators[0]!;
const at = situation();

const request = (id: number, person = ann): KeptMessage => ({ id, kind: 'request', person, byMail: true });
const answer = (id: number): KeptMessage => ({ id, kind: 'answer', person: null, byMail: false });
const note = (id: number): KeptMessage => ({ id, kind: 'note', person: null, byMail: false });

const seven: RepairTicket = {
  ...ticket,
  mergedInto: null,
  messages: [request(1), note(2), answer(3), request(4)],
  related: [],
};
const eight: RepairTicket = { ...seven, number: 8, owner: null, messages: [request(5)], subject: 'Printer again' };

function given(
  command: Command,
  tickets: readonly RepairTicket[] = [seven, eight],
  past: readonly PastDecision[] = [],
) {
  const repair = { tickets: new Map(tickets.map(one => [one.number, one])), past, letters: [] };
  return operate(command, bob, { ...at, ticket, repair });
}
function done(result: Decision | Refusal): Decision {
  if ('refused' in result) throw new Error(`refused: ${result.refused}`);
  return result;
}
function refusal(result: Decision | Refusal): string {
  return 'refused' in result ? result.refused : 'not refused';
}
/** What the journal has of a decision, as the commit writes it but for the echoes. */
function past(actions: readonly Action[], over: Partial<PastDecision & PastLine> = {}): PastDecision {
  const lines = actions.map((action): PastLine => {
    const { do: verb, ...data } = action as Action & { ticket: number };
    return { ticket: data.ticket, mail: over.mail ?? null, action: verb, data };
  });
  return { name: over.name ?? 'd1', who: 'eve', because: ['eve meant well'], lines };
}

describe('merge', () => {
  const merge = (over: Partial<Extract<Command, { do: 'merge' }>> = {}, tickets = [seven, eight]) =>
    given({ do: 'merge', ticket: 7, into: 8, together: false, ...over }, tickets);

  it('moves every message, closes the one, links both and mails nobody', () => {
    expect(done(merge()).actions).to.deep.equal([
      { do: 'moveMessages', ticket: 7, to: 8, messages: [1, 2, 3, 4] },
      { do: 'mergeInto', ticket: 7, into: 8 },
      { do: 'setStatus', ticket: 7, from: 'waiting', to: 'closed' },
      { do: 'relate', ticket: 7, to: 8 },
    ]);
  });

  it('opens the one that stays when somebody waited for us in the other', () => {
    const statuses = ['new', 'open', 'waiting', 'closed'] as const;
    const after = (from: (typeof statuses)[number], into: (typeof statuses)[number]) =>
      done(
        merge({}, [
          { ...seven, status: from },
          { ...eight, status: into },
        ]),
      ).actions.some(action => action.do === 'setStatus' && action.ticket === 8 && action.to === 'open');
    const opened = statuses.flatMap(from => statuses.filter(into => after(from, into)).map(into => `${from} ${into}`));
    expect(opened).to.deep.equal(['new waiting', 'new closed', 'open waiting', 'open closed']);
  });

  it('is refused between people who do not know of each other, in words that say what it would mean', () => {
    const theirs = { ...eight, requester: mallory };
    expect(refusal(merge({}, [seven, theirs]))).to.match(
      /7 is of ann@example\.org, 8 of mallory@evil\.example\n.*ann@example\.org would hear every further answer in 8.*--together/,
    );
    const together = done(merge({ together: true }, [seven, theirs]));
    expect(together.actions).to.deep.include({ do: 'join', ticket: 8, person: ann.id });
    expect(together.because.join()).to.include('ann@example.org hears the answers in 8');
  });

  it('takes along who hears the answers, each once, the requester never', () => {
    const both = [
      { ...seven, participants: [mallory, ann, { ...mallory, id: 99 }] },
      { ...eight, participants: [{ ...mallory, id: 99 }] },
    ];
    expect(done(merge({}, both)).actions.filter(({ do: verb }) => verb === 'join')).to.deep.equal([
      { do: 'join', ticket: 8, person: mallory.id },
    ]);
  });

  it('leaves a link alone that was there already', () => {
    expect(done(merge({}, [{ ...seven, related: [8] }, eight])).actions.map(({ do: verb }) => verb)).not.to.include(
      'relate',
    );
  });

  it('is refused with itself, with what is not there, and with what was merged', () => {
    expect(refusal(merge({ into: 7 }))).to.equal('both are ticket 7');
    expect(refusal(merge({ into: 9 }))).to.equal('there is no ticket 9');
    expect(refusal(merge({}, [{ ...seven, mergedInto: 8 }, eight]))).to.equal('ticket 7 was merged into 8 already');
    expect(refusal(merge({}, [seven, { ...eight, mergedInto: 7 }]))).to.equal('ticket 8 was merged into 7 already');
  });
});

describe('split', () => {
  const split = (message: number, tickets = [seven], subject?: string) =>
    given({ do: 'split', ticket: 7, message, ...(subject === undefined ? {} : { subject }) }, tickets);

  it('makes a request a ticket of its own, of whoever wrote it, and mails nobody', () => {
    const tickets = [{ ...seven, messages: [request(1), request(4, mallory)] }];
    expect(done(split(4, tickets)).actions).to.deep.equal([
      {
        do: 'openTicket',
        ticket: 42,
        queue: 'support',
        subject: 'Printer broken',
        requester: mallory.id,
        source: 'mail',
      },
      { do: 'moveMessages', ticket: 7, to: 42, messages: [4] },
      { do: 'relate', ticket: 7, to: 42 },
    ]);
  });

  it('takes a subject', () => {
    expect(done(split(4, [seven], 'Scanner')).actions[0]).to.include({ subject: 'Scanner' });
    expect(done(split(4, [seven], ' ')).actions[0]).to.include({ subject: '(no subject)' });
  });

  it('is refused for a note, an answer, the only request and a message from elsewhere', () => {
    expect(refusal(split(2))).to.match(/message 2 is a note: only a request/);
    expect(refusal(split(3))).to.match(/message 3 is an answer: only a request/);
    expect(refusal(split(5))).to.equal('ticket 7 has no message 5');
    expect(refusal(split(1, [{ ...seven, messages: [request(1), note(2)] }]))).to.match(/all that ticket 7 asks/);
  });
});

describe('move', () => {
  const move = (message: number, tickets = [seven, eight]) => given({ do: 'move', ticket: 7, message, to: 8 }, tickets);

  it('moves any kind of message and does nothing else, whoever the other ticket is of', () => {
    for (const id of [1, 2, 3])
      expect(done(move(id, [seven, { ...eight, requester: mallory }])).actions).to.deep.equal([
        { do: 'moveMessages', ticket: 7, to: 8, messages: [id] },
      ]);
  });

  it('is refused for the only request and for a message from elsewhere', () => {
    expect(refusal(move(5))).to.equal('ticket 7 has no message 5');
    expect(refusal(move(1, [{ ...seven, messages: [request(1), note(2)] }, eight]))).to.include('desk merge 7 8');
  });
});

describe('link and unlink', () => {
  it('are each other’s opposite, and refused when nothing would change', () => {
    const linked = [
      { ...seven, related: [8] },
      { ...eight, related: [7] },
    ];
    expect(done(given({ do: 'link', ticket: 7, to: 8 })).actions).to.deep.equal([{ do: 'relate', ticket: 7, to: 8 }]);
    expect(done(given({ do: 'unlink', ticket: 7, to: 8 }, linked)).actions).to.deep.equal([
      { do: 'unrelate', ticket: 7, to: 8 },
    ]);
    expect(refusal(given({ do: 'link', ticket: 7, to: 8 }, linked))).to.include('linked already');
    expect(refusal(given({ do: 'unlink', ticket: 7, to: 8 }))).to.include('not linked');
  });
});

describe('undo', () => {
  const undo = (decisions: readonly PastDecision[], tickets: readonly RepairTicket[] = [seven, eight]) =>
    given({ do: 'undo', ticket: 7 }, tickets, decisions);
  const closing = past([{ do: 'setStatus', ticket: 7, from: 'open', to: 'closed' }]);
  const closed: RepairTicket = { ...seven, status: 'closed', closedAt: 5 };

  it('takes back a close, and says so with what it takes back', () => {
    const decision = done(undo([closing], [closed]));
    expect(decision.actions).to.deep.equal([
      { do: 'setStatus', ticket: 7, from: 'closed', to: 'open', closedAt: 5 },
      { do: 'undo', ticket: 7, decision: 'd1', of: 'eve' },
    ]);
    expect(decision.because).to.deep.equal(['bob undid what eve did', 'it was: eve meant well']);
  });

  it('takes back a reopen with the moment it was closed at', () => {
    const reopened = past([{ do: 'setStatus', ticket: 7, from: 'closed', to: 'open', closedAt: 5 }]);
    expect(done(undo([reopened], [{ ...seven, status: 'open' }])).actions[0]).to.deep.equal({
      do: 'setStatus',
      ticket: 7,
      from: 'open',
      to: 'closed',
      closedAt: 5,
    });
  });

  it('twice takes back the decision before, and the first one never again', () => {
    const taking = past([{ do: 'assign', ticket: 7, from: null, to: 'bob' }], { name: 'd0' });
    const undoing = past([{ do: 'undo', ticket: 7, decision: 'd1', of: 'eve' }], { name: 'd2' });
    expect(done(undo([undoing, closing, taking])).actions[0]).to.deep.equal({
      do: 'assign',
      ticket: 7,
      from: 'bob',
      to: null,
    });
    const both = past([{ do: 'undo', ticket: 7, decision: 'd0', of: 'eve' }], { name: 'd3' });
    expect(refusal(undo([both, undoing, closing, taking]))).to.equal('there is nothing to undo in ticket 7');
  });

  const writing = (login: string) =>
    ({ do: 'addNote', ticket: 7, message: 22, author: { by: 'operator', login } }) as unknown as Action;

  it('passes over what came by mail and what the desk noted, which are facts', () => {
    const byDesk = { do: 'addNote', ticket: 7, message: 23, author: { by: 'desk' } } as unknown as Action;
    const told = past([byDesk], { name: 'd2' });
    const mailed = past([{ do: 'setStatus', ticket: 7, from: 'closed', to: 'open' }], { name: 'd3', mail: 4 });
    const byMail = past([writing('eve')], { name: 'd4', mail: 5 });
    expect(done(undo([byMail, mailed, told, closing], [closed])).actions).to.have.length(2);
    expect(refusal(undo([byMail, mailed, told]))).to.equal('there is nothing to undo in ticket 7');
  });

  it('never passes over an operator’s note: it is named, with the way to go on', () => {
    const noted = past([writing('eve')], { name: 'd2' });
    expect(refusal(undo([noted, closing], [closed]))).to.equal(
      'the last thing was eve’s note 22, which stays; desk undo 7 --before-note takes back "eve meant well"',
    );
    const own = { ...noted, who: 'bob' };
    expect(refusal(undo([own]))).to.equal(
      'the last thing was your note 22, which stays; before it: there is nothing to undo in ticket 7',
    );
    const goingOn = given({ do: 'undo', ticket: 7, beforeNote: true }, [closed, eight], [own, noted, closing]);
    expect(done(goingOn).actions).to.have.length(2);
  });

  it('takes back what was done together with a note, and the note stays', () => {
    const both = past([writing('eve'), { do: 'setStatus', ticket: 7, from: 'open', to: 'closed' }]);
    const decision = done(undo([both], [closed]));
    expect(decision.actions.map(action => action.do)).to.deep.equal(['setStatus', 'undo']);
    expect(decision.because.at(-1)).to.equal('note 22 stays');
  });

  it('is refused when a letter has left; a notice to the staff does not hinder', () => {
    const assigned: Action = { do: 'assign', ticket: 7, from: null, to: 'bob' };
    const telling = (audience: string) => {
      const decision = past([assigned]);
      return { ...decision, lines: [...decision.lines, { ticket: 7, mail: null, action: 'send', data: { audience } }] };
    };
    expect(refusal(undo([telling('requester'), closing]))).to.match(/^a letter has left: what eve sent/);
    expect(done(undo([telling('staff')])).actions[0]).to.include({ do: 'assign', to: null });
  });

  it('is refused, with what changed since, when things are not as the decision left them', () => {
    expect(refusal(undo([closing], [seven]))).to.equal('since then, ticket 7 went from closed to waiting');
    const moving = past([{ do: 'moveMessages', ticket: 7, to: 8, messages: [5] }]);
    expect(refusal(undo([moving], [seven, eight]))).to.include('ticket 8 lost every other request');
    expect(refusal(undo([moving], [seven, { ...eight, messages: [request(6)] }]))).to.include(
      'message 5 was moved away',
    );
    const back = [
      { ...seven, mergedInto: 3 },
      { ...eight, messages: [request(5), request(6)] },
    ];
    expect(refusal(undo([moving], back))).to.equal('since then, ticket 7 was merged into 3');
    const joined = past([{ do: 'join', ticket: 7, person: mallory.id }]);
    expect(refusal(undo([joined]))).to.include('who hears the answers');
    const linked = past([{ do: 'relate', ticket: 7, to: 8 }]);
    expect(refusal(undo([linked]))).to.include('the link between 7 and 8 was taken away');
  });

  it('leaves the number of a split ticket as an empty one, merged into where it came from', () => {
    const command = { do: 'split', ticket: 7, message: 4 } as const;
    const decision = past(done(given(command)).actions);
    const made: RepairTicket = { ...eight, number: 42, status: 'new', messages: [request(4)], related: [7] };
    const left = { ...seven, messages: seven.messages.slice(0, 3), related: [42] };
    expect(done(undo([decision], [left, made])).actions.slice(0, 4)).to.deep.equal([
      { do: 'unrelate', ticket: 7, to: 42 },
      { do: 'moveMessages', ticket: 42, to: 7, messages: [4] },
      { do: 'mergeInto', ticket: 42, into: 7 },
      { do: 'setStatus', ticket: 42, from: 'new', to: 'closed' },
    ]);
    const used: readonly [Partial<RepairTicket>, RegExp][] = [
      [{ status: 'open' }, /42 became open/],
      [{ owner: 'eve' }, /42 went to eve/],
      [{ messages: [request(4), request(9)] }, /42 got more messages/],
      [{ related: [7, 8] }, /42 was linked with others/],
      [{ participants: [mallory] }, /others hear the answers in ticket 42/],
      [{ mergedInto: 8 }, /42 was merged into 8/],
    ];
    for (const [over, why] of used) expect(refusal(undo([decision], [left, { ...made, ...over }]))).to.match(why);
  });
});

describe('a ticket that was merged', () => {
  const eightNow: Ticket = { ...ticket, number: 8 };

  it('is answered in the one that took it in, and that is said', () => {
    const decision = done(operate({ do: 'note', ticket: 7, text: 'x' }, bob, { ...at, ticket: eightNow }));
    expect(decision.actions[0]).to.include({ do: 'addNote', ticket: 8 });
    expect(decision.because).to.include('ticket 7 was merged into 8');
  });

  it('and the one that took it in are one, for tokens of both in one mail too', () => {
    const claim = (number: number, carrier: Claim['carrier']): Claim => ({
      carrier,
      where: carrier,
      verdict: 'valid',
      ticket: number,
      person: ann.id,
    });
    const mail = mailFrom(addressOf(ann));
    const people = new Map([[ann.id, ann]]);
    const claims = [claim(7, 'recipient'), claim(8, 'in-reply-to')];
    const merged = new Map([7, 8].map(number => [number, eightNow]));
    const filed = (tickets: ReadonlyMap<number, Ticket>) =>
      receive(mail, situation({ claims, tickets, people, sender: ann })).actions.find(
        ({ do: verb }) => verb === 'fileMail',
      );
    expect(filed(merged)).to.deep.equal({ do: 'fileMail', as: 'handled', ticket: 8 });
    const apart = new Map([ticket, eightNow].map(one => [one.number, one]));
    expect(filed(apart)).to.deep.include({ as: 'held' });
  });
});
