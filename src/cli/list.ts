/** `desk list`: one line for each ticket, or how many there are. */
import type { ListWishes } from '../config/config.ts';
import { closest } from '../desk/closest.ts';
import { statusNameOf } from '../desk/dictionary.ts';
import { isOverdue } from '../desk/due.ts';
import type { Counted, ListColumn } from '../desk/list-columns.ts';
import type { Dictionary } from '../desk/policy.ts';
import { isDone, STATUSES } from '../desk/ticket.ts';
import type { ReadingDesk } from '../reading-desk.ts';
import type { Count } from '../store/list-counts.ts';
import type { ListRow, MoreColumn, OpenQuestions, TicketFilter } from '../store/views.ts';
import { count } from './amounts.ts';
import type { Call, Json } from './call.ts';
import { csvLine } from './csv-line.ts';
import { withOverdue } from './due-words.ts';
import { type Exit, OK, USAGE } from './exits.ts';
import { identify, namesOfProcess } from './identity.ts';
import { jsonText } from './json.ts';
import { keepList } from './last-list.ts';
import { COLUMNS, CSV_COLUMNS, DEFAULT_COLUMNS, NARROW, type Seen, type Value } from './list-columns.ts';
import { type Asked, askedFor, columnsChosen, sortChosen } from './list-options.ts';
import { viewsThereAre, withView } from './list-views.ts';
import { oneLine } from './one-line.ts';
import { printLong } from './pager.ts';
import { type Cell, type Column, isNarrow, table } from './table.ts';
import type { Terminal } from './terminal.ts';
import { whoOf } from './who.ts';
import { refuse, withReadingDesk } from './with-desk.ts';

export interface ListOptions extends ListWishes, Json {
  readonly view?: string;
  readonly count?: boolean;
  readonly countBy?: Counted;
  readonly quiet?: boolean;
  readonly csv?: boolean;
}

type ListCall = Call<readonly [], ListOptions>;

const FEW = 100;

export function list(call: ListCall): Promise<Exit> {
  return withReadingDesk(call, async desk => {
    const { terminal } = call;
    const options = inView(call.options, desk);
    if ('fault' in options) return nonsense(terminal, [options.fault]);
    const who = options.mine ? identify(desk.config.policy.operators, namesOfProcess(call.globals)) : undefined;
    if (who && 'refused' in who) return refuse(terminal, who);
    const asked = askedFor(options, who?.login, desk.config.policy, Date.now());
    if ('faults' in asked) return nonsense(terminal, asked.faults);
    if (options.count || options.countBy !== undefined) return printCounts(desk, asked, options, terminal);
    return printTickets(desk, asked, options, call);
  });
}

function nonsense(terminal: Terminal, faults: readonly string[]): Exit {
  for (const fault of faults) terminal.say(`desk list: ${oneLine(fault)}`);
  return USAGE;
}

function inView(options: ListOptions, { config }: ReadingDesk): ListOptions | { readonly fault: string } {
  if (options.view === undefined) return options;
  const views = viewsThereAre(config.views);
  const view = views.find(({ name }) => name === options.view);
  if (view) return withView(view, options);
  const names = views.map(({ name }) => name);
  const near = closest(options.view, names);
  const meant = near === undefined ? '' : `, did you mean ${near}?`;
  return { fault: `there is no view ${JSON.stringify(oneLine(options.view))}${meant}; there is ${names.join(', ')}` };
}

async function printTickets(
  desk: ReadingDesk,
  asked: Asked,
  options: ListOptions,
  { terminal }: ListCall,
): Promise<Exit> {
  const chosen = columnsChosen(options.columns, usualColumns(options));
  if ('faults' in chosen) return nonsense(terminal, chosen.faults);
  const sorted = sortChosen(options.sort ?? usualSort(options), desk.config.policy);
  if ('faults' in sorted) return nonsense(terminal, sorted.faults);
  const limit = options.limit ?? FEW;
  const more = moreFor(chosen.columns, options);
  const rows = await desk.list({ ...asked.filter, ...sorted, more, limit });
  if (rows.length === 0) return sayNothing(desk, asked, options, terminal);
  const { policy, timeZone: zone } = desk.config;
  const seen = { now: Date.now(), dictionary: policy.dictionary, zone };
  await printRows(rows, chosen.columns, options, seen, terminal);
  if (rows.length === limit) terminal.say(`only the first ${limit}; --limit N shows more`);
  if (isForPeople(options)) {
    keepList(
      desk.config.file,
      rows.map(({ number }) => number),
    );
    await sayQuestions(desk, terminal);
  }
  return OK;
}

/** The colours of a table tell who wrote last. */
function moreFor(columns: readonly ListColumn[], options: ListOptions): MoreColumn[] {
  const needed = columns.flatMap(column => COLUMNS[column].more ?? []);
  return [...new Set<MoreColumn>(isForPeople(options) ? ['last', ...needed] : options.quiet ? [] : needed)];
}

async function sayNothing(desk: ReadingDesk, asked: Asked, options: ListOptions, terminal: Terminal): Promise<Exit> {
  if (options.organisation !== undefined) {
    const known = await desk.showOrganisation(options.organisation);
    if ('refused' in known) return refuse(terminal, known);
  }
  const { requester } = asked.filter;
  if (requester !== undefined && (await desk.countTickets({ requester, status: STATUSES })) === 0) {
    const known = await desk.showRequester(whoOf(requester));
    if ('refused' in known) return refuse(terminal, known);
  }
  if (asked.strange.length > 0) return nonsense(terminal, asked.strange);
  if (options.json) await terminal.print(jsonText([]));
  if (options.csv) await terminal.print(csvLine(columnsOf(options)));
  const everything = options.all || options.status !== undefined;
  terminal.say(everything ? 'no tickets' : 'no tickets; --all shows closed ones too');
  if (isForPeople(options)) await sayQuestions(desk, terminal);
  return OK;
}

/** Whoever asks what is due sees when, the earliest first. */
function usualColumns(options: ListOptions): readonly ListColumn[] {
  if (options.csv) return CSV_COLUMNS;
  const asks = asksWhatIsDue(options) || /^[+-]?due$/.test(options.sort ?? '');
  return asks ? [...DEFAULT_COLUMNS, 'due'] : DEFAULT_COLUMNS;
}

function usualSort(options: ListOptions): string | undefined {
  return asksWhatIsDue(options) ? 'due' : undefined;
}

function asksWhatIsDue({ overdue, dueAfter, dueBefore }: ListOptions): boolean {
  return overdue === true || dueAfter !== undefined || dueBefore !== undefined;
}

function columnsOf(options: ListOptions): readonly string[] {
  const chosen = columnsChosen(options.columns, usualColumns(options));
  return 'columns' in chosen ? chosen.columns : [];
}

function isForPeople({ json, csv, quiet }: ListOptions): boolean {
  return !json && !csv && !quiet;
}

async function sayQuestions(desk: ReadingDesk, terminal: Terminal): Promise<void> {
  for (const line of questionLines(await desk.openQuestions())) terminal.say(line);
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

async function printRows(
  rows: readonly ListRow[],
  columns: readonly ListColumn[],
  options: ListOptions,
  seen: Seen,
  terminal: Terminal,
): Promise<void> {
  if (options.json)
    return terminal.print(
      jsonText(rows.map(row => (options.columns ? valuesOf(row, columns, seen) : withOverdue(row, seen.now)))),
    );
  if (options.quiet)
    return printAll(
      terminal,
      rows.map(({ number }) => String(number)),
    );
  if (options.csv) return printAll(terminal, csvLines(rows, columns, seen));
  // lines are only named where they can be seen
  const numbered = terminal.width !== undefined;
  return printLong(terminal, await listTable(rows, seen, terminal, { columns, numbered }));
}

async function printAll(terminal: Terminal, lines: readonly string[]): Promise<void> {
  for (const line of lines) await terminal.print(line);
}

function valuesOf(row: ListRow, columns: readonly ListColumn[], seen: Seen): Record<string, Value> {
  return Object.fromEntries(columns.map(column => [column, COLUMNS[column].value(row, seen)]));
}

interface Layout {
  readonly columns?: readonly ListColumn[];
  /** With `.1`, `.2` … before the lines, by which other commands name them. */
  readonly numbered?: boolean;
}

export function listTable(
  rows: readonly ListRow[],
  at: Seen,
  { width, paint }: Pick<Terminal, 'width' | 'paint'>,
  { columns = DEFAULT_COLUMNS, numbered = false }: Layout = {},
): Promise<string[]> {
  const narrow = isNarrow(width);
  const seen = { ...at, narrow };
  // in a column of its own, for a subject can say anything
  const marked = rows.some(row => isOverdue(row, seen.now));
  const heads: Column[] = [
    ...(numbered ? [{ title: '', align: 'right' as const }] : []),
    ...(marked ? [{ title: '' }] : []),
    ...columns.map(title => ({ title, ...COLUMNS[title], ...(narrow ? NARROW[title] : {}) })),
  ];
  const lines = rows.map((row, i): Cell[] => [
    ...(numbered ? [{ text: `.${i + 1}`, style: 'dim' as const }] : []),
    ...(marked ? [{ text: isOverdue(row, seen.now) ? '!' : '', style: 'red' as const }] : []),
    ...columns.map(column => toned(COLUMNS[column].cell(row, seen), row)),
  ]);
  return table(heads, lines, width, paint);
}

/** What is done is dim as a whole. */
function toned(cell: Cell, row: ListRow): Cell {
  return isDone(row) ? { ...cell, style: 'dim' } : cell;
}

export function csvLines(rows: readonly ListRow[], columns: readonly ListColumn[], seen: Seen): string[] {
  const flat = (value: Value) => (value === null ? '' : typeof value === 'object' ? value.join(' ') : String(value));
  const lines = rows.map(row => columns.map(column => flat(COLUMNS[column].value(row, seen))));
  return [[...columns], ...lines].map(csvLine);
}

async function printCounts(
  desk: ReadingDesk,
  { filter }: Asked,
  options: ListOptions,
  terminal: Terminal,
): Promise<Exit> {
  const { countBy, json, csv } = options;
  if (countBy === undefined) {
    const tickets = await desk.countTickets(filter);
    await terminal.print(json ? jsonText({ tickets }) : String(tickets));
    return OK;
  }
  const counts = await countsBy(desk, filter, countBy);
  if (json) await terminal.print(jsonText(counts.map(({ value, count: tickets }) => ({ [countBy]: value, tickets }))));
  else if (csv) await printAll(terminal, [[countBy, 'tickets'], ...counts.map(plain)].map(csvLine));
  else await printLong(terminal, await countTable(counts, countBy, terminal));
  return OK;
}

async function countsBy(desk: ReadingDesk, filter: TicketFilter, column: Counted): Promise<Count[]> {
  const { dictionary } = desk.config.policy;
  const counts = await desk.countTicketsBy(filter, column);
  const named = counts.map(one => ({ ...one, value: wordOf(one, column, dictionary) }));
  return named.sort((a, b) => b.count - a.count || (a.value ?? '').localeCompare(b.value ?? ''));
}

function wordOf({ value, means }: Count, column: Counted, dictionary: Dictionary): string | null {
  if (column === 'status') return statusNameOf({ status: means!, statusName: value }, dictionary);
  if (column !== 'last' || value === null) return value;
  return value === 'requester' ? 'unanswered' : 'answered';
}

function plain({ value, count: tickets }: Count): string[] {
  return [value ?? '', String(tickets)];
}

function countTable(counts: readonly Count[], title: string, { width, paint }: Terminal): Promise<string[]> {
  const heads: Column[] = [
    { title: 'tickets', align: 'right' },
    { title, gives: 1 },
  ];
  const lines = counts.map(({ value, count: tickets }): Cell[] => [
    { text: String(tickets), style: 'bold' },
    { text: oneLine(value ?? '-') },
  ]);
  return table(heads, lines, width, paint);
}
