/**
 * A canned reply that a rule sends by itself, in place of the confirmation: to nobody but a person who wrote, within the
 * limits for letters that nobody wrote (G5, storms.ts), and kept in the ticket as an answer of the desk.
 */
import type { Mail } from '../mail/mail.ts';
import { send } from './changes.ts';
import type { Action } from './decision.ts';
import { toRequester } from './letters.ts';
import type { Outcome } from './rules/evaluate.ts';
import { saidBy, WANTS_NONE } from './said.ts';
import { whyNoAnswer } from './sender.ts';
import type { MailSituation } from './situation.ts';
import type { Person, Ticket } from './ticket.ts';

export interface CannedSent {
  readonly actions: readonly Action[];
  readonly because: readonly string[];
}

/** `unwanted`: the desk answers this mail nothing by itself. */
export function cannedReply(
  { canned }: Outcome,
  ticket: Ticket,
  sender: Person,
  mail: Mail,
  at: MailSituation,
  unwanted: boolean,
): CannedSent {
  if (!canned) return NONE;
  const not = (why: string) => ({ actions: [], because: [`no canned reply ${canned.what}: ${why}`] });
  if (sender.id !== ticket.requester.id) return not('the requester did not write it');
  const why = whyUnanswered(sender, mail, at, unwanted);
  if (why !== undefined) return not(why);
  const said = saidBy(mail.newWords);
  const words = at.canned?.(canned.what, ticket, mail) ?? { refused: 'there is none of that name' };
  if (typeof words === 'object') return not(words.refused);
  const content = { template: 'answer', words, signedBy: '', automatic: true } as const;
  const letters = toRequester(ticket, content, { ...at, said });
  const [letter] = letters;
  if (!letter) return not('there is no address');
  const { number } = ticket;
  const { messageId } = letter;
  const kept = {
    do: 'addMessage',
    ticket: number,
    kind: 'answer',
    author: { by: 'desk' },
    text: words,
    folded: '',
  } as const;
  return { actions: [{ ...kept, messageId }, ...send(letters)], because: [] };
}

const NONE: CannedSent = { actions: [], because: [] };

/** As for a confirmation; whether the desk sends those has nothing to do with it. */
function whyUnanswered(sender: Person, mail: Mail, at: MailSituation, unwanted: boolean): string | undefined {
  if (unwanted || at.quiet) return 'the desk does not answer this mail by itself';
  if (sender.wishes?.confirmation === false) return WANTS_NONE;
  return whyNoAnswer(mail, sender, { ...at, policy: { ...at.policy, confirm: true } });
}
