/** What tables leave out where there is little room, so that the subject can be read. */
import { expect } from 'chai';
import { listTable } from '../../src/cli/list.ts';
import { letterTable } from '../../src/cli/outbox.ts';
import type { LetterRow } from '../../src/store/views.ts';
import { NOW, row } from './board/scene.ts';

const paint = (_style: string, text: string) => text;
const dictionary = {
  statuses: [{ name: 'new', means: 'new' as const }],
  categories: [],
  criticalities: [],
  complexities: [],
  kinds: [],
  sources: [],
  tags: [],
  ratings: [],
  levels: [],
};
const SUBJECT = 'The printer on the second floor prints';

describe('A narrow terminal', () => {
  const requesters = [
    { name: 'Ann Example', address: 'ann.example@customer.example' },
    { name: '', address: 'carl@customer.example' },
    { name: 'boss@bank.example', address: 'mallory@evil.example' },
    { name: 'boss＠bank.example', address: 'mallory@evil.example' },
  ];
  const rows = requesters.map((requester, i) => row(i + 1, { requester, subject: SUBJECT }));
  const seen = { now: NOW, dictionary, zone: 'UTC' };

  it('shows the name of requesters alone, and never a name that looks like an address', async () => {
    const lines = await listTable(rows, seen, { width: 80, paint }, { numbered: true });
    for (const line of lines) expect(line.length).to.be.at.most(80);
    expect(lines[1]).to.include(' Ann Example ').and.not.include('@');
    expect(lines[1]).to.include('The printer on');
    expect(lines[2]).to.include(' carl@');
    for (const line of lines.slice(3)) expect(line).to.include(' mallory@').and.not.include('boss');
  });

  it('a wide one shows the address too', async () => {
    const lines = await listTable(rows, seen, { width: 140, paint });
    expect(lines[1]).to.include('Ann Example <ann.example@customer.example>').and.include(SUBJECT);
  });

  it('drops the template of letters, their tries, and what nobody replied', async () => {
    const letter: LetterRow = {
      id: 12,
      ticket: 3,
      audience: 'requester',
      template: 'confirmation',
      to: 'ann.example@customer.example',
      subject: SUBJECT,
      messageId: 'x@desk.example',
      state: 'sent',
      attempts: 1,
      notBefore: 0,
      lastReply: null,
      createdAt: NOW,
      sentAt: NOW,
    };
    const silent = await letterTable([letter], NOW, { width: 80, paint }, 'UTC');
    expect(silent[0]).to.match(/^letter +state +ticket +to +subject +age$/);
    expect(silent[1]).to.include(' ann.example').and.include('The printer on the second');
    const failed = await letterTable(
      [{ ...letter, lastReply: '550 no such user here' }],
      NOW,
      { width: 80, paint },
      'UTC',
    );
    expect(failed[0]).to.match(/ age +last reply$/);
    expect(failed[1]).to.include(' 550 no su').and.include('The printer');
    for (const line of [...silent, ...failed]) expect(line.length).to.be.at.most(80);
    const [wide] = await letterTable([letter], NOW, { width: 140, paint }, 'UTC');
    expect(wide).to.include(' template ').and.include(' tries ').and.include(' last reply');
  });
});
