/**
 * A delivery report (RFC 3464). It has an effect only when it returns a letter of ours: by the letter's unguessable
 * Message-ID, or by coming back to the signed address the letter left from. What failed is shown on the answer, the
 * ticket is open again and its owner told; an address that is gone for good gets no more letters. A delay is a note.
 */
import { gaveUp } from '../mail/bounce.ts';
import type { Bounce, BouncedRecipient, Mail } from '../mail/mail.ts';
import { whoHears } from './audience.ts';
import { fileMail, reopen, send } from './changes.ts';
import type { Action, Decision } from './decision.ts';
import { toStaff } from './letters.ts';
import type { MailSituation } from './situation.ts';
import type { NoteText, Ticket } from './ticket.ts';

type Letter = NonNullable<MailSituation['bouncedLetter']>;

export function bounced(mail: Mail, at: MailSituation): Decision | undefined {
  if (mail.kind !== 'bounce') return undefined;
  const letter = at.bouncedLetter;
  const ticket = letter && at.tickets.get(letter.ticket);
  if (!letter || !ticket)
    return { actions: [fileMail('ignored')], because: [mail.kindBecause, 'it returns no letter of ours'] };
  const failed = failureIn(mail.bounce, letter);
  const because = [mail.kindBecause, `it returns letter ${letter.id} of ticket ${ticket.number}, ${BY[letter.by]}`];
  return {
    actions: [
      ...(failed ? notDelivered(letter, ticket, failed, at) : []),
      { do: 'addNote', ticket: ticket.number, author: { by: 'desk' }, text: noteText(mail.bounce, letter, failed) },
      fileMail('handled', ticket.number),
    ],
    because: failed && isGone(failed) ? [...because, `${letter.to} gets no more letters`] : because,
  };
}

const BY = { id: 'by its Message-ID', token: 'by the signed address it left from' } as const;

function notDelivered(letter: Letter, ticket: Ticket, failed: BouncedRecipient, at: MailSituation): Action[] {
  const reason = reasonOf(failed);
  const fail: Action = { do: 'failLetter', letter: letter.id, reason };
  // a notice that came back is told on the ticket and to nobody: the news of it would come back too
  if (letter.audience === 'staff') return [fail];
  const news = { template: 'not-delivered', recipient: letter.to, reason } as const;
  return [
    fail,
    ...(isGone(failed) ? [{ do: 'silence', address: letter.to, because: reason } as const] : []),
    ...reopen(ticket),
    ...send(toStaff(ticket, whoHears('not delivered', ticket, at), news, at)),
  ];
}

/** Every letter has one recipient: what is said of that address counts, else what is said of any, for mail is forwarded. */
function failureIn(bounce: Bounce | null, letter: Letter): BouncedRecipient | undefined {
  const failed = (bounce?.recipients ?? []).filter(gaveUp);
  return failed.find(({ address }) => address.toLowerCase() === letter.to.toLowerCase()) ?? failed[0];
}

/** Gone for good, and not: full for now, too large, refused as spam, a fault of the way (RFC 3463 §3). */
function isGone({ permanent, status }: BouncedRecipient): boolean {
  return permanent && !/^(?:4\.|5\.2\.(?!1$)|5\.[34567]\.)/.test(status);
}

function noteText(bounce: Bounce | null, letter: Letter, failed: BouncedRecipient | undefined): NoteText {
  const lines = (bounce?.recipients ?? []).map(one =>
    `${one.address || letter.to}: ${one.action} ${reasonOf(one)}`.trim(),
  );
  const said = lines.join('; ') || 'the server gave no reason';
  const what = failed ? 'Not delivered' : lines.length > 0 ? 'Delayed' : 'A delivery report came back';
  return `${what} (letter ${letter.id} to ${letter.to}): ${said}` as NoteText;
}

function reasonOf({ status, reason }: BouncedRecipient): string {
  return (reason.includes(status) ? reason : `${status} ${reason}`).trim();
}
