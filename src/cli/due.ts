/** `desk due`: when tickets are expected to be done. */
import { isOverdue } from '../desk/due.ts';
import type { TicketView } from '../store/views.ts';
import type { Call } from './call.ts';
import { carryOutAll, type Order } from './carry-out.ts';
import { dueWords, withOverdue } from './due-words.ts';
import { type Exit, OK, USAGE } from './exits.ts';
import { jsonLine } from './json.ts';
import { dueTyped, sayFault } from './sorting-options.ts';
import { asOperator, noTicket, withReadingDesk } from './with-desk.ts';

type Tickets = readonly number[];
type DueCall = Call<readonly [Tickets, readonly string[] | undefined], Order & { readonly none?: boolean }>;

/** Without a time what they have. */
export async function due(call: DueCall): Promise<Exit> {
  const { args, options, terminal } = call;
  const [tickets, words = []] = args;
  if (words.length > 0 && options.none) {
    terminal.say('desk due: either a time or --none');
    return USAGE;
  }
  if (words.length === 0 && !options.none) return show(call, tickets);
  const typed = options.none ? 'none' : words.join(' ');
  return asOperator(call, async (desk, login) => {
    const changes = dueTyped(typed, Date.now(), desk.config.policy.timeZone);
    if ('fault' in changes) return sayFault(terminal, 'due', changes);
    return carryOutAll(desk, login, call, tickets, ticket => ({ do: 'change', ticket, changes, hidden: true }));
  });
}

function said(ticket: TicketView, now: number, zone: string | undefined): string {
  const words = dueWords(ticket, now, zone);
  return isOverdue(ticket, now) ? `overdue ${words}` : words || '-';
}

function show(call: DueCall, tickets: Tickets): Promise<Exit> {
  const { terminal, options } = call;
  return withReadingDesk(call, async desk => {
    const now = Date.now();
    let worst: Exit = OK;
    for (const number of tickets) {
      const ticket = await desk.show(number);
      if (ticket === undefined) worst = noTicket(terminal, number);
      else if (options.json) {
        const { due, overdue } = withOverdue(ticket, now);
        await terminal.print(jsonLine({ ticket: number, due, overdue }));
      } else await terminal.print(`#${number}: ${said(ticket, now, desk.config.timeZone)}`);
    }
    return worst;
  });
}
