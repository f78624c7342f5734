import type { TicketView } from '../store/views.ts';
import type { Call } from './call.ts';
import { carryOutAll, type Order } from './carry-out.ts';
import type { Exit } from './exits.ts';
import { oneLine, person } from './one-line.ts';
import { alsoChanges, type SortingOptions } from './sorting-options.ts';
import { asOperator, noTicket, showStanding } from './with-desk.ts';
import { type Message, withWords } from './words.ts';

type NoteCall = Call<readonly [readonly number[]], Order & Message & SortingOptions>;

/** Nothing is written before every ticket is known to be there: words are not asked for in vain. */
export function note(call: NoteCall): Promise<Exit> {
  const [numbers] = call.args;
  return asOperator(call, async (desk, login) => {
    const tickets: TicketView[] = [];
    for (const number of numbers) {
      const ticket = await showStanding(desk, number);
      if (ticket === undefined) return noTicket(call.terminal, number);
      tickets.push(ticket);
    }
    const below = annotated(...tickets);
    return withWords(call, { name: `note-${numbers[0]}`, below }, text =>
      carryOutAll(desk, login, call, numbers, ticket => ({ do: 'note', ticket, text, ...alsoChanges(call.options) })),
    );
  });
}

/** What the note is about. */
export function annotated(...tickets: readonly TicketView[]): string[] {
  const about = tickets.flatMap(({ number, subject, requester }) => [
    `#${number} ${oneLine(subject)}`,
    person(requester),
  ]);
  return ['Note: only staff reads it', ...about];
}
