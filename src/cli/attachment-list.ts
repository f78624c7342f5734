/** `desk attachment list`. */
import type { FrontDesk } from '../front-desk.ts';
import type { TicketView } from '../store/views.ts';
import { size } from './amounts.ts';
import { type AttachedFile, fileFlags, filesOf, writtenName } from './attached-files.ts';
import type { Call, Json } from './call.ts';
import { type Exit, OK } from './exits.ts';
import { jsonText } from './json.ts';
import { oneLine } from './one-line.ts';
import { type Column, table } from './table.ts';
import type { Terminal } from './terminal.ts';
import { noTicket, showStanding, withDesk } from './with-desk.ts';

const COLUMNS: readonly Column[] = [
  { title: '#', align: 'right' },
  { title: 'message', align: 'right' },
  { title: 'name', gives: 3, least: 12 },
  { title: 'type', gives: 2, least: 10 },
  { title: 'size', align: 'right' },
  { title: 'sha256', gives: 1, least: 9 },
  { title: 'flags' },
];

export function listAttachments(call: Call<readonly [number], Json>): Promise<Exit> {
  const { terminal, options } = call;
  return withFiles(call, call.args[0], async (_desk, files, ticket) => {
    if (options.json) await terminal.print(jsonText(files.map(record)));
    else if (files.length === 0) terminal.say(`ticket ${ticket.number} has no files`);
    else for (const line of await lines(files, terminal)) await terminal.print(line);
    return OK;
  });
}

/** The files of a ticket, or of the one it was merged into. */
export function withFiles(
  call: Call<unknown>,
  number: number,
  use: (desk: FrontDesk, files: readonly AttachedFile[], ticket: TicketView) => Promise<Exit>,
): Promise<Exit> {
  return withDesk(call, async desk => {
    const ticket = await showStanding(desk, number);
    if (ticket === undefined) return noTicket(call.terminal, number);
    if (ticket.number !== number) call.terminal.say(`ticket ${number} was merged into ${ticket.number}`);
    return use(desk, filesOf(ticket, desk.config.attachments.block), ticket);
  });
}

function record({ number, message, mail, file, blocked }: AttachedFile) {
  return { number, message, mail, ...file, blocked: blocked ?? null };
}

function lines(files: readonly AttachedFile[], { width, paint }: Terminal): Promise<string[]> {
  const rows = files.map(({ number, message, file, blocked }) => [
    { text: String(number) },
    { text: String(message) },
    { text: writtenName(file) },
    { text: oneLine(file.type) },
    { text: size(file.size) },
    { text: file.sha256 },
    { text: fileFlags(file, blocked).join(', '), style: 'yellow' as const },
  ]);
  return table(COLUMNS, rows, width, paint);
}
