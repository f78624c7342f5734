/** The columns of `desk list`: what each says, how it looks in a table, and its plain value for CSV and JSON. */
import { statusNameOf } from '../desk/dictionary.ts';
import { isOverdue } from '../desk/due.ts';
import { LIST_COLUMNS, type ListColumn } from '../desk/list-columns.ts';
import type { Dictionary } from '../desk/policy.ts';
import { isDone, type Status } from '../desk/ticket.ts';
import type { ListRow, MoreColumn } from '../store/views.ts';
import { age, aheadOrAgo, instant, late } from './amounts.ts';
import { addressLine, oneLine, person } from './one-line.ts';
import type { Cell, Column } from './table.ts';
import type { Style } from './terminal.ts';

export interface Seen {
  readonly now: number;
  readonly dictionary: Dictionary;
  readonly zone: string | undefined;
  /** Of the requester only the name has room. */
  readonly narrow?: boolean;
}

export interface ListColumnSpec extends Omit<Column, 'title'> {
  readonly about: string;
  /** What the store has to look up for it. */
  readonly more?: MoreColumn;
  cell(row: ListRow, seen: Seen): Cell;
  /** Instants as ISO 8601. */
  value(row: ListRow, seen: Seen): Value;
}

export type Value = string | number | null | readonly string[];

export const DEFAULT_COLUMNS: readonly ListColumn[] = [
  ...(['number', 'status', 'owner', 'requester', 'subject', 'idle', 'messages'] as const),
];

export const CSV_COLUMNS: readonly ListColumn[] = [
  ...(['number', 'status', 'queue', 'owner', 'name', 'address', 'subject', 'messages'] as const),
  ...(['opened', 'changed', 'spam', 'due'] as const),
];

export function isListColumn(word: string): word is ListColumn {
  return (LIST_COLUMNS as readonly string[]).includes(word);
}

export const COLUMNS: Readonly<Record<ListColumn, ListColumnSpec>> = {
  number: {
    about: 'the number of the ticket',
    align: 'right',
    cell: ({ number }) => ({ text: String(number), style: 'bold' }),
    value: ({ number }) => number,
  },
  status: {
    about: 'the word of the dictionary; yellow: the requester waits for us, green: answered, cyan: we wait, dim: done',
    cell: (row, { dictionary }) => ({ text: statusNameOf(row, dictionary), style: toneOf(row) }),
    value: (row, { dictionary }) => statusNameOf(row, dictionary),
  },
  means: word('what the status means: new, open, waiting, solved or closed', ({ status }) => status),
  subject: {
    about: 'what it is about; "?" before it: perhaps spam',
    gives: 1,
    least: 16,
    cell: subjectCell,
    value: ({ subject }) => subject,
  },
  requester: {
    about: 'name and address of who asks; on a narrow terminal the name alone',
    gives: 2,
    least: 10,
    cell: (row, { narrow }) => ({ text: narrow ? nameOf(row) : requesterOf(row) }),
    value: ({ requester: { name, address } }) => (name === '' ? address : `${name} <${address}>`),
  },
  name: word('the requester’s name', ({ requester }) => requester.name),
  address: {
    about: 'the requester’s address',
    gives: 3,
    least: 10,
    cell: ({ requester }) => ({ text: addressLine(requester.address) }),
    value: ({ requester }) => requester.address,
  },
  organisation: word('whom the requester belongs to', ({ more }) => more?.organisation ?? null, 'organisation'),
  level: word('the level of support the requester has', ({ more }) => more?.level ?? null, 'level'),
  owner: word('the login of who is responsible', ({ owner }) => owner),
  group: word('the group that is responsible', ({ group }) => group),
  queue: word('where it waits', ({ queue }) => queue),
  category: word('what it is about', ({ category }) => category),
  criticality: word('how bad it is', ({ criticality }) => criticality),
  complexity: word('how much work it is', ({ complexity }) => complexity),
  kind: word('what has to be done', ({ kind }) => kind),
  source: word('how it came in', ({ source }) => source),
  tags: words('words of your own', ({ tags }) => tags),
  helpers: words('who works on it too', ({ helpers }) => helpers),
  watchers: words('who hears of it too', ({ watchers }) => watchers),
  participants: amount('how many others hear the answers', 'participants'),
  messages: {
    about: 'how many messages and notes it has',
    align: 'right',
    cell: ({ messages }) => ({ text: String(messages) }),
    value: ({ messages }) => messages,
  },
  attachments: amount('how many files it has', 'attachments'),
  last: {
    about: 'unanswered: the requester wrote last; answered: we did',
    more: 'last',
    cell: row => ({ text: lastWord(row) ?? '-', style: toneOf(row) }),
    value: row => lastWord(row),
  },
  opened: time('since when', ({ openedAt }) => openedAt),
  changed: time('when something was last done to it', ({ changedAt }) => changedAt),
  due: {
    about: 'when it is expected to be done; red and "late": it should have been, and "!" stands before the line',
    align: 'right',
    cell: (row, { now }) => ({
      text: row.due === null ? '-' : isOverdue(row, now) ? late(row.due, now) : aheadOrAgo(row.due, now),
      ...(isOverdue(row, now) ? { style: 'red' as const } : {}),
    }),
    value: ({ due }) => iso(due),
  },
  closed: { ...time('when it was closed', ({ more }) => more?.closedAt ?? null), more: 'closed' },
  age: past('how long ago it was opened', ({ openedAt }) => openedAt),
  idle: past('how long nothing was done to it', ({ changedAt }) => changedAt),
  spam: word('"unsure" or "spam": what the filter or an operator thinks of it', ({ spam }) => spam),
  guess: word('the category its first mail seemed to be of', ({ more }) => more?.guess ?? null, 'guess'),
  others: amount('how many other tickets the requester has', 'others'),
  related: amount('how many tickets it is linked with', 'related'),
};

/** Where there is little room, a subject says more than the end of a name. */
export const NARROW: Readonly<Partial<Record<ListColumn, Partial<Column>>>> = {
  requester: { gives: 1, least: 12 },
  subject: { gives: 2, least: 16 },
};

/** By what the status means alone. */
export const STATUS_STYLE: Readonly<Record<Status, Style>> = {
  new: 'yellow',
  open: 'green',
  waiting: 'cyan',
  solved: 'dim',
  closed: 'dim',
};

/** What is to be done about a ticket, as a colour; `more.last` has to be there. */
export function toneOf(row: ListRow): Style {
  if (isDone(row)) return 'dim';
  if (row.status === 'waiting') return 'cyan';
  return row.more?.last === 'staff' ? 'green' : 'yellow';
}

function lastWord({ more }: ListRow): string | null {
  if (more?.last == null) return null;
  return more.last === 'requester' ? 'unanswered' : 'answered';
}

function word(about: string, value: (row: ListRow) => string | null, more?: MoreColumn): ListColumnSpec {
  return {
    about,
    gives: 3,
    least: 5,
    ...(more === undefined ? {} : { more }),
    cell: row => ({ text: oneLine(value(row) || '-') }),
    value: row => value(row),
  };
}

function words(about: string, value: (row: ListRow) => readonly string[]): ListColumnSpec {
  return {
    about,
    gives: 3,
    least: 5,
    cell: row => ({ text: value(row).map(oneLine).join(' ') || '-' }),
    value: row => value(row),
  };
}

function amount(about: string, more: 'participants' | 'attachments' | 'others' | 'related'): ListColumnSpec {
  return {
    about,
    more,
    align: 'right',
    cell: row => ({ text: String(row.more?.[more] ?? 0) }),
    value: row => row.more?.[more] ?? 0,
  };
}

function time(about: string, value: (row: ListRow) => number | null): ListColumnSpec {
  return {
    about,
    cell: (row, { zone }) => ({ text: value(row) === null ? '-' : instant(value(row)!, zone) }),
    value: row => iso(value(row)),
  };
}

function past(about: string, value: (row: ListRow) => number): ListColumnSpec {
  return {
    about,
    align: 'right',
    cell: (row, { now }) => ({ text: age(value(row), now) }),
    value: (row, { now }) => Math.max(0, Math.floor((now - value(row)) / 1000)),
  };
}

function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

/** `?` before it: the spam filter was not sure. A narrow column cuts the end off, so the mark stands at the beginning. */
export function subjectCell({ spam, subject }: ListRow): Cell {
  const said = oneLine(subject) || '(no subject)';
  if (spam === null) return { text: said };
  return { text: `${spam === 'unsure' ? '?' : 'spam:'} ${said}`, style: 'yellow' };
}

/** A narrow column cuts the end off, where the address stands: a name that looks like one must not be left alone. */
export function requesterOf({ requester }: ListRow): string {
  return looksLikeAddress(requester.name) ? addressLine(requester.address) : person(requester);
}

function nameOf({ requester: { name, address } }: ListRow): string {
  const said = oneLine(name);
  return said === '' || looksLikeAddress(name) ? addressLine(address) : said;
}

function looksLikeAddress(name: string): boolean {
  return /[@\uff20\ufe6b]/.test(name);
}
