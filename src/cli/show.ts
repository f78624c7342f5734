import { lacksOf } from '../advice/first-request.ts';
import { learnWidths } from '../outbox/width.ts';
import type { ReadingDesk } from '../reading-desk.ts';
import type { MessageView, TicketView } from '../store/views.ts';
import { type AttachedFile, filesOf } from './attached-files.ts';
import type { Call, Json } from './call.ts';
import { withOverdue } from './due-words.ts';
import { type Exit, OK } from './exits.ts';
import { jsonText } from './json.ts';
import { printOriginal } from './original.ts';
import { printLong } from './pager.ts';
import type { When } from './pictures/print.ts';
import { viewer } from './presence.ts';
import type { HowToShow } from './ticket-lines.ts';
import { type Folding, LATEST, ticketLines } from './timeline-lines.ts';
import { noTicket, refuse, withReadingDesk } from './with-desk.ts';

interface ShowOptions extends Json {
  readonly all?: boolean;
  readonly images?: When;
  readonly message?: number;
  readonly last?: number;
  readonly more?: boolean;
  readonly raw?: boolean;
}

export function show(call: Call<readonly [number], ShowOptions>): Promise<Exit> {
  const { options, terminal } = call;
  return withReadingDesk(call, async desk => {
    const ticket = await desk.show(call.args[0]);
    if (ticket === undefined) return noTicket(terminal, call.args[0]);
    const timeline = ticket.timeline.filter(({ id }) => options.message === undefined || id === options.message);
    if (timeline.length === 0 && options.message !== undefined)
      return refuse(terminal, { refused: `ticket ${ticket.number} has no message ${options.message}` });
    if (options.raw) return showRaw(desk, call, ticket, timeline);
    const login = viewer(desk.config.policy.operators, call.globals);
    const files = filesOf(ticket, desk.config.attachments.block);
    const lacks = lacksOf(ticket);
    const shown = { ...ticket, timeline, lacks };
    await learnWidths(
      timeline.flatMap(message => [message.text, message.folded].map(words => words.replace(/\s/g, ' '))),
    );
    if (options.json) await terminal.print(jsonText(withOverdue(shown, Date.now())));
    else {
      const how = { ...howToShow(call, desk, login), files, lacks, dictionary: desk.config.policy.dictionary };
      await printTicket(desk, call, shown, how, howToFold(options, ticket));
    }
    // what was asked for is shown before anything is written
    if (login !== undefined)
      await desk.look({ ticket: ticket.number, login, line: lineShown(call, ticket), doing: 'viewing' });
    return OK;
  });
}

/** What shows pictures is loaded where there may be some, and a terminal for them. */
async function printTicket(
  desk: ReadingDesk,
  { options: { images = 'auto' }, terminal }: Call<unknown, ShowOptions>,
  shown: TicketView,
  how: HowToShow & { readonly files: readonly AttachedFile[] },
  folding: Folding,
): Promise<void> {
  const asked = images === 'always' || (images === 'auto' && terminal.width !== undefined);
  const pictures = asked && how.files.some(({ file }) => /^image\//.test(file.sniffed ?? file.type));
  if (!pictures) return printLong(terminal, ticketLines(shown, how, folding));
  const { printWithPictures } = await import('./pictures/print.ts');
  await printWithPictures(desk, terminal, shown, how, folding, images);
}

/** Messages that --more shows beside those that show by themselves. */
const MORE = 20;

function howToFold({ all, last, message, more }: ShowOptions, { number }: TicketView): Folding {
  const latest = last ?? (more ? LATEST + MORE : LATEST);
  return {
    ...(all ? {} : { latest }),
    whole: all === true || message !== undefined,
    opensEarlier: earlier => {
      const them = earlier === 1 ? 'it' : 'them';
      if (earlier <= MORE && latest === LATEST) return `desk show ${number} --more shows ${them}`;
      const some = latest < LATEST + MORE ? `--more shows ${MORE} of them, ` : '';
      return `desk show ${number} ${some}--all ${some === '' ? `shows ${them}` : 'all'}`;
    },
    opensLong: ({ id }) => `desk show ${number} --message ${id} shows the whole`,
  };
}

/** Who reads one message has not read the ticket. */
function lineShown({ options }: Call<unknown, ShowOptions>, { line }: TicketView): number {
  return options.message === undefined ? line : 0;
}

function howToShow({ options, terminal }: Call<unknown, ShowOptions>, { config }: ReadingDesk, login?: string) {
  const { width, paint } = terminal;
  return {
    all: options.all === true,
    now: Date.now(),
    width,
    paint,
    zone: config.timeZone,
    ...(login === undefined ? {} : { login }),
  };
}

/** The mail a message came in, or the letter it left in; a note has neither. */
async function showRaw(
  desk: ReadingDesk,
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

async function originalOf(desk: ReadingDesk, message: MessageView): Promise<Uint8Array | undefined> {
  if (message.mail !== null) return desk.original(message.mail);
  const letter = message.kind === 'answer' ? message.letters[0] : undefined;
  return letter && desk.letterBytes(letter.id);
}
