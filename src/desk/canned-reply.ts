/**
 * A canned reply that a rule sends by itself, in place of the confirmation: to nobody but a person who wrote, within the
 * limits for letters that nobody wrote (G5, storms.ts), and kept in the ticket as an answer of the desk.
 */
import { languageOf } from '../mail/language.ts';
import type { Mail } from '../mail/mail.ts';
import { send } from './changes.ts';
import type { Action } from './decision.ts';
import { toRequester } from './letters.ts';
import type { Outcome } from './rules/evaluate.ts';
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
  const why =
    unwanted || at.quiet ? 'the desk does not answer this mail by itself' : whyNoAnswer(mail, sender, confirming(at));
  if (why !== undefined) return not(why);
  const words = at.canned?.(canned.what, ticket, languageOf(mail.newWords)) ?? {
    refused: 'there is none of that name',
  };
  if (typeof words === 'object') return not(words.refused);
  const letters = toRequester(ticket, { template: 'answer', words, signedBy: '', automatic: true }, at);
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

/** Whether the desk confirms what comes in has nothing to do with it. */
function confirming(at: MailSituation): MailSituation {
  return { ...at, policy: { ...at.policy, confirm: true } };
}
