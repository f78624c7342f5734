/**
 * Mails that could not be read, that our own code stumbled over, or in which something was found: put aside with their reason, told to the staff, tried
 * again by themselves, and otherwise without any effect. Only who sent too much is told so, because nobody else will.
 */
import type { Mail, Unread } from '../mail/mail.ts';
import { hearOfQueue } from './audience.ts';
import { fileMail, send } from './changes.ts';
import type { Action, Decision } from './decision.ts';
import { toSender, toStaffWithoutTicket } from './letters.ts';
import { weigh } from './proof.ts';
import { queueOf } from './queues.ts';
import { heardFrom, newcomer, whyNoAnswer } from './sender.ts';
import type { MailSituation, Situation } from './situation.ts';

/** After the first try, then after the second. */
const PAUSES = [60_000, 600_000];
const A_DAY = 24 * 3_600_000;

/** The question of receive. */
export function couldNotBeRead(mail: Mail, at: MailSituation): Decision | undefined {
  if (!mail.unread) return undefined;
  const aside = putAside(mail, at, mail.unread, ['its body could not be read'], at.retries, at.mailboxQueue);
  const answer = mail.unread.why === 'oversize' ? answerTooLarge(mail, mail.unread, at) : undefined;
  return answer === undefined
    ? aside
    : { actions: [...answer.actions, ...aside.actions], because: [...aside.because, ...answer.because] };
}

/** The question of receive: a virus or a blocked file is in it. Its sender hears nothing, for that address may be anybody's. */
export function carriesDanger(mail: Mail, at: MailSituation): Decision | undefined {
  if (!mail.stopped) return undefined;
  const { end, because } = mail.stopped;
  if (end === 'quarantined') return putAside(mail, at, undefined, [because], at.retries, at.mailboxQueue);
  return { actions: [fileMail('held', weigh(mail, at)?.ticket.number)], because: [because] };
}

/** Our own code threw over this mail: it may be any part of it, so the situation is the one without a mail. */
export function couldNotBeHandled(mail: Mail, at: Situation, fault: string, retries?: number): Decision {
  const because = [`it could not be handled: ${fault}`];
  return putAside(mail, at, { why: 'fault', limit: 0 }, because, retries);
}

function putAside(
  mail: Mail,
  at: Situation,
  unread: Unread | undefined,
  because: readonly string[],
  retries?: number,
  mailboxQueue?: string,
): Decision {
  const retryAt = unread && nextTry(unread, retries ?? 0, at.now);
  const news = {
    template: 'quarantined',
    sender: mail.from[0]?.address ?? '',
    about: mail.subject,
    reason: [...because, ...mail.faults].join('; '),
    again: retryAt !== undefined,
  } as const;
  const queue = queueOf(mail, at.policy, mailboxQueue).name;
  const told = retries === undefined ? hearOfQueue(queue, at) : [];
  return {
    actions: [
      ...send(toStaffWithoutTicket(queue, told, news, at)),
      { do: 'fileMail', as: 'quarantined', ...(retryAt === undefined ? {} : { retryAt }) },
    ],
    because,
  };
}

/** What is too large stays so until the limit is another; all else may go better at another hour, and with more room. */
function nextTry({ why }: Unread, retries: number, now: number): number | undefined {
  const pause = why === 'oversize' ? undefined : PAUSES[retries];
  return pause === undefined ? undefined : now + pause;
}

/** With no word of the sender's own in it: somebody else may have written the address there. */
function answerTooLarge(mail: Mail, { limit }: Unread, at: MailSituation): Decision {
  const { person: sender, actions: heard } = heardFrom(at.sender ?? newcomer(mail.from[0], at.nextPerson), mail);
  const recently = at.toldTooLarge !== undefined && at.now - at.toldTooLarge < A_DAY;
  const why = recently ? 'that was done in the last 24 hours' : whyNoAnswer(mail, sender, at);
  if (why !== undefined) return { actions: [], because: [`the sender is not told of the limit: ${why}`] };
  const queue = queueOf(mail, at.policy, at.mailboxQueue).name;
  const content = { template: 'too-large', limit, size: mail.size } as const;
  const meet: readonly Action[] = at.sender ? heard : [{ do: 'meet', person: sender }];
  return {
    actions: [...meet, ...send(toSender(queue, sender, mail.messageId, content, at))],
    because: ['the sender is told of the limit'],
  };
}
