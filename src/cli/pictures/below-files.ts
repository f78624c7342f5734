/** Which pictures of a ticket are shown below their lines, and what is said of the others. */
import { type PictureType, pictureType } from '../../mail/picture.ts';
import type { ReadingDesk } from '../../reading-desk.ts';
import type { TicketView } from '../../store/views.ts';
import { count } from '../amounts.ts';
import type { AttachedFile } from '../attached-files.ts';
import type { Canvas } from './draw.ts';
import { createDrawer, type Drawer } from './drawer.ts';
import { isLargeEnough } from './fit.ts';

const MOST_OF_A_MESSAGE = 3;
const MOST_OF_A_TICKET = 8;
/** Bytes: all of them go to the terminal, perhaps over a slow line. */
const MOST_BYTES = 10_000_000;

type Shown = Pick<TicketView, 'number' | 'timeline'>;

/** The files with their pictures, as far as they belong to what is shown of the ticket. */
export async function withPictures(
  desk: ReadingDesk,
  ticket: Shown,
  files: readonly AttachedFile[],
  canvas: Canvas,
): Promise<AttachedFile[]> {
  const { drawn, more } = chosen(ticket, files, canvas.webp);
  const drawer = createDrawer();
  try {
    const below = new Map<number, readonly string[]>();
    for (const one of drawn) below.set(one.number, [await pictureOrWords(desk, drawer, ticket, one, canvas)].flat());
    for (const [first, ...others] of more)
      below.set((others.at(-1) ?? first).number, [
        `[${count(1 + others.length, 'more picture')}: desk attachment open ${ticket.number} ${first.number}]`,
      ]);
    return files.map(one => ({ ...one, below: below.get(one.number) ?? [] }));
  } finally {
    await drawer.close();
  }
}

async function pictureOrWords(
  desk: ReadingDesk,
  drawer: Drawer,
  { number }: Shown,
  one: AttachedFile,
  canvas: Canvas,
): Promise<string | string[]> {
  const { mail, nth, file } = one;
  const bytes = mail === null ? await desk.file(file.sha256) : await desk.original(mail);
  const inMail = mail === null ? {} : { inMail: { nth, sha256: file.sha256 } };
  const picture = bytes && (await drawer.draw({ bytes, ...inMail, canvas }));
  if (picture !== undefined) return picture;
  // of an older mail it may have been too small to be shown
  return file.pixels === undefined ? [] : `[it cannot be shown here: desk attachment open ${number} ${one.number}]`;
}

/** Each picture once, however often it was sent: logos come with every mail. `more` is what goes beyond, by message. */
function chosen({ timeline }: Shown, files: readonly AttachedFile[], webp: boolean) {
  const seen = new Set<string>();
  const drawn: AttachedFile[] = [];
  const more: [AttachedFile, ...AttachedFile[]][] = [];
  for (const { id } of timeline) {
    const pictures = files.filter(one => one.message === id && isShown(one, webp) && !seen.has(one.file.sha256));
    const once = [...new Map(pictures.map(one => [one.file.sha256, one])).values()];
    for (const { file } of once) seen.add(file.sha256);
    const taken = Math.min(MOST_OF_A_MESSAGE, MOST_OF_A_TICKET - drawn.length);
    drawn.push(...once.slice(0, taken));
    const [first, ...others] = once.slice(taken);
    if (first !== undefined) more.push([first, ...others]);
  }
  return { drawn, more };
}

/** What could be shown; whether it is a picture at all its bytes say when it is drawn. */
export function isShown({ file, blocked }: AttachedFile, webp = true): boolean {
  const type = typeOf(file);
  if (type === undefined || (type === 'image/webp' && !webp)) return false;
  if (blocked !== undefined || file.danger !== undefined || file.size > MOST_BYTES) return false;
  return file.pixels === undefined || isLargeEnough(file.pixels);
}

function typeOf({ type, sniffed }: AttachedFile['file']): PictureType | undefined {
  return pictureType(sniffed ?? type);
}
