import { expect } from 'chai';
import { boardViews } from '../../../src/cli/board/board-views.ts';
import { blank, put } from '../../../src/cli/board/canvas.ts';
import { draw } from '../../../src/cli/board/view.ts';
import type { View } from '../../../src/config/config.ts';
import { learnWidths } from '../../../src/outbox/width.ts';
import { policy } from '../../scene.ts';
import { board, filled, linesOf, message, NOW, row, SMALL, ticket, WIDE } from './scene.ts';

const operates = (orders: readonly unknown[]) =>
  orders.flatMap(order =>
    (order as { do: string }).do === 'operate' ? (order as { commands: unknown[] }).commands : [],
  );

describe('the board', () => {
  before(() => learnWidths(['打']));

  it('shows list, ticket and what to press on 80 columns and 24 lines', () => {
    const lines = filled(30).lines();
    expect(lines[0]).to.match(/^\[1 open 30\] +2 mine +3 unowned .*bob$/);
    expect(lines[1]).to.match(/^> +1 new - +1 min Ann +It beeps 1$/);
    expect(lines.some(line => line.startsWith('─ #1 ─'))).to.equal(true);
    expect(lines.join('\n')).to.include('words of message 1');
    expect(lines[23]).to.include('Enter read').and.include('r reply').and.include('? help').and.include('q quit');
  });

  it('shows list and ticket side by side where there is room', () => {
    const lines = filled(60, WIDE).lines();
    expect(lines[2]).to.match(/It beeps 2 +│ +#1 It beeps 1$/);
    expect(lines[47]).to.match(/It beeps 47/);
  });

  it('says that a terminal is too small instead of drawing nonsense, and is there again when it is not', () => {
    const here = filled();
    here.tell({ is: 'resize', size: { columns: 60, rows: 20 } });
    expect(here.lines().slice(0, 2).join(' ')).to.include('needs 80×24').and.include('60×20');
    here.tell({ is: 'resize', size: SMALL });
    expect(here.text()).to.include('words of message 1');
  });

  it('moves the selection, keeps it in sight, and reads a ticket when the keys rest', () => {
    const here = filled(30);
    here.press('j', 'j');
    expect(here.state.selected).to.equal(3);
    expect(here.orders().at(-1)).to.deep.equal({ do: 'loadTicket', number: 3, soon: true });
    here.press('G');
    expect(here.lines()[8]).to.match(/^> +30 /);
    here.press('g', 'k');
    expect(here.lines()[1]).to.match(/^> +1 /);
    here.press('page-down');
    expect(here.state.selected).to.equal(8);
  });

  it('opens a ticket on Enter, scrolls it to its end and not beyond, and comes back on q', () => {
    const here = filled(3);
    const text = Array.from({ length: 50 }, (_, i) => `line ${i}`).join('\n');
    here.tell({ is: 'ticket', number: 1, ticket: ticket(1, [message(1, { text })]) });
    here.press('enter');
    expect(here.text()).to.include('#1, reading').and.not.include('It beeps 2');
    here.press('G');
    expect(here.text()).to.include('line 49').and.include(' end ');
    const { scroll } = here.state;
    here.press(' ', 'j', 'page-down');
    expect(here.state.scroll).to.equal(scroll);
    here.press('q');
    expect(here.text()).to.include('It beeps 2');
    expect(here.orders()).to.deep.equal([]);
    here.press('q');
    expect(here.orders()).to.deep.equal([{ do: 'quit' }]);
  });

  it('shows the first request, how many are earlier, and the last messages; a key opens each fold', () => {
    const here = filled(1, WIDE);
    const long = Array.from({ length: 300 }, (_, i) => `entry ${i}`).join('\n');
    const timeline = [
      message(1, { text: long, folded: '> what was quoted' }),
      ...Array.from({ length: 12 }, (_, i) => message(i + 2, { kind: 'answer', author: 'bob' })),
    ];
    here.tell({ is: 'ticket', number: 1, ticket: ticket(1, timeline) });
    here.press('enter');
    const whole = () => {
      const seen = [here.text()];
      for (let before = -1; before !== here.state.scroll; ) {
        before = here.state.scroll;
        here.press('page-down');
        seen.push(here.text());
      }
      here.press('g');
      return seen.join('\n');
    };
    const folded = whole();
    expect(folded).to.include('== first request').and.include('7 earlier messages: e shows them');
    expect(folded).to.include('[260 more lines; l shows the whole]').and.include('[1 quoted line folded; z opens]');
    expect(folded).to.include('words of message 13').and.not.include('words of message 8').and.not.include('entry 299');
    here.press('e', 'l', 'z');
    const opened = whole();
    expect(opened).to.include('words of message 8').and.include('entry 299').and.include('> what was quoted');
  });

  it('lists files with their size and shows remarks', () => {
    const here = filled(1, WIDE);
    const attachment = { name: 'plan.pdf', type: 'application/pdf', size: 14_000, sha256: 'aa' };
    const first = message(1, { attachments: [attachment as never], remarks: ['the Reply-To is another address'] });
    here.tell({ is: 'ticket', number: 1, ticket: ticket(1, [first]) });
    expect(here.text())
      .to.include('[attached 1: plan.pdf (application/pdf, 14 kB)]')
      .and.include('[the Reply-To is another address]');
  });

  it('filters while it is typed, by subject, requester and tag; Enter keeps it, Esc takes it back', () => {
    const here = filled(30);
    here.tell({ is: 'list', view: 0, rows: [row(1), row(2, { tags: ['vpn'] }), row(3, { subject: 'VPN drops' })] });
    here.press('/');
    here.type('VPN');
    expect(here.lines().filter(line => /It beeps 1|It beeps 2|VPN drops/.test(line)).length).to.be.greaterThan(1);
    expect(here.state.selected).to.equal(2);
    here.press('enter');
    expect(here.text())
      .to.include('only with “VPN”')
      .and.not.match(/ 1 new/);
    here.press('/', 'x', 'esc');
    expect(here.state.filter).to.equal('VPN');
    here.press('esc');
    expect(here.state.filter).to.equal('');
  });

  it('goes to another view by its number and by Tab, and reads it anew', () => {
    const here = filled();
    here.press('2');
    expect(here.orders()).to.deep.equal([{ do: 'loadList', view: 1 }]);
    here.tell({ is: 'list', view: 1, rows: [] });
    expect(here.text()).to.include('no ticket is here (mine)');
    here.press('tab', 'back-tab', 'back-tab');
    expect(here.state.view).to.equal(0);
  });

  it('gives commands about the ticket that is selected', () => {
    const here = filled();
    here.press('t');
    here.press('u');
    here.press('!');
    expect(operates(here.orders())).to.deep.equal([
      { do: 'take', ticket: 1 },
      { do: 'undo', ticket: 1 },
      { do: 'spam', ticket: 1 },
    ]);
  });

  it('lets pick from what the configuration has: owner, status, category', () => {
    const here = filled();
    here.press('a');
    here.type('ev');
    here.press('enter');
    here.press('s', 'down', 'down', 'enter');
    here.press('C');
    here.type('bil');
    here.press('enter', 'a', 'end', 'up', 'esc');
    expect(operates(here.orders())).to.deep.equal([
      { do: 'assign', ticket: 1, to: 'eve' },
      { do: 'change', ticket: 1, changes: { status: 'waiting' }, hidden: false },
      { do: 'change', ticket: 1, changes: { category: 'billing' }, hidden: false },
    ]);
  });

  it('asks for tags and for the ticket to merge into', () => {
    const here = filled();
    here.press('T');
    here.type('vpn -old');
    here.press('enter', 'm');
    here.type('#7');
    here.press('enter', 'm');
    here.type('seven');
    here.press('enter');
    expect(operates(here.orders())).to.deep.equal([
      { do: 'change', ticket: 1, changes: { tag: ['vpn'], untag: ['old'] }, hidden: false },
      { do: 'merge', ticket: 1, into: 7, together: false },
    ]);
    expect(here.text()).to.include('seven is no number of a ticket');
  });

  it('asks again before tickets of different people are merged', () => {
    const here = filled();
    const command = { do: 'merge', ticket: 1, into: 7, together: false } as const;
    here.tell({ is: 'done', results: [{ refused: 'they are of two people; if that is meant: --together', command }] });
    expect(here.text()).to.include('they are of two people. Merge all the same?');
    here.press('y');
    expect(operates(here.orders())).to.deep.equal([{ ...command, together: true }]);
  });

  it('acts on all that are marked, and asks first when they are spam', () => {
    const here = filled();
    here.press('x', 'x', 't');
    expect(operates(here.orders()).map(command => (command as { ticket: number }).ticket)).to.deep.equal([1, 2]);
    here.orders();
    here.press('!');
    expect(operates(here.orders())).to.deep.equal([]);
    expect(here.text()).to.include('2 tickets are spam');
    here.press('y');
    expect(operates(here.orders()).length).to.equal(2);
    here.tell({ is: 'done', results: [] });
    here.press('esc');
    expect([...here.state.marked]).to.deep.equal([]);
  });

  it('sends nothing before it was shown who gets it', () => {
    const here = filled();
    const write = { what: 'reply', ticket: 1 } as const;
    const text = 'Try again.';
    here.press('r');
    expect(here.orders()).to.deep.equal([{ do: 'write', write, text: '' }]);
    here.tell({ is: 'written', write, text });
    expect(here.orders()).to.deep.equal([{ do: 'foresee', write: { what: 'reply', ticket: 1 }, text, inline: false }]);
    const outcome = { to: ['Ann <ann@example.org>', 'carl@example.org'], isNote: false, because: ['bob answered'] };
    here.tell({ is: 'foreseen', write: { what: 'reply', ticket: 1 }, text, inline: false, outcome });
    expect(here.text()).to.include('Ann <ann@example.org>').and.include('carl@example.org').and.include(text);
    expect(here.lines()[23]).to.include('y send').and.include('q do not send');
    here.press('x', 'enter');
    expect(here.orders()).to.deep.equal([]);
    here.press('q');
    expect(here.orders()).to.deep.equal([{ do: 'keepDraft' }]);
    here.press('r');
    expect(here.orders()).to.deep.equal([{ do: 'write', write, text }]);
    here.tell(
      { is: 'written', write, text },
      { is: 'foreseen', write: { what: 'reply', ticket: 1 }, text, inline: false, outcome },
    );
    here.orders();
    here.press('y');
    const command = { do: 'reply', ticket: 1, text, close: false } as const;
    expect(operates(here.orders())).to.deep.equal([command]);
    here.tell({ is: 'done', results: [{ ticket: 1, because: ['bob answered'], letters: 1, command }] });
    expect(here.text()).to.include('bob answered; 1 letter queued');
    here.press('r');
    expect(here.orders().at(-1)).to.deep.equal({ do: 'write', write, text: '' });
  });

  it('answers the requester where writing is for the staff by default, only when that is said', () => {
    const here = filled();
    const write = { what: 'reply', ticket: 1 } as const;
    const outcome = { to: [], isNote: true, because: ['kept as a note: the queue is hidden'] };
    here.tell({ is: 'foreseen', write, text: 'Try again.', inline: true, outcome });
    expect(here.lines()[23]).to.include('y keep the note').and.include('p answer the requester instead');
    here.press('p');
    const meant = { ...write, public: true };
    expect(here.orders()).to.deep.equal([{ do: 'foresee', write: meant, text: 'Try again.', inline: true }]);
    const shown = { to: ['ann@example.org'], isNote: false, because: [] };
    here.tell({ is: 'foreseen', write: meant, text: 'Try again.', inline: true, outcome: shown });
    here.press('p');
    expect(here.orders()).to.deep.equal([]);
    here.press('y');
    expect(operates(here.orders())).to.deep.equal([
      { do: 'reply', ticket: 1, text: 'Try again.', close: false, public: true },
    ]);
  });

  it('asks again before words that stand in a note leave the house', () => {
    const here = filled();
    const command = { do: 'reply', ticket: 1, text: 'third time', close: false } as const;
    const refused = 'not sent: it holds words of a note: "third time"\nor say: --these-words-are-public';
    here.tell({ is: 'done', results: [{ refused, command }] });
    expect(here.text().replace(/\s+/g, ' ')).to.include(
      `it holds words of a note: "third time". May the requester read these words?`,
    );
    here.press('n');
    expect(operates(here.orders())).to.deep.equal([]);
    here.tell({ is: 'done', results: [{ refused, command }] });
    here.press('y');
    expect(operates(here.orders())).to.deep.equal([{ ...command, wordsArePublic: true }]);
  });

  it('picks a canned reply, which may close the ticket or ask for something', () => {
    const here = filled(3, SMALL, { canned: true });
    here.press('c');
    expect(here.orders()).to.deep.equal([{ do: 'listCanned', ticket: 1 }]);
    here.tell({ is: 'canned', ticket: 1, names: ['need-info What we need to know', 'solved It is solved'] });
    here.type('sol');
    here.press('enter');
    expect(here.orders()).to.deep.equal([{ do: 'useCanned', ticket: 1, name: 'solved' }]);
    const write = { what: 'reply', ticket: 1, close: true, ask: false } as const;
    const outcome = { to: ['ann@example.org'], isNote: false, because: [] };
    here.tell({ is: 'foreseen', write, text: 'Done.', inline: false, outcome });
    expect(here.text()).to.include('and the ticket is closed');
    here.press('y');
    expect(operates(here.orders())).to.deep.equal([{ do: 'reply', ticket: 1, text: 'Done.', close: true }]);
  });

  it('keeps the words of an answer that the desk refuses', () => {
    const here = filled();
    const outcome = { refused: 'nothing is mailed to ann@example.org: it bounced' };
    here.tell({ is: 'foreseen', write: { what: 'reply', ticket: 1 }, text: 'Try again.', inline: false, outcome });
    expect(here.orders()).to.deep.equal([{ do: 'keepDraft' }, { do: 'loadTicket', number: 1, soon: false }]);
    expect(here.text()).to.include('it bounced').and.include('R goes on with your words');
  });

  it('asks nobody who is typing something else already', () => {
    const here = filled();
    here.press('N', 'y');
    const outcome = { to: ['ann@example.org'], isNote: false, because: [] };
    here.tell({ is: 'foreseen', write: { what: 'reply', ticket: 1 }, text: 'Try again.', inline: false, outcome });
    here.press('y');
    expect(operates(here.orders())).to.deep.equal([]);
    expect(here.state.mode).to.deep.include({ is: 'compose' });
  });

  it('says when an answer would stay in the house, and counts what there is no room for', () => {
    const here = filled();
    const text = 'line\n'.repeat(100);
    const to = Array.from({ length: 60 }, (_, i) => `p${i}@example.org`);
    here.tell({
      is: 'foreseen',
      write: { what: 'reply', ticket: 1 },
      text,
      inline: true,
      outcome: { to, isNote: false, because: [] },
    });
    expect(here.text())
      .to.include('to   p0@example.org')
      .and.match(/… and \d+ more$/m)
      .and.match(/… and \d+ more lines/);
    here.press('q');
    here.tell({
      is: 'foreseen',
      write: { what: 'reply', ticket: 1 },
      text,
      inline: true,
      outcome: { to: [], isNote: true, because: [] },
    });
    expect(here.text()).to.include('only the staff reads it');
  });

  it('writes answers and notes on the board itself; Esc keeps the words, Ctrl-D ends them', () => {
    const here = filled();
    here.press('R');
    here.type('Dear Ann,');
    here.press('enter');
    here.tell({ is: 'paste', text: 'q and y\nare letters here' });
    expect(here.text()).to.include('q and y');
    here.press('esc');
    expect(here.text()).to.include('R goes on with your words');
    here.press('R', '^D');
    const text = 'Dear Ann,\nq and y\nare letters here';
    expect(here.orders()).to.deep.equal([{ do: 'foresee', write: { what: 'reply', ticket: 1 }, text, inline: true }]);
    const outcome = { to: ['ann@example.org'], isNote: false, because: [] };
    here.tell({ is: 'foreseen', write: { what: 'reply', ticket: 1 }, text, inline: true, outcome });
    here.press('e');
    expect(here.text()).to.include('are letters here').and.include('Ctrl-D done');
    here.press('^D');
    here.tell({ is: 'foreseen', write: { what: 'reply', ticket: 1 }, text, inline: true, outcome });
    here.orders();
    here.press('y');
    expect(operates(here.orders())).to.deep.equal([{ do: 'reply', ticket: 1, text, close: false }]);
    here.press('N');
    here.type('third time');
    here.press('^D');
    expect(operates(here.orders())).to.deep.equal([{ do: 'note', ticket: 1, text: 'third time' }]);
  });

  it('takes pasted text for no keys', () => {
    const here = filled();
    here.tell({ is: 'paste', text: 'q!u' });
    expect(here.orders()).to.deep.equal([]);
    expect(here.text()).to.include('pasted text is not taken as keys');
  });

  it('shows new mail with a mark and a hint, and the selected ticket stays selected', () => {
    const here = filled(30);
    here.press('j', 'j', 'j');
    here.orders();
    here.tell({ is: 'changed', changes: [{ ticket: 99, who: 'mail', action: 'openTicket' }], letters: false });
    expect(here.orders()).to.deep.equal([{ do: 'loadList', view: 0 }]);
    here.tell({ is: 'list', view: 0, rows: [row(99), ...Array.from({ length: 30 }, (_, i) => row(i + 1))] });
    expect(here.state.selected).to.equal(4);
    expect(here.lines()[0]).to.include('* 1 new');
    for (const view of [1, 2, 3, 4, 5, 6])
      here.tell({ is: 'list', view, rows: Array.from({ length: 400 }, (_, i) => row(i)) });
    expect(here.lines()[0]).to.match(/7 done +\* 1 new {2}bob$/);
    expect(here.lines()[1]).to.match(/^ {2}\* +99 /);
  });

  it('marks what is overdue in a column of its own, in red, as soon as it is', () => {
    const here = filled(1);
    const late = row(1, { due: NOW + 30_000 });
    const rows = [late, row(2, { due: NOW - 1 }), row(3, { due: NOW - 1, status: 'solved' }), row(4)];
    here.tell({ is: 'list', view: 0, rows });
    const marks = () =>
      here
        .lines()
        .slice(1, 5)
        .map(line => line.slice(0, 5));
    expect(marks()).to.deep.equal(['>    ', '   ! ', '     ', '     ']);
    expect(draw(here.state).cells[2]!.styles[3]).to.equal('red');
    here.tell({ is: 'time', now: NOW + 60_000 });
    expect(marks()[0]).to.equal('>  ! ');
  });

  it('says when a ticket is due, also where its head is short', () => {
    const here = filled(1);
    const lines = () => here.lines().join('\n');
    const due = (at: number) => here.tell({ is: 'ticket', number: 1, ticket: ticket(1, [message(1)], { due: at }) });
    due(NOW + 3 * 3_600_000);
    expect(lines()).to.match(/^ ?due +2026-11-23 15:00 UTC, in 3 h$/m);
    due(NOW - 2 * 3_600_000);
    expect(lines()).to.match(/^ ?overdue +since 2026-11-23 10:00 UTC \(2 h\)$/m);
  });

  it('has a view of what is overdue, the longest first', () => {
    const here = filled();
    const at = here.state.setting.views.findIndex(({ name }) => name === 'overdue');
    here.press(String(at + 1));
    expect(here.orders()).to.deep.include({ do: 'loadList', view: at });
    here.tell({ is: 'time', now: NOW + 60_000 });
    expect(here.orders(), 'it grows by itself').to.deep.equal([{ do: 'loadList', view: at }]);
    expect(here.state.setting.views[at]!.filterAt(NOW)).to.deep.include({
      overdueAt: NOW,
      sort: { by: 'due', descending: false },
    });
  });

  it('has the views of the configuration behind its own, or in the place of one of that name', () => {
    const own: readonly View[] = [
      { name: 'old-faults', category: ['fault'], changedBefore: '3d', sort: '-criticality', limit: 20 },
      { name: 'mine', mine: true, tag: ['vip'] },
    ];
    const views = boardViews('bob', own, policy);
    const names = 'open mine unowned unanswered overdue waiting done old-faults'.split(' ');
    expect(views.map(({ name }) => name)).to.deep.equal(names);
    expect(views[1]!.filterAt(NOW)).to.deep.include({ owner: 'bob', tags: ['vip'] });
    expect(views[7]!.filterAt(NOW)).to.deep.include({
      fields: { category: ['fault'] },
      changed: { before: NOW - 3 * 86_400_000 },
      limit: 20,
    });
    expect(views.map(({ moves }) => moves)).to.deep.equal(
      names.map(name => name === 'overdue' || name === 'old-faults'),
    );
    const here = filled(3, SMALL, { views });
    here.press('8');
    expect(here.orders()).to.deep.include({ do: 'loadList', view: 7 });
    expect(here.lines()[0]).to.match(/^… .*7 done \[8 old-faults\]/);
    here.press('tab');
    expect(here.lines()[0]).to.match(/^\[1 open\] 2 mine /);
  });

  it('takes a date for no ticket', () => {
    const here = filled();
    here.press(':');
    here.type('due 2026-12-01');
    here.press('enter');
    expect(here.orders()).to.deep.include({ do: 'run', calls: [['due', '1', '2026-12-01']] });
  });

  it('asks when it is due by D, and says how many tickets a command goes to', () => {
    const here = filled();
    here.press('D');
    expect(here.text()).to.match(/^ desk due/m);
    here.type('friday');
    here.press('enter');
    expect(here.orders()).to.deep.include({ do: 'run', calls: [['due', '1', 'friday']] });
    const marked = filled();
    marked.press('x', 'x', ':');
    expect(marked.text()).to.include(' (2 marked) desk');
  });

  it('keeps the selected ticket on its line of the screen when the list grows above it', () => {
    const here = filled(60);
    here.press('G', 'k', 'k', 'k');
    const line = here.lines().findIndex(text => text.startsWith('>'));
    here.tell({ is: 'list', view: 0, rows: [row(98), row(99), ...Array.from({ length: 60 }, (_, i) => row(i + 1))] });
    expect(here.lines().findIndex(text => text.startsWith('>'))).to.equal(line);
    expect(here.state.selected).to.equal(57);
  });

  it('says when the ticket that is read changed, reads it anew, and does not tell what bob did himself', () => {
    const here = filled();
    here.press('enter');
    here.tell({ is: 'changed', changes: [{ ticket: 1, who: 'eve', action: 'assign' }], letters: false });
    expect(here.text()).to.include('#1: eve just changed it');
    expect(here.orders()).to.deep.include({ do: 'loadTicket', number: 1, soon: false });
    here.tell({ is: 'said', said: { text: 'it was refused', tone: 'refused' } });
    here.tell({ is: 'changed', changes: [{ ticket: 1, who: 'eve', action: 'assign' }], letters: false });
    expect(here.text()).to.include('it was refused');
    here.press('k');
    here.tell({ is: 'changed', changes: [{ ticket: 1, who: 'bob', action: 'assign' }], letters: false });
    expect(here.text()).to.not.include('just changed');
  });

  it('goes to the next ticket when the selected one left the view', () => {
    const here = filled(5);
    here.press('j');
    here.tell({ is: 'list', view: 0, rows: [row(1), row(3), row(4)] });
    expect(here.state.selected).to.equal(3);
    here.tell({ is: 'list', view: 0, rows: [] });
    expect(here.state.selected).to.equal(null);
    here.press('t', 'enter', 'x', 'G', 'j', 'r');
    expect(operates(here.orders())).to.deep.equal([]);
  });

  it('shows no ticket that was asked for before another one', () => {
    const here = filled();
    here.press('j');
    here.tell({ is: 'ticket', number: 1, ticket: ticket(1, [message(1, { text: 'late' })]) });
    expect(here.text()).to.not.include('late');
  });

  it('says what keeps it from the database, and that it goes on trying', () => {
    const here = filled();
    here.tell({ is: 'trouble', words: 'the store is busy' });
    expect(here.lines()[22]).to.equal(' the store is busy; trying again');
    here.tell({ is: 'trouble', words: null });
    expect(here.lines()[22]).to.not.include('trying again');
  });

  it('says what waits outside of the lists', () => {
    const here = filled(30, WIDE);
    here.tell({ is: 'waiting', waiting: { held: 2, quarantined: 0, uncertain: 1, stopped: true } });
    expect(here.lines()[48])
      .to.include('2 mails held, :held')
      .and.include('1 letter uncertain')
      .and.include('no letter leaves');
  });

  it('says a long refusal in several lines', () => {
    const here = filled();
    const command = { do: 'take', ticket: 1 } as const;
    here.tell({ is: 'done', results: [{ refused: 'because '.repeat(20).trim(), command }] });
    expect(here.lines().filter(line => line.includes('because')).length).to.equal(3);
    here.press('j');
    expect(here.text()).to.not.include('because');
  });

  it('runs any command, about the selected ticket when none is named', () => {
    const here = filled();
    const calls = (line: string) => {
      here.press(':');
      here.type(line);
      here.press('enter');
      return here.orders();
    };
    expect(calls('close')).to.deep.equal([{ do: 'run', calls: [['close', '1']] }]);
    expect(calls('desk why 7 --json')).to.deep.equal([{ do: 'run', calls: [['why', '7', '--json']] }]);
    expect(calls('note -m "two words"')).to.deep.equal([{ do: 'run', calls: [['note', '1', '-m', 'two words']] }]);
    expect(calls('attachment list')).to.deep.equal([{ do: 'run', calls: [['attachment', 'list', '1']] }]);
    expect(calls('outbox')).to.deep.equal([{ do: 'run', calls: [['outbox']] }]);
    expect(calls('reply 7')).to.deep.equal([{ do: 'write', write: { what: 'reply', ticket: 7 }, text: '' }]);
    expect(calls('9')).to.deep.equal([{ do: 'loadTicket', number: 9, soon: false }]);
    expect(calls('q')).to.deep.equal([{ do: 'quit' }]);
    expect(calls('serve')).to.deep.equal([]);
    expect(calls('note -m "open')).to.deep.equal([]);
    expect(here.text()).to.include('a quotation mark is not closed');
  });

  it('shows what a command printed: one line below, more on a page', () => {
    const here = filled();
    here.tell({ is: 'output', title: 'desk close', lines: ['#1: closed'], failed: false });
    expect(here.lines()[22]).to.equal(' #1: closed');
    const lines = Array.from({ length: 100 }, (_, i) => `printed ${i}`);
    here.tell({ is: 'output', title: 'desk why', lines, failed: false });
    expect(here.text()).to.include('desk why').and.include('printed 0').and.include('more lines');
    here.press('G');
    expect(here.text()).to.include('printed 99');
    here.press('q');
    expect(here.text()).to.include('It beeps 1');
  });

  it('has every key in its help, within 80 columns', () => {
    const here = filled();
    here.press('?');
    const first = here.lines();
    here.press('G');
    const help = [...first, ...here.lines()].join('\n');
    for (const words of [
      'answer in $EDITOR',
      'a note for the staff',
      'take it; give it',
      'status, category, tags',
      'merge it',
      'it is spam',
      'take back',
      'any command',
      'quit',
    ])
      expect(help).to.include(words);
    expect(help).to.not.include('…\n');
  });

  it('shows who else is at the ticket', () => {
    const here = filled();
    here.tell({ is: 'presence', words: 'eve is answering since 12:03' });
    expect(here.text()).to.match(/─ #1 .*eve is answering since 12:03/);
  });

  it('reads all anew when the database was replaced', () => {
    const here = filled();
    here.tell({ is: 'reopened' });
    expect(here.text()).to.include('the database was replaced');
    expect(here.orders()).to.deep.equal([
      { do: 'loadList', view: 0 },
      { do: 'loadTicket', number: 1, soon: false },
    ]);
  });

  it('survives any keys in any order, at both sizes', () => {
    const keys = [
      ...'jkgGqxrnRNcasCTmtu!?:/zelbJK123456789 y',
      'enter',
      'esc',
      'tab',
      'up',
      'down',
      'page-up',
      'page-down',
      'backspace',
      '^D',
      '^C',
      '^U',
    ];
    for (const size of [SMALL, WIDE]) {
      const here = filled(12, size);
      let seed = Math.floor(Math.random() * 2 ** 31);
      const began = seed;
      for (let i = 0; i < 1_000; i++) {
        seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
        const key = keys[Math.floor((seed / 2 ** 31) * keys.length)]!;
        try {
          here.press(key);
          if (i % 7 === 0) here.tell({ is: 'list', view: here.state.view, rows: [row(3), row(4), row(5)] });
          if (i % 11 === 0) here.tell({ is: 'ticket', number: 4, ticket: ticket(4, [message(1)]) });
          expect(here.lines().length).to.equal(size.rows);
        } catch (error) {
          throw new Error(`seed ${began}, key ${i} (${key}): ${(error as Error).message}`);
        }
      }
    }
  });
});

describe('words of strangers on the board', () => {
  const STEERING = [
    ...['\x1b]0;owned\x07', '\x1b]52;c;ZWNobw==\x07', '\x1b]8;;http://evil.example\x1b\\', '\x1b[2J', '\x1b[?1049h'],
    ...[
      '\u009b31m',
      '\u0085',
      '\x7f',
      '\b\b',
      '\x0b',
      '\r',
      '\x0e3',
      '\x0f',
      '\u202egnp.exe\u202c',
      '\u2066x\u2069',
      '\u200f',
    ],
    ...['\u200b', '\u{e0041}\u{e0042}', '\ufff9', '\u2028', '\u115f', '\ufe0f\ufe01', `Z${'\u0301'.repeat(40)}`],
  ].join('');
  const BAD =
    /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufff9-\ufffb\u{e0000}-\u{e0fff}]|\p{M}{9}/u;
  const who = { name: STEERING, address: `${STEERING}@\u0430pple.example` };

  for (const size of [SMALL, WIDE])
    it(`steer nothing, wherever they stand, at ${size.columns}×${size.rows}`, () => {
      const here = board(size, { operators: [STEERING], statuses: [STEERING], categories: [STEERING] });
      const given = {
        subject: STEERING,
        owner: STEERING,
        tags: [STEERING],
        category: STEERING,
        statusName: STEERING,
        queue: STEERING,
        requester: who,
      };
      const attachment = { name: STEERING, written: STEERING, type: STEERING, size: 3, sha256: 'a', danger: STEERING };
      const timeline = [
        message(1, {
          author: STEERING,
          text: `${STEERING}\n\t${STEERING}`,
          folded: STEERING,
          remarks: [STEERING],
          attachments: [attachment as never],
        }),
        message(2, { kind: 'note', author: STEERING, text: STEERING }),
        message(3, {
          kind: 'answer',
          letters: [{ id: 1, template: STEERING, to: STEERING, state: 'failed', reply: STEERING, notBefore: 0 }],
        }),
      ];
      const requester = { ...who, silent: STEERING };
      const others = [{ number: 2, subject: STEERING, status: 'new' as const, statusName: null }];
      const view = ticket(1, timeline, {
        ...given,
        requester,
        participants: [requester],
        organisation: STEERING,
        others,
      });
      const seen = () => {
        for (const line of here.lines()) expect(line.match(BAD), JSON.stringify(line)).to.equal(null);
      };
      here.tell({ is: 'list', view: 0, rows: [row(1, given)] }, { is: 'ticket', number: 1, ticket: view });
      here.press('z');
      seen();
      here.press('enter');
      for (let i = 0; i < 40; i++) {
        here.press('j');
        seen();
      }
      here.tell({ is: 'presence', words: STEERING });
      seen();
      for (const keys of [['a'], ['s'], ['C'], ['R', 'x', '^D'], ['?']]) {
        here.press(...keys);
        seen();
        here.press('esc');
        here.press('esc');
      }
      here.press('R');
      here.tell({ is: 'paste', text: STEERING });
      seen();
      here.press('^D');
      const outcome = { to: [STEERING], isNote: false, because: [STEERING] };
      here.tell({ is: 'foreseen', write: { what: 'reply', ticket: 1 }, text: STEERING, inline: false, outcome });
      seen();
      here.press('q', '/');
      here.tell({ is: 'paste', text: STEERING });
      seen();
      here.press('enter');
      seen();
      here.press('esc', 'esc');
      const command = { do: 'take', ticket: 1 } as const;
      here.tell({ is: 'done', results: [{ refused: STEERING, command }] });
      seen();
      here.tell({ is: 'output', title: STEERING, lines: [STEERING, STEERING], failed: true });
      seen();
      here.press('q');
      here.tell({ is: 'changed', changes: [{ ticket: 1, who: STEERING, action: 'x' }], letters: false });
      seen();
      here.tell({ is: 'trouble', words: STEERING });
      seen();
    });

  it('are cleaned where they become cells, whoever forgot it before', () => {
    const canvas = blank({ columns: 400, rows: 1 });
    put(canvas, 0, 0, 400, [{ text: STEERING }]);
    expect(linesOf(canvas).join('')).to.not.match(BAD);
  });

  it('never look like a heading or a rule of the ticket', () => {
    const here = filled(1, WIDE);
    const text = '-- answer by bob, 2026\n== first request by eve\n#9 another';
    here.tell({ is: 'ticket', number: 1, ticket: ticket(1, [message(1, { text, at: NOW })]) });
    const pane = here.lines().map(line => line.split('│')[1] ?? '');
    expect(pane.some(line => line.startsWith('   -- answer by bob'))).to.equal(true);
    expect(pane.filter(line => /^ (--|#9)/.test(line))).to.deep.equal([]);
  });
});
