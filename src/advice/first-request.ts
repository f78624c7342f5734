/** What was asked first in a ticket, and what that lacks. Loads no package, for every `desk show` asks it. */
import { type Lacking, lacking } from '../desk/lacking.ts';
import type { MessageView, TicketView } from '../store/views.ts';

export function firstRequest({ timeline }: Pick<TicketView, 'timeline'>): MessageView | undefined {
  return timeline.find(message => message.kind === 'request');
}

/** Nothing once somebody answered, for then it was asked for, or was not needed; what was taken back never left. */
export function lacksOf(ticket: Pick<TicketView, 'timeline' | 'subject'>): Lacking['lacks'] {
  const first = firstRequest(ticket);
  if (!first || ticket.timeline.some(isAnswered)) return [];
  return lacking({ subject: ticket.subject, text: first.text, attachments: first.attachments }).lacks;
}

function isAnswered({ kind, takenBackAt }: MessageView): boolean {
  return kind === 'answer' && takenBackAt === null;
}
