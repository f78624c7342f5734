/**
 * What becomes of a mail. The order of the questions is the policy: the first that has an opinion answers.
 * A question looks at the mail and the situation and at nothing else; it never throws and never asks the clock.
 */
import { isOurMessageId } from '../mail/answered-ids.ts';
import { headers, type Mail } from '../mail/mail.ts';
import { bounced } from './bounced.ts';
import { answersANotice, isForStaff } from './by-staff.ts';
import { fileMail } from './changes.ts';
import { append, appendNote, claimsATicket, continuesATicket } from './continue-ticket.ts';
import type { Decision } from './decision.ts';
import { forwardsAMail } from './on-behalf.ts';
import { open, opensATicket } from './open-ticket.ts';
import { describeClaim, weigh } from './proof.ts';
import { carriesDanger, couldNotBeRead } from './quarantine.ts';
import { endedByRule, rulesOnNew } from './ruled.ts';
import type { MailSituation } from './situation.ts';
import { looksLikeSpam } from './spam.ts';
import { goesRound } from './storms.ts';

type Question = (mail: Mail, at: MailSituation) => Decision | undefined;

export const QUESTIONS: readonly (readonly [string, Question])[] = [
  ['alreadyHandled', alreadyHandled],
  ['ourOwnMail', ourOwnMail],
  ['releasedByOperator', releasedByOperator],
  ['couldNotBeRead', couldNotBeRead],
  ['carriesDanger', carriesDanger],
  ['bounced', bounced],
  ['unclearSender', unclearSender],
  ['answersANotice', answersANotice],
  ['continuesATicket', continuesATicket],
  ['claimsATicket', claimsATicket],
  ['writtenByAMachine', unlessARule(writtenByAMachine)],
  ['looksLikeSpam', unlessARule(looksLikeSpam)],
  ['goesRound', goesRound],
  ['forwardsAMail', forwardsAMail],
  ['opensATicket', opensATicket],
];

export function receive(mail: Mail, at: MailSituation): Decision {
  for (const [, question] of QUESTIONS) {
    const decision = question(mail, at);
    if (decision) return quietly({ ...decision, because: [...decision.because, ...remarks(mail, at)] }, at);
  }
  throw new Error('no question answered: opensATicket must always do');
}

/** Rules that ask about such mail have their say before it is put away. */
function unlessARule(question: Question): Question {
  return (mail, at) => {
    const away = question(mail, at);
    if (!away) return undefined;
    const ruled = rulesOnNew(mail, at);
    if (ruled.accepted && !ruled.end) return undefined;
    return endedByRule(ruled, mail, at, away.because) ?? { ...away, because: [...away.because, ...ruled.because] };
  };
}

/** What is worth a word whatever becomes of the mail. */
function remarks(mail: Mail, { seen, namesake }: MailSituation): string[] {
  const twin = namesake && !seen ? [`mail ${namesake.mail} has the same Message-ID and other content`] : [];
  return [...twin, ...mail.faults];
}

/** An archive that is brought in mails and calls nobody, whatever it would have caused when it was new. */
function quietly({ actions, because }: Decision, { quiet }: MailSituation): Decision {
  const said = actions.filter(action => action.do !== 'send' && action.do !== 'callWebhook');
  if (!quiet || said.length === actions.length) return { actions, because };
  return { actions: said, because: [...because, 'nobody is mailed: it was brought in from an archive'] };
}

function alreadyHandled(_mail: Mail, { seen }: MailSituation): Decision | undefined {
  if (!seen) return undefined;
  return {
    actions: [fileMail('duplicate', seen.ticket)],
    because: [`the same content came in before, as mail ${seen.mail} (${seen.end})`],
  };
}

function ourOwnMail(mail: Mail, { keys, serials }: MailSituation): Decision | undefined {
  if (mail.messageId === undefined || !isOurMessageId(mail.messageId, keys, serials)) return undefined;
  return { actions: [fileMail('ignored')], because: ['we wrote it ourselves: its Message-ID is signed by this desk'] };
}

/** An operator looked at a held mail and said where it belongs; that outweighs every trace in it. */
function releasedByOperator(mail: Mail, at: MailSituation): Decision | undefined {
  const { release } = at;
  if (!release) return undefined;
  if (release.how === 'split') return open(mail, at, ['an operator made it a ticket of its own'], { confirm: false });
  if (release.how === 'ham') {
    const opened = open(mail, at, ['an operator says that it is no spam'], { confirm: true });
    const ticket = at.nextTicket;
    const learn = { do: 'learn', ticket, mail: release.mail, label: 'ham', confirmed: true, how: 'released' } as const;
    return { ...opened, actions: [...opened.actions, learn] };
  }
  const ticket = at.tickets.get(release.ticket);
  const because = [APPROVED[release.as]];
  return ticket && (isForStaff(mail, at) ? appendNote : append)(mail, ticket, at, because, release.as);
}

const APPROVED = {
  guest: 'an operator approved it',
  participant: 'an operator approved it and made the sender a participant',
  'same-person': 'an operator approved it: the sender is the same person, writing from another address',
} as const;

/** RFC 5322 §3.6.2 lets From hold several mailboxes; DMARC and people are fooled by it, so we do not guess. */
function unclearSender(mail: Mail, at: MailSituation): Decision | undefined {
  const fields = headers(mail, 'from').length;
  if (mail.from.length === 1 && fields <= 1) return undefined;
  const names = mail.from.length === 0 ? 'it has no sender' : `it names ${mail.from.length} senders`;
  const why = mail.from.length === 1 ? `it has ${fields} From fields` : names;
  return { actions: [fileMail('held', weigh(mail, at)?.ticket.number)], because: [`${why}: an operator has to look`] };
}

/** Vacation notes and receipts that belong to no ticket are nobody's request; everything else gets its ticket. */
function writtenByAMachine(mail: Mail, at: MailSituation): Decision | undefined {
  if (mail.kind !== 'auto-reply' && mail.kind !== 'receipt') return undefined;
  return { actions: [fileMail('ignored')], because: [mail.kindBecause, ...at.claims.map(describeClaim)] };
}
