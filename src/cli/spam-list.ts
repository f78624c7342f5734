/**
 * `desk spam`: mails taken for spam that wait, an operator's release, and tickets that are spam after all. A number is
 * a mail of the ledger in list and release, and a ticket in mark and unmark.
 */
import type { FrontDesk } from '../front-desk.ts';
import type { SpamRow } from '../store/spam.ts';
import { age, count } from './amounts.ts';
import type { Call, Json } from './call.ts';
import { carryOutForEach } from './carry-out.ts';
import { type Exit, OK } from './exits.ts';
import { receiptLine } from './held.ts';
import { jsonLine, jsonText } from './json.ts';
import { addressLine, oneLine } from './one-line.ts';
import { printNumbers, type Quiet } from './quiet.ts';
import { percent } from './spam-words.ts';
import { type Cell, type Column, table } from './table.ts';
import { asOperator, refuse, withDesk } from './with-desk.ts';

interface ListOptions extends Quiet {
  readonly limit?: number;
}

/** What `desk spam` shows, which takes no option. */
const SHORT_LIST = 50;

export function listSpam(call: Call<unknown, ListOptions>): Promise<Exit> {
  const { terminal, options } = call;
  const limit = options.limit ?? SHORT_LIST;
  return withDesk(call, async desk => {
    const rows = await desk.spamList(limit);
    if (options.json) await terminal.print(jsonText(rows.map(row => ({ ...row, leavesAt: leavesAt(row, desk) }))));
    else if (options.quiet)
      await printNumbers(
        terminal,
        rows.map(({ mail }) => mail),
      );
    else for (const line of await spamTable(rows, desk, call)) await terminal.print(line);
    if (rows.length === limit) terminal.say(`only the latest ${limit}; --limit N shows more`);
    terminal.say(
      rows.length === 0 ? 'no mail was taken for spam' : 'desk spam release MAIL, desk spam why --mail MAIL',
    );
    return OK;
  });
}

/** null: it stays until somebody releases it. */
function leavesAt({ seenAt }: SpamRow, { config }: FrontDesk): number | null {
  return config.policy.keepSpam === 0 ? null : seenAt + config.policy.keepSpam;
}

const COLUMNS: readonly Column[] = [
  { title: 'mail', align: 'right' },
  { title: 'spam', align: 'right' },
  { title: 'from', gives: 2, least: 10 },
  { title: 'subject', gives: 1, least: 16 },
  { title: 'age', align: 'right' },
  { title: 'leaves the list' },
];

async function spamTable(rows: readonly SpamRow[], desk: FrontDesk, { terminal }: Call<unknown>): Promise<string[]> {
  if (rows.length === 0) return [];
  const now = Date.now();
  const cells = rows.map((row): Cell[] => {
    const leaves = leavesAt(row, desk);
    return [
      { text: String(row.mail), style: 'bold' },
      { text: percent(row.probability) },
      { text: addressLine(row.sender) || '(nobody)' },
      { text: oneLine(row.subject) || '(no subject)' },
      { text: age(row.seenAt, now) },
      { text: leaves === null ? 'never' : `in ${daysUntil(leaves, now)}`, style: 'dim' },
    ];
  });
  return table(COLUMNS, cells, terminal.width, terminal.paint);
}

function daysUntil(at: number, now: number): string {
  return count(Math.max(0, Math.ceil((at - now) / 86_400_000)), 'day');
}

/** One that is refused does not stop the others. */
export function releaseSpam(call: Call<readonly [readonly number[]], Json>): Promise<Exit> {
  const { terminal, options } = call;
  return asOperator(call, async (desk, login) => {
    let worst: Exit = OK;
    for (const mail of new Set(call.args[0])) {
      const outcome = await desk.releaseSpam(mail, login);
      if ('refused' in outcome) worst = refuse(terminal, outcome);
      else await terminal.print(options.json ? jsonLine(outcome) : receiptLine(`mail ${mail}`, outcome));
    }
    return worst;
  });
}

export function markSpam(call: Call<readonly [readonly number[]], Json>): Promise<Exit> {
  if (call.args[0].length === 0) return listSpam(call);
  return carryOutForEach(call, ticket => ({ do: 'spam', ticket }));
}

export function unmarkSpam(call: Call<readonly [readonly number[]], Json>): Promise<Exit> {
  return carryOutForEach(call, ticket => ({ do: 'ham', ticket }));
}
