/**
 * What the filter's answer does. Only mail that would open a ticket is asked about; whom we know by more than statistics
 * is never spam: the staff, and people we answered before. Spam gets no ticket, no letter, no notice; it waits, and an operator's release
 * delivers and teaches in one step. Unsure is an ordinary ticket with a mark. Whoever answers or takes a ticket says that it was none; who only closes it does not.
 */
import type { Mail } from '../mail/mail.ts';
import { fileMail, setStatus } from './changes.ts';
import type { Action, Decision, Refusal } from './decision.ts';
import type { Operator } from './policy.ts';
import type { CommandSituation, MailSituation } from './situation.ts';
import type { Ticket } from './ticket.ts';

/** The question of receive, behind all that knows the mail by its traces. */
export function looksLikeSpam(mail: Mail, at: MailSituation): Decision | undefined {
  if (mail.spam?.verdict !== 'spam' || at.quiet || whyExempt(mail, at) !== undefined) return undefined;
  return { actions: [fileMail('spam')], because: [spamWords(mail), 'it waits in desk spam list'] };
}

/** Said in `because`, whatever the filter thinks. */
export function spamWords({ spam }: Mail): string {
  if (!spam || spam.verdict === 'unjudged') return 'the spam filter has learned too little yet';
  const percent = `${(spam.probability * 100).toFixed(1)} %`;
  const words = { ham: 'is no spam', unsure: 'may be spam', spam: 'is spam' }[spam.verdict];
  return `the spam filter says it ${words} (${percent}${spam.because.length > 0 ? `: ${spam.because.join(', ')}` : ''})`;
}

/** A forged sender is exempt from nothing. */
export function whyExempt(mail: Mail, at: MailSituation): string | undefined {
  if (mail.trust.verdict === 'fail') return undefined;
  const from = mail.from[0]?.address.toLowerCase() ?? '';
  if ([...at.staff.values()].some(({ addresses }) => addresses.includes(from))) return 'it is from the staff';
  return at.answeredBefore ? 'the sender was answered before' : undefined;
}

/** Whether a ticket that is opened now carries the mark, and gets no confirmation. */
export function isUnsure(mail: Mail, at: MailSituation): boolean {
  const { verdict } = mail.spam ?? {};
  return (verdict === 'unsure' || verdict === 'spam') && !at.quiet && whyExempt(mail, at) === undefined;
}

/** What an operator does with a ticket says that its mail was none; said once, and not when it was called spam. */
export function learnedHam(how: 'answered' | 'taken', at: CommandSituation): Action[] {
  const { opening, ticket } = at;
  if (!opening?.judged || opening.label !== undefined || !ticket) return [];
  return [{ do: 'learn', ticket: ticket.number, mail: opening.mail, label: 'ham', confirmed: how === 'answered', how }];
}

/** `desk spam 12`: closed without a word, and the filter told. */
export function markSpam(ticket: Ticket, by: Operator, at: CommandSituation): Decision | Refusal {
  if (!at.opening) return { refused: `ticket ${ticket.number} has no mail that the filter could learn` };
  if (at.opening.label === 'spam') return { refused: `ticket ${ticket.number} is marked as spam already` };
  return {
    actions: [
      ...setStatus(ticket, 'closed'),
      { do: 'markSpam', ticket: ticket.number, from: ticket.spam ?? null, as: 'spam' },
      learned(ticket, 'spam', at.opening),
    ],
    because: [`${by.login} says that it is spam; nobody is mailed`],
  };
}

export function unmarkSpam(ticket: Ticket, by: Operator, at: CommandSituation): Decision | Refusal {
  if (!at.opening) return { refused: `ticket ${ticket.number} has no mail that the filter could learn` };
  if (at.opening.label === 'ham') return { refused: `ticket ${ticket.number} is known to be no spam` };
  return {
    actions: [
      ...(ticket.status === 'closed' && at.opening.label === 'spam' ? setStatus(ticket, 'open') : []),
      { do: 'markSpam', ticket: ticket.number, from: ticket.spam ?? null, as: null },
      learned(ticket, 'ham', at.opening),
    ],
    because: [`${by.login} says that it is no spam`],
  };
}

function learned({ number }: Ticket, label: 'ham' | 'spam', opening: NonNullable<CommandSituation['opening']>): Action {
  const was = opening.label === undefined ? {} : { was: opening.label };
  return { do: 'learn', ticket: number, mail: opening.mail, label, confirmed: true, how: 'marked', ...was };
}
