/** `desk list`: one line for each ticket. */

import { STATUSES, type Status } from '../desk/ticket.ts';
import type { ReadingDesk } from '../reading-desk.ts';
import type { ListFilter, ListRow, OpenQuestions } from '../store/views.ts';
import { age, count } from './amounts.ts';
import type { Call, Globals, Json } from './call.ts';
import { csvLine } from './csv-line.ts';
import { type Exit, OK, USAGE } from './exits.ts';
import { identify, namesOfProcess } from './identity.ts';
import { jsonText } from './json.ts';
import { addressLine, oneLine, person } from './one-line.ts';
import { type Cell, type Column, table } from './table.ts';
import type { Style, Terminal } from './terminal.ts';
import { refuse, withReadingDesk } from './with-desk.ts';

export interface ListOptions extends Json {
  readonly status?: readonly Status[];
  readonly mine?: boolean;
  readonly owner?: string;
  readonly unowned?: boolean;
  readonly queue?: string;
  readonly from?: string;
  readonly organisation?: string;
  readonly all?: boolean;
  readonly limit: number;
  readonly quiet?: boolean;
  readonly csv?: boolean;
}

export async function list(call: Call<readonly [], ListOptions>): Promise<Exit> {
  const { options, terminal } = call;
  const owners = [options.mine, options.owner !== undefined, options.unowned].filter(Boolean).length;
  if (owners > 1) {
    terminal.say('desk list: only one of --mine, --owner and --unowned');
    return USAGE;
  }
  return withReadingDesk(call, async desk => {
    const owner = ownerFilter(desk, options, call.globals);
    if (owner !== undefined && 'refused' in owner) return refuse(terminal, owner);
    const rows = await desk.list(listFilter(options, owner));
    if (rows.length === 0 && options.organisation !== undefined) {
      const known = await desk.showOrganisation(options.organisation);
      if ('refused' in known) return refuse(terminal, known);
    }
    await printList(terminal, rows, options, Date.now());
    if (rows.length === 0) terminal.say(options.all ? 'no tickets' : 'no tickets; --all shows closed ones too');
    if (rows.length === options.limit) terminal.say(`only the first ${options.limit}; --limit N shows more`);
    if (isForPeople(options)) for (const line of questionLines(await desk.openQuestions())) terminal.say(line);
    return OK;
  });
}

function isForPeople({ json, csv, quiet }: ListOptions): boolean {
  return !json && !csv && !quiet;
}

/** A mail nobody decides about must not be forgotten because it is in no ticket. */
function questionLines({ held, quarantined, uncertain, stopped }: OpenQuestions): string[] {
  return [
    ...(held > 0 ? [`${count(held, 'mail')} held for your decision: desk held`] : []),
    ...(quarantined > 0 ? [`${count(quarantined, 'mail')} could not be handled: desk mails --end quarantined`] : []),
    ...(stopped ? ['no letter leaves: desk outbox says why'] : []),
    ...(uncertain > 0
      ? [`${count(uncertain, 'letter')} may have left or not: desk outbox list --state uncertain`]
      : []),
  ];
}

type OwnerFilter = { readonly owner: string | null } | { readonly refused: string } | undefined;

function ownerFilter(desk: ReadingDesk, options: ListOptions, globals: Globals): OwnerFilter {
  if (options.unowned) return { owner: null };
  if (options.owner !== undefined) return { owner: options.owner };
  if (!options.mine) return undefined;
  const who = identify(desk.config.policy.operators, namesOfProcess(globals));
  return 'refused' in who ? who : { owner: who.login };
}

function listFilter(options: ListOptions, owner: { readonly owner: string | null } | undefined): ListFilter {
  const status = options.status ?? (options.all ? STATUSES : undefined);
  return {
    limit: options.limit,
    ...(status === undefined ? {} : { status }),
    ...(owner ?? {}),
    ...(options.queue === undefined ? {} : { queue: options.queue }),
    ...(options.organisation === undefined ? {} : { organisation: options.organisation }),
    ...(options.from === undefined ? {} : { requester: options.from.toLowerCase() }),
  };
}

async function printList(
  terminal: Terminal,
  rows: readonly ListRow[],
  options: ListOptions,
  now: number,
): Promise<void> {
  if (options.json) return terminal.print(jsonText(rows));
  for (const line of await linesOf(terminal, rows, options, now)) await terminal.print(line);
}

async function linesOf(
  terminal: Terminal,
  rows: readonly ListRow[],
  options: ListOptions,
  now: number,
): Promise<string[]> {
  if (options.quiet) return rows.map(row => String(row.number));
  if (options.csv) return csvLines(rows);
  return rows.length === 0 ? [] : listTable(rows, now, terminal.width, terminal.paint);
}

const COLUMNS: readonly Column[] = [
  { title: 'number', align: 'right' },
  { title: 'status' },
  { title: 'owner', gives: 3, least: 5 },
  { title: 'requester', gives: 2, least: 10 },
  { title: 'subject', gives: 1, least: 16 },
  { title: 'age', align: 'right' },
  { title: 'messages', align: 'right' },
];

const STATUS_STYLE: Readonly<Record<Status, Style>> = {
  new: 'yellow',
  open: 'green',
  waiting: 'cyan',
  solved: 'dim',
  closed: 'dim',
};

export function listTable(
  rows: readonly ListRow[],
  now: number,
  width: number | undefined,
  paint: (style: Style, text: string) => string,
): Promise<string[]> {
  const cells = rows.map((row): Cell[] => [
    { text: String(row.number), style: 'bold' },
    { text: row.statusName ?? row.status, style: STATUS_STYLE[row.status] },
    { text: oneLine(row.owner ?? '-') },
    { text: requesterOf(row) },
    subjectCell(row),
    { text: age(row.changedAt, now) },
    { text: String(row.messages) },
  ]);
  return table(COLUMNS, cells, width, paint);
}

/** `?` before it: the spam filter was not sure. A narrow column cuts the end off, so the mark stands at the beginning. */
function subjectCell({ spam, subject }: ListRow): Cell {
  const words = oneLine(subject) || '(no subject)';
  if (spam === null) return { text: words };
  return { text: `${spam === 'unsure' ? '?' : 'spam:'} ${words}`, style: 'yellow' };
}

/** A narrow column cuts the end off, where the address stands: a name that looks like one must not be left alone. */
function requesterOf({ requester }: ListRow): string {
  return /[@\uff20\ufe6b]/.test(requester.name) ? addressLine(requester.address) : person(requester);
}

export function csvLines(rows: readonly ListRow[]): string[] {
  const head = [
    'number',
    'status',
    'queue',
    'owner',
    'requester',
    'address',
    'subject',
    'messages',
    'openedAt',
    'changedAt',
    'spam',
  ];
  const lines = rows.map(row => [
    String(row.number),
    row.status,
    row.queue,
    row.owner ?? '',
    row.requester.name,
    row.requester.address,
    row.subject,
    String(row.messages),
    new Date(row.openedAt).toISOString(),
    new Date(row.changedAt).toISOString(),
    row.spam ?? '',
  ]);
  return [head, ...lines].map(csvLine);
}
