import type { Config } from '../config/config.ts';
import { whyHidden } from '../desk/hidden.ts';
import type { TicketView } from '../store/views.ts';
import { instant } from './amounts.ts';
import type { Call, Json } from './call.ts';
import { carryOut } from './carry-out.ts';
import { quoted } from './editor-buffer.ts';
import { type Exit, USAGE } from './exits.ts';
import { manyLines, oneLine, person } from './one-line.ts';
import { asOperator, noTicket, refuse, showStanding } from './with-desk.ts';
import { type Message, withWords } from './words.ts';

interface ReplyOptions extends Json, Message {
  readonly close?: boolean;
  readonly canned?: string;
  readonly ask?: boolean;
  readonly public?: boolean;
  readonly theseWordsArePublic?: boolean;
}

export async function reply(call: Call<readonly [number], ReplyOptions>): Promise<Exit> {
  const { canned, message } = call.options;
  if (canned !== undefined && message !== undefined) {
    call.terminal.say('desk reply: only one of --canned and -m');
    return USAGE;
  }
  return asOperator(call, async (desk, login) => {
    if (call.options.close && call.options.ask) {
      call.terminal.say('desk reply: a ticket that waits for an answer is not closed; --close or --ask');
      return USAGE;
    }
    const ticket = await showStanding(desk, call.args[0]);
    if (ticket === undefined) return noTicket(call.terminal, call.args[0]);
    const ready = canned === undefined ? undefined : await readyAnswer(desk.config, ticket, login, canned);
    if (ready && 'refused' in ready) return refuse(call.terminal, ready);
    const source = {
      name: `reply-${ticket.number}`,
      below: [...(ready ? ready.about : []), ...whoReads(call, desk.config, ticket, login)],
      ...(ready ? { ready: ready.words } : {}),
    };
    const close = call.options.close === true || ready?.close === true;
    const ask = call.options.ask === true || (ready?.ask && !close) ? { ask: true } : {};
    const how = {
      ...ask,
      ...(call.options.public ? { public: true } : {}),
      ...(call.options.theseWordsArePublic ? { wordsArePublic: true } : {}),
    };
    return withWords(call, source, text =>
      carryOut(desk, { do: 'reply', ticket: call.args[0], text, close, ...how }, login, call),
    );
  });
}

async function readyAnswer(config: Config, ticket: TicketView, login: string, name: string) {
  const { answerFor } = await import('./canned-answer.ts');
  const answer = answerFor(config, ticket, login, name);
  if ('refused' in answer) return answer;
  const about = [
    `${oneLine(answer.name)}: take all of it out to send nothing`,
    ...(answer.close ? ['The ticket is closed with it'] : []),
    '',
  ];
  return { ...answer, about };
}

/** Who writes should know who reads it before, and not after. */
function whoReads({ options }: Call<unknown, ReplyOptions>, { policy }: Config, ticket: TicketView, login: string) {
  const by = policy.operators.find(operator => operator.login === login)!;
  const hidden = options.public ? undefined : whyHidden(by, ticket.queue, policy);
  const [head = '', ...rest] = answered(ticket);
  return [
    hidden === undefined ? head : `Note: only staff reads it, for ${hidden}; --public answers the requester`,
    ...rest,
  ];
}

/** What is answered: the last public message. A note is never put where an answer is written. */
function answered(ticket: TicketView): string[] {
  const last = ticket.timeline.findLast(message => message.kind !== 'note');
  const head = [`Answer to ${person(ticket.requester)}`, `#${ticket.number} ${oneLine(ticket.subject)}`];
  if (last === undefined) return head;
  return [...head, '', `${oneLine(last.author)}, ${instant(last.at)}:`, ...quoted(manyLines(last.text.trimEnd()))];
}
