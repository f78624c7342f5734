import { expect } from 'chai';
import { type Folding, ticketLines } from '../../src/cli/timeline-lines.ts';
import { journalLines } from '../../src/cli/why.ts';
import type { MessageView, TicketView } from '../../src/store/views.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const HOUR = 3_600_000;
const how = { all: false, now: NOW, width: undefined, zone: 'UTC', paint: (_style: string, text: string) => text };

function message(given: Partial<MessageView>): MessageView {
  const blank = { id: 1, kind: 'request' as const, author: 'Ann <ann@example.org>', text: 'It beeps.', folded: '' };
  return {
    ...blank,
    attachments: [],
    remarks: [],
    mail: 1,
    at: NOW - 3 * HOUR,
    takenBackAt: null,
    letters: [],
    ...given,
  };
}

function ticket(timeline: readonly MessageView[], given: Partial<TicketView> = {}): TicketView {
  return {
    number: 12,
    line: 1,
    present: [],
    subject: 'It beeps',
    status: 'open',
    queue: 'support',
    owner: 'bob',
    spam: null,
    requester: { name: 'Ann', address: 'ann@example.org', silent: '' },
    participants: [],
    messages: timeline.length,
    openedAt: NOW - 3 * HOUR,
    changedAt: NOW,
    source: 'mail',
    statusName: null,
    group: null,
    helpers: [],
    watchers: [],
    category: null,
    criticality: null,
    complexity: null,
    kind: null,
    due: null,
    tags: [],
    guess: null,
    language: null,
    organisation: null,
    level: null,
    mergedInto: null,
    related: [],
    others: [],
    timeline,
    ...given,
  };
}

const OPEN: Folding = { whole: true, opensEarlier: () => 'opens them', opensLong: () => 'opens it' };
const shown = (view: TicketView, given = {}, folding = OPEN) =>
  ticketLines(view, { ...how, ...given }, folding).join('\n');

describe('A ticket in the terminal', () => {
  it('shows who asked, the owner, ages and times with their zone', () => {
    const text = shown(
      ticket([message({})], {
        related: [7],
        others: [{ number: 3, subject: 'Toner', status: 'closed', statusName: null }],
      }),
    );
    expect(text).to.include('#12 It beeps').and.include('Ann <ann@example.org>').and.include('owned by bob');
    expect(text).to.include('2026-11-23 09:00 UTC (3 h ago)').and.include('#7').and.include('#3 closed: Toner');
  });

  it('sets the first request apart and marks a note as for staff only', () => {
    const view = ticket([message({}), message({ id: 2, kind: 'note', author: 'eve', text: 'Same as 7.' })]);
    expect(shown(view))
      .to.match(/^== first request by Ann/m)
      .and.match(/^-- note \(staff only\) by eve/m);
  });

  it('folds quoted lines and says how many; --all shows them', () => {
    const view = ticket([message({ folded: '> one\n> two\n' })]);
    expect(shown(view)).to.include('[2 quoted lines folded; --all shows them]').and.not.include('> one');
    expect(shown(view, { all: true }))
      .to.include('> one')
      .and.include('> two')
      .and.not.include('folded');
  });

  it('tells what became of an answer', () => {
    const letter = { id: 4, template: 'answer', to: 'ann@example.org', reply: null, notBefore: 0 };
    const states = [
      { ...letter, state: 'sent' as const },
      { ...letter, state: 'queued' as const },
      { ...letter, state: 'failed' as const, reply: '550 5.1.1 no such user' },
      { ...letter, state: 'uncertain' as const, reply: 'no answer' },
      { ...letter, state: 'dropped' as const, reply: 'dropped by eve' },
    ];
    const text = shown(ticket([message({ kind: 'answer', author: 'bob', letters: states })]));
    expect(text).to.include('[sent to ann@example.org]').and.include('[queued for ann@example.org]');
    expect(text)
      .to.include('[not delivered to ann@example.org: 550 5.1.1 no such user]')
      .and.include('[uncertain: it may have reached ann@example.org: no answer; desk outbox uncertain]')
      .and.include('[not sent to ann@example.org any more: dropped by eve]');
  });

  it('says which letter it is where it is no answer, and to the second when one leaves soon', () => {
    const letter = { id: 4, to: 'ann@example.org', state: 'queued' as const, reply: null };
    const confirmation = { ...letter, template: 'confirmation', notBefore: 0 };
    expect(shown(ticket([message({ letters: [confirmation] })]))).to.include(
      '[confirmation queued for ann@example.org]',
    );
    const leaving = (ms: number) =>
      shown(ticket([message({ kind: 'answer', letters: [{ ...letter, template: 'answer', notBefore: NOW + ms }] })]), {
        zone: 'UTC',
      });
    const soon = new Date(NOW + 10_000).toISOString().slice(11, 19);
    expect(leaving(10_000)).to.include(`[leaves in 10 s, at ${soon} for ann@example.org; desk undo takes it back]`);
    expect(leaving(3_600_000)).to.match(/\[leaves at \d{4}-\d\d-\d\d \d\d:\d\d UTC for ann@example\.org;/);
  });

  it('lists attachments with their size', () => {
    const file = { name: 'log.txt', type: 'text/plain', size: 14_200, sha256: '', inline: false };
    expect(shown(ticket([message({ attachments: [file] })]))).to.include('[attached: log.txt (text/plain, 14 kB)]');
  });

  it('lets no mail steer the terminal, wherever its words stand', () => {
    const evil = '\u001b]0;x\u0007\u001b[2J\u009b31m\u202egnp\rX\u007f';
    const file = { name: evil, type: evil, size: 1, sha256: '', inline: true };
    const letters = [{ id: 1, template: evil, to: evil, state: 'failed' as const, reply: evil, notBefore: 0 }];
    const first = message({ text: evil, author: evil, folded: evil, attachments: [file], letters });
    const view = ticket([first], {
      subject: evil,
      queue: evil,
      owner: evil,
      requester: { name: evil, address: evil, silent: evil },
      participants: [{ name: evil, address: evil, silent: evil }],
      others: [{ number: 1, subject: evil, status: 'open', statusName: null }],
    });
    for (const all of [false, true]) expect(shown(view, { all })).to.not.match(/[^\P{C}\n]/u);
    const row = {
      id: 1,
      ticket: 1,
      mail: 1,
      at: NOW,
      who: evil,
      action: evil,
      data: { [evil]: evil },
      because: [evil],
    };
    expect(journalLines([row], { ...how, people: new Map() }).join('\n')).to.not.match(/[^\P{C}\n]/u);
  });

  it('lets no mail imitate a heading: its words never begin in the first column', () => {
    const text = shown(ticket([message({ text: '-- note (staff only) by bob\n== first request by me\n#1' })]), {
      width: 40,
    });
    expect(text.match(/^(?:-- |== |#)/gm)).to.deep.equal(['#', '== ']);
  });
});

describe('The journal of a ticket', () => {
  it('has when, who, what and why for each action', () => {
    const row = {
      id: 1,
      ticket: 12,
      mail: 31,
      at: NOW - HOUR,
      who: 'bob',
      action: 'setStatus',
      data: { from: 'new', to: 'open' },
      because: ['bob took the ticket'],
    };
    const tell = { ...how, people: new Map() };
    expect(journalLines([row], tell)).to.deep.equal([
      '2026-11-23 11:00 UTC (1 h ago)  bob',
      '  set the status to open (was new)',
      '  because bob took the ticket',
    ]);
    expect(journalLines([row], { ...tell, raw: true })).to.deep.equal([
      '2026-11-23 11:00 UTC (1 h ago)  bob',
      '  setStatus from=new to=open mail=31',
      '  because bob took the ticket',
    ]);
  });
});
