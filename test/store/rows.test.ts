import { expect } from 'chai';
import { asc, count, eq, sql } from 'drizzle-orm';
import fc from 'fast-check';
import type { Database } from '../../src/store/database.ts';
import { describeOnEveryDatabase } from '../databases.ts';

const NOW = 1_795_449_672_851;

async function aTicket(database: Database): Promise<void> {
  const { db, schema } = database;
  await db.insert(schema.people).values({ id: 7, name: 'Ann', since: NOW });
  await db.insert(schema.tickets).values({
    number: 77,
    subject: 'The printer is on fire',
    status: 'new',
    queue: 'support',
    requester: 7,
    source: 'mail',
    openedAt: NOW,
    changedAt: NOW + 1,
  });
  await db.insert(schema.messages).values([
    { ticket: 77, kind: 'request', origin: 77, remarks: [], person: 7, text: 'Help', attachments: [], at: NOW },
    {
      ticket: 77,
      kind: 'note',
      origin: 77,
      remarks: [],
      operator: 'bob',
      text: 'Not again',
      attachments: [],
      at: NOW + 5,
    },
  ]);
}

describeOnEveryDatabase('rows', (open, on) => {
  it('come back whole from a join of tables with equal column names', async () => {
    const database = await open();
    await aTicket(database);
    const { db, schema } = database;
    const rows = await db
      .select()
      .from(schema.messages)
      .innerJoin(schema.tickets, eq(schema.tickets.number, schema.messages.ticket))
      .innerJoin(schema.people, eq(schema.people.id, schema.tickets.requester))
      .orderBy(asc(schema.messages.id));
    expect(rows.map(row => row.messages.kind)).to.deep.equal(['request', 'note']);
    expect(rows[1]!.messages.text).to.equal('Not again');
    expect(rows[1]!.tickets).to.deep.include({ number: 77, changedAt: NOW + 1, owner: null, messages: 0 });
    expect(rows[1]!.people).to.deep.include({ id: 7, name: 'Ann', since: NOW });
  });

  it('come back whole from a table joined with itself', async () => {
    const database = await open();
    await aTicket(database);
    const { db, schema, kit } = database;
    const other = kit.alias(schema.messages, 'other');
    const rows = await db
      .select()
      .from(schema.messages)
      .leftJoin(other, sql`${other.ticket} = ${schema.messages.ticket} and ${other.id} > ${schema.messages.id}`)
      .orderBy(asc(schema.messages.id));
    expect(rows.map(row => [row.messages.kind, row.other?.kind ?? null])).to.deep.equal([
      ['request', 'note'],
      ['note', null],
    ]);
  });

  it('keep the order of expressions, whatever their names', async () => {
    const database = await open();
    await aTicket(database);
    const { people } = database.schema;
    const [row] = await database.db
      .select({ text: sql<string>`'x'`, one: sql<number>`1`, again: sql<string>`'x'`, n: count() })
      .from(people);
    expect(row).to.deep.equal({ text: 'x', one: 1, again: 'x', n: 1 });
  });

  it('of a hand-written select with equal names are refused by sqlite3 and right everywhere else', async () => {
    const database = await open();
    await aTicket(database);
    const select = 'select p.id, m.id from people p, messages m order by m.id';
    const rows = await database.all(select).catch((error: Error) => error.message);
    if (on.name === 'sqlite3') expect(rows).to.match(/two have the same name, rename one with AS/);
    else
      expect(rows).to.deep.equal([
        [7, 1],
        [7, 2],
      ]);
    expect(await database.all(select.replace('m.id from', 'm.id as message from'))).to.deep.equal([
      [7, 1],
      [7, 2],
    ]);
  });

  it('take parameters by number, in any order', async () => {
    const database = await open();
    await aTicket(database);
    const rows = await database.all('select text from messages where at = $2 and kind = $1', ['note', NOW + 5]);
    expect(rows).to.deep.equal([['Not again']]);
  });

  it('keep numbers above 2^31 and instants to the millisecond', async () => {
    const database = await open();
    const { db, schema } = database;
    const lastUid = 4_294_967_295;
    await db.insert(schema.cursors).values({ route: 'imap:a/INBOX', uidValidity: '4294967295', lastUid });
    await db
      .insert(schema.cursors)
      .values({ route: 'imap:b/INBOX', uidValidity: '1', lastUid: Number.MAX_SAFE_INTEGER });
    await db.insert(schema.people).values({ id: 3_000_000_000, name: 'Ann', since: NOW });
    expect(await db.select().from(schema.cursors).orderBy(asc(schema.cursors.route))).to.deep.equal([
      { route: 'imap:a/INBOX', uidValidity: '4294967295', lastUid, floor: 0 },
      { route: 'imap:b/INBOX', uidValidity: '1', lastUid: Number.MAX_SAFE_INTEGER, floor: 0 },
    ]);
    expect(await db.select().from(schema.people).where(eq(schema.people.since, NOW))).to.have.length(1);
    expect(await database.all('select since, id from people')).to.deep.equal([[NOW, 3_000_000_000]]);
  });

  it('keep bytes as they are, from none to some megabytes', async () => {
    const database = await open();
    const { originals } = database.schema;
    for (const size of [0, 1, 255, 256, 65_537, 3_000_000]) {
      const bytes = Buffer.alloc(size, Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)));
      await database.db.insert(originals).values({ sha256: `of ${size}`, size, packed: size > 1, bytes });
      const [row] = await database.db
        .select()
        .from(originals)
        .where(eq(originals.sha256, `of ${size}`));
      expect(Buffer.isBuffer(row!.bytes)).to.equal(true);
      expect(row!.bytes.equals(bytes)).to.equal(true);
      expect(row!.packed).to.equal(size > 1);
    }
  });

  it('keep any text and any JSON, but for U+0000 and broken characters in text', async () => {
    const database = await open();
    const { journal } = database.schema;
    const text = fc.string({ unit: 'binary', maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.dictionary(fc.constantFrom('a', 'b'), fc.string({ unit: 'binary' }), { noNullPrototype: true }),
        async (who, data) => {
          const because = ['quote " and \\', '\u0000', '\ud800', who];
          const values = { at: NOW, who, action: 'try', data, because };
          const [row] = await database.db.insert(journal).values(values).returning();
          expect(row).to.deep.include({ ...values, who: who.replaceAll('\0', '\ufffd') });
        },
      ),
      { numRuns: 40 },
    );
  });

  it('are never made of values that would be changed', async () => {
    const database = await open();
    const insert = (lastUid: unknown) =>
      database.db.insert(database.schema.cursors).values({ route: 'r', uidValidity: '1', lastUid: lastUid as number });
    for (const value of [10n, Number.NaN, Number.POSITIVE_INFINITY, new Date(NOW)]) {
      const error = await (async () => insert(value))().catch((reason: Error) => reason);
      expect(error, String(value)).to.be.instanceOf(Error);
    }
    expect(await database.db.$count(database.schema.cursors)).to.equal(0);
  });

  it('are claimed once when many ask for them', async () => {
    const database = await open();
    const { db, schema, kit } = database;
    for (let at = 0; at < 12; at++)
      await db.insert(schema.keys).values({ id: `k${at}`, secret: Buffer.alloc(0), createdAt: NOW });
    const claim = () =>
      database.transaction(async () => {
        const free = sql`${schema.keys.retiredAt} is null`;
        const due = await kit.skipLocked(db.select({ id: schema.keys.id }).from(schema.keys).where(free).limit(5));
        for (const { id } of due) await db.update(schema.keys).set({ retiredAt: NOW }).where(eq(schema.keys.id, id));
        return due.map(({ id }) => id);
      });
    const claimed = (await Promise.all([claim(), claim(), claim(), claim()])).flat();
    expect(new Set(claimed).size).to.equal(claimed.length);
    const rest = await claim();
    expect(new Set([...claimed, ...rest]).size).to.equal(12);
  });
});
