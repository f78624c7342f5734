import { lacksOf } from '../first-request.ts';
import type { FrontDesk } from '../front-desk.ts';
import { learnWidths } from '../outbox/width.ts';
import type { MessageView, TicketView } from '../store/views.ts';
import { filesOf } from './attached-files.ts';
import type { Call, Json } from './call.ts';
import { type Exit, OK } from './exits.ts';
import { jsonText } from './json.ts';
import { printOriginal } from './original.ts';
import { ticketLines } from './ticket-lines.ts';
import { noTicket, refuse, withDesk } from './with-desk.ts';

interface ShowOptions extends Json {
  readonly all?: boolean;
  readonly message?: number;
  readonly raw?: boolean;
}

export function show(call: Call<readonly [number], ShowOptions>): Promise<Exit> {
  const { options, terminal } = call;
  return withDesk(call, async desk => {
    const ticket = await desk.show(call.args[0]);
    if (ticket === undefined) return noTicket(terminal, call.args[0]);
    const timeline = ticket.timeline.filter(({ id }) => options.message === undefined || id === options.message);
    if (timeline.length === 0 && options.message !== undefined)
      return refuse(terminal, { refused: `ticket ${ticket.number} has no message ${options.message}` });
    if (options.raw) return showRaw(desk, call, ticket, timeline);
    const files = filesOf(ticket, desk.config.attachments.block);
    const lacks = lacksOf(ticket);
    const shown = { ...ticket, timeline, lacks };
    await learnWidths(
      timeline.flatMap(message => [message.text, message.folded].map(words => words.replace(/\s/g, ' '))),
    );
    if (options.json) await terminal.print(jsonText(shown));
    else for (const line of ticketLines(shown, { ...howToShow(call), files, lacks })) await terminal.print(line);
    return OK;
  });
}

function howToShow({ options, terminal }: Call<unknown, ShowOptions>) {
  return { all: options.all === true, now: Date.now(), width: terminal.width, paint: terminal.paint };
}

/** The mail a message came in, or the letter it left in; a note has neither. */
async function showRaw(
  desk: FrontDesk,
  { terminal, options }: Call<unknown, ShowOptions>,
  ticket: TicketView,
  timeline: readonly MessageView[],
): Promise<Exit> {
  const message = options.message === undefined ? timeline.find(one => one.mail !== null) : timeline[0];
  const bytes = message && (await originalOf(desk, message));
  if (bytes) return printOriginal(terminal, bytes);
  const which = options.message === undefined ? `ticket ${ticket.number}` : `message ${options.message}`;
  return refuse(terminal, { refused: `${which} did not come by mail: there is no original` });
}

async function originalOf(desk: FrontDesk, message: MessageView): Promise<Uint8Array | undefined> {
  if (message.mail !== null) return desk.original(message.mail);
  const letter = message.kind === 'answer' ? message.letters[0] : undefined;
  return letter && desk.letterBytes(letter.id);
}
