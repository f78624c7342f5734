/** What an answer would do, shown before it leaves: the desk is asked, for only it knows who is mailed what. */
import type { Decision } from '../../desk/decision.ts';
import { mailAddress } from '../../desk/ticket.ts';
import { person } from '../one-line.ts';
import type { Outcome } from './state.ts';

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
