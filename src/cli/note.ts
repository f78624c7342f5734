import type { TicketView } from '../store/views.ts';
import { type Attach, withFiles } from './attach.ts';
import type { Call } from './call.ts';
import { carryOutAll, type Order } from './carry-out.ts';
import { Drafts } from './draft-files.ts';
import type { Exit } from './exits.ts';
import { oneLine, person } from './one-line.ts';
import { changesOf, type SortingOptions, sayFault } from './sorting-options.ts';
import { asOperator, noTicket, showStanding } from './with-desk.ts';
import { type Message, withWords } from './words.ts';

type NoteCall = Call<readonly [readonly number[]], Order & Message & Attach & SortingOptions>;

/** Nothing is written before every ticket is known to be there: words are not asked for in vain. */
export function note(call: NoteCall, goOn = false): Promise<Exit> {
  const [numbers] = call.args;
  return asOperator(call, async (desk, login) => {
    const sorted = changesOf(call.options, desk.config.policy);
    if ('fault' in sorted) return sayFault(call.terminal, 'note', sorted);
    const tickets: TicketView[] = [];
    for (const number of numbers) {
      const ticket = await showStanding(desk, number);
      if (ticket === undefined) return noTicket(call.terminal, number);
      tickets.push(ticket);
    }
    const source = {
      name: `note-${tickets[0]?.number}`,
      drafts: new Drafts(desk.config, login),
      below: async () => annotated(...tickets),
      goOn,
    };
    return withFiles(desk, call, ({ files, packed }) =>
      withWords(call, source, text => {
        const also = { ...(files.length === 0 ? {} : { files }), ...sorted };
        return carryOutAll(desk, login, call, numbers, ticket => ({ do: 'note', ticket, text, ...also }), {
          files: packed,
        });
      }),
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
