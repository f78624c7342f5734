/** `desk organisation`: whom requesters belong to. */
import type { Config } from '../config/config.ts';
import type { OrganisationEdit } from '../desk/organisations.ts';
import type { OrganisationDone } from '../front-desk.ts';
import type { OrganisationRow, OrganisationView } from '../store/people-views.ts';
import { count, instantAndAge } from './amounts.ts';
import type { Call, Json } from './call.ts';
import { csvLine } from './csv-line.ts';
import { type Exit, OK, USAGE } from './exits.ts';
import { jsonLine, jsonText } from './json.ts';
import { listTable } from './list.ts';
import { oneLine } from './one-line.ts';
import { requesterTable } from './requester-list.ts';
import { type Cell, type Column, table } from './table.ts';
import type { Terminal } from './terminal.ts';
import { asOperator, refuse, withDesk } from './with-desk.ts';

export function listOrganisations(call: Call<readonly [], Json & { readonly csv?: boolean }>): Promise<Exit> {
  const { terminal, options } = call;
  return withDesk(call, async desk => {
    const rows = await desk.listOrganisations();
    if (options.json) await terminal.print(jsonText(rows));
    else {
      const lines = options.csv ? csvLines(rows) : rows.length === 0 ? [] : await organisationTable(rows, terminal);
      for (const line of lines) await terminal.print(line);
    }
    if (rows.length === 0) terminal.say('no organisations; desk organisation new NAME --domain DOMAIN');
    return OK;
  });
}

const COLUMNS: readonly Column[] = [
  { title: 'name', gives: 2, least: 10 },
  { title: 'domains', gives: 1, least: 10 },
  { title: 'people', align: 'right' },
  { title: 'open', align: 'right' },
];

/** Where the desk has no levels, nothing is said of them. */
function organisationTable(rows: readonly OrganisationRow[], { width, paint }: Terminal): Promise<string[]> {
  const isLevelled = rows.some(({ level }) => level !== null);
  const cells = rows.map((row): Cell[] => [
    { text: oneLine(row.name), style: 'bold' },
    { text: oneLine(row.domains.join(' ')) || '-' },
    { text: String(row.people) },
    { text: String(row.open) },
    ...(isLevelled ? [{ text: oneLine(row.level ?? '-') }] : []),
  ]);
  return table(isLevelled ? [...COLUMNS, { title: 'level' }] : COLUMNS, cells, width, paint);
}

function csvLines(rows: readonly OrganisationRow[]): string[] {
  const lines = rows.map(row => [
    row.name,
    row.domains.join(' '),
    String(row.people),
    String(row.open),
    new Date(row.since).toISOString(),
    row.level ?? '',
  ]);
  return [['name', 'domains', 'people', 'open', 'since', 'level'], ...lines].map(csvLine);
}

export function showOrganisation(call: Call<readonly [string], Json>): Promise<Exit> {
  const { terminal, options } = call;
  return withDesk(call, async desk => {
    const found = await desk.showOrganisation(call.args[0]);
    if ('refused' in found) return refuse(terminal, found);
    if (options.json) await terminal.print(jsonText(found));
    else for (const line of await organisationLines(found, desk.config, terminal)) await terminal.print(line);
    return OK;
  });
}

async function organisationLines(
  found: OrganisationView,
  { policy: { dictionary }, timeZone: zone }: Config,
  terminal: Terminal,
): Promise<string[]> {
  const now = Date.now();
  const { name, domains, level, since, members, tickets, people, open } = found;
  const { paint } = terminal;
  return [
    paint('bold', oneLine(name)),
    `domains    ${oneLine(domains.join(' ')) || 'none: people are in it by hand'}`,
    ...(level === null ? [] : [`level      ${oneLine(level)}`]),
    `since      ${instantAndAge(since, now, zone)}`,
    '',
    ...(members.length === 0 ? ['no people'] : await requesterTable(members, now, terminal)),
    ...(people > members.length ? [`and ${people - members.length} more: desk requester list`] : []),
    '',
    ...(tickets.length === 0 ? ['no open tickets'] : await listTable(tickets, { now, dictionary, zone }, terminal)),
    ...(open > tickets.length ? [`and ${count(open - tickets.length, 'more ticket')}: desk list`] : []),
  ];
}

type New = Call<readonly [string], Json & { readonly domain?: readonly string[]; readonly level?: string }>;

export function newOrganisation(call: New): Promise<Exit> {
  const { terminal, options } = call;
  const { domain: domains = [], level } = options;
  return asOperator(call, async (desk, login) => {
    const given = { name: call.args[0], domains, ...(level === undefined ? {} : { level }) };
    const done = await desk.newOrganisation(given, login);
    return 'refused' in done ? refuse(terminal, done) : tell(terminal, done, options.json);
  });
}

/** false: --no-level. */
type Edit = Call<readonly [string], Json & Omit<OrganisationEdit, 'level'> & { readonly level?: string | false }>;

export async function editOrganisation(call: Edit): Promise<Exit> {
  const { terminal, options } = call;
  const { json, level, ...rest } = options;
  const edit: OrganisationEdit = { ...rest, ...(level === undefined ? {} : { level: level === false ? null : level }) };
  if (Object.keys(edit).length === 0) {
    terminal.say('desk organisation edit: say what to change; --help shows what can be');
    return USAGE;
  }
  return asOperator(call, async (desk, login) => {
    const done = await desk.editOrganisation(call.args[0], edit, login);
    return 'refused' in done ? refuse(terminal, done) : tell(terminal, done, json);
  });
}

async function tell(terminal: Terminal, done: OrganisationDone, json: boolean | undefined): Promise<Exit> {
  await terminal.print(
    json ? jsonLine(done) : `${oneLine(done.organisation)}: ${done.because.map(oneLine).join('; ')}`,
  );
  return OK;
}
