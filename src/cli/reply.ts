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
}

export function reply(call: Call<readonly [number], ReplyOptions>): Promise<Exit> {
  return asOperator(call, async (desk, login) => {
    if (call.options.close && call.options.ask) {
      call.terminal.say('desk reply: a ticket that waits for an answer is not closed; --close or --ask');
      return USAGE;
    }
    const ticket = await showStanding(desk, call.args[0]);
    if (ticket === undefined) return noTicket(call.terminal, call.args[0]);
    const source = { name: `reply-${ticket.number}`, below: answered(ticket) };
    const close = call.options.close === true;
    const ask = call.options.ask === true ? { ask: true } : {};
    return withWords(call, source, text =>
      carryOut(desk, { do: 'reply', ticket: call.args[0], text, close, ...ask }, login, call),
    );
  });
}

/** What is answered: the last public message. A note is never put where an answer is written. */
export function answered(ticket: TicketView): string[] {
  const last = ticket.timeline.findLast(message => message.kind !== 'note');
  const head = [`Answer to ${person(ticket.requester)}`, `#${ticket.number} ${oneLine(ticket.subject)}`];
  if (last === undefined) return head;
  return [...head, '', `${oneLine(last.author)}, ${instant(last.at)}:`, ...quoted(manyLines(last.text.trimEnd()))];
}
