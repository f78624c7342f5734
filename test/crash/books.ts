import { existsSync } from 'node:fs';
import { sqliteDriver } from '../../src/store/sqlite-driver.ts';
import { namesIn } from './mails.ts';

/** The desk's database as it lies on the disk, read by SQL and by nothing of the store that could be wrong too. */
export interface Books {
  readonly messages: readonly {
    readonly ticket: number;
    readonly kind: string;
    readonly names: readonly string[];
    readonly id: number;
  }[];
  readonly tickets: readonly { readonly number: number; readonly names: readonly string[] }[];
  readonly mails: readonly {
    readonly id: number;
    readonly names: readonly string[];
    readonly contentKey: string;
    readonly end: string;
    readonly ticket: number | null;
  }[];
  readonly letters: readonly LetterEntry[];
  /** Arrivals whose mail was known already. */
  readonly seenAgain: number;
  /** What SQLite itself finds wrong. */
  readonly damages: readonly string[];
}

export interface LetterEntry {
  readonly id: number;
  readonly ticket: number | null;
  readonly message: number | null;
  readonly template: string;
  readonly messageId: string;
  readonly state: string;
  readonly to: string;
}

type Query = (sql: string) => Promise<unknown[][]>;

async function reading<T>(file: string, work: (all: Query) => Promise<T>): Promise<T> {
  const open = await sqliteDriver();
  const handle = await open(file, 'read');
  try {
    await handle.exec('pragma busy_timeout=10000');
    return await work(sql => handle.all(sql, []));
  } finally {
    await handle.close();
  }
}

export function readBooks(file: string): Promise<Books> {
  return reading(file, async all => ({
    messages: (await all('select ticket, kind, text, id from messages order by id')).map(
      ([ticket, kind, text, id]) => ({
        ticket: Number(ticket),
        kind: String(kind),
        names: namesIn(String(text)),
        id: Number(id),
      }),
    ),
    tickets: (await all('select number, subject from tickets')).map(([number, subject]) => ({
      number: Number(number),
      names: namesOfSubject(subject),
    })),
    mails: (await all('select id, subject, content_key, "end", ticket from ledger')).map(
      ([id, subject, contentKey, end, ticket]) => ({
        id: Number(id),
        names: namesOfSubject(subject),
        contentKey: String(contentKey),
        end: String(end),
        ticket: ticket === null ? null : Number(ticket),
      }),
    ),
    letters: (
      await all('select id, ticket, message, template, message_id, state, envelope_to from letters order by id')
    ).map(([id, ticket, message, template, messageId, state, to]) => ({
      id: Number(id),
      ticket: ticket === null ? null : Number(ticket),
      message: message === null ? null : Number(message),
      template: String(template),
      messageId: String(messageId),
      state: String(state),
      to: String(to),
    })),
    seenAgain: Number(
      (await all(`select count(*) from journal where action = 'fileMail' and data like '%"duplicate"%'`))[0]?.[0],
    ),
    damages: [
      ...(await all('pragma integrity_check')).map(([said]) => String(said)).filter(said => said !== 'ok'),
      ...(await all('pragma foreign_key_check')).map(row => `foreign key: ${row.join(' ')}`),
    ],
  }));
}

/** Whether the migration is through. What cannot be read without repairing it first is not whole. */
export async function isWhole(file: string): Promise<boolean> {
  if (!existsSync(file)) return false;
  const tables = `select count(*) from sqlite_schema where name = 'migrations'`;
  return reading(file, async all => Number((await all(tables))[0]?.[0]) === 1).catch(() => false);
}

/** What tells whether anything is still going on. */
export interface Progress {
  /** Letters that are not at their end. */
  readonly unsent: number;
  readonly lastUid: number;
  readonly mails: number;
}

export function readProgress(file: string): Promise<Progress> {
  return reading(file, async all => {
    const [row] = await all(`select
      (select count(*) from letters where state in ('queued', 'sending')),
      (select coalesce(max(last_uid), 0) from cursors),
      (select count(*) from ledger)`);
    const [unsent, lastUid, mails] = row!.map(Number);
    return { unsent: unsent!, lastUid: lastUid!, mails: mails! };
  });
}

function namesOfSubject(subject: unknown): string[] {
  return String(subject).match(/\bm\d{5}\b/g) ?? [];
}
