import { gaveUp } from '../mail/bounce.ts';
import type { Mail } from '../mail/mail.ts';
import { hearOfTicket } from './audience.ts';
import { fileMail, reopen, send } from './changes.ts';
import type { Decision } from './decision.ts';
import { toStaff } from './letters.ts';
import type { MailSituation } from './situation.ts';
import type { NoteText } from './ticket.ts';

/** RFC 3464. Only a notification that returns a letter of ours, by its unguessable Message-ID, has any effect. */
export function bounced(mail: Mail, at: MailSituation): Decision | undefined {
  if (mail.kind !== 'bounce') return undefined;
  const letter = at.bouncedLetter;
  const ticket = letter && at.tickets.get(letter.ticket);
  if (!letter || !ticket) {
    return { actions: [fileMail('ignored')], because: [mail.kindBecause, 'it returns no letter of ours'] };
  }
  const failed = mail.bounce?.recipients.find(gaveUp);
  const lines = (mail.bounce?.recipients ?? []).map(r => `${r.address}: ${r.action} ${r.status} ${r.reason}`.trim());
  const note =
    `${failed ? 'Not delivered' : 'Delayed'}: ${lines.join('; ') || 'the server gave no reason'}` as NoteText;
  const reason = failed ? `${failed.status} ${failed.reason}`.trim() : '';
  return {
    actions: [
      ...(failed ? [{ do: 'failLetter', letter: letter.id, reason } as const] : []),
      { do: 'addNote', ticket: ticket.number, author: { by: 'desk' }, text: note },
      ...(failed ? reopen(ticket) : []),
      ...(failed
        ? send(
            toStaff(
              ticket,
              hearOfTicket(ticket, at),
              { template: 'not-delivered', recipient: failed.address, reason },
              at,
            ),
          )
        : []),
      fileMail('handled', ticket.number),
    ],
    because: [mail.kindBecause, `it returns letter ${letter.id} of ticket ${ticket.number}`],
  };
}
