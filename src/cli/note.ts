import type { TicketView } from '../store/views.ts';
import type { Call, Json } from './call.ts';
import { carryOut } from './carry-out.ts';
import type { Exit } from './exits.ts';
import { oneLine, person } from './one-line.ts';
import { asOperator, noTicket, showStanding } from './with-desk.ts';
import { type Message, withWords } from './words.ts';

export function note(call: Call<readonly [number], Json & Message>): Promise<Exit> {
  return asOperator(call, async (desk, login) => {
    const ticket = await showStanding(desk, call.args[0]);
    if (ticket === undefined) return noTicket(call.terminal, call.args[0]);
    const source = { name: `note-${ticket.number}`, below: annotated(ticket) };
    return withWords(call, source, text => carryOut(desk, { do: 'note', ticket: call.args[0], text }, login, call));
  });
}

/** What the note is about. */
export function annotated(ticket: TicketView): string[] {
  return ['Note: only staff reads it', `#${ticket.number} ${oneLine(ticket.subject)}`, person(ticket.requester)];
}
