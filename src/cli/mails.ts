/** `desk mails`: the ledger. */
import type { MailRow } from '../store/views.ts';
import { instant, instantAndAge } from './amounts.ts';
import type { Call } from './call.ts';
import { type Exit, OK } from './exits.ts';
import { jsonText } from './json.ts';
import { addressLine, oneLine } from './one-line.ts';
import { printNumbers, type Quiet } from './quiet.ts';
import type { Terminal } from './terminal.ts';
import { withDesk } from './with-desk.ts';

interface MailsOptions extends Quiet {
  readonly end?: MailRow['end'];
  readonly limit: number;
}

export function mails(call: Call<readonly [], MailsOptions>): Promise<Exit> {
  const { end, limit } = call.options;
  return withDesk(call, async desk => {
    const rows = await desk.mails({ limit, ...(end === undefined ? {} : { end }) });
    await printMails(call, rows, desk.config.timeZone);
    if (rows.length === 0) call.terminal.say(end === undefined ? 'no mails yet' : `no ${end} mails`);
    return OK;
  });
}

export async function printMails(
  { terminal, options }: Call<unknown, Quiet>,
  rows: readonly MailRow[],
  zone: string | undefined,
): Promise<void> {
  if (options.json) return terminal.print(jsonText(rows));
  if (options.quiet)
    return printNumbers(
      terminal,
      rows.map(({ mail }) => mail),
    );
  for (const line of rows.flatMap(row => mailLines(row, Date.now(), terminal.paint, zone))) await terminal.print(line);
}

export function mailLines(row: MailRow, now: number, paint: Terminal['paint'], zone: string | undefined): string[] {
  const end = paint(row.end === 'held' || row.end === 'quarantined' ? 'yellow' : 'bold', row.end);
  const ticket = row.ticket === null ? '' : `, ticket #${row.ticket}`;
  return [
    `mail ${row.mail}: ${end}${ticket}, from ${addressLine(row.sender) || '(nobody)'}: ${oneLine(row.subject) || '(no subject)'}`,
    `  came ${instantAndAge(row.seenAt, now, zone)} by ${row.routes.map(oneLine).join(', ')}`,
    ...row.because.map(reason => `  because ${oneLine(reason)}`),
    ...(row.retryAt === null ? [] : [`  is tried again ${instant(row.retryAt, zone)}`]),
  ];
}
