import type { TicketView } from '../store/views.ts';
import { type Attach, withFiles } from './attach.ts';
import type { Call, Json } from './call.ts';
import { carryOut } from './carry-out.ts';
import { Drafts } from './draft-files.ts';
import type { Exit } from './exits.ts';
import { oneLine, person } from './one-line.ts';
import { asOperator, noTicket, showStanding } from './with-desk.ts';
import { type Message, withWords } from './words.ts';

export function note(call: Call<readonly [number], Json & Message & Attach>, goOn = false): Promise<Exit> {
  const { terminal, args } = call;
  return asOperator(call, async (desk, login) => {
    const ticket = await showStanding(desk, args[0]);
    if (ticket === undefined) return noTicket(terminal, args[0]);
    const source = {
      name: `note-${ticket.number}`,
      drafts: new Drafts(desk.config, login),
      below: async () => annotated(ticket),
      goOn,
    };
    return withFiles(desk, call, ({ files, packed }) =>
      withWords(call, source, text => {
        const enclosed = files.length === 0 ? {} : { files };
        return carryOut(desk, { do: 'note', ticket: args[0], text, ...enclosed }, login, call, packed);
      }),
    );
  });
}

/** What the note is about. */
export function annotated(ticket: TicketView): string[] {
  return ['Note: only staff reads it', `#${ticket.number} ${oneLine(ticket.subject)}`, person(ticket.requester)];
}
