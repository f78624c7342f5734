/** Rules on the real database: turns, absence, load, organisations, webhooks; and weighing, which writes nothing. */
import { expect } from 'chai';
import { differences } from '../src/desk/rules/differences.ts';
import { type OpenDesk, openDesk } from '../src/open-desk.ts';
import type { Database } from '../src/store/database.ts';
import { describeOnEveryDatabase } from './databases.ts';
import { MONDAY } from './scene.ts';
import { lasting, smallConfig } from './small-desk.ts';
import { PEOPLE, QUEUE } from './stories/program.ts';

const KIM = '[[operator]]\nlogin = "kim"\nname = "Kim"\naddress = "kim@staff.example"\n';
const REST =
  '[[group]]\nname = "all"\nmembers = ["bob", "eve", "kim"]\n[[queue]]\nname = "billing"\naddress = "billing@desk.example"\n';

const configOf = (rules: string) => smallConfig(`${PEOPLE}${KIM}${QUEUE}${REST}${rules}`);

const rule = (when: string, then: string) => `[[rule]]\nname = "r"\nwhen = ${when}\nthen = ${then}\n`;

function arrival(n: number, over: { from?: string; subject?: string; text?: string } = {}) {
  const { from = `ann${n}@example.org`, subject = `Printer ${n}`, text = 'It is broken.' } = over;
  const head = `From: ${from}\r\nTo: support@desk.example\r\nMessage-ID: <${n}@example.org>\r\nSubject: ${subject}\r\n`;
  return { route: 'lmtp', bytes: Buffer.from(`${head}\r\n${text}\r\n`), envelope: { from, to: [] } };
}

describeOnEveryDatabase('rules', open => {
  /** Does something with a desk of these rules; afterwards the database is still open. */
  async function withRules<T>(database: Database, rules: string, use: (desk: OpenDesk) => Promise<T>, now = MONDAY) {
    const desk = await openDesk(configOf(rules), {
      database: lasting(database),
      clock: () => now,
    });
    try {
      return await use(desk);
    } finally {
      await desk.close();
    }
  }
  const ownerOf = async (desk: OpenDesk, ticket: number) => (await desk.show(ticket))!.owner;
  async function owners(desk: OpenDesk, first: number, count: number) {
    const found = [];
    for (let n = first; n < first + count; n++) {
      const { ticket } = await desk.receive(arrival(n));
      found.push(await ownerOf(desk, ticket!));
    }
    return found;
  }

  it('give tickets away in turn, also after a restart, and pass over who is away', async () => {
    const database = await open();
    const turns = rule('{}', '{ owner = { round_robin = "all" } }');
    await withRules(database, turns, async desk =>
      expect(await owners(desk, 1, 4)).to.deep.equal(['bob', 'eve', 'kim', 'bob']),
    );
    await database.all(`insert into absences (login, since) values ('kim', $1)`, [MONDAY - 1000]);
    await database.all(`insert into absences (login, since, until) values ('bob', $1, $2)`, [MONDAY - 9, MONDAY - 1]);
    await withRules(database, turns, async desk =>
      expect(await owners(desk, 5, 3)).to.deep.equal(['eve', 'bob', 'eve']),
    );
  });

  it('take no turn for a mail that came in before, or that is only weighed', async () => {
    const turns = rule('{}', '{ owner = { round_robin = "all" } }');
    await withRules(await open(), turns, async desk => {
      expect(await owners(desk, 1, 1)).to.deep.equal(['bob']);
      expect((await desk.receive(arrival(1))).end).to.equal('duplicate');
      await desk.foresee(arrival(9));
      await desk.weigh({ mail: 1 }, [desk.config.policy]);
      expect(await owners(desk, 2, 1)).to.deep.equal(['eve']);
    });
  });

  it('give tickets to who has least to do: what is closed does not count', async () => {
    await withRules(await open(), rule('{}', '{ owner = { least_loaded = ["bob", "eve"] } }'), async desk => {
      expect(await owners(desk, 1, 3)).to.deep.equal(['bob', 'eve', 'bob']);
      await desk.operate({ do: 'close', ticket: 1 }, 'bob');
      await desk.operate({ do: 'close', ticket: 3 }, 'bob');
      expect(await owners(desk, 4, 1)).to.deep.equal(['bob']);
    });
  });

  it('sort a ticket in its own row and say so in its journal', async () => {
    const then = '{ queue = "billing", category = "fault", tags = ["a", "b"], watchers = ["kim"], note = "look" }';
    await withRules(await open(), rule('{ subject = "print*" }', then), async desk => {
      const { ticket, because } = await desk.receive(arrival(1));
      expect(because).to.include('rule "r": queue billing, category fault, tag a, tag b, watcher kim, a note');
      const shown = (await desk.show(ticket!))!;
      expect(shown).to.include({ queue: 'billing', category: 'fault' });
      expect(shown.tags).to.deep.equal(['a', 'b']);
      expect(shown.timeline.map(({ kind }) => kind)).to.deep.equal(['request', 'note']);
      const journal = await desk.why(ticket!);
      expect(journal.every(line => line.because.some(why => why.startsWith('rule "r": ')))).to.equal(true);
    });
  });

  it('know the organisation of a sender', async () => {
    await withRules(await open(), rule('{ organisation = "Example*" }', '{ tags = "x" }'), async desk => {
      await desk.newOrganisation({ name: 'Example GmbH', domains: ['example.org'] }, 'bob');
      const [one, two] = [await desk.receive(arrival(1)), await desk.receive(arrival(2, { from: 'cy@other.example' }))];
      expect((await desk.show(one.ticket!))!.tags).to.deep.equal(['x']);
      expect((await desk.show(two.ticket!))!.tags).to.deep.equal([]);
    });
  });

  it('know the level of support of a sender: the own before that of the organisation', async () => {
    const gold = `[dictionary]\nlevels = ["basic", "gold"]\n${rule('{ level = "gold" }', '{ criticality = "urgent" }')}`;
    await withRules(await open(), gold, async desk => {
      await desk.newOrganisation({ name: 'Example GmbH', domains: ['example.org'], level: 'gold' }, 'bob');
      const of = async (n: number, from: string) =>
        (await desk.show((await desk.receive(arrival(n, { from }))).ticket!))!.criticality ?? null;
      expect(await of(1, 'ann@example.org')).to.equal('urgent');
      expect(await of(2, 'cy@other.example')).to.equal(null);
      await desk.editRequester({ address: 'cy@other.example' }, { level: 'gold' }, 'bob');
      await desk.editRequester({ address: 'ann@example.org' }, { level: 'basic' }, 'bob');
      expect(await of(3, 'cy@other.example')).to.equal('urgent');
      expect(await of(4, 'ann@example.org')).to.equal(null);
      expect(await of(5, 'dora@example.org')).to.equal('urgent');
    });
  });

  it('hold a mail until an operator releases it, who has the ticket sorted by them all the same', async () => {
    await withRules(await open(), rule('{ subject = "print*" }', '{ hold = true, tags = "x" }'), async desk => {
      expect(await desk.receive(arrival(1))).to.include({ end: 'held', ticket: null });
      expect(await desk.list({ limit: 9 })).to.deep.equal([]);
      const released = await desk.release(1, { how: 'split' }, 'bob');
      expect(released).to.include({ end: 'handled', ticket: 1 });
      expect((await desk.show(1))!.tags).to.deep.equal(['x']);
    });
  });

  it('ask other programs in the commit that decided it: claimed by one, settled once, and tried again', async () => {
    const then = '{ webhook = "https://hooks.example.org/" }';
    await withRules(await open(), rule('{}', then), async desk => {
      await desk.receive(arrival(1));
      const [due, ...more] = await desk.webhookBox.claim(10);
      expect(more).to.deep.equal([]);
      expect(due).to.include({ url: 'https://hooks.example.org/', attempts: 1 });
      expect(due!.body).to.include({ event: 'new', rule: 'r' });
      expect(await desk.webhookBox.claim(10)).to.deep.equal([]);
      expect(await desk.webhookBox.later(due!.id, 'HTTP 500', MONDAY + 1)).to.equal(true);
      expect(await desk.webhookBox.sent(due!.id, 'HTTP 200'), 'nobody has it').to.equal(false);
      expect(await desk.webhooks(9)).to.have.nested.property('[0].lastReply', 'HTTP 500');
      expect(await desk.dropWebhook(due!.id, 'mallory')).to.have.property('refused');
      expect(await desk.dropWebhook(due!.id, 'bob')).to.equal(true);
      expect(await desk.dropWebhook(due!.id, 'bob')).to.deep.equal({ refused: `webhook ${due!.id} is dropped` });
      expect(await desk.retryWebhook(due!.id, 'bob')).to.equal(true);
      expect(await desk.webhookBox.claim(10)).to.have.length(1);
    });
  });

  it('leave a call to the next process when the one that made it died', async () => {
    const database = await open();
    const rules = rule('{}', '{ webhook = "https://hooks.example.org/" }');
    await withRules(database, rules, async desk => {
      await desk.receive(arrival(1));
      expect(await desk.webhookBox.claim(10)).to.have.length(1);
    });
    const soon = (after: number) => withRules(database, rules, desk => desk.webhookBox.claim(10), MONDAY + after);
    expect(await soon(59_000)).to.deep.equal([]);
    const [again] = await soon(61_000);
    expect(again).to.include({ url: 'https://hooks.example.org/', attempts: 2 });
  });

  it('are weighed against others over what came in, and nothing is written', async () => {
    const database = await open();
    const [one, other] = [
      rule('{ subject = "printer" }', '{ tags = "x" }'),
      rule('{ subject = "fax" }', '{ tags = "x" }'),
    ];
    await withRules(database, one, async desk => {
      await desk.receive(arrival(1));
      await desk.receive(arrival(2, { subject: 'Fax' }));
      await desk.receive(arrival(3, { subject: 'Telephone' }));
      const before = await everything(database);
      const policies = [desk.config.policy, configOf(other).policy];
      const found = [];
      for (const mail of await desk.latestMails(500)) {
        const { decisions } = (await desk.weigh({ mail }, policies))!;
        found.push(differences(decisions[0]!, decisions[1]!));
      }
      expect(found).to.deep.equal([
        [{ what: 'tags', before: 'x', after: '' }],
        [{ what: 'tags', before: '', after: 'x' }],
        [],
      ]);
      expect(await desk.latestMails(2)).to.deep.equal([2, 3]);
      expect(await everything(database)).to.deep.equal(before);
    });
  });

  it('are weighed with what was known of the mail when it came: its time, its sender, the filter', async () => {
    const database = await open();
    const rules = rule('{ spam = "ham", trust = "pass", weekday = "mon", time = "09:00-09:30" }', '{ tags = "x" }');
    await withRules(database, rules, desk => desk.receive(arrival(1)));
    await database.all(`update ledger set spam = 'ham', spam_score = 1000, trust = 'pass' where id = 1`, []);
    await withRules(
      database,
      rules,
      async desk => {
        const { mail, decisions } = (await desk.weigh({ mail: 1 }, [desk.config.policy]))!;
        expect(mail.spam).to.include({ verdict: 'ham', probability: 0.001 });
        expect(decisions[0]!.because.at(-1)).to.equal('rule "r": tag x');
      },
      MONDAY + 3 * 86_400_000,
    );
  });
});

/** Every row of every table that a decision can write. */
async function everything(database: Database) {
  const tables = [
    'ledger',
    'arrivals',
    'tickets',
    'messages',
    'people',
    'journal',
    'letters',
    'turns',
    'webhooks',
    'counters',
  ];
  const rows = [];
  for (const name of tables) rows.push(await database.all(`select * from ${name}`, []));
  return rows;
}
