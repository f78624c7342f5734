import type { Refusal } from '../../desk/decision.ts';
import { oneLine } from '../one-line.ts';
import type { HeldDesk } from './held-desk.ts';

/** Replies that were written beforehand, as the board picks and fills them. */
export interface CannedReplies {
  /** Each begins with its name and a blank. */
  names(ticket: number): Promise<readonly string[]>;
  /** With everything filled in; refused when something it names is not known. */
  filled(
    ticket: number,
    name: string,
  ): Promise<{ readonly text: string; readonly close: boolean; readonly ask: boolean } | Refusal>;
}

/** Those of the templates folder, in the language of the requester. What reads them is loaded when they are asked for. */
export function readyReplies(held: HeldDesk, login: string): CannedReplies {
  const ticketOf = (number: number) => held.desk.show(number);
  return {
    names: async number => {
      const { cannedOf, matterOf, ownLanguage } = await import('../../advice/ready-answers.ts');
      const { cannedFor } = await import('../../outbox/canned.ts');
      const ticket = await ticketOf(number);
      if (ticket === undefined) return [];
      const { config } = held.desk;
      const own = ownLanguage(config.policy, ticket.queue);
      return cannedFor(cannedOf(config), matterOf(ticket).language, own)
        .filter(({ faults }) => faults.length === 0)
        .map(({ name, title }) => oneLine(`${name} ${title}`));
    },
    filled: async (number, name) => {
      const { answerFor } = await import('../canned-answer.ts');
      const ticket = await ticketOf(number);
      if (ticket === undefined) return { refused: `there is no ticket ${number}` };
      const answer = answerFor(held.desk.config, ticket, login, name);
      return 'refused' in answer ? answer : { text: answer.words, close: answer.close, ask: answer.ask };
    },
  };
}
