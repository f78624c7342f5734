/** `desk outbox`: what leaves the house, and an operator's word on it. */
import type { FrontDesk } from '../front-desk.ts';
import type { LetterRow, LetterState } from '../store/views.ts';
import { age, count, instantAndAge, leavesWhen } from './amounts.ts';
import type { Call, Json } from './call.ts';
import { type Exit, OK } from './exits.ts';
import { jsonLine, jsonText } from './json.ts';
import { sayNoDaemon } from './no-daemon.ts';
import { addressLine, oneLine } from './one-line.ts';
import { orderEach, type Several } from './order-each.ts';
import { printNumbers, type Quiet } from './quiet.ts';
import { type Cell, type Column, isNarrow, table } from './table.ts';
import type { Style, Terminal } from './terminal.ts';
import { asOperator, refuse, withDesk } from './with-desk.ts';

interface LettersOptions extends Quiet {
  readonly state?: readonly LetterState[];
  readonly ticket?: number;
  readonly to?: string;
  readonly limit: number;
}

export function listLetters(call: Call<readonly [], LettersOptions>): Promise<Exit> {
  const { terminal, options } = call;
  const { state, ticket, to, limit } = options;
  return withDesk(call, async desk => {
    const filter = {
      limit,
      ...(state === undefined ? {} : { state }),
      ...(ticket === undefined ? {} : { ticket }),
      ...(to === undefined ? {} : { to }),
    };
    const rows = await desk.letters(filter);
    if (!options.json && !options.quiet) await sayNoDaemon(desk, terminal);
    if (options.json) await terminal.print(jsonText(rows));
    else if (options.quiet)
      await printNumbers(
        terminal,
        rows.map(({ id }) => id),
      );
    else if (rows.length > 0)
      for (const line of await letterTable(rows, Date.now(), terminal, desk.config.timeZone))
        await terminal.print(line);
    if (rows.length === 0) terminal.say('no letters');
    await sayPause(desk, terminal);
    return OK;
  });
}

async function sayPause(desk: FrontDesk, terminal: Terminal): Promise<void> {
  const pause = await desk.outboxPause();
  if (pause === undefined) return;
  const why = pause.why === '' ? '' : `: ${oneLine(pause.why)}`;
  terminal.say(
    `the outbox is paused by ${oneLine(pause.who)} since ${instantAndAge(pause.at, Date.now(), desk.config.timeZone)}${why}`,
  );
  terminal.say('letters are kept until: desk outbox resume');
}

interface LetterColumn extends Column {
  /** Not on a narrow terminal. */
  readonly wide?: true;
  /** Nor where no letter has any. */
  readonly ifAny?: true;
}

const COLUMNS: readonly LetterColumn[] = [
  { title: 'letter', align: 'right' },
  { title: 'state' },
  { title: 'ticket', align: 'right' },
  { title: 'template', gives: 4, least: 6, wide: true },
  { title: 'to', gives: 2, least: 14 },
  { title: 'subject', gives: 3, least: 16 },
  { title: 'age', align: 'right' },
  { title: 'tries', align: 'right', wide: true },
  { title: 'last reply', gives: 1, least: 10, ifAny: true },
];

const STATE_STYLE: Readonly<Record<LetterState, Style>> = {
  queued: 'yellow',
  sending: 'yellow',
  sent: 'green',
  uncertain: 'red',
  failed: 'red',
  dropped: 'dim',
};

export function letterTable(
  rows: readonly LetterRow[],
  now: number,
  to: Pick<Terminal, 'width' | 'paint'>,
  zone?: string,
): Promise<string[]> {
  const cells = rows.map((row): Cell[] => [
    { text: String(row.id), style: 'bold' },
    { text: row.state, style: STATE_STYLE[row.state] },
    { text: row.ticket === null ? '' : String(row.ticket) },
    { text: oneLine(row.template) },
    { text: addressLine(row.to) },
    { text: oneLine(row.subject) },
    { text: age(row.createdAt, now) },
    { text: String(row.attempts) },
    { text: oneLine(row.lastReply ?? (row.notBefore > now ? `leaves ${leavesWhen(row.notBefore, now, zone)}` : '')) },
  ]);
  const narrow = isNarrow(to.width);
  const isShown = ({ wide, ifAny }: LetterColumn, i: number) =>
    !narrow || !(wide || (ifAny && cells.every(row => row[i]?.text === '')));
  const shown = COLUMNS.map(isShown);
  const only = <T>(of: readonly T[]) => of.filter((_, i) => shown[i]);
  return table(only(COLUMNS), cells.map(only), to.width, to.paint);
}

type Uncertain = Call<readonly [], Quiet & { readonly limit: number }>;

/** What an operator must decide about, with what there is to find out and to do. */
export function uncertainLetters(call: Uncertain): Promise<Exit> {
  const { terminal, options } = call;
  return withDesk(call, async desk => {
    const rows = await desk.letters({ state: ['uncertain'], limit: options.limit });
    if (options.json) await terminal.print(jsonText(rows));
    else if (options.quiet)
      await printNumbers(
        terminal,
        rows.map(({ id }) => id),
      );
    else
      for (const line of rows.flatMap(row => doubt(row, Date.now(), terminal, desk.config.timeZone)))
        await terminal.print(line);
    for (const line of rows.length === 0 ? ['no letter is uncertain'] : WHAT_NEXT) terminal.say(line);
    return OK;
  });
}

function doubt(row: LetterRow, now: number, { paint }: Pick<Terminal, 'paint'>, zone: string | undefined): string[] {
  const ticket = row.ticket === null ? '' : `, ticket #${row.ticket}`;
  return [
    `${paint('bold', `letter ${row.id}`)}: ${oneLine(row.template)} to ${addressLine(row.to)}${ticket}, queued ${instantAndAge(row.createdAt, now, zone)}`,
    `  ${oneLine(row.subject)}`,
    `  <${oneLine(row.messageId)}>`,
    `  ${paint('red', oneLine(row.lastReply ?? ''))}`,
  ];
}

const WHAT_NEXT = [
  'Each may have arrived or not, and none is sent again by itself. Ask the recipient, or look for the Message-ID in the',
  'log of your mail server. Then:',
  '  desk outbox retry LETTER   it did not arrive: sends the very same bytes once more',
  '  desk outbox drop LETTER    it did arrive, or is of no use any more: leaves it',
];

export function retryLetters(call: Several): Promise<Exit> {
  return orderEach(call, 'letter', (desk, letter, login) => desk.retryLetter(letter, login), 'queued', 'queued again');
}

export function dropLetters(call: Several): Promise<Exit> {
  return orderEach(call, 'letter', (desk, letter, login) => desk.dropLetter(letter, login), 'dropped', 'dropped');
}

type Pause = Call<readonly [], Json & { readonly why?: string }>;

export function pauseOutbox(call: Pause): Promise<Exit> {
  const { terminal, options } = call;
  return asOperator(call, async (desk, login) => {
    const outcome = await desk.pauseOutbox(options.why ?? '', login);
    if (outcome !== true) {
      await sayPause(desk, terminal);
      return refuse(terminal, outcome);
    }
    await terminal.print(options.json ? jsonLine({ paused: true }) : 'the outbox is paused: letters are kept');
    const onTheirWay = (await desk.letters({ state: ['sending'], limit: 1000 })).length;
    if (onTheirWay > 0) terminal.say(`${count(onTheirWay, 'letter')} on the way already: that is finished`);
    return OK;
  });
}

export function resumeOutbox(call: Call<readonly [], Json>): Promise<Exit> {
  const { terminal, options } = call;
  return asOperator(call, async (desk, login) => {
    const outcome = await desk.resumeOutbox(login);
    if (outcome !== true) return refuse(terminal, outcome);
    await terminal.print(options.json ? jsonLine({ paused: false }) : 'the outbox goes on');
    return OK;
  });
}
