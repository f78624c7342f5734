/**
 * `desk attachment save`. Names are a stranger's: they are cleaned, stand below the folder that was named, and a file is
 * always a new one of its own, which neither a link nor a file that is there can turn into another (O_EXCL).
 */
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrontDesk } from '../front-desk.ts';
import { forFileName, numbered } from '../mail/file-name.ts';
import { type AttachedFile, fileBytes, writtenName } from './attached-files.ts';
import { withFiles } from './attachment-list.ts';
import type { Call, Json } from './call.ts';
import { type Exit, OK, USAGE } from './exits.ts';
import { jsonLine } from './json.ts';
import { oneLine } from './one-line.ts';
import type { Terminal } from './terminal.ts';
import { refuse } from './with-desk.ts';

interface SaveOptions extends Json {
  readonly all?: boolean;
  readonly dir?: string;
  readonly output?: string;
  readonly force?: boolean;
}

type Save = Call<readonly [number, readonly number[]], SaveOptions>;

/** Of one name in one folder; whoever has more asks for another folder. */
const MOST_OF_A_NAME = 10_000;
const NEW_FILE = constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0);

export function saveAttachments(call: Save): Promise<Exit> {
  const { terminal, options, args } = call;
  const misused = whyMisused(call);
  if (misused !== undefined) {
    terminal.say(misused);
    return Promise.resolve(USAGE);
  }
  return withFiles(call, args[0], async (desk, files, ticket) => {
    const numbers = wanted(args[1], options.all === true, files);
    const missing = numbers?.find(number => files[number - 1] === undefined);
    if (missing !== undefined) return refuse(terminal, { refused: `ticket ${ticket.number} has no file ${missing}` });
    if (numbers === undefined) {
      terminal.say(`which of the ${files.length}? numbers of desk attachment list ${ticket.number}, or --all`);
      return USAGE;
    }
    if (numbers.length === 0) return refuse(terminal, { refused: `ticket ${ticket.number} has no files` });
    let worst: Exit = OK;
    for (const number of numbers) {
      const exit = await saveOne(desk, call, files[number - 1]!);
      if (exit !== OK) worst = exit;
    }
    return worst;
  });
}

function whyMisused({ args, options, terminal }: Save): string | undefined {
  const { all, dir, output } = options;
  if (all && args[1].length > 0) return 'numbers or --all, not both';
  if (output !== undefined && (all || dir !== undefined || args[1].length > 1))
    return '--output takes one file; --dir takes many';
  if (output === '-' && options.json) return '--json and the file itself do not fit into one stdout';
  if (output === '-' && terminal.width !== undefined)
    return 'a terminal would obey what is in the file: write to a file or a pipe';
  return undefined;
}

/** undefined: it cannot be told which. */
function wanted(numbers: readonly number[], all: boolean, files: readonly AttachedFile[]): number[] | undefined {
  if (numbers.length > 0) return [...new Set(numbers)];
  return all || files.length < 2 ? files.map(({ number }) => number) : undefined;
}

async function saveOne(desk: FrontDesk, { terminal, options }: Save, one: AttachedFile): Promise<Exit> {
  const name = `file ${one.number} (${writtenName(one.file)})`;
  const found = await fileBytes(desk, one);
  if (found === undefined) return refuse(terminal, { refused: `${name} is not in its mail any more` });
  const { bytes, blocked } = found;
  if (blocked !== undefined && !options.force)
    return refuse(terminal, { refused: `${name} is blocked: ${blocked}; --force saves it` });
  if (options.output === '-') {
    await terminal.write(bytes);
    return OK;
  }
  const path =
    options.output === undefined
      ? await saveInto(options.dir ?? '.', one.file.name, bytes)
      : await writeNew(options.output, bytes);
  if (path === undefined)
    return refuse(terminal, { refused: `${oneLine(options.output ?? name)} is there already; nothing was written` });
  await told(terminal, options, one, path);
  return OK;
}

async function told(terminal: Terminal, { json }: SaveOptions, { number, file }: AttachedFile, path: string) {
  await terminal.print(json ? jsonLine({ number, path, size: file.size, sha256: file.sha256 }) : oneLine(path));
}

/** @returns where it is: a path that begins with no dash; undefined when there is no free name. */
export async function saveInto(folder: string, name: string, bytes: Uint8Array): Promise<string | undefined> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const own = forFileName(name);
  for (let n = 1; n <= MOST_OF_A_NAME; n++) {
    const path = join(folder, n === 1 ? own : numbered(own, n));
    const saved = await writeNew(/^[./]/.test(path) ? path : `./${path}`, bytes);
    if (saved !== undefined) return saved;
  }
  return undefined;
}

/** undefined: something stands there. A file that could not be written whole is not left behind. */
async function writeNew(path: string, bytes: Uint8Array): Promise<string | undefined> {
  const file = await openNew(path);
  if (file === undefined) return undefined;
  try {
    await file.writeFile(bytes);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  return path;
}

async function openNew(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, NEW_FILE, 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
    throw error;
  }
}
