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
    const below = [
      'Note: only staff reads it',
      `#${ticket.number} ${oneLine(ticket.subject)}`,
      person(ticket.requester),
    ];
    return withWords(call, { name: `note-${ticket.number}`, below }, text =>
      carryOut(desk, { do: 'note', ticket: call.args[0], text }, login, call),
    );
  });
}
