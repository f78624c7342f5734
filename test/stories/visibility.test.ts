/** What is in a queue that somebody may not see is not there: by no command, in no list, in no mail. */
import { expect } from 'chai';
import type { Command } from '../../src/desk/command.ts';
import { parseSearch } from '../../src/desk/search-query.ts';
import { openDesk } from '../../src/open-desk.ts';
import { seenBy } from '../../src/seen-by.ts';
import { temporaryDesk } from '../cli/desk.ts';
import { runInOne } from '../cli/in-one-process.ts';
import { describeOnEveryDatabase } from '../databases.ts';
import { IN_UTC } from '../small-desk.ts';
import { configOf } from './robbed-desk.ts';

const GROUPS = `
[[operator]]
login = "carl"
name = "Carl"
address = "carl@staff.example"
role = "operator"
[[operator]]
login = "lena"
name = "Lena"
address = "lena@staff.example"
role = "lead"
[[group]]
name = "money"
members = ["carl", "lena"]
queues = ["billing"]
`;
const SECRET = 'canaryOfSupport';

function mail(queue: string, n: number, subject: string): Buffer {
  return Buffer.from(
    `From: ann@example.org\r\nTo: ${queue}@desk.example\r\nMessage-ID: <v${n}@example.org>\r\nSubject: ${subject}\r\n\r\nwords of ${subject}\r\n`,
  );
}

describeOnEveryDatabase('queues that are not one’s own', open => {
  it('are not there, whatever is asked; who leads sees all', async () => {
    const desk = await openDesk(configOf(GROUPS), { database: await open() });
    const receive = (queue: string, n: number, subject: string) =>
      desk.receive({ route: 'lmtp', bytes: mail(queue, n, subject), envelope: { to: [`${queue}@desk.example`] } });
    const { mark } = await desk.changedSince();
    await receive('support', 1, SECRET);
    await receive('billing', 2, 'bill');
    await desk.receive({
      route: 'lmtp',
      bytes: Buffer.from(
        `From: a@example.org, b@example.org\r\nTo: support@desk.example\r\nSubject: ${SECRET}\r\n\r\n[#2]\r\n`,
      ),
      envelope: { to: ['support@desk.example'] },
    });
    await desk.operate({ do: 'link', ticket: 1, to: 2 }, 'bob');
    const carl = seenBy(desk, desk.config.policy.operators.find(({ login }) => login === 'carl')!);

    expect((await carl.list({ limit: 100 })).map(({ number }) => number)).to.deep.equal([2]);
    expect(await carl.list({ queue: 'support', limit: 100 })).to.deep.equal([]);
    expect(await carl.show(1)).to.equal(undefined);
    const changed = (await carl.changedSince(mark)).changes.flatMap(({ ticket }) => ticket ?? []);
    expect([...new Set(changed)]).to.deep.equal([2]);
    const query = parseSearch('words', {
      ...IN_UTC,
      now: 0,
      policy: desk.config.policy,
      login: 'carl',
    });
    if ('faults' in query) throw new Error('the query is sound');
    expect((await carl.search({ query, limit: 9 })).hits.map(({ number }) => number)).to.deep.equal([2]);
    expect((await desk.search({ query, limit: 9 })).hits).to.have.lengthOf(2);
    const two = (await carl.show(2))!;
    expect([two.related, two.others]).to.deep.equal([[], []]);
    expect(await carl.why(1)).to.deep.equal([]);
    expect(await carl.audience(1)).to.equal(undefined);
    expect((await carl.letters({ limit: 100 })).map(({ ticket }) => ticket)).to.satisfy((all: number[]) =>
      all.every(ticket => ticket === 2),
    );
    expect((await carl.letters({ ticket: 1, limit: 100 })).length).to.equal(0);
    for (const { id, ticket } of await desk.letters({ limit: 100 }))
      expect((await carl.letterBytes(id)) === undefined, `letter ${id}`).to.equal(ticket !== 2);
    expect((await carl.mails({ limit: 100 })).map(row => row.mail)).to.deep.equal([2]);
    expect([await carl.mail(1), await carl.original(1), await carl.mail(3)]).to.deep.equal([
      undefined,
      undefined,
      undefined,
    ]);
    const exported: number[] = [];
    for await (const kept of carl.archive()) exported.push(kept.mail);
    expect(exported).to.deep.equal([2]);
    const ann = await carl.showRequester({ address: 'ann@example.org' });
    expect('refused' in ann ? [] : ann.tickets.map(({ number }) => number)).to.deep.equal([2]);
    expect(await carl.release(3, { how: 'approve', as: 'guest', ticket: 2 }, 'carl')).to.have.property('refused');

    const commands: Command[] = [
      { do: 'take', ticket: 1 },
      { do: 'reply', ticket: 1, text: 'x', close: false },
      { do: 'note', ticket: 1, text: 'x' },
      { do: 'close', ticket: 1 },
      { do: 'merge', ticket: 2, into: 1, together: true },
      { do: 'merge', ticket: 1, into: 2, together: true },
      { do: 'link', ticket: 2, to: 1 },
      { do: 'unlink', ticket: 2, to: 1 },
      { do: 'undo', ticket: 1 },
      { do: 'change', ticket: 1, changes: { queue: 'billing' }, hidden: false },
    ];
    for (const command of commands)
      expect(await carl.operate(command, 'carl'), JSON.stringify(command)).to.deep.equal({
        refused: 'there is no ticket 1',
      });
    expect(await desk.operate({ do: 'assign', ticket: 1, to: 'carl' }, 'bob')).to.deep.equal({
      refused: 'carl may not see the queue support',
    });
    expect(
      await desk.operate({ do: 'change', ticket: 1, changes: { watchers: ['carl'] }, hidden: false }, 'bob'),
    ).to.have.property('refused');

    const lena = seenBy(desk, desk.config.policy.operators.find(({ login }) => login === 'lena')!);
    expect((await lena.list({ limit: 100 })).length).to.equal(2);
    const told = (await desk.letters({ limit: 100 })).filter(({ to }) => to === 'carl@staff.example');
    expect(told.map(({ ticket }) => ticket)).to.deep.equal([2]);
    await desk.close();
  });
});

describe('at the terminal, a ticket of another queue', () => {
  it('is no ticket, word for word', async function () {
    this.timeout(60_000);
    const desk = temporaryDesk(`state = "state"
[[operator]]
login = "bob"
name = "Bob"
address = "bob@staff.example"
role = "admin"
${GROUPS}
[[queue]]
name = "support"
address = "support@desk.example"
[[queue]]
name = "billing"
address = "billing@desk.example"
[courier]
kind = "keep"
[trust]
check = "off"
`);
    try {
      const files = [mail('support', 1, SECRET), mail('billing', 2, 'bill')].map((bytes, n) =>
        desk.file(`${n}.eml`, bytes),
      );
      await runInOne(desk.folder, [['inject', ...files]], { DESK_OPERATOR: 'bob' });
      const asked = [
        ['show', 'N'],
        ['why', 'N'],
        ['note', 'N', '-m', 'x'],
        ['reply', 'N', '-m', 'x'],
        ['take', 'N'],
        ['attachment', 'list', 'N'],
        ['participant', 'list', 'N'],
        ['audience', 'explain', 'N'],
        ['spam', 'why', 'N'],
        ['unlink', '2', 'N'],
        ['link', '2', 'N'],
        ['merge', '2', 'N'],
        ['move', '2', '2', 'N'],
        ['close', 'N', '--dry-run'],
        ['tag', 'N', 'vip'],
        ['undo', 'N'],
        ['suggest', 'N'],
        ['canned', 'show', 'need-info', '--ticket', 'N'],
        ['helper', 'list', 'N'],
      ];
      const of = (n: string) => asked.map(words => words.map(word => (word === 'N' ? n : word)));
      const lists = [
        ['list'],
        ['list', '--all', '--json'],
        ['mails'],
        ['outbox'],
        ['requester', 'show', 'ann@example.org'],
        ['search', 'words'],
        ['complete', '--', 'show', ''],
      ];
      const ran = await runInOne(desk.folder, [...of('1'), ...of('99'), ...lists, ['show', '2']], {
        DESK_OPERATOR: 'carl',
      });
      for (const [i, words] of asked.entries()) {
        const [hidden, missing] = [ran[i]!, ran[i + asked.length]!];
        expect(hidden.exit, words.join(' ')).to.equal(1);
        expect(`${hidden.out}${hidden.err}`).to.equal(`${missing.out}${missing.err}`.replaceAll('99', '1'));
      }
      for (const { out } of ran.slice(2 * asked.length)) expect(out).to.not.include(SECRET);
      expect(ran.at(-1)!.out).to.include('bill');
      const [all] = await runInOne(desk.folder, [['show', '1']], { DESK_OPERATOR: 'bob' });
      expect(all!.out).to.include(SECRET);
    } finally {
      desk.remove();
    }
  });
});
