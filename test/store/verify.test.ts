/** Each check of `desk verify`, made to speak: one damage to one row of a healthy desk, and nothing else is reported. */
import { expect } from 'chai';
import { type OpenDesk, openDesk } from '../../src/open-desk.ts';
import type { Database } from '../../src/store/database.ts';
import { type CheckResult, verify } from '../../src/store/verify.ts';
import { CHECKS } from '../../src/store/verify-checks.ts';
import { describeOnEveryDatabase } from '../databases.ts';
import { smallConfig } from '../small-desk.ts';

const ROUTE = { route: 'imap:support/INBOX', uidValidity: '7' };

/**
 * Mails 1 (handled, ticket 1), 2 (handled, ticket 2), 3 (held), 4 (ignored); ticket 1 owned by bob and waiting, with an
 * answer and a note, ticket 2 new; letters sent, sending and queued.
 */
async function aDayAtTheDesk(desk: OpenDesk): Promise<void> {
  let uid = 0;
  const receive = (text: string) =>
    desk.receive({ ...ROUTE, uid: ++uid, bytes: Buffer.from(text.replaceAll('\n', '\r\n')), envelope: { to: [] } });
  const from = 'From: Ann <ann@example.org>\nTo: support@desk.example\n';
  await receive(`${from}Message-ID: <1@example.org>\nSubject: Printer\n\nIt is on fire. ${'Really. '.repeat(200)}\n`);
  await receive(`${from}Message-ID: <2@example.org>\nSubject: Scanner\n\nIt is not.\n`);
  await receive('To: support@desk.example\nSubject: from nobody\n\nWho am I?\n');
  await receive(`${from}Auto-Submitted: auto-replied\nSubject: Away\n\nI am away.\n`);
  await desk.operate({ do: 'reply', ticket: 1, text: 'Try water.', close: false }, 'bob');
  await desk.operate({ do: 'note', ticket: 1, text: 'He tried oil.' }, 'eve');
  const [first] = await desk.outbox.claim(1);
  await desk.outbox.sent(first!.id, '250 yours');
  await desk.outbox.claim(1);
}

interface Damage {
  readonly check: string;
  readonly by: string;
  readonly sql: string | { readonly sqlite: string; readonly pg?: string };
  /** Words of the report. */
  readonly says: RegExp;
}

const NOTE = `(select max(id) from messages where kind = 'note')`;
const TO_ANN = `audience = 'requester' and template = 'answer'`;

const SAME_CONTENT = `update ledger set content_key = (select content_key from ledger where id = 3),
  original_id = (select original_id from ledger where id = 3) where id = 4`;

const DAMAGES: readonly Damage[] = [
  {
    check: 'arrivals',
    by: 'an arrival of a mail that is not there',
    sql: `insert into arrivals (mail, route, at) values (99, 'smtp', 1)`,
    says: /by smtp names mail 99/,
  },
  { check: 'routes', by: 'a mail without arrival', sql: `delete from arrivals where mail = 4`, says: /^mail 4 / },
  {
    check: 'cursors',
    by: 'a cursor set back',
    sql: `update cursors set last_uid = 3`,
    says: /^imap:support\/INBOX is read up to UID 3, but UID 4 is in$/,
  },
  { check: 'kept', by: 'a lost original', sql: `update ledger set original_id = null where id = 3`, says: /^mail 3 / },
  {
    check: 'ends',
    by: 'a mail that ended in a way there is not',
    sql: `update ledger set "end" = 'lost' where id = 4`,
    says: /^mail 4 ended as lost/,
  },
  {
    check: 'ends',
    by: 'a handled mail without ticket',
    sql: `update ledger set ticket = null where id = 2`,
    says: /2/,
  },
  {
    check: 'ends',
    by: 'a ticket that is not there',
    sql: `update ledger set ticket = 9 where id = 3`,
    says: /ticket 9/,
  },
  {
    check: 'in tickets',
    by: 'a message that forgot its mail',
    sql: `update messages set mail = null where mail = 2`,
    says: /^mail 2 is handled, but ticket 2 has no message of it$/,
  },
  {
    check: 'once',
    by: 'a mail with two messages',
    sql: `update messages set mail = (select mail from messages where ticket = 1 and kind = 'request'),
      at = (select at from messages where ticket = 1 and kind = 'request') where id = ${NOTE};
      insert into journal (ticket, mail, at, who, action, data, because)
      select 1, mail, at, 'eve', 'addNote', '{}', '["x"]' from messages where id = ${NOTE}`,
    says: /^mail \d has 2 messages in ticket 1$/,
  },
  {
    check: 'once',
    by: 'two mails of one content',
    sql: {
      sqlite: `drop index ledger_content_key_unique; ${SAME_CONTENT}`,
      pg: `alter table ledger drop constraint if exists ledger_content_key_unique;
        drop index if exists ledger_content_key_unique; ${SAME_CONTENT}`,
    },
    says: /^mails 3 and 4 have the same content$/,
  },
  {
    check: 'reasons',
    by: 'a held mail without reason',
    sql: `update ledger set because = '[]' where id = 3`,
    says: /^mail 3 is held and does not say why$/,
  },
  { check: 'counted', by: 'a wrong count', sql: `update tickets set messages = 7 where number = 1`, says: /counts 7/ },
  {
    check: 'requests',
    by: 'a request that became an answer',
    sql: `update messages set kind = 'answer' where mail = 2;
      insert into journal (ticket, mail, at, who, action, data, because)
      select ticket, null, at, 'desk', 'notSent', '{}', '["x"]' from messages where mail = 2`,
    says: /^ticket 2 has no request$/,
  },
  {
    check: 'requests',
    by: 'a merged ticket that kept its message',
    sql: `update tickets set merged_into = 1 where number = 2`,
    says: /^ticket 2 was merged into 1 and has message \d+$/,
  },
  {
    check: 'requesters',
    by: 'a requester who is not there',
    sql: `update tickets set requester = 77 where number = 2`,
    says: /^ticket 2 is of person 77/,
  },
  {
    check: 'numbers',
    by: 'a counter set back',
    sql: `update counters set next = 1 where name = 'ticket'`,
    says: /2 is/,
  },
  {
    check: 'authors',
    by: 'an author who is not there',
    sql: `update messages set person = 77 where mail = 2`,
    says: /77/,
  },
  {
    check: 'people',
    by: 'a merged person who kept a ticket and an address',
    sql: `update counters set next = 9 where name = 'person';
      insert into people (id, name, since, merged_into) values (8, 'x', 1, 1);
      insert into addresses (address, person, rank) values ('x@example.org', 8, 0);
      update tickets set requester = 8 where number = 2`,
    says: /^person 8 was merged and has (?:ticket 2|an address)$/,
  },
  {
    check: 'people',
    by: 'a person merged into nobody',
    sql: `update counters set next = 9 where name = 'person';
      insert into people (id, name, since, merged_into) values (8, 'x', 1, 77)`,
    says: /^person 8 was merged into 77, who is not there/,
  },
  {
    check: 'people',
    by: 'a requester who takes part in the own ticket',
    sql: `insert into participants (ticket, person, since) select number, requester, 1 from tickets where number = 1`,
    says: /^the requester of ticket 1 takes part in it too$/,
  },
  {
    check: 'people',
    by: 'a first address that is not first',
    sql: `update addresses set rank = 1 where address = 'ann@example.org'`,
    says: /^person \d+ has 1 addresses, and their order has gaps$/,
  },
  {
    check: 'notes stay',
    by: 'a letter to Ann that carries the note',
    sql: `insert into letters (ticket, message, person, audience, template, message_id, envelope_from, envelope_to,
      subject, bytes, state, not_before, created_at) select ticket, ${NOTE}, person, audience, 'answer', 'other',
      envelope_from, envelope_to, subject, bytes, 'queued', 1, 1 from letters where ${TO_ANN}`,
    says: /carries message \d+, a note of ticket 1$/,
  },
  {
    check: 'one confirmation',
    by: 'a second confirmation',
    sql: `insert into letters (ticket, person, audience, template, message_id, envelope_from, envelope_to,
      subject, bytes, state, not_before, created_at) select ticket, person, audience, 'confirmation', 'other',
      envelope_from, envelope_to, subject, bytes, 'queued', 1, 1 from letters where ${TO_ANN}`,
    says: /^ticket 1 was confirmed by 2 letters$/,
  },
  {
    check: 'answers leave',
    by: 'an answer’s letter gone',
    sql: `delete from letters where ${TO_ANN}`,
    says: /^answer /,
  },
  {
    check: 'letter states',
    by: 'a letter sent at no time',
    sql: `update letters set sent_at = null where state = 'sent'`,
    says: /is sent and does not say when$/,
  },
  {
    check: 'leases',
    by: 'a letter sending for nobody',
    sql: `update letters set lease_until = null where state = 'sending'`,
    says: /is sending without a lease$/,
  },
  {
    check: 'leases',
    by: 'a queued letter that is leased',
    sql: `update letters set claimed_by = 'me' where id = (select max(id) from letters where state = 'queued')`,
    says: /is queued and still leased$/,
  },
  {
    check: 'letter ids',
    by: 'a Message-ID twice',
    sql: {
      sqlite: `drop index letters_message_id_unique; update letters set message_id = 'x' where id < 3`,
      pg: `alter table letters drop constraint if exists letters_message_id_unique;
        drop index if exists letters_message_id_unique; update letters set message_id = 'x' where id < 3`,
    },
    says: /^letters 1 and 2 have the same Message-ID$/,
  },
  { check: 'journal lines', by: 'a line without who', sql: `update journal set who = '' where id = 1`, says: /line 1/ },
  {
    check: 'journal of mails',
    by: 'a filing that is not in the journal',
    sql: `delete from journal where mail = 3 and action = 'fileMail'`,
    says: /^how mail 3 came to be held/,
  },
  {
    check: 'journal of messages',
    by: 'an answer that is not in the journal',
    sql: `delete from journal where action = 'addMessage' and who = 'bob'`,
    says: /of ticket 1 is not in the journal$/,
  },
  {
    check: 'journal of tickets',
    by: 'a status that changed by itself',
    sql: `update tickets set status = 'closed' where number = 1`,
    says: /^how ticket 1 came to be closed/,
  },
  {
    check: 'journal of tickets',
    by: 'an owner who came by himself',
    sql: `update tickets set owner = 'eve' where number = 2`,
    says: /^how ticket 2 came to its owner/,
  },
  {
    check: 'journal of tickets',
    by: 'an opening that is not in the journal',
    sql: `delete from journal where ticket = 2 and action = 'openTicket'`,
    says: /^the opening of ticket 2/,
  },
  {
    check: 'walls',
    by: 'a wall torn down',
    sql: {
      sqlite: 'drop trigger letters_stay',
      pg: 'drop trigger letters_stay on letters',
    },
    says: /^the trigger letters_stay is gone$/,
  },
  {
    check: 'references',
    by: 'an address of nobody',
    sql: { sqlite: `insert into addresses (address, person, rank) values ('x@example.org', 99, 0)` },
    says: /^addresses row \d+ names a row of people that is not there$/,
  },
  {
    check: 'file',
    by: 'a value that the table does not allow',
    sql: {
      sqlite: `pragma ignore_check_constraints=on; update letters set audience = 'all' where id = 2;
        pragma ignore_check_constraints=off`,
    },
    says: /CHECK constraint failed in letters/,
  },
  {
    check: 'bytes',
    by: 'an original whose bytes changed',
    sql: {
      sqlite: `update originals set bytes = x'616263', packed = 0 where id = 2`,
      pg: `update originals set bytes = '\\x616263', packed = false where id = 2`,
    },
    says: /^original 2 unpacks to other bytes than came$/,
  },
  {
    check: 'bytes',
    by: 'an original that cannot be unpacked',
    sql: {
      sqlite: `update originals set bytes = x'ffffff', packed = 1 where id = 2`,
      pg: `update originals set bytes = '\\xffffff', packed = true where id = 2`,
    },
    says: /^original 2 cannot be unpacked$/,
  },
  {
    check: 'bytes',
    by: 'a mail under another content’s key',
    sql: `update ledger set content_key = 'x' where id = 2`,
    says: /^mail 2 is filed under another content/,
  },
];

/** As only somebody with the file in his hands can: no walls, no references. */
async function damage(database: Database, sql: string): Promise<void> {
  if (database.dialect === 'pg') {
    await database.execute('set local session_replication_role = replica');
    return run(database, sql);
  }
  const walls = sql.includes('drop trigger')
    ? []
    : await database.all(`select name, sql from sqlite_master where type = 'trigger'`);
  for (const [name] of walls) await database.execute(`drop trigger ${name}`);
  await run(database, sql);
  for (const [, wall] of walls) await database.execute(String(wall));
}

async function run(database: Database, sql: string): Promise<void> {
  for (const statement of sql.split(';')) await database.execute(statement);
}

/** Promise.withResolvers, which Node 20 has not. */
function signal(): { readonly promise: Promise<void>; resolve(): void } {
  let resolve = () => {};
  const promise = new Promise<void>(done => {
    resolve = done;
  });
  return { promise, resolve: () => resolve() };
}

class Undone extends Error {}

/** What `desk verify --deep` says after the damage, which is undone again. */
async function saidAfter(database: Database, sql: string): Promise<CheckResult[]> {
  let said: CheckResult[] = [];
  if (database.dialect === 'sqlite') await database.execute('pragma foreign_keys=off');
  await database
    .transaction(async () => {
      await damage(database, sql);
      said = await verify(database, { deep: true });
      throw new Undone();
    })
    .catch(error => {
      if (!(error instanceof Undone)) throw error;
    });
  return said.filter(result => result.broken.length > 0);
}

describeOnEveryDatabase('desk verify', (open, on) => {
  const atTheDesk = async () => {
    const database = await open();
    const desk = await openDesk(smallConfig(), { database });
    await aDayAtTheDesk(desk);
    return database;
  };

  it('finds a healthy desk well, every check named and about a guarantee', async () => {
    const results = await verify(await atTheDesk(), { deep: true });
    expect(results.flatMap(result => result.broken)).to.deep.equal([]);
    expect(results.length).to.be.greaterThan(20);
    for (const { name, guarantee, holds } of results) {
      expect(guarantee, name).to.match(/^G[1-9]$/);
      expect(holds, name).to.match(/^[a-z].{15,}/);
    }
  });

  it('finds each damage to a row by the one check that is about it', async () => {
    const database = await atTheDesk();
    for (const { check, by, sql, says } of DAMAGES) {
      const text = typeof sql === 'string' ? sql : sql[on.dialect];
      if (text === undefined) continue;
      const found = await saidAfter(database, text);
      expect(
        found.map(({ name }) => name),
        by,
      ).to.deep.equal([check]);
      expect(found[0]!.broken.length, by).to.be.within(1, 2);
      expect(found[0]!.broken[0], by).to.match(says);
    }
    expect((await verify(database, { deep: true })).flatMap(({ broken }) => broken)).to.deep.equal([]);
  });

  it('tells of the first fifty rows and that there are more', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => `(${100 + i}, 'smtp', 1)`).join(', ');
    const [found] = await saidAfter(await atTheDesk(), `insert into arrivals (mail, route, at) values ${rows}`);
    expect(found).to.include({ name: 'arrivals', more: true });
    expect(found!.broken).to.have.length(50);
  });

  it('sees one moment: what is committed meanwhile does not show, and writing is refused', async function () {
    // on PGlite all share one connection: nothing can be committed meanwhile
    if (on.name === 'PGlite') this.skip();
    const database = await open();
    const count = async () => Number((await database.all('select count(*) as n from counters'))[0]![0]);
    const looked = signal();
    const written = signal();
    const looking = database.snapshot(async () => {
      const before = await count();
      looked.resolve();
      await written.promise;
      return [before, await count()];
    });
    await looked.promise;
    await database.execute(`insert into counters (name, next) values ('more', 1)`);
    written.resolve();
    const [before, after] = await looking;
    expect(after).to.equal(before);
    expect(await count()).to.equal(before! + 1);
    const refusal = await database.snapshot(() => database.execute('delete from counters')).catch(error => error);
    expect(refusal).to.be.instanceOf(Error);
  });
});

describe('the checks of desk verify', () => {
  it('have a test each that makes them speak', () => {
    const tested = new Set(DAMAGES.map(({ check }) => check));
    expect(CHECKS.map(({ name }) => name).filter(name => !tested.has(name))).to.deep.equal([]);
  });
});
