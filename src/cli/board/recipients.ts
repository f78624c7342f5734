/** What an answer would do, shown before it leaves: the desk is asked, for only it knows who is mailed what. */
import type { Command } from '../../desk/command.ts';
import type { Decision } from '../../desk/decision.ts';
import { mailAddress } from '../../desk/ticket.ts';
import { person } from '../one-line.ts';
import type { Outcome, Writing } from './state.ts';

export function outcomeOf({ actions, because }: Decision): Outcome {
  const letters = actions.flatMap(action =>
    action.do === 'send' && action.letter.audience === 'requester' ? [action.letter.to] : [],
  );
  return {
    to: letters.map(to => person({ name: to.name, address: mailAddress(to) ?? '' })),
    isNote: !actions.some(({ do: verb }) => verb === 'addMessage'),
    because,
  };
}

/** A ticket that waits for an answer is not closed. */
export function replyOf(
  { ticket, close = false, ask = false, public: isPublic = false }: Writing,
  text: string,
): Command {
  return { do: 'reply', ticket, text, close, ...(ask && !close ? { ask } : {}), ...(isPublic ? { public: true } : {}) };
}
