import { whyHidden } from '../desk/hidden.ts';
import type { TicketView } from '../store/views.ts';
import { instant } from './amounts.ts';
import type { Call, Json } from './call.ts';
import { carryOut } from './carry-out.ts';
import { quoted } from './editor-buffer.ts';
import { type Exit, USAGE } from './exits.ts';
import { manyLines, oneLine, person } from './one-line.ts';
import { asOperator, noTicket, showStanding } from './with-desk.ts';
import { type Message, withWords } from './words.ts';

interface ReplyOptions extends Json, Message {
  readonly close?: boolean;
  readonly ask?: boolean;
  readonly public?: boolean;
  readonly theseWordsArePublic?: boolean;
}

export function reply(call: Call<readonly [number], ReplyOptions>): Promise<Exit> {
  return asOperator(call, async (desk, login) => {
    if (call.options.close && call.options.ask) {
      call.terminal.say('desk reply: a ticket that waits for an answer is not closed; --close or --ask');
      return USAGE;
    }
    const ticket = await showStanding(desk, call.args[0]);
    if (ticket === undefined) return noTicket(call.terminal, call.args[0]);
    const { close = false, ask, public: isPublic, theseWordsArePublic: wordsArePublic } = call.options;
    const how = {
      ...(ask ? { ask } : {}),
      ...(isPublic ? { public: true } : {}),
      ...(wordsArePublic ? { wordsArePublic } : {}),
    };
    const { policy } = desk.config;
    const by = policy.operators.find(operator => operator.login === login)!;
    const hidden = isPublic ? undefined : whyHidden(by, ticket.queue, policy);
    const source = {
      name: `reply-${ticket.number}`,
      below: hidden === undefined ? answered(ticket) : kept(ticket, hidden),
    };
    return withWords(call, source, text =>
      carryOut(desk, { do: 'reply', ticket: call.args[0], text, close, ...how }, login, call),
    );
  });
}

/** Who writes should know who reads it before, and not after. */
function kept(ticket: TicketView, hidden: string): string[] {
  return [`Note: only staff reads it, for ${hidden}; --public answers the requester`, ...answered(ticket).slice(1)];
}

/** What is answered: the last public message. A note is never put where an answer is written. */
function answered(ticket: TicketView): string[] {
  const last = ticket.timeline.findLast(message => message.kind !== 'note');
  const head = [`Answer to ${person(ticket.requester)}`, `#${ticket.number} ${oneLine(ticket.subject)}`];
  if (last === undefined) return head;
  return [...head, '', `${oneLine(last.author)}, ${instant(last.at)}:`, ...quoted(manyLines(last.text.trimEnd()))];
}
