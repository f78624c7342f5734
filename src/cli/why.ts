/** `desk why`: the journal of a ticket, one block for each decision with all that it did. */
import type { JournalRow } from '../store/views.ts';
import { instant, instantAndAge } from './amounts.ts';
import type { Call, Json } from './call.ts';
import { type Exit, OK } from './exits.ts';
import { jsonText } from './json.ts';
import { oneLine } from './one-line.ts';
import type { Style } from './terminal.ts';
import { truncate } from './width.ts';
import { noTicket, withDesk } from './with-desk.ts';

export function why(call: Call<readonly [number], Json>): Promise<Exit> {
  const { terminal } = call;
  return withDesk(call, async desk => {
    const rows = await desk.why(call.args[0]);
    if (rows.length === 0) return noTicket(terminal, call.args[0]);
    if (call.options.json) await terminal.print(jsonText(rows));
    else {
      const { timeZone } = desk.config;
      const how = { now: Date.now(), paint: terminal.paint, zone: timeZone };
      for (const line of journalLines(rows, how)) await terminal.print(line);
    }
    return OK;
  });
}

export interface HowToTell {
  readonly now: number;
  readonly zone: string | undefined;
  readonly paint: (style: Style, text: string) => string;
}

export function journalLines(rows: readonly JournalRow[], how: HowToTell): string[] {
  return decisions(rows).flatMap(([first, ...others]) => [
    `${instantAndAge(first.at, how.now, how.zone)}  ${oneLine(first.who)}`,
    ...[first, ...others].map(row => `  ${how.paint('bold', oneLine(row.action))} ${facts(row, how.zone)}`.trimEnd()),
    ...first.because.map(reason => `  because ${oneLine(reason)}`),
  ]);
}

type Decided = [first: JournalRow, ...others: JournalRow[]];

/** Rows in a run that have the moment, the doer and the reasons in common. */
function decisions(rows: readonly JournalRow[]): Decided[] {
  const found: Decided[] = [];
  for (const row of rows) {
    const last = found.at(-1);
    if (last && key(last[0]) === key(row)) last.push(row);
    else found.push([row]);
  }
  return found;
}

function key({ at, who, mail, because }: JournalRow): string {
  return JSON.stringify([at, who, mail, because]);
}

const LONGEST_FACT = 60;

/** `queue=support from=new to=open mail=31`; long values are cut, --json has them whole. */
function facts(row: JournalRow, zone: string | undefined): string {
  const data = Object.entries(withInstants(row, zone)).filter(
    ([, value]) => value !== null && value !== undefined && value !== '',
  );
  const mail = row.mail === null ? [] : [['mail', row.mail] as const];
  return [...data, ...mail].map(([name, value]) => `${oneLine(name)}=${fact(value)}`).join(' ');
}

/** When it is due, as people read it. */
function withInstants({ action, data }: JournalRow, zone: string | undefined): JournalRow['data'] {
  const names = action === 'setDue' ? ['from', 'to'] : action === 'openTicket' ? ['due'] : [];
  const said = names.filter(name => typeof data[name] === 'number');
  return { ...data, ...Object.fromEntries(said.map(name => [name, instant(data[name] as number, zone)])) };
}

function fact(value: unknown): string {
  // a list is joined by commas as it is
  const text = isPlainObject(value) ? Object.values(value).join(':') : String(value);
  return truncate(oneLine(text.slice(0, 20 * LONGEST_FACT)), LONGEST_FACT);
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
