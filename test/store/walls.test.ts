import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import type { Database } from '../../src/store/database.ts';
import { describeOnEveryDatabase } from '../databases.ts';

const NOW = 1_795_449_672_851;

interface Scene {
  readonly database: Database;
  readonly request: number;
  readonly note: number;
  readonly elsewhere: number;
}

/** Two tickets of Ann's; the first has a request and a note, the second a request. */
async function scene(database: Database): Promise<Scene> {
  const { db, schema } = database;
  await db.insert(schema.people).values({ id: 1, name: 'Ann', since: NOW });
  const ticket = {
    subject: 'Help',
    status: 'new',
    queue: 'support',
    requester: 1,
    source: 'mail',
    openedAt: NOW,
    changedAt: NOW,
  } as const;
  await db.insert(schema.tickets).values([
    { number: 1, ...ticket },
    { number: 2, ...ticket },
  ]);
  const message = { attachments: [], remarks: [], at: NOW, text: 'words' };
  const rows = await db
    .insert(schema.messages)
    .values([
      { ticket: 1, origin: 1, kind: 'request', ...message },
      { ticket: 1, origin: 1, kind: 'note', ...message },
      { ticket: 2, origin: 2, kind: 'request', ...message },
    ])
    .returning({ id: schema.messages.id });
  const [request, note, elsewhere] = rows.map(row => row.id) as [number, number, number];
  return { database, request, note, elsewhere };
}

let letters = 0;
function letter(message: number | null, audience: 'requester' | 'staff' = 'requester', template = 'answer') {
  return {
    ticket: 1,
    message,
    person: 1,
    audience,
    template,
    messageId: `letter-${++letters}@desk.example`,
    envelopeFrom: 'support@desk.example',
    envelopeTo: 'ann@example.org',
    subject: 'Re: Help',
    bytes: Buffer.from('From: …'),
    state: 'queued' as const,
    notBefore: NOW,
    createdAt: NOW,
  };
}

const A_NOTE = /a letter to a requester cannot carry a note/;
const OTHER_TICKET = /can only carry a message of its own ticket/;
const NAMELESS = /must name the message it carries/;
const STAYS = /a letter stays as it was written/;
const FOR_STAFF = /a requester gets no letter that is for the staff/;

describeOnEveryDatabase('the wall around notes', open => {
  const send = (database: Database, row: ReturnType<typeof letter>) =>
    database.db.insert(database.schema.letters).values(row).returning();

  it('lets requests and answers out, and notes to staff', async () => {
    const { database, request, note } = await scene(await open());
    await send(database, letter(request));
    await send(database, letter(null, 'requester', 'confirmation'));
    await send(database, letter(note, 'staff', 'note'));
    expect(await database.db.$count(database.schema.letters)).to.equal(3);
  });

  it('refuses a letter to a requester that carries a note', async () => {
    const { database, note } = await scene(await open());
    expect(await refusal(send(database, letter(note)))).to.match(A_NOTE);
    expect(await refusal(send(database, letter(note, 'requester', 'confirmation')))).to.match(A_NOTE);
    expect(await database.db.$count(database.schema.letters)).to.equal(0);
  });

  it('refuses to turn a letter to staff with a note into one to the requester', async () => {
    const { database, note, request } = await scene(await open());
    const { letters } = database.schema;
    const [row] = await send(database, letter(note, 'staff', 'note'));
    const change = (set: Partial<ReturnType<typeof letter>>) =>
      database.db.update(letters).set(set).where(eq(letters.id, row!.id));
    expect(await refusal(change({ audience: 'requester' }))).to.match(STAYS);
    expect(await refusal(change({ audience: 'requester', message: request }))).to.match(STAYS);
    expect(await refusal(change({ audience: 'requester', message: null, template: 'confirmation' }))).to.match(STAYS);
    // and by no step on the way to it
    for (const step of [{ message: null }, { message: request }, { template: 'confirmation' }])
      expect(await refusal(change(step)), JSON.stringify(step)).to.match(STAYS);
    for (const step of [{ envelopeTo: 'ann@example.org' }, { person: 1 }, { messageId: 'other@desk.example' }])
      expect(await refusal(change(step)), JSON.stringify(step)).to.match(STAYS);
    await database.db.update(letters).set({ state: 'sending' }).where(eq(letters.id, row!.id));
  });

  it('refuses a letter to a requester of a kind that only the staff get', async () => {
    const { database, request } = await scene(await open());
    for (const template of ['note', 'changed', 'new-message', 'digest', 'Note'])
      for (const message of [request, null])
        expect(await refusal(send(database, letter(message, 'requester', template))), template).to.match(FOR_STAFF);
  });

  it('refuses to change what a letter to a requester carries into a note', async () => {
    const { database, note, request } = await scene(await open());
    const { letters } = database.schema;
    const [row] = await send(database, letter(request));
    expect(await refusal(database.db.update(letters).set({ message: note }).where(eq(letters.id, row!.id)))).to.match(
      STAYS,
    );
    const bytes = { bytes: Buffer.from('again') };
    expect(await refusal(database.db.update(letters).set(bytes).where(eq(letters.id, row!.id)))).to.match(STAYS);
    await database.db.update(letters).set({ state: 'sent' }).where(eq(letters.id, row!.id));
  });

  it('refuses a letter to a requester with a message of another ticket, or of none', async () => {
    const { database, elsewhere } = await scene(await open());
    expect(await refusal(send(database, letter(elsewhere)))).to.match(OTHER_TICKET);
    expect(await refusal(send(database, letter(999_999)))).to.match(OTHER_TICKET);
  });

  it('refuses an answer that does not say whose words it carries', async () => {
    const { database } = await scene(await open());
    expect(await refusal(send(database, letter(null)))).to.match(NAMELESS);
    for (const template of ['closing', 'need-info'])
      expect(await refusal(send(database, letter(null, 'requester', template))), template).to.match(NAMELESS);
  });

  it('keeps a note a note, and everything else from becoming one', async () => {
    const { database, note, request } = await scene(await open());
    const { messages } = database.schema;
    const turn = (id: number, kind: 'request' | 'answer' | 'note') =>
      database.db.update(messages).set({ kind }).where(eq(messages.id, id));
    expect(await refusal(turn(note, 'answer'))).to.match(/a note stays a note/);
    expect(await refusal(turn(request, 'note'))).to.match(/no other message becomes one/);
    await turn(request, 'answer');
  });

  it('knows no audience and no kind but the written ones', async () => {
    const { database } = await scene(await open());
    const odd = { ...letter(null, 'staff', 'confirmation'), audience: 'Requester' as 'staff' };
    expect(await refusal(send(database, odd))).to.match(/check|CHECK/);
    const [kind] = await database.all("select count(*) from messages where kind not in ('request', 'answer', 'note')");
    expect(kind).to.deep.equal([0]);
  });

  it('is not passed by writing another message over a note', async () => {
    const { database, note } = await scene(await open());
    const values = `(id, ticket, kind, text, attachments, at) values (${note}, 1, 'answer', 'x', '[]', 1)`;
    const replace =
      database.dialect === 'sqlite'
        ? `insert or replace into messages ${values}`
        : `insert into messages ${values} on conflict (id) do update set kind = 'answer'`;
    expect(await refusal(database.execute(replace))).to.match(/cannot be replaced|a note stays a note/);
    expect(await database.all('select kind from messages where id = $1', [note])).to.deep.equal([['note']]);
  });

  it('is not passed by moving another message to the number of a note, nor by its words in another', async () => {
    const { database, note, request, elsewhere } = await scene(await open());
    const ways = [
      `update messages set id = 999 where id = ${note}`,
      `update messages set text = (select text from messages where id = ${note}) where id = ${request}`,
      `update messages set folded = 'x' where id = ${request}`,
      `update messages set attachments = '[{}]' where id = ${request}`,
      `delete from messages where id = ${note}`,
      ...(database.dialect === 'sqlite'
        ? [
            `update or replace messages set id = ${note} where id = ${elsewhere}`,
            `update or replace messages set rowid = ${note} where id = ${elsewhere}`,
            `update or replace messages set _rowid_ = ${note}, text = text where id = ${elsewhere}`,
          ]
        : ['truncate messages cascade', `update messages set (id, text) = (999, 'x') where id = ${note}`]),
    ];
    const before = await database.all('select id, kind, text from messages order by id');
    for (const way of ways)
      expect(await refusal(database.execute(way)), way).to.match(/stays as it was written|never deleted/);
    expect(await database.all('select id, kind, text from messages order by id')).to.deep.equal(before);
  });
});

describeOnEveryDatabase('what is kept for good', open => {
  it('is the journal: nothing in it is changed, deleted or replaced', async () => {
    const database = await open();
    const { journal } = database.schema;
    const [row] = await database.db
      .insert(journal)
      .values({ at: NOW, who: 'desk', action: 'meet', data: {}, because: ['new'] })
      .returning();
    const mine = eq(journal.id, row!.id);
    expect(await refusal(database.db.update(journal).set({ who: 'eve' }).where(mine))).to.match(/cannot be changed/);
    expect(await refusal(database.db.delete(journal).where(mine))).to.match(/cannot be deleted/);
    const wipe = database.dialect === 'pg' ? 'truncate journal' : replaceJournal(row!.id);
    expect(await refusal(database.execute(wipe))).to.match(/cannot be (deleted|replaced)/);
    expect(await database.db.select().from(journal)).to.deep.equal([row]);
  });

  it('is the original of a mail', async () => {
    const database = await open();
    const { originals } = database.schema;
    await database.db.insert(originals).values({ sha256: 'a', size: 1, packed: false, bytes: Buffer.from('x') });
    expect(await refusal(database.db.update(originals).set({ bytes: Buffer.from('y') }))).to.match(/kept as it came/);
  });

  it('starts with the first ticket and the first person', async () => {
    const database = await open();
    expect(await database.all('select name, next from counters order by name')).to.deep.equal([
      ['person', 1],
      ['ticket', 1],
    ]);
  });
});

const replaceJournal = (id: number) =>
  `insert or replace into journal (id, at, who, action, data, because) values (${id}, 1, 'eve', 'x', '{}', '[]')`;

/** What the database said; the sentence must be readable as it is. */
async function refusal(query: PromiseLike<unknown>): Promise<string> {
  try {
    await query;
  } catch (error) {
    return (error as Error).message;
  }
  return 'it was allowed';
}
