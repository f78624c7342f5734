/**
 * No storms: two machines that answer each other must come to an end, and nobody may use the desk to flood a third person
 * (RFC 3834 §2). All of it is counted in what is stored, so a restart forgets nothing. What a limit stops is a letter of
 * the desk's own; a mail is never lost for it, at most held.
 */
import type { Mail } from '../mail/mail.ts';
import { withoutMarks } from '../mail/subject.ts';
import { hearOfQueue } from './audience.ts';
import { fileMail, send } from './changes.ts';
import type { Decision } from './decision.ts';
import { toStaffWithoutTicket } from './letters.ts';
import { queueOf } from './queues.ts';
import type { MailSituation } from './situation.ts';

const AN_HOUR = 3_600_000;

/** Why no letter of the desk's own goes to the sender now; undefined when one may. */
export function whyWithheld({ recent, policy }: MailSituation): string | undefined {
  if (!recent) return undefined;
  const { perAddress, perAddressDaily, perHour } = policy.storms;
  const { toSenderInHour, toSenderInDay, automaticInHour } = recent;
  if (toSenderInHour >= perAddress)
    return `the sender got ${toSenderInHour} automatic letters within an hour (storms.automatic_per_address)`;
  if (toSenderInDay >= perAddressDaily)
    return `the sender got ${toSenderInDay} automatic letters within a day (storms.automatic_per_day)`;
  if (automaticInHour >= perHour)
    return `${automaticInHour} automatic letters were written within an hour (storms.automatic_per_hour)`;
  return undefined;
}

/** The question of receive: the sender writes the same thing again and again. The first that is held is told to the staff. */
export function goesRound(mail: Mail, at: MailSituation): Decision | undefined {
  const sender = mail.from[0]?.address;
  if (!at.recent || sender === undefined) return undefined;
  const { sameMails } = at.policy.storms;
  const shape = shapeOf(mail.subject);
  const same = at.recent.subjects.filter(subject => shapeOf(subject) === shape).length;
  if (sameMails === 0 || same < sameMails || !mayBeALoop(mail, at)) return undefined;
  const why = `${same} mails of ${sender} with this subject within an hour, numbers aside (storms.same_mails)`;
  const news = { template: 'loop', sender, about: mail.subject, reason: why } as const;
  const queue = queueOf(mail, at.policy, at.mailboxQueue).name;
  const told = same === sameMails ? hearOfQueue(queue, at) : [];
  return {
    actions: [...send(toStaffWithoutTicket(queue, told, news, at)), fileMail('held')],
    because: [why, 'two machines may be answering each other: an operator has to look'],
  };
}

/** A loop is made of fresh mails that answer letters of ours; a backlog and a monitor that we never answered are none. */
function mayBeALoop({ date }: Mail, { now, recent, quiet }: MailSituation): boolean {
  const isFresh = date === undefined || Math.abs(now - date) < AN_HOUR;
  return isFresh && !quiet && recent !== undefined && recent.toSenderInDay > 0;
}

/** A subject without what counts up: our marks, numbers, codes with a digit in them, doubled blanks, case. */
export function shapeOf(subject: string): string {
  return withoutMarks(subject.slice(0, 300))
    .toLowerCase()
    .replace(/[^\s]*\d[^\s]*/g, '#')
    .replace(/(?:#\s*){2,}/g, '# ')
    .replace(/\s+/g, ' ')
    .trim();
}
