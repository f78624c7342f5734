/** What the clock and the dispatcher bring about. Never a letter to a requester: a failed letter must not cause another. */
import { hearOfAll, whoHears } from './audience.ts';
import { reopen, send, setStatus } from './changes.ts';
import type { Decision } from './decision.ts';
import { toStaff, toStaffWithoutTicket } from './letters.ts';
import type { Due, Situation } from './situation.ts';
import type { NoteText } from './ticket.ts';

export function tick(due: Due, at: Situation): Decision {
  switch (due.kind) {
    case 'waitingTooLong':
      return {
        actions: setStatus(due.ticket, 'closed'),
        because: [WHY_CLOSED[due.ticket.status === 'solved' ? 'solved' : 'waiting'](due.days)],
      };
    case 'digest':
      return digest(due, at);
    case 'letterFailed':
      return letterFailed(due, at);
    case 'letterUncertain':
      return letterUncertain(due);
  }
}

const WHY_CLOSED = {
  waiting: (days: number) => `it waited for the requester for ${days} days (policy.close_waiting_after)`,
  solved: (days: number) => `it was solved ${days} days ago, and nobody objected (policy.close_solved_after)`,
};

/** RFC 3463 §3.2: bad mailbox, bad domain, moved; §3.3: mailbox disabled. */
const NOBODY_THERE = /\b5\.(?:1\.(?:[0-4]|6|10)|2\.1)\b/;

function digest({ kind: _, ...news }: Extract<Due, { kind: 'digest' }>, at: Situation): Decision {
  const queue = at.policy.queues[0]?.name ?? '';
  return {
    actions: send(toStaffWithoutTicket(queue, hearOfAll(at), { template: 'digest', ...news }, at)),
    because: ['a day has passed since the last digest, and something waits (spam.digest)'],
  };
}

type LetterDue = Exclude<Due, { kind: 'waitingTooLong' | 'digest' }>;

function letterFailed({ letter, ticket, reason }: LetterDue, at: Situation): Decision {
  const toRequester = letter.audience === 'requester';
  const note = `Not delivered to ${letter.to}: ${reason}` as NoteText;
  return {
    actions: [
      { do: 'failLetter', letter: letter.id, reason },
      ...(toRequester && NOBODY_THERE.test(reason)
        ? [{ do: 'silence', address: letter.to, because: reason } as const]
        : []),
      { do: 'addNote', ticket: ticket.number, author: { by: 'desk' }, text: note },
      ...(toRequester ? reopen(ticket) : []),
      ...(toRequester
        ? send(
            toStaff(
              ticket,
              whoHears('not delivered', ticket, at),
              { template: 'not-delivered', recipient: letter.to, reason },
              at,
            ),
          )
        : []),
    ],
    because: [`letter ${letter.id} could not be delivered: ${reason}`],
  };
}

/** A note and no notice: a letter about a letter may be lost the same way. The ticket stays as it is, for most arrived. */
function letterUncertain({ letter, ticket, reason }: LetterDue): Decision {
  const note = `It is uncertain whether letter ${letter.id} reached ${letter.to}: ${reason}. It is not sent again by itself; "desk outbox uncertain" shows what you can do.`;
  return {
    actions: [
      { do: 'doubtLetter', letter: letter.id, reason },
      { do: 'addNote', ticket: ticket.number, author: { by: 'desk' }, text: note as NoteText },
    ],
    because: [`letter ${letter.id} may have arrived or not: ${reason}`],
  };
}
