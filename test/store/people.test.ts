/** Requesters and organisations on the real databases: what is changed, found, counted, and whom a token leads to. */
import { expect } from 'chai';
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import type { Refusal } from '../../src/desk/decision.ts';
import { openDesk } from '../../src/open-desk.ts';
import type { Database } from '../../src/store/database.ts';
import { colleaguesOf, organisationsOf, peopleIn } from '../../src/store/organisations.ts';
import { describeOnEveryDatabase } from '../databases.ts';
import { lasting, smallConfig } from '../small-desk.ts';

const START = Date.UTC(2026, 10, 23, 9, 0, 0);

async function begin(database: Database) {
  let now = START;
  let mails = 0;
  const desk = await openDesk(smallConfig(), { database: lasting(database), clock: () => (now += 1000) });
  const write = (from: string, { to = 'support@desk.example', subject = `mail ${++mails}` } = {}) => {
    const head = `From: ${from}\r\nTo: ${to}\r\nMessage-ID: <${++mails}@test.example>\r\nSubject: ${subject}\r\n`;
    return desk.receive({ route: 'inject', bytes: Buffer.from(`${head}\r\nWords.\r\n`), envelope: { to: [] } });
  };
  const requester = async (address: string) => ok(await desk.showRequester({ address }));
  const verified = async () => {
    const results = await desk.verify({ deep: true });
    expect(results.flatMap(({ broken }) => broken)).to.deep.equal([]);
  };
  return { desk, write, requester, verified };
}

function ok<T extends object>(result: T | Refusal): T {
  if ('refused' in result) throw new Error(`refused: ${result.refused}`);
  return result;
}
function refusal(result: object): string {
  return 'refused' in result ? String(result.refused) : 'not refused';
}

const ANN = { address: 'ann@example.org' };
const HOME = { address: 'ann@home.example' };

describeOnEveryDatabase('requesters', open => {
  it('are found by each address and the id, with their tickets, newest first', async () => {
    const database = await open();
    const { desk, write, requester } = await begin(database);
    await write('Ann <ann@example.org>', { subject: 'one' });
    await write('Ann <ann@example.org>', { subject: 'two' });
    await write('Carl <carl@example.org>', { subject: 'three' });
    await desk.operate({ do: 'close', ticket: 1 }, 'bob');
    ok(await desk.editRequester(ANN, { add: ['Ann@Home.example'] }, 'bob'));
    const ann = await requester('ANN@home.example');
    expect(ann).to.include({ name: 'Ann', open: 1, all: 2, organisation: null });
    expect(ann.lastHeard).to.be.within(START, START + 100_000);
    expect(ann.tickets.map(({ number, status, subject }) => [number, status, subject])).to.deep.equal([
      [2, 'new', 'two'],
      [1, 'closed', 'one'],
    ]);
    expect(ok(await desk.showRequester({ id: ann.id }))).to.deep.equal(ann);
    await database.db.insert(database.schema.participants).values({ ticket: 3, person: ann.id, since: START });
    expect((await requester(ANN.address)).takesPart.map(({ number }) => number)).to.deep.equal([3]);
    await desk.close();
  });

  it('are listed without the operators, by organisation, by parts of name and address', async () => {
    const { desk, write } = await begin(await open());
    await write('Ann Author <ann@example.org>');
    await write('Carl <carl_100%@example.com>');
    ok(await desk.newOrganisation({ name: 'Example Ltd', domains: ['example.org'] }, 'bob'));
    const names = async (filter: object) =>
      (await desk.listRequesters({ limit: 10, ...filter })).map(row => row.addresses[0]!.address);
    expect(await names({})).to.deep.equal(['carl_100%@example.com', 'ann@example.org']);
    expect(await names({ limit: 1 })).to.deep.equal(['carl_100%@example.com']);
    expect(await names({ search: 'AUTHOR' })).to.deep.equal(['ann@example.org']);
    expect(await names({ search: 'l_1' })).to.deep.equal(['carl_100%@example.com']);
    expect(await names({ search: '%' })).to.deep.equal(['carl_100%@example.com']);
    expect(await names({ search: "a'; drop table people" })).to.deep.equal([]);
    expect(await names({ organisation: 'example LTD' })).to.deep.equal(['ann@example.org']);
    expect(await names({ organisation: 'Nowhere' })).to.deep.equal([]);
    await write('Bob <bob@staff.example>');
    expect(await names({}))
      .to.include('bob@staff.example')
      .and.not.include('eve@staff.example');
    await desk.close();
  });

  it('change all at once or not at all, and the journal says who did it', async () => {
    const database = await open();
    const { desk, write, requester, verified } = await begin(database);
    await write('Ann <ann@example.org>');
    await write('Carl <carl@example.org>');
    const before = await requester(ANN.address);
    const refused = { name: 'X', add: ['new@example.org', 'carl@example.org'] };
    expect(refusal(await desk.editRequester(ANN, refused, 'bob'))).to.include('belongs to requester');
    expect(await requester(ANN.address)).to.deep.equal(before);
    expect(refusal(await desk.editRequester(ANN, { name: 'X' }, 'mallory'))).to.include('not an active operator');
    const first = { name: 'Ann Other', add: [HOME.address], first: HOME.address, refuse: [ANN.address] };
    ok(await desk.editRequester(ANN, first, 'bob'));
    const after = await requester(ANN.address);
    expect(after.name).to.equal('Ann Other');
    expect(after.addresses).to.deep.equal([
      { address: 'ann@home.example', silent: null, because: '' },
      { address: 'ann@example.org', silent: 'refused', because: 'noted by bob' },
    ]);
    expect((await desk.list({ limit: 9 })).find(({ number }) => number === 1)!.requester).to.deep.equal({
      name: 'Ann Other',
      address: 'ann@home.example',
    });
    ok(await desk.editRequester(HOME, { remove: [HOME.address], accept: [ANN.address] }, 'eve'));
    expect((await requester(ANN.address)).addresses).to.deep.equal([
      { address: 'ann@example.org', silent: null, because: '' },
    ]);
    const lines = await database.all(
      `select who, ticket, action, data, because, decision from journal where action in
      ('renamePerson', 'addAddress', 'putAddressFirst', 'refuseLetters', 'removeAddress', 'acceptLetters') order by id`,
    );
    expect(lines.map(([who, ticket, action]) => [who, ticket, action])).to.deep.equal([
      ['bob', null, 'renamePerson'],
      ['bob', null, 'addAddress'],
      ['bob', null, 'putAddressFirst'],
      ['bob', null, 'refuseLetters'],
      ['eve', null, 'removeAddress'],
      ['eve', null, 'acceptLetters'],
    ]);
    expect(JSON.stringify(lines)).to.not.include('Ann');
    expect(new Set(lines.map(line => line[5])).size).to.equal(2);
    await verified();
    await desk.close();
  });

  it('that nobody knows are answered with those who may be meant', async () => {
    const { desk, write } = await begin(await open());
    await write('Ann <ann@example.org>');
    await write('Carl <carl@example.com>');
    const near = async (address: string) => refusal(await desk.showRequester({ address }));
    expect(await near('ann@exmaple.org'))
      .to.include('did you mean')
      .and.include('ann@example.org (Ann)');
    expect(await near('anm@example.org'))
      .to.include('ann@example.org')
      .and.not.include('carl');
    expect(await near('carl')).to.include('carl@example.com');
    for (const nothing of ['', '@', 'zzz@nowhere.example', '%', "'"])
      expect(await near(nothing)).to.not.include('mean');
    expect(refusal(await desk.showRequester({ id: 99 }))).to.equal('there is no requester 99');
    await desk.close();
  });

  describe('who are one person', () => {
    async function twoAnns() {
      const database = await open();
      const all = await begin(database);
      await all.write('Ann <ann@example.org>');
      await all.write('Ann at home <ann@home.example>');
      await all.write('Carl <carl@example.org>');
      const [work, home] = [await all.requester(ANN.address), await all.requester(HOME.address)];
      return { database, ...all, work, home };
    }

    it('have one set of addresses and tickets after the merge, and nothing is left with the other', async () => {
      const { desk, requester, verified, work, home, database } = await twoAnns();
      ok(await desk.operate({ do: 'reply', ticket: 2, text: 'Hello', close: false }, 'bob'));
      ok(await desk.mergeRequesters(HOME, ANN, 'bob'));
      const ann = await requester(HOME.address);
      expect(ann).to.include({ id: work.id, name: 'Ann', all: 2 });
      expect(ann.addresses.map(({ address }) => address)).to.deep.equal([ANN.address, HOME.address]);
      expect(ann.merged).to.deep.equal([home.id]);
      expect(ann.lastHeard).to.equal(home.lastHeard);
      expect(ok(await desk.showRequester({ id: home.id })).id).to.equal(work.id);
      expect((await desk.list({ requester: ANN.address, limit: 9 })).map(({ number }) => number)).to.have.members([
        1, 2,
      ]);
      expect((await desk.show(2))!.timeline[0]).to.include({ author: 'Ann <ann@example.org>' });
      const [line] = (await desk.why(2)).slice(-1);
      expect(line).to.deep.include({ who: 'bob', action: 'changeRequester', data: { from: home.id, to: work.id } });
      expect(
        await database.all(`select count(*) from journal where ticket is null and action = 'mergePerson'`),
      ).to.deep.equal([[1]]);
      await verified();
      await desk.close();
    });

    it('take part once, and not in their own tickets', async () => {
      const { desk, verified, work, home, database } = await twoAnns();
      const { participants } = database.schema;
      const rows = [
        { ticket: 1, person: home.id },
        { ticket: 2, person: work.id },
        { ticket: 3, person: work.id },
        { ticket: 3, person: home.id },
      ];
      await database.db.insert(participants).values(rows.map(row => ({ ...row, since: START })));
      ok(await desk.mergeRequesters(HOME, ANN, 'bob'));
      expect(await database.all('select ticket, person from participants')).to.deep.equal([[3, work.id]]);
      expect((await desk.why(3)).at(-1)).to.include({ action: 'changeParticipant', who: 'bob' });
      await verified();
      await desk.close();
    });

    it('may be merged again, and every id still leads to who is left', async () => {
      const { desk, requester, verified, work, home } = await twoAnns();
      const carl = await requester('carl@example.org');
      ok(await desk.mergeRequesters(HOME, ANN, 'bob'));
      ok(await desk.mergeRequesters({ id: work.id }, { id: carl.id }, 'bob'));
      const left = ok(await desk.showRequester({ id: home.id }));
      expect(left).to.include({ id: carl.id, all: 3 });
      expect(left.merged).to.have.members([home.id, work.id]);
      expect(left.addresses).to.have.length(3);
      expect((await desk.show(2))!.timeline[0]).to.include({ author: 'Carl <carl@example.org>' });
      expect(refusal(await desk.mergeRequesters({ id: home.id }, { id: carl.id }, 'bob'))).to.include('merged into');
      await verified();
      await desk.close();
    });

    it('are not merged with operators or strangers to the desk', async () => {
      const { desk } = await twoAnns();
      expect(refusal(await desk.mergeRequesters(ANN, { address: 'bob@staff.example' }, 'bob'))).to.include('operator');
      expect(refusal(await desk.mergeRequesters({ address: 'bob@staff.example' }, ANN, 'bob'))).to.include('operator');
      expect(refusal(await desk.mergeRequesters(ANN, { address: 'x@y.example' }, 'bob'))).to.include('nobody has');
      expect(refusal(await desk.mergeRequesters(ANN, HOME, 'nobody'))).to.include('not an active operator');
      await desk.close();
    });

    it('are believed with either token from either address', async () => {
      const { desk, write, verified } = await twoAnns();
      const replyTo = async (ticket: number) => {
        const letters = await desk.letters({ ticket, limit: 9 });
        const letter = letters.find(({ template }) => template === 'confirmation')!;
        const bytes = Buffer.from((await desk.letterBytes(letter.id))!).toString();
        return /support\+[^@>\s]+@desk\.example/.exec(bytes)![0];
      };
      const [toWork, toHome] = [await replyTo(1), await replyTo(2)];
      expect(await write('ann@example.org', { to: toHome })).to.include({ end: 'held' });
      ok(await desk.mergeRequesters(HOME, ANN, 'bob'));
      expect(await write('ann@example.org', { to: toHome })).to.include({ end: 'handled', ticket: 2 });
      expect(await write('ann@home.example', { to: toHome })).to.include({ end: 'handled', ticket: 2 });
      expect(await write('ann@home.example', { to: toWork })).to.include({ end: 'handled', ticket: 1 });
      expect(await write('carl@example.org', { to: toHome })).to.include({ end: 'held', ticket: 2 });
      expect(await write('ann@home.example')).to.include({ end: 'handled', ticket: 4 });
      expect((await desk.show(4))!.others.map(({ number }) => number)).to.have.members([1, 2]);
      await verified();
      await desk.close();
    });
  });

  it('are merged by the thousand tickets', async () => {
    const database = await open();
    const { desk, write, requester, verified } = await begin(database);
    await write('Ann <ann@example.org>');
    await write('Home <ann@home.example>');
    const home = await requester(HOME.address);
    const { tickets } = database.schema;
    const row = {
      subject: 's',
      status: 'new',
      queue: 'support',
      source: 'mail',
      openedAt: START,
      changedAt: START,
    } as const;
    const numbers = Array.from({ length: 1200 }, (_, i) => 10 + i);
    for (let at = 0; at < numbers.length; at += 400)
      await database.db
        .insert(tickets)
        .values(numbers.slice(at, at + 400).map(number => ({ ...row, number, requester: home.id })));
    ok(await desk.mergeRequesters(HOME, ANN, 'bob'));
    expect(await requester(ANN.address)).to.include({ all: 1202 });
    expect((await requester(ANN.address)).tickets).to.have.length(100);
    expect(await database.all(`select count(*) from journal where action = 'changeRequester'`)).to.deep.equal([[1201]]);
    await database.execute('delete from tickets where number >= 10');
    await verified();
    await desk.close();
  });
});

describeOnEveryDatabase('organisations', open => {
  it('have whoever writes from their domains, and whom an operator put there', async () => {
    const database = await open();
    const { desk, write, requester, verified } = await begin(database);
    await write('Ann <ann@example.org>');
    await write('Carl <carl@example.com>');
    await write('Dora <dora@mail.example.org>');
    ok(await desk.newOrganisation({ name: 'Example Ltd', domains: ['example.org'] }, 'bob'));
    ok(await desk.newOrganisation({ name: 'Other Ltd', domains: ['example.com'] }, 'bob'));
    const of = async (address: string) => (await requester(address)).organisation;
    expect(await of('ann@example.org')).to.deep.equal({ name: 'Example Ltd', by: 'example.org' });
    expect(await of('dora@mail.example.org')).to.equal(null);
    ok(await desk.editRequester({ address: 'carl@example.com' }, { organisation: 'example ltd' }, 'bob'));
    expect(await of('carl@example.com')).to.deep.equal({ name: 'Example Ltd', by: 'hand' });
    expect(await desk.show(2)).to.include({ organisation: 'Example Ltd' });
    const tickets = await desk.list({ organisation: 'Example Ltd', limit: 9 });
    expect(tickets.map(({ number }) => number)).to.deep.equal([2, 1]);
    const rows = (await desk.listOrganisations()).map(({ name, domains, people, open: n }) => [
      name,
      domains,
      people,
      n,
    ]);
    expect(rows).to.deep.equal([
      ['Example Ltd', ['example.org'], 2, 2],
      ['Other Ltd', ['example.com'], 0, 0],
    ]);
    const shown = ok(await desk.showOrganisation('Example Ltd'));
    expect(shown.members.map(({ name }) => name)).to.deep.equal(['Carl', 'Ann']);
    ok(await desk.editRequester({ address: 'carl@example.com' }, { organisation: null }, 'bob'));
    expect(await of('carl@example.com')).to.deep.equal({ name: 'Other Ltd', by: 'example.com' });
    await verified();
    await desk.close();
  });

  it('change name and domains, and are told apart from those with near names', async () => {
    const { desk, requester, write } = await begin(await open());
    await write('Ann <ann@example.org>');
    ok(await desk.newOrganisation({ name: 'Älpha Ltd', domains: ['example.org'] }, 'bob'));
    expect(refusal(await desk.newOrganisation({ name: 'ÄLPHA ltd', domains: [] }, 'bob'))).to.include('already');
    expect(refusal(await desk.newOrganisation({ name: 'Beta', domains: ['Example.org'] }, 'bob'))).to.include(
      'Älpha Ltd',
    );
    expect(refusal(await desk.newOrganisation({ name: 'Beta', domains: ['gmail.com'] }, 'bob'))).to.include('provider');
    expect(refusal(await desk.showOrganisation('Älpa Ltd')))
      .to.include('did you mean')
      .and.include('Älpha Ltd');
    const change = { rename: 'Alpha', addDomain: ['example.net'], removeDomain: ['example.org'] };
    expect(ok(await desk.editOrganisation('älpha ltd', change, 'bob'))).to.include({ organisation: 'Alpha' });
    expect((await requester('ann@example.org')).organisation).to.equal(null);
    expect(ok(await desk.showOrganisation('alpha')).domains).to.deep.equal(['example.net']);
    expect(refusal(await desk.editOrganisation('Alpha', { rename: 'x' }, 'mallory'))).to.include('operator');
    await desk.close();
  });

  it('make colleagues of their people: by hand first, else by the very domain that is written from', async () => {
    const database = await open();
    const { desk, write, requester } = await begin(database);
    for (const from of ['ann@example.org', 'bert@example.org', 'carl@example.com', 'dora@example.net'])
      await write(from);
    ok(await desk.newOrganisation({ name: 'Example Ltd', domains: ['example.org'] }, 'bob'));
    ok(await desk.editRequester({ address: 'carl@example.com' }, { organisation: 'Example Ltd' }, 'bob'));
    const ids = new Map<string, number>();
    for (const name of ['ann@example.org', 'bert@example.org', 'carl@example.com', 'dora@example.net'])
      ids.set(name.slice(0, 4), (await requester(name)).id);
    const colleagues = async (address: string) => {
      const found = await colleaguesOf(database, address, [...ids.values()]);
      return [...ids].filter(([, id]) => found.has(id)).map(([name]) => name);
    };
    expect(await colleagues('New@Example.ORG')).to.deep.equal(['ann@', 'bert', 'carl']);
    expect(await colleagues('carl@example.com')).to.deep.equal(['ann@', 'bert', 'carl']);
    expect(await colleagues('else@example.com')).to.deep.equal([]);
    expect(await colleagues('x@sub.example.org')).to.deep.equal([]);
    expect(await colleagues('x@notexample.org')).to.deep.equal([]);
    expect(await colleagues('"x@example.org"@evil.example')).to.deep.equal([]);
    expect(await colleagues('')).to.deep.equal([]);
    await desk.close();
  });

  it('cost no statement when there is nobody to be a colleague of', async () => {
    const database = await open();
    const untouched = new Proxy(database, {
      get: () => {
        throw new Error('the database was touched');
      },
    });
    expect([...(await colleaguesOf(untouched, 'ann@example.org', []))]).to.deep.equal([]);
  });

  it('have the same people whether one asks a person or the organisation', async () => {
    const database = await open();
    const { db, schema } = database;
    const addresses = fc.uniqueArray(
      fc.tuple(
        fc.constantFrom('a', 'b', '"x@d1.example"', 'c.d'),
        fc.constantFrom('d1.example', 'd2.example', 'd3.example', 'sub.d1.example'),
      ),
      { maxLength: 4, selector: parts => parts.join('@') },
    );
    const somebody = fc.record({ hand: fc.constantFrom(null, null, 1, 2), addresses });
    await db.insert(schema.organisations).values([1, 2].map(id => ({ id, name: `o${id}`, since: 1 })));
    await db.insert(schema.domains).values([
      { domain: 'd1.example', organisation: 1 },
      { domain: 'd2.example', organisation: 2 },
    ]);
    await fc.assert(
      fc.asyncProperty(fc.array(somebody, { maxLength: 6 }), async people => {
        await db.delete(schema.addresses);
        await db.delete(schema.people);
        const taken = new Set<string>();
        for (const [i, each] of people.entries()) {
          await db.insert(schema.people).values({ id: i + 1, name: '', since: 1, organisation: each.hand });
          const own = each.addresses
            .map(parts => parts.join('@'))
            .filter(address => taken.size < taken.add(address).size);
          if (own.length > 0)
            await db.insert(schema.addresses).values(own.map((address, rank) => ({ address, rank, person: i + 1 })));
        }
        const ids = people.map((_, i) => i + 1);
        const asked = await organisationsOf(database, ids);
        for (const organisation of [1, 2]) {
          const rows = await db
            .select({ id: schema.people.id })
            .from(schema.people)
            .where(sql`people.id in ${peopleIn(organisation)}`);
          expect(rows.map(({ id }) => id).sort()).to.deep.equal(
            ids.filter(id => asked.get(id)?.id === organisation),
            `organisation ${organisation}`,
          );
        }
      }),
      { numRuns: 60 },
    );
  });
});
