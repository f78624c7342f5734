/** `desk outbox`: what leaves the house. */
import type { LetterRow, LetterState } from '../store/views.ts';
import { age } from './amounts.ts';
import type { Call, Json } from './call.ts';
import { type Exit, OK } from './exits.ts';
import { jsonLine, jsonText } from './json.ts';
import { oneLine } from './one-line.ts';
import { printOriginal } from './original.ts';
import { type Cell, type Column, table } from './table.ts';
import type { Style, Terminal } from './terminal.ts';
import { asOperator, refuse, withDesk } from './with-desk.ts';

interface LettersOptions extends Json {
  readonly state?: readonly LetterState[];
  readonly ticket?: number;
  readonly limit: number;
}

export function listLetters(call: Call<readonly [], LettersOptions>): Promise<Exit> {
  const { terminal, options } = call;
  const { state, ticket, limit } = options;
  return withDesk(call, async desk => {
    const filter = { limit, ...(state === undefined ? {} : { state }), ...(ticket === undefined ? {} : { ticket }) };
    const rows = await desk.letters(filter);
    if (options.json) await terminal.print(jsonText(rows));
    else if (rows.length > 0)
      for (const line of await letterTable(rows, Date.now(), terminal)) await terminal.print(line);
    if (rows.length === 0) terminal.say('no letters');
    return OK;
  });
}

const COLUMNS: readonly Column[] = [
  { title: 'letter', align: 'right' },
  { title: 'state' },
  { title: 'ticket', align: 'right' },
  { title: 'template', gives: 4, least: 6 },
  { title: 'to', gives: 3, least: 10 },
  { title: 'subject', gives: 1, least: 10 },
  { title: 'age', align: 'right' },
  { title: 'tries', align: 'right' },
  { title: 'last reply', gives: 2, least: 10 },
];

const STATE_STYLE: Readonly<Record<LetterState, Style>> = {
  queued: 'yellow',
  sending: 'yellow',
  sent: 'green',
  uncertain: 'red',
  failed: 'red',
};

export function letterTable(
  rows: readonly LetterRow[],
  now: number,
  to: Pick<Terminal, 'width' | 'paint'>,
): Promise<string[]> {
  const cells = rows.map((row): Cell[] => [
    { text: String(row.id), style: 'bold' },
    { text: row.state, style: STATE_STYLE[row.state] },
    { text: row.ticket === null ? '' : String(row.ticket) },
    { text: oneLine(row.template) },
    { text: oneLine(row.to) },
    { text: oneLine(row.subject) },
    { text: age(row.createdAt, now) },
    { text: String(row.attempts) },
    { text: oneLine(row.lastReply ?? '') },
  ]);
  return table(COLUMNS, cells, to.width, to.paint);
}

export function showLetter(call: Call<readonly [number]>): Promise<Exit> {
  return withDesk(call, async desk => {
    const bytes = await desk.letterBytes(call.args[0]);
    if (bytes === undefined) return refuse(call.terminal, { refused: `there is no letter ${call.args[0]}` });
    return printOriginal(call.terminal, bytes);
  });
}

/** One that is refused does not stop the others. */
export function retryLetters(call: Call<readonly [readonly number[]], Json>): Promise<Exit> {
  return asOperator(call, async (desk, login) => {
    let worst: Exit = OK;
    for (const letter of new Set(call.args[0])) {
      const outcome = await desk.retryLetter(letter, login);
      if (outcome !== true) worst = refuse(call.terminal, outcome);
      else
        await call.terminal.print(
          call.options.json ? jsonLine({ letter, queued: true }) : `letter ${letter} is queued again`,
        );
    }
    return worst;
  });
}
