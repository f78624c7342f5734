/**
 * Mails named on the command line: files, folders with all that is in them in the order of their names, Maildirs,
 * mbox files; `-` for stdin, which is one mail: mail servers put a `From ` line above it. One mail is in memory at a time, whatever the number or size of the files.
 */
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { beginsMbox, type MboxReading, mailsOfMbox } from './mbox.ts';
import { type Piled, pile } from './pile.ts';

export interface FoundMail extends Piled {
  /** As named; `archive.mbox#3` is the third mail of an mbox file. */
  readonly file: string;
}

export interface Unreadable {
  readonly file: string;
  /** In words, e.g. `no such file`. */
  readonly unreadable: string;
}

/** What a file holds: many mails behind `From ` lines, or one; told by name and beginning when nobody says. */
export type Format = 'mbox' | 'one mail';

export interface Reading extends MboxReading {
  readonly format?: Format;
}

/** `limit` is the largest mail in bytes; `passedOver` hears of files in folders that are no mails. */
export async function* mailsIn(
  paths: readonly string[],
  limit: number,
  passedOver: (file: string) => void,
  reading: Reading = {},
): AsyncGenerator<FoundMail | Unreadable> {
  for (const path of paths.length === 0 ? ['-'] : paths) {
    if (path === '-') yield* mailsOfStream('-', process.stdin, limit, reading.format !== 'mbox', reading);
    else yield* mailsAt(path, limit, passedOver, reading);
  }
}

async function* mailsAt(
  path: string,
  limit: number,
  passedOver: (file: string) => void,
  reading: Reading,
): AsyncGenerator<FoundMail | Unreadable> {
  const about = await stat(path).catch(unreadable(path));
  if ('unreadable' in about) yield about;
  else if (!about.isDirectory()) yield* mailsOfFile(path, limit, reading);
  else for await (const file of filesIn(path, passedOver)) yield* mailsOfFile(file, limit, reading);
}

/** Depth first. A symbolic link to a folder is not followed: it may lead back. */
async function* filesIn(folder: string, passedOver: (file: string) => void): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  const isMaildir = ['cur', 'new', 'tmp'].every(name =>
    entries.some(entry => entry.name === name && entry.isDirectory()),
  );
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    // Mails in a Maildir's tmp are not delivered yet.
    if (entry.isDirectory()) yield* isMaildir && entry.name === 'tmp' ? [] : filesIn(path, passedOver);
    else if (entry.name.startsWith('.') || NO_MAILS.has(extname(entry.name).toLowerCase())) passedOver(path);
    else yield path;
  }
}

/** What lies beside mails in folders; named outright, such a file is read as well. */
const NO_MAILS = new Set(
  ['.json', '.ndjson', '.jsonl', '.csv', '.md', '.toml', '.yaml', '.yml', '.js', '.mjs', '.ts', '.py', '.sh'].concat([
    '.gz',
    '.bz2',
    '.xz',
    '.zst',
    '.zip',
    '.tar',
    '.tgz',
    '.pdf',
    '.png',
    '.jpg',
    '.html',
    '.sqlite',
    '.db',
  ]),
);

async function* mailsOfFile(file: string, limit: number, reading: Reading): AsyncGenerator<FoundMail | Unreadable> {
  yield* mailsOfStream(file, createReadStream(file), limit, isOneMail(file, reading.format), reading);
}

/** An .eml file or one in a Maildir is one mail, though it begins with `From ` and has such lines in its words. */
function isOneMail(file: string, format: Format | undefined): boolean {
  if (format !== undefined) return format === 'one mail';
  return extname(file).toLowerCase() === '.eml' || /^(?:cur|new)$/.test(basename(dirname(file)));
}

async function* mailsOfStream(
  file: string,
  stream: AsyncIterable<Uint8Array>,
  limit: number,
  oneMail: boolean,
  reading: Reading,
): AsyncGenerator<FoundMail | Unreadable> {
  const chunks = stream[Symbol.asyncIterator]();
  const first = await atLeast(5, chunks).catch(unreadable(file));
  if ('unreadable' in first) {
    yield first;
    return;
  }
  const all = startingWith(first, chunks);
  if (oneMail || !beginsMbox(first)) yield { file, ...(await onePile(all, limit)) };
  else {
    let number = 0;
    for await (const mail of mailsOfMbox(all, limit, reading)) yield { file: `${file}#${++number}`, ...mail };
  }
}

async function onePile(chunks: AsyncIterable<Uint8Array>, limit: number): Promise<Piled> {
  const mail = pile(limit);
  for await (const chunk of chunks) mail.add(chunk);
  return mail.finish();
}

/** A pipe may bring the first bytes one by one. */
async function atLeast(bytes: number, chunks: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let begin: Uint8Array = new Uint8Array();
  while (begin.length < bytes) {
    const { value, done } = await chunks.next();
    if (done) break;
    begin = Buffer.concat([begin, value]);
  }
  return begin;
}

async function* startingWith(first: Uint8Array, chunks: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (first.length > 0) yield first;
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
}

/** A file that cannot be read is told and does not stop the others. */
function unreadable(file: string): (error: NodeJS.ErrnoException) => Unreadable {
  return error => ({ file, unreadable: WORDS[error.code ?? ''] ?? error.message });
}

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EACCES: 'no right to read it',
  EISDIR: 'a folder',
  EIO: 'the disk does not read it',
};
