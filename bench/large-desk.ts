/**
 * A desk as it is after years: 200,000 tickets and 1,000,000 messages in a SQLite file, the same for the same seed.
 * Words come as they do in language, few often and many seldom (Zipf), so that a search meets both. What no list, no
 * reading and no search looks at is left out: originals, and the bytes of letters.
 */

import type { Handle } from '../src/store/handle.ts';
import { openSqlite } from '../src/store/open-sqlite.ts';
import { sqliteDriver } from '../src/store/sqlite-driver.ts';

export interface Size {
  readonly tickets: number;
  readonly messages: number;
  readonly people: number;
  readonly seed: number;
}

export const LARGE: Size = { tickets: 200_000, messages: 1_000_000, people: 60_000, seed: 8 };
/** The last message was written then. */
export const LAST = Date.UTC(2026, 10, 20, 16, 0, 0);
const FIRST = Date.UTC(2021, 10, 22, 8, 0, 0);
export const OPERATORS = ['ada', 'bob', 'cem', 'dana', 'eve', 'finn', 'gil', 'hana', 'ivo', 'june'];
export const QUEUES = ['support', 'billing', 'phones', 'network', 'printing', 'accounts'];
export const CATEGORIES = ['hardware', 'software', 'network', 'account', 'order', 'other'];
export const TAGS = ['vip', 'refund', 'urgent', 'recall', 'contract', 'on-site', 'legal', 'press', 'beta', 'renewal'];

/** Of bench/at-scale.ts and bench/lists.ts. */
export const CONFIG = [
  'state = "state"\n',
  ...OPERATORS.map(
    login => `[[operator]]\nlogin = "${login}"\nname = "${login}"\naddress = "${login}@staff.example"\n`,
  ),
  ...QUEUES.map(name => `[[queue]]\nname = "${name}"\naddress = "${name}@desk.example"\n`),
  '[courier]\nkind = "keep"\n[trust]\ncheck = "off"\n',
].join('');

export type Dice = () => number;

/** mulberry32: 0 up to 1. */
export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const oneOf = <T>(dice: Dice, of: readonly T[]): T => of[Math.floor(dice() * of.length)]!;

const COMMON = (
  'the to and I it is a of in for not my you that on with have this but be are was can we at please when as has no ' +
  'printer account invoice error phone network order password login update mail server screen page help problem thanks'
).split(' ');
const SYLLABLES = 'ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo zu bré stö'.split(' ');

/** 40,000 words, the most common first. */
export function vocabulary(dice: Dice): readonly string[] {
  const words = new Set(COMMON);
  while (words.size < 40_000) {
    const parts = 2 + Math.floor(dice() * 3);
    words.add(Array.from({ length: parts }, () => oneOf(dice, SYLLABLES)).join(''));
  }
  return [...words];
}

/** Zipf's law by inversion: the rank falls off as 1/rank. */
const drawn = (dice: Dice, words: readonly string[]): string =>
  words[Math.min(words.length - 1, Math.floor(words.length ** dice()) - 1)]!;

function sentences(dice: Dice, words: readonly string[], length: number): string {
  const lines: string[] = [];
  for (let left = length; left > 0; left -= 12) {
    const line = Array.from({ length: Math.min(12, left) }, () => drawn(dice, words)).join(' ');
    lines.push(`${line[0]!.toUpperCase()}${line.slice(1)}.`);
  }
  return lines.join('\n');
}

/** Makes the file; it must not be there. `told` hears how many messages are written. */
export async function makeLargeDesk(file: string, size: Size, told: (messages: number) => void): Promise<void> {
  await (await openSqlite({ file })).close();
  const handle = await (await sqliteDriver())(file, 'write');
  await handle.exec('pragma synchronous=off; pragma cache_size=-200000; begin immediate');
  const dice = diceOf(size.seed);
  const words = vocabulary(dice);
  await writePeople(handle, size, dice);
  await writeTickets(handle, size, dice, words, told);
  await writeBonds(handle, size);
  await handle.exec('commit; pragma wal_checkpoint(truncate)');
  await handle.close();
}

async function writePeople(handle: Handle, { people }: Size, dice: Dice): Promise<void> {
  const [names, addresses] = [
    rowsInto(handle, 'people', 'id, name, since'),
    rowsInto(handle, 'addresses', 'address, person, rank'),
  ];
  for (const [i, login] of OPERATORS.entries()) {
    await names.put([i + 1, login, FIRST]);
    await addresses.put([`${login}@staff.example`, i + 1, 0]);
  }
  for (let id = OPERATORS.length + 1; id <= people; id++) {
    const [first, last] = [nameOf(dice), nameOf(dice)];
    await names.put([id, `${first} ${last}`, FIRST]);
  }
  await names.end();
  for (let id = OPERATORS.length + 1; id <= people; id++) await addresses.put([addressOf(id), id, 0]);
  await addresses.end();
  await handle.run("update counters set next = ? where name = 'person'", [people + 1]);
}

function nameOf(dice: Dice): string {
  const name = oneOf(dice, SYLLABLES) + oneOf(dice, SYLLABLES) + oneOf(dice, SYLLABLES);
  return `${name[0]!.toUpperCase()}${name.slice(1)}`;
}

export const addressOf = (person: number) => `person${person}@company${person % 900}.example`;

async function writeTickets(
  handle: Handle,
  { tickets, messages, people }: Size,
  dice: Dice,
  words: readonly string[],
  told: (messages: number) => void,
): Promise<void> {
  const messageRows = rowsInto(
    handle,
    'messages',
    'id, ticket, kind, person, operator, text, folded, mail, message_id, attachments, at, origin',
  );
  const rows = {
    tickets: rowsInto(
      handle,
      'tickets',
      'number, subject, status, queue, owner, requester, source, messages, opened_at, changed_at, category, tags',
    ),
    ledger: rowsInto(
      handle,
      'ledger',
      'id, content_key, message_id, sender, subject, "end", ticket, because, envelope, seen_at',
    ),
    messages: messageRows,
    letters: rowsInto(
      handle,
      'letters',
      'ticket, message, person, audience, template, message_id, envelope_from, envelope_to, subject, bytes, state, not_before, created_at, sent_at',
      messageRows,
    ),
    journal: rowsInto(handle, 'journal', 'ticket, mail, at, who, action, data, because'),
  };
  const requesters = Array.from(
    { length: tickets },
    () => OPERATORS.length + 1 + Math.floor(dice() ** 2 * (people - OPERATORS.length)),
  );
  const counts = new Uint16Array(tickets);
  const subjects: string[] = [];
  for (let number = 1; number <= tickets; number++) {
    const subject = sentences(dice, words, 3 + Math.floor(dice() * 6)).slice(0, -1);
    subjects.push(subject);
    const openedAt = FIRST + Math.floor(((LAST - FIRST) * number) / tickets);
    const open = dice() < (number > tickets * 0.97 ? 0.9 : 0.014);
    await rows.tickets.put([
      number,
      subject,
      open ? oneOf(dice, ['new', 'open', 'waiting']) : oneOf(dice, ['solved', 'closed', 'closed', 'closed']),
      oneOf(dice, QUEUES),
      dice() < 0.05 ? null : oneOf(dice, OPERATORS),
      requesters[number - 1]!,
      'mail',
      0,
      openedAt,
      openedAt + Math.floor(dice() * 6 * 86_400_000),
      dice() < 0.1 ? null : oneOf(dice, CATEGORIES),
      JSON.stringify(dice() < 0.2 ? [oneOf(dice, TAGS)] : []),
    ]);
  }
  await rows.tickets.end();
  for (let id = 1; id <= messages; id++) {
    // the tickets that live at a time get its messages
    const newest = Math.ceil((id * tickets) / messages);
    const number =
      id <= tickets * (messages / tickets) && counts[newest - 1] === 0
        ? newest
        : Math.max(1, newest - Math.floor(dice() ** 2 * 60));
    const nth = counts[number - 1]!++;
    const at = FIRST + Math.floor(((LAST - FIRST) * id) / messages);
    const draw = dice();
    const kind = nth === 0 ? 'request' : draw < 0.4 ? 'answer' : draw < 0.85 ? 'request' : 'note';
    const byPerson = kind === 'request';
    const person = requesters[number - 1]!;
    const operator = oneOf(dice, OPERATORS);
    const text = sentences(dice, words, 15 + Math.floor(dice() ** 3 * 600));
    const files =
      byPerson && dice() < 0.08
        ? [
            {
              name: `${drawn(dice, words)}-${id}.pdf`,
              type: 'application/pdf',
              size: 9999,
              sha256: '0'.repeat(64),
              inline: false,
            },
          ]
        : [];
    if (byPerson)
      await rows.ledger.put([
        id,
        `key-${id}`,
        `${id}.mail@example.org`,
        addressOf(person),
        subjects[number - 1]!,
        'handled',
        number,
        '["opens a ticket"]',
        '{"to":["support@desk.example"]}',
        at,
      ]);
    await rows.messages.put([
      id,
      number,
      kind,
      byPerson ? person : null,
      byPerson ? null : operator,
      text,
      byPerson && nth > 0 ? sentences(dice, words, 40) : '',
      byPerson ? id : null,
      byPerson ? `${id}.mail@example.org` : null,
      JSON.stringify(files),
      at,
      number,
    ]);
    if (kind === 'answer')
      await rows.letters.put([
        number,
        id,
        person,
        'requester',
        'answer',
        `${id}.letter@desk.example`,
        'support@desk.example',
        addressOf(person),
        subjects[number - 1]!,
        NO_BYTES,
        'sent',
        at,
        at,
        at,
      ]);
    await rows.journal.put([
      number,
      byPerson ? id : null,
      at,
      byPerson ? 'mail' : operator,
      kind === 'note' ? 'addNote' : 'addMessage',
      `{"kind":"${kind}"}`,
      '["the reply token is right"]',
    ]);
    if (id % 50_000 === 0) told(id);
  }
  for (const each of [rows.ledger, rows.messages, rows.letters, rows.journal]) await each.end();
  await handle.exec(
    `update tickets set messages = (select count(*) from messages m where m.ticket = tickets.number);
     update counters set next = ${tickets + 1} where name = 'ticket'`,
  );
}

/** Who belongs to whom: organisations, participants, helpers, watchers, links. With dice of its own. */
export async function writeBonds(handle: Handle, { tickets, people, seed }: Size): Promise<void> {
  const dice = diceOf(seed + 1);
  const organisations = rowsInto(handle, 'organisations', 'id, name, since');
  const domains = rowsInto(handle, 'domains', 'domain, organisation', organisations);
  for (let id = 1; id <= 300; id++) {
    await organisations.put([id, `${nameOf(dice)} ${id}`, FIRST]);
    await domains.put([`company${id * 3}.example`, id]);
  }
  const participants = rowsInto(handle, 'participants', 'ticket, person, since');
  const relations = rowsInto(handle, 'relations', 'ticket, other');
  for (let number = 2; number <= tickets; number++) {
    const draw = dice();
    const person = () => OPERATORS.length + 1 + Math.floor(dice() * (people - OPERATORS.length));
    if (draw < 0.05) for (const one of new Set([person(), person()])) await participants.put([number, one, FIRST]);
    else if (draw < 0.06) for (const pair of pairs(number, number - 1)) await relations.put(pair);
    else if (draw < 0.1)
      await handle.run('update tickets set helpers = ?, watchers = ? where number = ?', [
        JSON.stringify([oneOf(dice, OPERATORS)]),
        JSON.stringify([oneOf(dice, OPERATORS)]),
        number,
      ]);
  }
  for (const each of [domains, participants, relations]) await each.end();
}

const pairs = (one: number, other: number): readonly (readonly number[])[] => [
  [one, other],
  [other, one],
];

const NO_BYTES = Buffer.from('-');

interface Rows {
  put(row: readonly unknown[]): Promise<void>;
  end(): Promise<void>;
}

/** Rows by the hundred: each statement is a hop between threads. Those they refer to are written before. */
function rowsInto(handle: Handle, table: string, columns: string, behind?: Rows): Rows {
  const width = columns.split(',').length;
  const tuple = `(${Array.from({ length: width }, () => '?').join(', ')})`;
  let waiting: unknown[] = [];
  const write = async () => {
    const rows = waiting.length / width;
    if (rows === 0) return;
    const values = waiting;
    waiting = [];
    await behind?.end();
    await handle.run(
      `insert into ${table} (${columns}) values ${Array.from({ length: rows }, () => tuple).join(', ')}`,
      values,
    );
  };
  return {
    put: async row => {
      waiting.push(...row);
      if (waiting.length === width * 100) await write();
    },
    end: write,
  };
}

if (process.argv[1] === import.meta.filename) {
  const [file, tickets = LARGE.tickets] = [process.argv[2], Number(process.argv[3] ?? LARGE.tickets)];
  if (file === undefined) throw new Error('node dist/bench/large-desk.js FILE [tickets]');
  const size = { ...LARGE, tickets, messages: tickets * 5, people: Math.max(20, Math.round(tickets * 0.3)) };
  const started = performance.now();
  await makeLargeDesk(file, size, messages =>
    console.error(`${messages} messages, ${Math.round((performance.now() - started) / 1000)} s`),
  );
}
