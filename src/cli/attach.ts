/** `--attach`: files of the operator's disk, read whole before anything is done with them. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Refusal } from '../desk/decision.ts';
import type { FrontDesk } from '../front-desk.ts';
import { blockedBecause } from '../mail/blocked-files.ts';
import { unique } from '../mail/file-name.ts';
import type { Attachment } from '../mail/mail.ts';
import { ownFile } from '../mail/own-file.ts';
import type { Packed } from '../store/originals.ts';
import { size } from './amounts.ts';
import type { Call } from './call.ts';
import type { Exit } from './exits.ts';
import { oneLine } from './one-line.ts';
import type { Terminal } from './terminal.ts';
import { refuse } from './with-desk.ts';

export interface Attach {
  readonly attach?: readonly string[];
}

export interface Attached {
  /** For the command. */
  readonly files: readonly Attachment[];
  /** Their bytes. */
  readonly packed: readonly Packed[];
}

/** ms before the first word about how far it is, and between the next. */
const FIRST_WORD = 1_000;
const NEXT_WORD = 3_000;

/** Reads them and hands them on; what cannot be attached is refused before a word is written. */
export async function withFiles(
  desk: FrontDesk,
  { options: { attach = [] }, terminal }: Call<unknown, Attach>,
  use: (attached: Attached) => Promise<Exit>,
): Promise<Exit> {
  const attached = await readAll(desk, attach, terminal);
  return 'refused' in attached ? refuse(terminal, attached) : use(attached);
}

async function readAll(desk: FrontDesk, paths: readonly string[], terminal: Terminal): Promise<Attached | Refusal> {
  if (paths.length === 0) return { files: [], packed: [] };
  const { fileSize } = desk.config.policy.letters;
  const found = await Promise.all(paths.map(measured));
  const missing = found.flatMap(one => (typeof one === 'string' ? [one] : []));
  if (missing.length > 0) return { refused: missing.join('\n') };
  const whole = found.reduce<number>((sum, one) => sum + Number(one), 0);
  if (whole > fileSize)
    return { refused: `the files have ${size(whole)}; an answer carries ${size(fileSize)} (letters.file_size)` };
  const { pack } = await import('../store/originals.ts');
  const telling = tellHowFar(terminal, whole);
  const files: Attachment[] = [];
  const packed: Packed[] = [];
  try {
    for (const path of paths) {
      const bytes = await readFileTelling(path, telling.add);
      const file = ownFile(path, bytes);
      files.push(file);
      packed.push(await pack(bytes, file.sha256));
    }
  } finally {
    telling.end();
  }
  // one that grew while it was read
  const read = files.reduce((sum, file) => sum + file.size, 0);
  if (read > fileSize) return { refused: `the files have ${size(read)} by now, more than letters.file_size` };
  const names = unique(files.map(({ name }) => name));
  const named = files.map((file, i) => ({ ...file, name: names[i]! }));
  for (const file of named) warn(file, desk.config.attachments.block, terminal);
  return { files: named, packed };
}

/** Bytes, or why it cannot be attached. */
async function measured(path: string): Promise<number | string> {
  try {
    const found = await stat(path);
    return found.isFile() ? found.size : `${oneLine(path)} is no file`;
  } catch (error) {
    return `${oneLine(path)} cannot be read: ${(error as NodeJS.ErrnoException).code ?? error}`;
  }
}

async function readFileTelling(path: string, add: (bytes: number) => void): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    parts.push(part);
    add(part.length);
  }
  return Buffer.concat(parts);
}

/** A word now and then, when the disk is slow or far away. */
function tellHowFar(terminal: Terminal, whole: number) {
  let done = 0;
  const tell = () => {
    terminal.say(`${size(done)} of ${size(whole)} read`);
    timer = setTimeout(tell, NEXT_WORD).unref();
  };
  let timer = setTimeout(tell, FIRST_WORD).unref();
  const add = (bytes: number) => {
    done += bytes;
  };
  return { add, end: () => clearTimeout(timer) };
}

function warn(file: Attachment, block: readonly string[], terminal: Terminal): void {
  const why = blockedBecause(file, block) ?? file.danger;
  if (why !== undefined) terminal.say(`${oneLine(file.name)}: ${oneLine(why)}; many mail servers refuse such files`);
}
