/**
 * What was done to a ticket without a word, told to its requester where `[letters]` says so. Never what is hidden, and
 * never what comes with a note or an answer: a note stays with the staff, and an answer speaks for itself.
 */
import { send } from './changes.ts';
import type { Command } from './command.ts';
import type { Action, Decision, Refusal } from './decision.ts';
import { statusNameOf } from './dictionary.ts';
import { whyHidden } from './hidden.ts';
import { toRequester, wantsAnswers } from './letters.ts';
import type { Operator, Policy } from './policy.ts';
import type { CommandSituation } from './situation.ts';
import type { Ticket } from './ticket.ts';

/** Commands that say nothing themselves. */
const SILENT: readonly Command['do'][] = ['take', 'assign', 'change', 'close', 'reopen'];

export function tellRequester(
  decision: Decision | Refusal,
  command: Command,
  by: Operator,
  at: CommandSituation,
): Decision | Refusal {
  const { ticket, policy } = at;
  if ('refused' in decision || !ticket || !SILENT.includes(command.do) || isHidden(command, by, ticket, policy))
    return decision;
  const news = newsOf(decision.actions, policy);
  if (news === undefined) return decision;
  const why = whyNot(ticket, at);
  if (why !== undefined) return { ...decision, because: [...decision.because, `the requester is not told: ${why}`] };
  return {
    actions: [...decision.actions, ...send(toRequester(ticket, news, at))],
    because: [...decision.because, `the requester is told (letters.${news.template})`],
  };
}

/** What an operator does where all is hidden unless said otherwise is hidden; whoever means the requester writes. */
function isHidden(command: Command, by: Operator, { queue }: Ticket, policy: Policy): boolean {
  return (command.do === 'change' && command.hidden) || whyHidden(by, queue, policy) !== undefined;
}

/** Nobody is written to for the first time by such a letter: a machine may have opened the ticket, or a forger. */
function whyNot({ requester }: Ticket, { said }: CommandSituation): string | undefined {
  if (!wantsAnswers(requester)) return 'no answers by mail are wanted (desk requester edit --answers)';
  return said?.mailed ? undefined : 'no letter of this ticket went there before';
}

type News =
  | { readonly template: 'status'; readonly status: string; readonly means: Ticket['status'] }
  | { readonly template: 'owner'; readonly owner: string };

/** One letter for one command. Who took it works on it: that it is open now goes without saying. */
function newsOf(actions: readonly Action[], policy: Policy): News | undefined {
  const status = policy.letters.status ? actions.findLast(action => action.do === 'setStatus') : undefined;
  const owner = policy.letters.owner ? actions.findLast(action => action.do === 'assign') : undefined;
  if (status && !(owner && status.to === 'open'))
    return { template: 'status', status: wordFor(status, policy), means: status.to };
  return owner && { template: 'owner', owner: nameOf(owner.to, policy) };
}

function wordFor({ to, toName }: Extract<Action, { do: 'setStatus' }>, { dictionary }: Policy): string {
  return statusNameOf({ status: to, statusName: toName ?? null }, dictionary);
}

/** As the configuration has it; never the address, and no login. */
function nameOf(login: string | null, { operators }: Policy): string {
  return operators.find(operator => operator.login === login)?.name ?? '';
}
