/** `desk requester list`: one line for each requester. */
import type { RequesterRow } from '../store/people-views.ts';
import { age } from './amounts.ts';
import type { Call } from './call.ts';
import { csvLine } from './csv-line.ts';
import { type Exit, OK } from './exits.ts';
import { jsonText } from './json.ts';
import { addressLine, oneLine } from './one-line.ts';
import { printNumbers, type Quiet } from './quiet.ts';
import { type Cell, type Column, table } from './table.ts';
import type { Terminal } from './terminal.ts';
import { refuse, withDesk } from './with-desk.ts';

interface ListOptions extends Quiet {
  readonly organisation?: string;
  readonly search?: string;
  readonly limit: number;
  readonly csv?: boolean;
}

export function listRequesters(call: Call<readonly [], ListOptions>): Promise<Exit> {
  const { terminal, options } = call;
  const { organisation, search, limit } = options;
  return withDesk(call, async desk => {
    const rows = await desk.listRequesters({
      limit,
      ...(organisation === undefined ? {} : { organisation }),
      ...(search === undefined ? {} : { search }),
    });
    if (rows.length === 0 && organisation !== undefined) {
      const known = await desk.showOrganisation(organisation);
      if ('refused' in known) return refuse(terminal, known);
    }
    if (options.json) await terminal.print(jsonText(rows));
    else if (options.quiet)
      await printNumbers(
        terminal,
        rows.map(({ id }) => id),
      );
    else for (const line of await linesOf(rows, options, terminal)) await terminal.print(line);
    if (rows.length === 0) terminal.say('no requesters');
    if (rows.length === limit) terminal.say(`only the first ${limit}; --limit N shows more`);
    return OK;
  });
}

async function linesOf(rows: readonly RequesterRow[], { csv }: ListOptions, terminal: Terminal): Promise<string[]> {
  if (csv) return csvLines(rows);
  return rows.length === 0 ? [] : requesterTable(rows, Date.now(), terminal);
}

const COLUMNS: readonly Column[] = [
  { title: 'id', align: 'right' },
  { title: 'name', gives: 1, least: 8 },
  { title: 'addresses', gives: 2, least: 16 },
  { title: 'organisation', gives: 3, least: 8 },
  { title: 'open', align: 'right' },
  { title: 'all', align: 'right' },
  { title: 'heard', align: 'right' },
];

export function requesterTable(
  rows: readonly RequesterRow[],
  now: number,
  { width, paint }: Pick<Terminal, 'width' | 'paint'>,
): Promise<string[]> {
  const cells = rows.map((row): Cell[] => [
    { text: String(row.id), style: 'bold' },
    { text: oneLine(row.name) || '-' },
    {
      text: row.addresses.map(({ address, silent }) => addressLine(address) + (silent ? ` (${silent})` : '')).join(' '),
    },
    { text: oneLine(row.organisation?.name ?? '-') },
    { text: String(row.open) },
    { text: String(row.all) },
    { text: row.lastHeard === null ? '-' : age(row.lastHeard, now) },
  ]);
  return table(COLUMNS, cells, width, paint);
}

function csvLines(rows: readonly RequesterRow[]): string[] {
  const head = ['id', 'name', 'addresses', 'organisation', 'open', 'all', 'since', 'lastHeard', 'level'];
  const lines = rows.map(row => [
    String(row.id),
    row.name,
    row.addresses.map(({ address }) => address).join(' '),
    row.organisation?.name ?? '',
    String(row.open),
    String(row.all),
    new Date(row.since).toISOString(),
    row.lastHeard === null ? '' : new Date(row.lastHeard).toISOString(),
    row.level ?? '',
  ]);
  return [head, ...lines].map(csvLine);
}
