/** A ticket with its pictures, where the terminal shows some; they never go through a pager, which would not know them. */
import type { ReadingDesk } from '../../reading-desk.ts';
import type { TicketView } from '../../store/views.ts';
import { count } from '../amounts.ts';
import type { AttachedFile } from '../attached-files.ts';
import { pagerFor, printLong } from '../pager.ts';
import type { Terminal } from '../terminal.ts';
import type { HowToShow } from '../ticket-lines.ts';
import { type Folding, messagesShown, ticketLines } from '../timeline-lines.ts';
import { askTerminal } from './ask-terminal.ts';
import { isShown, withPictures } from './below-files.ts';
import type { Canvas } from './draw.ts';
import { PROTOCOLS, terminalKind } from './terminal-kind.ts';

export type When = 'auto' | 'always' | 'never';

/** Before the terminal has said it. */
const USUAL_CELL = { width: 10, height: 20 };
const LARGEST_CELL = 100;
const MOST_COLUMNS = 80;
const MOST_ROWS = 24;
const LEAST_ROWS = 5;
/** ms before a word is said about it. */
const SLOW = 1_000;

export async function printWithPictures(
  desk: ReadingDesk,
  terminal: Terminal,
  ticket: TicketView,
  how: HowToShow & { readonly files: readonly AttachedFile[] },
  folding: Folding,
  when: When,
): Promise<void> {
  const lines = ticketLines(ticket, how, folding);
  // of an answer that was taken back nothing shows
  const timeline = messagesShown(ticket, folding).filter(({ takenBackAt }) => takenBackAt === null || how.all);
  const messages = new Set(timeline.map(({ id }) => id));
  const pictures = how.files.filter(one => messages.has(one.message) && isShown(one)).length;
  const canvas = pictures === 0 ? undefined : await canvasOf(terminal);
  if (canvas === undefined) {
    if (pictures > 0 && when === 'always') terminal.say(whyNone(terminal));
    return printLong(terminal, lines);
  }
  if (when === 'auto' && pagerFor(lines, process.stdout, process.env) !== undefined) {
    const hint = `[${count(pictures, 'picture')}: desk show ${ticket.number} --images always, without the pager]`;
    return printLong(terminal, [...lines, '', how.paint('dim', hint)]);
  }
  const slow = setTimeout(() => terminal.say(`drawing ${count(pictures, 'picture')} …`), SLOW);
  const files = await withPictures(desk, { ...ticket, timeline }, how.files, canvas).finally(() => clearTimeout(slow));
  for (const line of ticketLines(ticket, { ...how, files }, folding)) await terminal.print(line);
}

async function canvasOf({ width }: Terminal): Promise<Canvas | undefined> {
  const kind = width === undefined ? undefined : terminalKind(process.env);
  if (width === undefined || kind === undefined) return undefined;
  const answer = kind.asks || kind.protocol === 'sixel' ? await askTerminal() : undefined;
  if (kind.asks && answer?.sixel !== true) return undefined;
  return { ...kind, cell: cellOf(answer?.cell), ...room(width, process.stdout.rows || 24) };
}

function cellOf(said: Canvas['cell'] = USUAL_CELL): Canvas['cell'] {
  return Math.max(said.width, said.height) > LARGEST_CELL ? USUAL_CELL : said;
}

/** The lines around a picture shall be seen with it. */
function room(width: number, height: number): Pick<Canvas, 'columns' | 'rows'> {
  return {
    columns: Math.max(1, Math.min(MOST_COLUMNS, width - 4)),
    rows: Math.max(LEAST_ROWS, Math.min(MOST_ROWS, Math.floor(height / 2))),
  };
}

function whyNone({ width }: Terminal): string {
  if (width === undefined) return 'pictures are shown on a terminal only';
  const said = process.env.DESK_IMAGES;
  const words = [...PROTOCOLS, 'none'];
  if (said && !words.includes(said)) return `DESK_IMAGES is none of ${words.join(', ')}`;
  return `this terminal is not known to show pictures; DESK_IMAGES (${PROTOCOLS.join(', ')}) says that it does`;
}
