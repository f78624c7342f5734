/** A canned reply as the words of an answer to a ticket. */

import { cannedOf, cannedView, matterOf, ownLanguage } from '../advice/ready-answers.ts';
import type { Config } from '../config/config.ts';
import type { Refusal } from '../desk/decision.ts';
import type { PublicText } from '../desk/ticket.ts';
import { pickCanned, renderCanned } from '../outbox/canned.ts';
import type { TicketView } from '../store/views.ts';

export interface CannedAnswer {
  readonly name: string;
  readonly language: string;
  readonly words: PublicText;
  /** It closes the ticket too. */
  readonly close: boolean;
  /** It is a question to them. */
  readonly ask: boolean;
}

/** `language`: wished, and not that of the requester. */
export function answerFor(
  config: Config,
  ticket: TicketView,
  login: string,
  name: string,
  language?: string,
): CannedAnswer | Refusal {
  const { policy } = config;
  const matter = matterOf(ticket);
  const own = ownLanguage(policy, ticket.queue);
  const reply = pickCanned(cannedOf(config), name, language ?? matter.language, own);
  if (!reply) return noneNamed(config, name);
  const by = policy.operators.find(operator => operator.login === login)!;
  const words = renderCanned(reply, cannedView(ticket, matter, by, policy));
  return typeof words === 'string'
    ? { name, language: reply.language, words, close: reply.close, ask: reply.ask }
    : words;
}

export function noneNamed(config: Config, name: string): Refusal {
  const names = [...new Set(cannedOf(config).map(one => one.name))];
  return { refused: `there is no canned reply ${JSON.stringify(name)}; there is ${names.join(', ')}` };
}
