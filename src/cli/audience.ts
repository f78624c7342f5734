/** `desk audience`: who hears what of a ticket, and why the others do not. */
import type { AudienceRow, Outside } from '../desk/explain-audience.ts';
import type { Call, Json } from './call.ts';
import { type Exit, OK } from './exits.ts';
import { jsonText } from './json.ts';
import { addressLine, oneLine } from './one-line.ts';
import { type Cell, type Column, table } from './table.ts';
import { noTicket, withDesk } from './with-desk.ts';

interface ExplainOptions extends Json {
  readonly all?: boolean;
}

export function explainAudience(call: Call<readonly [number], ExplainOptions>): Promise<Exit> {
  const { terminal, options } = call;
  return withDesk(call, async desk => {
    const rows = await desk.audience(call.args[0]);
    if (rows === undefined) return noTicket(terminal, call.args[0]);
    if (options.json) await terminal.print(jsonText(rows.map(plain)));
    else {
      const cells = rows.flatMap(row => cellsOf(row, options.all === true));
      for (const line of await table(COLUMNS, cells, terminal.width, terminal.paint)) await terminal.print(line);
    }
    if (!options.json) terminal.say('whoever does it hears nothing of it; a hidden change tells no requester');
    return OK;
  });
}

const COLUMNS: readonly Column[] = [
  { title: 'when' },
  { title: 'who', gives: 2, least: 10 },
  { title: 'as' },
  { title: 'hears', gives: 1, least: 10 },
];

/** What can be said of everybody, every time. */
const OF_COURSE: readonly string[] = ['not told of this', 'hears it already'];

function cellsOf({ occurrence, told, not, requester, participants }: AudienceRow, all: boolean): Cell[][] {
  const lines: [who: string, as: string, hears: string][] = [
    ...told.map(({ login, as, instead }): [string, string, string] => [
      login,
      as,
      instead === undefined ? 'yes' : `yes, instead of ${instead}, who is away`,
    ]),
    ...outsideLines('requester', requester, all),
    ...outsideLines('participant', participants, all),
    ...(all ? not.map(one => ({ ...one, logins: [one.login] })) : together(not, told)).map(
      ({ logins, as, why }): [string, string, string] => [
        logins.length > FEW ? `${logins.length} operators` : logins.join(', '),
        as,
        `no: ${why}`,
      ],
    ),
  ];
  if (lines.length === 0) lines.push(['nobody', '', '']);
  return lines.map(([who, as, hears], i) => [
    { text: i === 0 ? occurrence : '', style: 'bold' },
    { text: oneLine(who) },
    { text: as },
    { text: oneLine(hears), style: hears.startsWith('no: ') ? 'dim' : 'green' },
  ]);
}

/** More of them are counted; --all names each. */
const FEW = 3;

/** Those who hear nothing for the same reason in one line, and nobody who hears it for another. */
function together(not: AudienceRow['not'], told: AudienceRow['told']) {
  const lines = new Map<string, { readonly logins: string[]; readonly as: string; readonly why: string }>();
  for (const { login, as, why } of not) {
    if (OF_COURSE.includes(why) || told.some(one => one.login === login)) continue;
    const line = lines.get(`${as}\n${why}`) ?? { logins: [], as, why };
    lines.set(`${as}\n${why}`, line);
    if (!line.logins.includes(login)) line.logins.push(login);
  }
  return [...lines.values()];
}

function outsideLines(as: string, { to, why }: Outside, all: boolean): [string, string, string][] {
  if (to.length > 0) return to.map(address => [addressLine(address), as, 'by letter']);
  return !all && OF_COURSE.includes(why) ? [] : [['', as, `no: ${why}`]];
}

/** Logins and reasons, without what is known of the people. */
function plain({ occurrence, told, not, requester, participants }: AudienceRow) {
  return { occurrence, told: told.map(({ person: _, ...one }) => one), not, requester, participants };
}
